//! Sends one call and settles what its answer means for token and client (contract §0, §1 and §15).

use std::time::Duration;

use bytes::Bytes;
use latchkey_fapi_types::{Client, ClientToken};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::answer::{self, Answer, Head, Unwrapped};
use crate::base_url::BaseUrl;
use crate::call::Call;
use crate::error::{BuildError, CallError};
use crate::picture::{self, PictureError};
use crate::product::Product;
use crate::state::{Access, Store, Ticket};
use crate::token::TokenHeader;
use crate::witness::{self, Witness};

/// The version of the API that these types were written for, the newest with a public description.
const API_VERSION: &str = "2026-05-12";

/// The code of a refusal that says that the client token counts no more (contract §1.4).
const TOKEN_REFUSED: &str = "cookie_invalid";

/// How a client is set up.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the calls go.
    pub base_url: BaseUrl,
    /// What the server shows to the user as the device of a session.
    pub user_agent: String,
    /// How long things may take.
    pub deadlines: Deadlines,
    /// Who is told of every request, if somebody is.
    pub witness: Option<Witness>,
}

impl Config {
    /// The usual set-up for a base URL.
    pub fn new(base_url: BaseUrl) -> Self {
        Self {
            base_url,
            user_agent: Product::default().user_agent(),
            deadlines: Deadlines::default(),
            witness: None,
        }
    }
}

/// How long things may take (quality A5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// Until a connection stands, with TLS.
    pub connect: Duration,
    /// Until the head of an answer, and from one part of its body to the next.
    pub idle: Duration,
    /// For a call as a whole.
    pub whole: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            idle: Duration::from_secs(10),
            whole: Duration::from_secs(20),
        }
    }
}

/// Sends calls.
pub(crate) struct Transport {
    http: reqwest::Client,
    base_url: BaseUrl,
    witness: Option<Witness>,
}

impl Transport {
    pub(crate) fn new(config: Config) -> Result<Self, BuildError> {
        let Config { base_url, user_agent, deadlines, witness } = config;
        // The cause only says that some byte is no printable ASCII.
        let user_agent = HeaderValue::from_str(&user_agent).map_err(|_| BuildError::UserAgent)?;
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(&base_url)?)
            .https_only(base_url.is_https())
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .user_agent(user_agent)
            .connect_timeout(deadlines.connect)
            .read_timeout(deadlines.idle)
            .timeout(deadlines.whole)
            .pool_idle_timeout(Duration::from_mins(1));
        if base_url.is_loopback() {
            // A proxy would carry what is meant for this machine to another.
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|source| BuildError::Http(source.into()))?;
        Ok(Self { http, base_url, witness })
    }

    pub(crate) async fn picture(
        &self,
        address: &str,
        largest: usize,
    ) -> Result<Vec<u8>, PictureError> {
        picture::fetch(&self.http, &self.base_url, address, largest).await
    }

    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// Sends a call once and settles token and client, whatever else becomes of the answer. The witness
    /// is told of it.
    pub(crate) async fn exchange<T: DeserializeOwned>(
        &self,
        store: &Store,
        ticket: Ticket,
        call: Call,
    ) -> Result<Answer<T>, CallError> {
        let ended = self.witness.as_ref().map(|witness| witness.begin(&call));
        let answered = self.answered(store, ticket, call).await;
        if let Some(ended) = ended {
            ended(witness::outcome(&answered));
        }
        answered.map(|(_, answer)| answer)
    }

    /// The same without a witness, and with the status of what succeeded.
    async fn answered<T: DeserializeOwned>(
        &self,
        store: &Store,
        mut ticket: Ticket,
        call: Call,
    ) -> Result<(u16, Answer<T>), CallError> {
        let request = self.request(&call, ticket.token.as_ref());
        let Call { wrapping, ends, form, .. } = call;
        drop(form);
        let response = request.send().await.map_err(answer::failed_to_send)?;
        let head = Head::read(response.status(), response.headers());
        let token = TokenHeader::read(response.headers());
        // Side by side, so that a slow keeper does not use up the time that the body may take.
        let settled = store.settle_token(&mut ticket, token);
        let ((), body) = tokio::join!(settled, answer::read_body(&head, response));
        if !head.is_success() {
            let mut body = body.and_then(|body| answer::error_body(&head, &body));
            let client = body.as_mut().ok().and_then(|body| body.client.take());
            let error = answer::refused(&head, body);
            settle_refusal(store, &ticket, &error, client).await;
            return Err(error);
        }
        let body = body?;
        let Unwrapped { value, client } = answer::unwrap(&head, wrapping, &body)?;
        let client = client.and_then(answer::client);
        let identified = client.as_ref().is_some_and(|client| ticket.is_of(client));
        if let Some(client) = client {
            store.settle_client(&ticket, client).await;
        } else if let Some(session) = ends
            && answer::is_over(value, &session)
        {
            store.settle_end(&ticket, &session).await;
        }
        let answer = answer::value(&head, wrapping, value, identified)?;
        Ok((head.status(), answer))
    }

    fn request(&self, call: &Call, token: Option<&ClientToken>) -> reqwest::RequestBuilder {
        let segments: Vec<&str> = call.path.iter().map(String::as_str).collect();
        let mut url = self.base_url.endpoint(&segments);
        url.query_pairs_mut().append_pair("_is_native", "true");
        url.query_pairs_mut().extend_pairs(&call.query);
        if let Some(session) = &call.session {
            url.query_pairs_mut().append_pair("_clerk_session_id", session.as_str());
        }
        let request = self.http.request(call.method.clone(), url).headers(fixed_headers());
        let request = request.header(AUTHORIZATION, authorization(token));
        match call.access() {
            Access::Read => request,
            Access::Change => {
                request.header(CONTENT_TYPE, call.form.content_type()).body(call.form.bytes())
            }
        }
    }
}

