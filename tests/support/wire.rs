//! What goes over the wire between the program and the emulator. The program is pointed at this
//! relay, which passes every request on, keeps it with its answer, and can lose or delay answers.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test without its relay fails")]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::net::TcpSocket;
use tokio::sync::{Notify, Semaphore, oneshot};
use tokio::task::JoinHandle;

/// A request and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The method on the wire.
    pub method: Method,
    /// The path, without the query.
    pub path: String,
    /// The headers of the request.
    pub request_headers: HeaderMap,
    /// The body of the request, as text.
    pub request_body: String,
    /// The status of the answer.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The body of the answer.
    pub body: Bytes,
    /// Whether the program got the answer.
    pub delivered: bool,
}

impl Exchange {
    /// The client tokens that the request and its answer carried.
    pub fn client_tokens(&self) -> impl Iterator<Item = String> {
        [&self.request_headers, &self.headers]
            .into_iter()
            .filter_map(|headers| headers.get(header::AUTHORIZATION)?.to_str().ok())
            .filter(|token| !token.is_empty())
            .map(str::to_owned)
    }

    /// The answer as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Method and path, for messages.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// What happens to the next request whose path ends so.
#[derive(Clone, Debug)]
enum Upset {
    /// The emulator handles it, and its answer is lost.
    LoseAnswer(String),
    /// The emulator handles it, and its answer is kept back until the gate opens.
    Hold(String, Arc<Semaphore>),
    /// It waits until so many requests have come in, at most for [`MEETING`].
    Meet(usize),
    /// The emulator never sees it: the answer is this refusal.
    Refuse(String, Refusal),
    /// A text in the emulator's answer is replaced.
    Replace {
        /// Which request.
        path_end: String,
        /// What the emulator says.
        from: String,
        /// What the program hears.
        to: String,
    },
}

/// An error answer that is not the emulator's.
#[derive(Clone, Copy, Debug)]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// Clerk's code.
    pub code: &'static str,
    /// How long to wait, for `Retry-After`.
    pub retry_after: Option<RetryAfter>,
}

/// The two forms of `Retry-After` (RFC 9110 §10.2.3).
#[derive(Clone, Copy, Debug)]
pub enum RetryAfter {
    /// So many seconds.
    Seconds(u64),
    /// The date that is so many seconds from now.
    Date(u64),
}

