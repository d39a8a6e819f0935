//! A thousand answers that come in another order than that of their requests.

use std::sync::{Arc, Mutex};

use latchkey_fapi_client::{CreateSignIn, Held};
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::misbehave::{Act, Seen, Server, answer, signed_in};
use crate::recorder::Recorded;

const ROUNDS: usize = 250;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Change,
    Client,
    Environment,
}

const CALLS: [Kind; 4] = [Kind::Change, Kind::Client, Kind::Client, Kind::Environment];

/// Each round has one change, which replaces the token and adds a session, and three reads. All carry the same token, come to
/// the server in one random order, and are answered in another. The recorder checks that no generation is left out.
#[tokio::test]
async fn a_thousand_shuffled_answers_end_with_the_servers_last_token_and_never_go_back() {
    let backend = Arc::new(Mutex::new(Backend::new()));
    let gates: Vec<_> = (0..ROUNDS * CALLS.len()).map(|_| Arc::new(Notify::new())).collect();
    let server = {
        let (backend, gates) = (Arc::clone(&backend), gates.clone());
        Server::start(move |index, seen| {
            let answer = backend.lock().unwrap().answer(seen);
            vec![Act::Wait(Arc::clone(&gates[index])), Act::Send(answer), Act::KeepOpen]
        })
        .await
    };
    let client = Arc::new(server.client());
    let first = backend.lock().unwrap().token();
    client.restore(&first).await;
    let mut random = StdRng::seed_from_u64(1);
    for round in gates.chunks(CALLS.len()) {
        let mut coming = CALLS;
        coming.shuffle(&mut random);
        let mut calls = Vec::new();
        for kind in coming {
            let before = server.seen_count();
            calls.push((kind, call(&client, kind), &round[calls.len()]));
            server.requests(before + 1).await;
        }
        calls.shuffle(&mut random);
        for (_, call, gate) in calls {
            gate.notify_one();
            call.await.unwrap();
        }
        let backend = backend.lock().unwrap();
        client.check_token(Some(&backend.token()));
        let sessions = [backend.session()];
        client.check_sessions(Some(&sessions.each_ref().map(String::as_str)));
    }
    assert_eq!(server.seen_count(), 1000);
    let told = client.told();
    let tokens: Vec<usize> = told.iter().map(|held| version(&token(held))).collect();
    let sessions: Vec<usize> = told.iter().filter_map(session).map(|id| version(&id)).collect();
    for versions in [tokens, sessions] {
        assert!(versions.is_sorted(), "{versions:?}");
        assert_eq!((versions.first(), versions.last()), (Some(&1), Some(&ROUNDS)));
    }
}

fn token(held: &Held) -> String {
    // EXPOSE: a token of this test, to read its number.
    held.token.as_ref().unwrap().expose().to_owned()
}

fn session(held: &Held) -> Option<String> {
    Some(held.client.as_ref()?.sessions[0].id.as_str().to_owned())
}

/// The number at the end of a token or of a session's id.
fn version(name: &str) -> usize {
    name.rsplit(['-', '_']).next().unwrap().parse().unwrap()
}

fn call(client: &Arc<Recorded>, kind: Kind) -> JoinHandle<()> {
    let client = Arc::clone(client);
    tokio::spawn(async move {
        match kind {
            Kind::Change => {
                let identifier = "totp+clerk_test@example.com".to_owned();
                let params = CreateSignIn { identifier, password: None, strategy: None };
                drop(client.create_sign_in(params).await.unwrap());
            }
            Kind::Client => drop(client.client().await.unwrap()),
            Kind::Environment => drop(client.environment().await.unwrap()),
        }
    })
}

/// What the server knows; it goes on accepting the tokens that it replaced.
struct Backend {
    version: usize,
    random: StdRng,
}

impl Backend {
    fn new() -> Self {
        Self { version: 0, random: StdRng::seed_from_u64(2) }
    }

    fn token(&self) -> String {
        format!("token-{}", self.version)
    }

    fn session(&self) -> String {
        format!("sess_{}", self.version)
    }

    fn answer(&mut self, seen: &Seen) -> Vec<u8> {
        let is_change = seen.line.starts_with("POST");
        self.version += usize::from(is_change);
        let token = format!("authorization: {}", self.token());
        let tells = is_change || self.random.random_bool(0.5);
        let headers = if tells { &[token.as_str()][..] } else { &[] };
        let session = format!(r#"{{"id":"{}","status":"active"}}"#, self.session());
        let client = format!(r#"{{"id":"client_1","sessions":[{session}]}}"#);
        if is_change {
            signed_in(headers, &client)
        } else if seen.line.contains("/environment") {
            answer(200, headers, "{}")
        } else {
            answer(200, headers, &format!(r#"{{"response":{client},"client":null}}"#))
        }
    }
}
