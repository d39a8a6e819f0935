//! Listening on loopback, one task for each connection, and stopping.

mod browser;
mod carry_out;
mod control;
pub(crate) mod dispatch;
mod routes;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt as _;

use crate::error::StartError;
use crate::wire::faults::DropConnection;

/// How long a stopping server waits for the requests in flight.
const SHUTDOWN_PATIENCE: Duration = Duration::from_secs(2);

/// The task that accepts connections, and the channel that stops it.
#[derive(Debug)]
pub(crate) struct Server {
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Stops listening and waits a moment for the requests in flight.
    pub(crate) async fn shutdown(self) {
        // Sending fails only if the task has ended by itself.
        let _ = self.stop.send(true);
        let abort = self.accepting.abort_handle();
        if tokio::time::timeout(SHUTDOWN_PATIENCE, self.accepting).await.is_err() {
            abort.abort();
        }
    }
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
                // The process has no descriptor left, or the caller is gone. The next one may work.
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            // A dropped sender means the same as a message to stop.
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