/// An answer that is kept back until this is dropped.
#[derive(Debug)]
pub struct Held(Arc<Semaphore>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// How long requests wait for each other.
const MEETING: Duration = Duration::from_secs(5);

#[derive(Debug)]
struct Shared {
    upstream: String,
    http: reqwest::Client,
    exchanges: Mutex<Vec<Exchange>>,
    arrived: Mutex<usize>,
    arrival: Notify,
    upset: Mutex<Option<Upset>>,
}

/// The relay. It has its address from the start, and listens from [`Wire::connect`] on.
#[derive(Debug)]
pub struct Wire {
    shared: Arc<Shared>,
    address: SocketAddr,
    /// Holds the address, and refuses connections until it listens.
    socket: Mutex<Option<TcpSocket>>,
    server: Mutex<Option<Server>>,
}

/// What listens.
#[derive(Debug)]
struct Server {
    /// Ends it and every connection when it is told so or dropped.
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// A socket that holds the address.
fn hold(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    // The ends of connections that were just closed do not keep it from coming back.
    socket.set_reuseaddr(true).unwrap();
    socket.bind(address).expect("a free port");
    socket
}

impl Wire {
    /// A relay to the base URL, not yet listening.
    pub fn to(upstream: &str) -> Self {
        let socket = hold((Ipv4Addr::LOCALHOST, 0).into());
        let shared = Shared {
            upstream: upstream.trim_end_matches('/').to_owned(),
            http: crate::http::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            exchanges: Mutex::default(),
            arrived: Mutex::default(),
            arrival: Notify::new(),
            upset: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
            address: socket.local_addr().unwrap(),
            socket: Mutex::new(Some(socket)),
            server: Mutex::default(),
        }
    }

    /// Where it listens.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Starts to listen.
    pub fn connect(&self) {
        let socket = self.socket.lock().unwrap().take().expect("it is not connected");
        let listener = socket.listen(128).expect("the port is its own");
        let router = Router::new().fallback(relay).with_state(Arc::clone(&self.shared));
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async {
            let stopped = async { stopped.await.unwrap_or_default() };
            let server = axum::serve(listener, router).with_graceful_shutdown(stopped);
            server.await.expect("it serves until it is told to stop");
        });
        *self.server.lock().unwrap() = Some(Server { stop, task });
    }

    /// Takes the network away: connections are closed, and new ones are refused until
    /// [`Wire::connect`].
    pub async fn disconnect(&self) {
        let server = self.server.lock().unwrap().take().expect("it is connected");
        drop(server.stop);
        server.task.await.expect("it ends when its connections have");
        *self.socket.lock().unwrap() = Some(hold(self.address));
    }

    /// Every exchange so far, in the order of their ends.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.shared.exchanges.lock().unwrap().clone()
    }

    /// The exchanges whose path ends so.
    pub fn to_path(&self, end: &str) -> Vec<Exchange> {
        self.exchanges().into_iter().filter(|exchange| exchange.path.ends_with(end)).collect()
    }

    /// Loses the answer of the next request whose path ends so, after the emulator handled it.
    pub fn lose_next_answer(&self, path_end: &str) {
        *self.shared.upset.lock().unwrap() = Some(Upset::LoseAnswer(path_end.to_owned()));
    }

    /// Keeps back the answer to the next request whose path ends so, after the emulator handled it.
    pub fn hold_next_answer(&self, path_end: &str) -> Held {
        let gate = Arc::new(Semaphore::new(0));
        *self.shared.upset.lock().unwrap() =
            Some(Upset::Hold(path_end.to_owned(), Arc::clone(&gate)));
        Held(gate)
    }

    /// Holds requests until so many have come in. Where one waits for another's answer they never
    /// meet, and [`Wire::arrived_together`] tells.
    pub fn hold_until(&self, requests: usize) {
        *self.shared.arrived.lock().unwrap() = 0;
        *self.shared.upset.lock().unwrap() = Some(Upset::Meet(requests));
    }

    /// Refuses the next request whose path ends so; the emulator does not see it.
    pub fn refuse_next(&self, path_end: &str, refusal: Refusal) {
        *self.shared.upset.lock().unwrap() = Some(Upset::Refuse(path_end.to_owned(), refusal));
    }

    /// Replaces a text in the next answer to a request whose path ends so, and which contains it.
    pub fn replace_in_next(&self, path_end: &str, from: &str, to: &str) {
        *self.shared.upset.lock().unwrap() = Some(Upset::Replace {
            path_end: path_end.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        });
    }

    /// Whether the requests that were held met.
    pub fn arrived_together(&self) -> bool {
        self.shared.upset.lock().unwrap().is_none()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if let Ok(mut server) = self.server.lock()
            && let Some(server) = server.take()
        {
            server.task.abort();
        }
    }
}

async fn relay(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    *shared.arrived.lock().unwrap() += 1;
    shared.arrival.notify_waiters();
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap_or_default();
    let path = parts.uri.path().to_owned();
    let meet = match &*shared.upset.lock().unwrap() {
        Some(Upset::Meet(requests)) => Some(*requests),
        _ => None,
    };
    if let Some(requests) = meet {
        shared.meet(requests).await;
    }

    if let Some(refusal) = shared.refuses(&path) {
        return refused(refusal);
    }

    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let mut headers = parts.headers.clone();
    headers.remove(header::HOST);
    let answer = shared
        .http
        .request(parts.method.clone(), format!("{}{target}", shared.upstream))
        .headers(headers)
        .body(body.clone())
        .send()
        .await;
    let answer = match answer {
        Ok(answer) => {
            let (status, headers) = (answer.status(), answer.headers().clone());
            answer.bytes().await.map(|body| (status, headers, body))
        }
        Err(error) => Err(error),
    };
    // The emulator drops a connection when it is told to: so does the relay.
    let Ok((status, headers, answer_body)) = answer else { return lost() };

    let delivered = !shared.loses(&path);
    shared.exchanges.lock().unwrap().push(Exchange {
        method: parts.method,
        path: path.clone(),
        request_headers: parts.headers,
        request_body: String::from_utf8_lossy(&body).into_owned(),
        status,
        headers: headers.clone(),
        body: answer_body.clone(),
        delivered,
    });
    let answer_body = shared.replaced(&path, answer_body);
    if let Some(gate) = shared.holds(&path) {
        // Nobody gives permits: it ends when the gate is closed for good.
        let _ = gate.acquire().await;
    }
    if delivered { passed_on(status, headers, answer_body) } else { lost() }
}

