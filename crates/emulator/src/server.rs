//! Listening on loopback, one task for each connection, and stopping.

pub(crate) mod control;
pub(crate) mod dispatch;
pub(crate) mod routes;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt as _;

use crate::emulator::Emulator;
use crate::error::{ControlError, StartError};
use crate::model::message::Message;
use crate::rules::totp;
use crate::wire::faults::DropConnection;

/// The host in the publishable key: a name that resolves nowhere, since the base URL is always given.
const HOST: &str = "emulator.latchkey.example";
/// How long requests in flight get when the server stops.
const SHUTDOWN_PATIENCE: Duration = Duration::from_secs(2);

/// An emulator that listens. It stops when this is dropped.
#[derive(Debug)]
pub struct RunningEmulator {
    emulator: Emulator,
    server: Server,
    base_url: String,
}

/// The task that accepts connections, and the word to stop it.
#[derive(Debug)]
pub(crate) struct Server {
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl RunningEmulator {
    pub(crate) fn new(emulator: Emulator, server: Server, base_url: String) -> Self {
        Self { emulator, server, base_url }
    }

    /// Where it listens, such as `http://127.0.0.1:4010`, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// A publishable key that clients accept; its host is never contacted.
    pub fn publishable_key(&self) -> String {
        publishable_key()
    }

    /// The instance behind it, to change settings, add users, order faults.
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// The newest messages, newest first.
    pub fn inbox(&self) -> Result<Vec<Message>, ControlError> {
        self.emulator.inbox()
    }

    /// Changes whenever a message goes out.
    pub fn inbox_changes(&self) -> watch::Receiver<u64> {
        self.emulator.inbox_changes()
    }

    /// What an authenticator app with this base32 secret shows now, by the emulator's clock.
    pub fn totp_code(&self, secret: &str) -> Option<String> {
        totp::code_at(secret, self.emulator.config().clock.now())
    }

    /// Seconds until such an app shows another code.
    pub fn seconds_to_next_totp_step(&self) -> u64 {
        totp::seconds_to_next_step(self.emulator.config().clock.now())
    }

    /// Stops listening and waits, for two seconds at most, for the requests in flight.
    pub async fn shutdown(self) {
        // Nobody listening any more is as good as stopped.
        let _ = self.server.stop.send(true);
        let abort = self.server.accepting.abort_handle();
        if tokio::time::timeout(SHUTDOWN_PATIENCE, self.server.accepting).await.is_err() {
            abort.abort();
        }
    }
}

/// The publishable key of every emulator.
pub(crate) fn publishable_key() -> String {
    format!("pk_test_{}", STANDARD_NO_PAD.encode(format!("{HOST}$")))
}

pub(crate) fn refuse_public(address: SocketAddr) -> Result<(), StartError> {
    if address.ip().is_loopback() { Ok(()) } else { Err(StartError::NotLoopback(address)) }
}

pub(crate) async fn listen(
    address: SocketAddr,
    router: Router,
) -> Result<(Server, SocketAddr), StartError> {
    refuse_public(address)?;
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    let (stop, stopped) = watch::channel(false);
    let accepting = tokio::spawn(accept(listener, router, stopped));
    Ok((Server { stop, accepting }, bound))
}

async fn accept(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(serve(stream, peer, router.clone(), stopped.clone()));
                }
                // Out of descriptors, or gone before it was accepted: the next one may work.
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            // A sender that is gone means the same as the word to stop.
            _ = stopped.changed() => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let router = router.clone();
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let response = match router.oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            match response.extensions().get::<DropConnection>() {
                // An error of the service makes hyper close the connection without an answer.
                Some(_) => Err(std::io::Error::other("dropped on order")),
                None => Ok(response),
            }
        }
    });
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