/// Settles what a refusal says of the token, and takes over the client that it brings.
async fn settle_refusal(store: &Store, ticket: &Ticket, error: &CallError, client: Option<Client>) {
    if let CallError::Refused(refusal) = error
        && refusal.code() == Some(TOKEN_REFUSED)
    {
        store.settle_refused_token(ticket).await;
    }
    if let Some(client) = client {
        store.settle_client(ticket, client).await;
    }
}

/// The value of the header: the token raw, or empty while there is none (contract §1.3).
fn authorization(token: Option<&ClientToken>) -> HeaderValue {
    // EXPOSE: into the header of the request, marked as sensitive and wiped when dropped.
    let text = token.map_or("", |token| token.expose());
    let text = Bytes::from_owner(Zeroizing::new(text.as_bytes().to_vec()));
    let mut value = HeaderValue::from_maybe_shared(text).unwrap_or_else(|_| {
        // Tokens come from headers, so only one that was kept and damaged can end here.
        tracing::warn!("not sending a client token that no header can carry");
        HeaderValue::from_static("")
    });
    value.set_sensitive(true);
    value
}

fn fixed_headers() -> HeaderMap {
    HeaderMap::from_iter([
        (ACCEPT, HeaderValue::from_static("application/json")),
        (HeaderName::from_static("clerk-api-version"), HeaderValue::from_static(API_VERSION)),
        (HeaderName::from_static("x-mobile"), HeaderValue::from_static("1")),
    ])
}

/// TLS 1.2 or newer, trusted as the platform trusts it.
fn tls(base_url: &BaseUrl) -> Result<ClientConfig, BuildError> {
    let broken = |source: rustls::Error| BuildError::Tls(source.into());
    let config = ClientConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(broken)?;
    let config = if base_url.is_https() {
        config.with_platform_verifier().map_err(broken)?
    } else {
        // Never used: reading the platform's certificates would only take time, and some machines have none.
        config.with_root_certificates(RootCertStore::empty())
    };
    Ok(config.with_no_client_auth())
}
