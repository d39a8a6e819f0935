//! Every fault against every call: each costs its call and no more. Nothing panics, nothing that is held is lost, nobody is
//! signed out, no call is made twice, and the next call works.

mod calls;
#[cfg(target_os = "linux")]
mod certificates;
mod faults;
mod shapes;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use latchkey_fapi_client::{BadAnswer, CallError, Deadlines, Unreachable};
use latchkey_fapi_types::{Client, ClientToken};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use self::calls::{Made, Row, rows};
use self::faults::{Fault, Place, Told};
use crate::misbehave::{Act, PATIENT, Server, answer};
use crate::recorder::Recorded;

/// How many cases run side by side, but for those that only wait.
const AT_ONCE: usize = 48;
/// No case takes as long, even on a machine that is busy.
const BOUND: Duration = Duration::from_mins(2);
/// For faults that end by a deadline. Connecting is given its usual time.
const SHORT: Deadlines = Deadlines {
    connect: Duration::from_secs(5),
    idle: Duration::from_secs(3),
    whole: Duration::from_secs(4),
};
const OLD: &str = "old.token";
const NEW: &str = "new.token";

static CLIENT: LazyLock<Client> =
    LazyLock::new(|| serde_json::from_value(calls::client()).unwrap());

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_costs_its_call_and_no_more() {
    let rows = rows().map(Arc::new);
    let (slow, quick): (Vec<Fault>, Vec<Fault>) =
        faults::all().into_iter().partition(|fault| fault.slow);
    let kinds = slow.len() + quick.len();
    let mut wrong = check_all(&rows, &slow, slow.len() * rows.len()).await;
    wrong.extend(check_all(&rows, &quick, AT_ONCE).await);
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
    tell(&format!("{} cases: {kinds} faults in each of {} calls", kinds * rows.len(), rows.len()));
}

/// Says which cases go wrong.
async fn check_all(rows: &[Arc<Row>], faults: &[Fault], at_once: usize) -> Vec<String> {
    let turns = Arc::new(Semaphore::new(at_once));
    let mut running = JoinSet::new();
    for (row, fault) in rows.iter().flat_map(|row| faults.iter().map(move |fault| (row, fault))) {
        let (turns, row, fault) = (Arc::clone(&turns), Arc::clone(row), fault.clone());
        running.spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            let name = format!("{} and {}", row.name, fault.name);
            match tokio::time::timeout(BOUND, tokio::spawn(check(row, fault))).await {
                Ok(Ok(Ok(()))) => None,
                Ok(Ok(Err(wrong))) => Some(format!("{name}: {wrong}")),
                Ok(Err(panicked)) => Some(format!("{name}: {panicked}")),
                Err(_) => Some(format!("{name}: no end after {BOUND:?}")),
            }
        });
    }
    running.join_all().await.into_iter().flatten().collect()
}

