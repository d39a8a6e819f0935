//! A server that answers byte by byte as a test says, and notes what it was asked.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use latchkey_fapi_client::Deadlines;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::recorder::Recorded;

/// What the server does about a request, one act after the other; then it closes the connection.
pub(crate) enum Act {
    /// Sends bytes.
    Send(Vec<u8>),
    /// Sends the same byte again and again, at this pace, until the other side gives up.
    Drip(u8, Duration),
    /// Waits for a signal.
    Wait(Arc<Notify>),
    /// Does nothing until the other side gives up.
    Stall,
    /// Breaks the connection off.
    Reset,
    /// Waits for the next request on the same connection.
    KeepOpen,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Method and target.
    pub(crate) line: String,
    /// Headers in lower case, sorted.
    pub(crate) headers: Vec<String>,
    /// The body as text.
    pub(crate) body: String,
}

impl Seen {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|it| it.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A server on this machine. It ends with the test.
pub(crate) struct Server {
    address: SocketAddr,
    seen: watch::Receiver<Vec<Seen>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server that acts on each request as `act` says; it is given the number of the request, from 0.
    pub(crate) async fn start(
        act: impl Fn(usize, &Seen) -> Vec<Act> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, seen) = watch::channel(Vec::new());
        let (act, sender): (Arc<Acting>, _) = (Arc::new(act), Arc::new(sender));
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, Arc::clone(&act), Arc::clone(&sender)));
            }
        });
        Self { address, seen, task }
    }

    /// Starts a server that gives every request the same answer.
    pub(crate) async fn answering(answer: Vec<u8>) -> Self {
        Self::start(move |_, _| vec![Act::Send(answer.clone())]).await
    }

    /// Starts a server that gives these answers, one per request.
    pub(crate) async fn answering_in_turn(answers: Vec<Vec<u8>>) -> Self {
        Self::start(move |index, _| vec![Act::Send(answers[index].clone())]).await
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as a base URL.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client of this server with the usual deadlines.
    pub(crate) fn client(&self) -> Recorded {
        Recorded::new(&self.url(), Deadlines::default())
    }

    /// A client of this server that loses patience at once.
    pub(crate) fn hasty_client(&self) -> Recorded {
        Recorded::new(&self.url(), HASTY)
    }

    /// What was asked so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.borrow().clone()
    }

    /// How many requests have come so far.
    pub(crate) fn seen_count(&self) -> usize {
        self.seen.borrow().len()
    }

    /// Waits until so many requests have come.
    pub(crate) async fn requests(&self, count: usize) {
        let mut seen = self.seen.clone();
        let came = seen.wait_for(|seen| seen.len() >= count);
        tokio::time::timeout(Duration::from_secs(10), came).await.unwrap().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Deadlines for tests of anything else: a machine that is busy with all of them is slow.
pub(crate) const PATIENT: Deadlines = Deadlines {
    connect: Duration::from_mins(1),
    idle: Duration::from_mins(1),
    whole: Duration::from_mins(2),
};

/// Deadlines for tests that run into them.
pub(crate) const HASTY: Deadlines = Deadlines {
    connect: Duration::from_millis(400),
    idle: Duration::from_secs(1),
    whole: Duration::from_secs(2),
};

/// An answer in JSON, with more headers if need be.
pub(crate) fn answer(status: u16, headers: &[&str], body: &str) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Some Reason\r\ncontent-length: {}\r\n", body.len());
    if !headers.iter().any(|header| header.starts_with("content-type")) {
        head.push_str("content-type: application/json\r\n");
    }
    for header in headers {
        write!(head, "{header}\r\n").unwrap();
    }
    format!("{head}\r\n{body}").into_bytes()
}

/// A successful answer with a sign-in, and a client or null beside it.
pub(crate) fn signed_in(headers: &[&str], client: &str) -> Vec<u8> {
    let sign_in = r#"{"id":"sia_1","status":"complete","created_session_id":"sess_1"}"#;
    answer(200, headers, &format!(r#"{{"response":{sign_in},"client":{client}}}"#))
}

/// A client with a session for each id.
pub(crate) fn client_json(sessions: &[&str]) -> String {
    let sessions: Vec<_> =
        sessions.iter().map(|id| format!(r#"{{"id":"{id}","status":"active"}}"#)).collect();
    format!(r#"{{"id":"client_1","sessions":[{}]}}"#, sessions.join(","))
}

type Acting = dyn Fn(usize, &Seen) -> Vec<Act> + Send + Sync;

async fn serve(mut stream: TcpStream, act: Arc<Acting>, log: Arc<watch::Sender<Vec<Seen>>>) {
    while let Some(seen) = read_request(&mut stream).await {
        let mut index = 0;
        log.send_modify(|all| {
            index = all.len();
            all.push(seen.clone());
        });
        let mut keep_open = false;
        for act in act(index, &seen) {
            match act {
                // The other side may have gone: that is the point of many tests.
                Act::Send(bytes) => drop(stream.write_all(&bytes).await),
                Act::Drip(byte, pace) => {
                    let mut ticks = tokio::time::interval(pace);
                    while stream.write_all(&[byte]).await.is_ok() {
                        ticks.tick().await;
                    }
                }
                Act::Wait(signal) => signal.notified().await,
                Act::Stall => drop(stream.read(&mut [0]).await),
                Act::Reset => stream.set_zero_linger().unwrap(),
                Act::KeepOpen => keep_open = true,
            }
        }
        if !keep_open {
            return;
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            break String::from_utf8(std::mem::replace(&mut bytes, rest)).unwrap();
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let mut lines = head.trim_end().split("\r\n").map(str::to_owned);
    let line = lines.next()?.strip_suffix(" HTTP/1.1")?.to_owned();
    let mut headers: Vec<String> = lines.collect();
    headers.sort();
    let mut seen = Seen { line, headers, body: String::new() };
    let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    seen.body = String::from_utf8(bytes).unwrap();
    Some(seen)
}