impl Shared {
    async fn meet(&self, requests: usize) {
        let met = async {
            loop {
                let arrival = self.arrival.notified();
                if *self.arrived.lock().unwrap() >= requests {
                    break;
                }
                arrival.await;
            }
        };
        if tokio::time::timeout(MEETING, met).await.is_ok() {
            *self.upset.lock().unwrap() = None;
            self.arrival.notify_waiters();
        }
    }

    fn loses(&self, path: &str) -> bool {
        let mut upset = self.upset.lock().unwrap();
        let loses = matches!(&*upset, Some(Upset::LoseAnswer(end)) if path.ends_with(end));
        if loses {
            *upset = None;
        }
        loses
    }

    fn holds(&self, path: &str) -> Option<Arc<Semaphore>> {
        let mut upset = self.upset.lock().unwrap();
        let gate = match &*upset {
            Some(Upset::Hold(end, gate)) if path.ends_with(end) => Arc::clone(gate),
            _ => return None,
        };
        *upset = None;
        Some(gate)
    }

    fn refuses(&self, path: &str) -> Option<Refusal> {
        let mut upset = self.upset.lock().unwrap();
        let refusal = match &*upset {
            Some(Upset::Refuse(end, refusal)) if path.ends_with(end) => *refusal,
            _ => return None,
        };
        *upset = None;
        Some(refusal)
    }

    fn replaced(&self, path: &str, body: Bytes) -> Bytes {
        let mut upset = self.upset.lock().unwrap();
        let Some(Upset::Replace { path_end, from, to }) = &*upset else { return body };
        let text = String::from_utf8_lossy(&body);
        if !path.ends_with(path_end) || !text.contains(from) {
            return body;
        }
        let body = Bytes::from(text.replace(from, to));
        *upset = None;
        body
    }
}

/// In the form of every error (contract: response envelope).
fn refused(refusal: Refusal) -> Response {
    let body = json!({
        "errors": [{ "code": refusal.code, "message": "Refused", "long_message": "Refused." }],
        "clerk_trace_id": "0123456789abcdef",
    });
    let status = StatusCode::from_u16(refusal.status).expect("a status");
    let mut answer = (status, axum::Json(body)).into_response();
    let wait = refusal.retry_after.map(|wait| match wait {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Date(seconds) => {
            #[expect(clippy::disallowed_methods, reason = "a server has a clock of its own")]
            let now = SystemTime::now();
            httpdate::fmt_http_date(now + Duration::from_secs(seconds))
        }
    });
    if let Some(wait) = wait {
        let wait = HeaderValue::try_from(wait).expect("digits, or a date");
        answer.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    answer
}

fn passed_on(status: StatusCode, mut headers: HeaderMap, body: Bytes) -> Response {
    // They describe the emulator's own connection and body.
    for name in [header::TRANSFER_ENCODING, header::CONNECTION, header::CONTENT_LENGTH] {
        headers.remove(name);
    }
    (status, headers, body).into_response()
}

/// No answer at all: a body that fails before its first byte closes the connection.
fn lost() -> Response {
    let failure: Result<Bytes, _> = Err(std::io::Error::other("lost"));
    Response::new(Body::from_stream(stream::iter([failure])))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_lost_answer_leaves_nothing_for_the_program_to_read() {
        let upstream = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let base = format!("http://{}", upstream.local_addr().unwrap());
        let router = Router::new().fallback(|| async { "handled" });
        let server = tokio::spawn(async { axum::serve(upstream, router).await });

        let wire = Wire::to(&base);
        wire.connect();
        wire.lose_next_answer("/attempt");
        let get = |path: &str| reqwest::get(format!("{}{path}", wire.base_url()));

        assert_eq!(get("/other").await.unwrap().text().await.unwrap(), "handled");
        assert!(get("/attempt").await.is_err());
        assert_eq!(get("/attempt").await.unwrap().text().await.unwrap(), "handled");
        let delivered: Vec<_> = wire.exchanges().iter().map(|one| one.delivered).collect();
        assert_eq!(delivered, [true, false, true]);
        server.abort();
    }

    #[tokio::test]
    async fn requests_that_do_not_wait_for_each_other_meet() {
        let upstream = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let base = format!("http://{}", upstream.local_addr().unwrap());
        let server = tokio::spawn(async { axum::serve(upstream, Router::new()).await });

        let wire = Wire::to(&base);
        wire.connect();
        wire.hold_until(2);
        assert!(!wire.arrived_together());
        let get = |path: &str| reqwest::get(format!("{}{path}", wire.base_url()));
        let (one, other) = tokio::join!(get("/one"), get("/other"));
        assert!(one.is_ok() && other.is_ok());
        assert!(wire.arrived_together());
        server.abort();
    }
}