/// Makes a call that meets a fault, then another that does not.
async fn check(row: Arc<Row>, fault: Fault) -> Result<(), String> {
    let deadlines = if fault.slow { SHORT } else { PATIENT };
    let body = row.text.clone();
    let (server, url) = match fault.place.clone() {
        Place::Server(acts) => {
            let server = Server::start(move |index, _| match index {
                0 => acts(&body),
                _ => vec![Act::Send(answer(200, &[], "{}"))],
            })
            .await;
            let url = server.url();
            (Some(server), url)
        }
        Place::Nobody => (None, format!("http://{}", nobody().await)),
        Place::Deaf => (None, format!("http://{}", deaf().await)),
        Place::Nowhere => (None, "https://nobody.invalid".to_owned()),
    };
    let client = Recorded::new(&url, deadlines);
    client.restore_client(OLD, CLIENT.clone()).await;
    let before = client.held();

    let made: Made = (row.make)(client.clone());
    let told = told(made.await);
    // Some systems tell of this break while they connect.
    let refused = Told::Unreachable(Unreachable::Connect);
    if !(matches!(fault.place, Place::Deaf) && told == refused) {
        equal("what is told", &told, &fault.told)?;
    }
    let token = if fault.renews { NEW } else { OLD };
    let held = client.held();
    equal("the token", &held.token, &Some(ClientToken::new(token)))?;
    if fault.told == Told::Done {
        let sessions = held.client.map(|client| client.sessions.len());
        equal("the sessions", &sessions, &Some(2))?;
    } else {
        equal("the client", &held.client, &before.client)?;
    }

    let Some(server) = server else { return Ok(()) };
    equal("requests", &server.seen_count(), &1)?;
    let line = format!("{}?_is_native=true", row.line.replacen(' ', " /v1", 1));
    let came = server.seen()[0].line.clone();
    equal("the place", &came.split('&').next(), &Some(line.as_str()))?;
    let next = client.environment().await;
    equal("the next call", &self::told(next.map(drop)), &Told::Done)?;
    let carried = server.seen()[1].header("authorization").map(str::to_owned);
    equal("the token of the next call", &carried.as_deref(), &Some(token))?;
    equal("requests in the end", &server.seen_count(), &2)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_part_of_an_answer_that_is_missing_or_wrong_signs_anybody_out() {
    let mut running = JoinSet::new();
    for row in rows() {
        running.spawn(check_parts(row));
    }
    let counts: Vec<usize> = running.join_all().await;
    let count: usize = counts.iter().sum();
    tell(&format!("{count} wrong parts of the answers to {} calls", counts.len()));
}

/// Makes a call again and again; each answer has one part that is not as it should be. The client beside the value is the
/// same everywhere, so only one call goes through its parts.
async fn check_parts(row: Row) -> usize {
    let through = row.name == "create_sign_in";
    let beside = |part: &String| part.starts_with("/client/");
    let parts: Vec<String> =
        shapes::parts(&row.body).into_iter().filter(|part| through || !beside(part)).collect();
    let cases = shapes::wrong(&row.body, &parts);
    let bodies: Vec<String> = cases.iter().map(|(_, body)| body.clone()).collect();
    let server = Server::start(move |index, _| {
        vec![Act::Send(answer(200, &[TOKEN_SAME], &bodies[index])), Act::KeepOpen]
    })
    .await;
    let client = Recorded::new(&server.url(), PATIENT);
    for (what, _) in &cases {
        client.restore_client(OLD, CLIENT.clone()).await;
        let told = told((row.make)(client.clone()).await);
        let usual = [Told::Done, Told::Bad(200, BadAnswer::WrongShape)];
        assert!(usual.contains(&told), "{} {what}: {told:?}", row.name);
        client.check_token(Some(OLD));
        let held = client.held().client.expect("a client is held");
        assert!(!held.sessions.is_empty(), "{} {what}", row.name);
    }
    assert_eq!(server.seen_count(), cases.len(), "{}", row.name);
    cases.len()
}

const TOKEN_SAME: &str = "authorization: old.token";

#[expect(clippy::print_stdout, reason = "how much was tried is asked for with --nocapture")]
fn tell(count: &str) {
    println!("{count}");
}

/// What a call said.
fn told(result: Result<(), CallError>) -> Told {
    match result {
        Ok(()) => Told::Done,
        Err(CallError::Unreachable { kind, .. }) => Told::Unreachable(kind),
        Err(CallError::OutcomeUnknown { kind, .. }) => Told::Lost(kind),
        Err(CallError::BadAnswer { status, problem, .. }) => Told::Bad(status, problem),
        Err(CallError::Refused(refusal)) => {
            Told::Refused(refusal.status, refusal.retry_after.map(|wait| wait.as_secs()))
        }
        Err(CallError::ServerFault { status, retry_after, .. }) => {
            Told::Failed(status, retry_after.map(|wait| wait.as_secs()))
        }
    }
}

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, is: &T, wanted: &T) -> Result<(), String> {
    if is == wanted { Ok(()) } else { Err(format!("{what}: {is:?} is not {wanted:?}")) }
}

async fn nobody() -> std::net::SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

/// Takes connections, and resets each before anything is read.
async fn deaf() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_zero_linger().unwrap();
        }
    });
    address
}
