//! Without a connection that the platform trusts, nothing is said.

use std::net::SocketAddr;
use std::sync::Arc;

use latchkey_fapi_client::{CallError, CreateSignIn, Unreachable};
use latchkey_fapi_types::Password;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::misbehave::HASTY;
use crate::recorder::Recorded;

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent() {
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let (address, listener) = listen().await;
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        TlsAcceptor::from(Arc::new(config)).accept(stream).await.map(drop).map_err(drop)
    });
    let told = check(address, Unreachable::Tls).await;
    assert!(told.contains("UnknownIssuer"), "{told}");
    // The server was turned down within the handshake, so no request can have come.
    assert_eq!(server.await.unwrap(), Err(()));
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_sees_no_request() {
    let (address, listener) = listen().await;
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut received = vec![0; 4096];
        let length = stream.read(&mut received).await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        received.truncate(length);
        received
    });
    check(address, Unreachable::Tls).await;
    let received = String::from_utf8_lossy(&server.await.unwrap()).into_owned();
    assert!(!received.contains("POST") && !received.contains("canary"), "{received}");
}

#[tokio::test]
async fn a_handshake_that_hangs_runs_into_the_deadline_for_connecting() {
    let (address, _listener) = listen().await;
    check(address, Unreachable::Deadline).await;
}

async fn listen() -> (SocketAddr, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    (listener.local_addr().unwrap(), listener)
}

/// Makes a call with secrets in it over https, checks how it fails, and gives the causes as text.
async fn check(address: SocketAddr, expected: Unreachable) -> String {
    let client = Recorded::new(&format!("https://{address}"), HASTY);
    client.restore("canary-token").await;
    let params = CreateSignIn {
        identifier: "totp+clerk_test@example.com".to_owned(),
        password: Some(Password::new("canary-password")),
        strategy: None,
    };
    let error = client.create_sign_in(params).await.unwrap_err();
    let CallError::Unreachable { kind, source } = &error else { panic!("{error:?}") };
    assert_eq!(*kind, expected, "{error:?}");
    format!("{source:?}")
}
