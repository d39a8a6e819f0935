//! Certificates of every kind against every call. To have an authority that the platform trusts, the test runs itself again
//! with a list of certificates of its own; only Linux takes one from the environment.

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchkey_fapi_client::{CallError, Deadlines, Unreachable};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, date_time_ymd,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::calls::rows;
use crate::misbehave::answer;
use crate::recorder::Recorded;

const TEST: &str = "matrix::certificates::no_call_goes_to_a_server_whose_certificate_is_not_good";
/// Where the second run finds the servers.
const SERVERS: &str = "LATCHKEY_TEST_SERVERS";

/// What a certificate is like, and what is told of it.
const KINDS: [(&str, &str); 8] = [
    ("good", ""),
    ("expired", "Expired"),
    ("of the future", "NotValidYet"),
    ("of another name", "NotValidForName"),
    ("without a name", "NotValidForName"),
    ("for clients", "EkuError"),
    ("of an unknown authority", "UnknownIssuer"),
    ("its own authority", "UnknownIssuer"),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_call_goes_to_a_server_whose_certificate_is_not_good() {
    if let Some(servers) = std::env::var_os(SERVERS) {
        return ask_each(servers.to_str().unwrap()).await;
    }
    let authority = authority("Trusted");
    let list = tempfile::NamedTempFile::new().unwrap();
    let der = STANDARD.encode(authority.as_ref().der());
    let pem = format!("-----BEGIN CERTIFICATE-----\n{der}\n-----END CERTIFICATE-----\n");
    std::fs::write(list.path(), pem).unwrap();
    let mut servers = Vec::new();
    for (kind, _) in KINDS {
        servers.push(start(kind, &authority).await);
    }
    let addresses: Vec<String> = servers.iter().map(|(at, _)| at.to_string()).collect();
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", TEST, "--nocapture"]).env(SERVERS, addresses.join(" "));
    again.env("SSL_CERT_FILE", list.path()).env_remove("SSL_CERT_DIR");
    let output = tokio::task::spawn_blocking(move || again.output().unwrap()).await.unwrap();
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
    for ((kind, _), (_, requests)) in KINDS.iter().zip(servers) {
        let wanted = if *kind == "good" { rows().len() } else { 0 };
        assert_eq!(requests.load(Ordering::SeqCst), wanted, "{kind}");
    }
}

/// Makes every call to each server.
async fn ask_each(servers: &str) {
    for ((kind, wanted), address) in KINDS.iter().zip(servers.split(' ')) {
        let client = Recorded::new(&format!("https://{address}"), Deadlines::default());
        for row in rows() {
            let result = (row.make)(client.clone()).await;
            let unreached = match &result {
                Err(CallError::Unreachable { kind: Unreachable::Tls, source }) => {
                    format!("{source:?}")
                }
                _ => String::new(),
            };
            let good = *kind == "good";
            assert_eq!(unreached.is_empty(), good, "{} {kind}: {result:?}", row.name);
            assert!(unreached.contains(wanted), "{} {kind}: {unreached}", row.name);
        }
    }
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A server with a certificate of a kind, and how many requests it has read.
async fn start(
    kind: &str,
    trusted: &CertifiedIssuer<'_, KeyPair>,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let names = match kind {
        "of another name" => vec!["clerk.example.com".to_owned()],
        "without a name" => Vec::new(),
        _ => vec!["127.0.0.1".to_owned()],
    };
    let mut params = CertificateParams::new(names).unwrap();
    match kind {
        "expired" => params.not_after = date_time_ymd(2020, 1, 1),
        "of the future" => params.not_before = date_time_ymd(4000, 1, 1),
        "for clients" => params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth],
        _ => {}
    }
    let key = KeyPair::generate().unwrap();
    let certificate = match kind {
        "of an unknown authority" => params.signed_by(&key, &authority("Unknown")),
        "its own authority" => params.self_signed(&key),
        _ => params.signed_by(&key, trusted),
    };
    serve(certificate.unwrap().der().clone(), &key).await
}

async fn serve(
    certificate: CertificateDer<'static>,
    key: &KeyPair,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let requests = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, seen) = (acceptor.clone(), Arc::clone(&seen));
            tokio::spawn(async move {
                // A handshake that fails is what most of these are for.
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                if stream.read(&mut [0; 4096]).await.is_ok_and(|length| length > 0) {
                    seen.fetch_add(1, Ordering::SeqCst);
                    let refusal = r#"{"errors":[{"code":"zzz_new","message":"m"}]}"#;
                    let bytes = answer(422, &["connection: close"], refusal);
                    drop(stream.write_all(&bytes).await);
                    drop(stream.shutdown().await);
                }
            });
        }
    });
    (address, requests)
}
