//! The guards of a rotating token, under the names that they have in the tests of Clerk's own iOS client (quality A1): a late
//! answer restores nothing after a clear, one of an earlier generation changes nothing, and nothing is sent twice.

use std::sync::Arc;

use latchkey_fapi_client::CallError;
use tokio::sync::Notify;

use crate::misbehave::{Act, Server, answer, client_json};
use crate::recorder::Recorded;

/// A token that is replaced, and comes back.
const BACK: [&str; 2] = ["authorization: new.token", "authorization: old.token"];

#[tokio::test]
async fn a_late_response_cannot_restore_the_token_after_a_newer_clear() {
    for cleared in [&["authorization: "], &["authorization: Bearer"]] {
        let held = overtaken(cleared, "authorization: late.token").await;
        held.check_token(None);
        assert!(held.held().cleared);
        held.check_sessions(None);
    }
}

#[tokio::test]
async fn a_stale_device_token_generation_cannot_update_the_token() {
    let held = overtaken(&["authorization: new.token"], "authorization: late.token").await;
    held.check_token(Some("new.token"));
    // A clear of an older token is as stale as another token.
    let held = overtaken(&["authorization: new.token"], "authorization: ").await;
    held.check_token(Some("new.token"));
    // The same text again is another generation all the same.
    let held = overtaken(&BACK, "authorization: late.token").await;
    held.check_token(Some("old.token"));
    held.check_sessions(None);
}

#[tokio::test]
async fn no_call_is_tried_a_second_time() {
    let refusal = |code| format!(r#"{{"errors":[{{"code":"{code}","message":"m"}}]}}"#);
    let new = "authorization: new.token";
    for (acts, token) in [
        (Act::Send(answer(401, &[new], &refusal("signed_out"))), Some("new.token")),
        (Act::Send(answer(400, &[new], &refusal("cookie_invalid"))), Some("new.token")),
        (Act::Send(answer(400, &[], &refusal("cookie_invalid"))), None),
        (Act::Send(answer(429, &["retry-after: 1"], "")), Some("old.token")),
        (Act::Send(answer(503, &["retry-after: 1"], "")), Some("old.token")),
        (Act::Send(answer(307, &["location: /v1/client"], "")), Some("old.token")),
        (Act::Reset, Some("old.token")),
    ] {
        let acts = std::sync::Mutex::new(Some(acts));
        let server = Server::start(move |_, _| {
            let first = acts.lock().unwrap().take();
            vec![first.unwrap_or_else(|| Act::Send(answer(200, &[], "{}")))]
        })
        .await;
        let client = server.client();
        client.restore("old.token").await;
        client.client().await.unwrap_err();
        client.check_token(token);
        assert_eq!(server.seen_count(), 1, "{:?}", server.seen());
        // The next one is sent because somebody asks for it, with the token that is held now.
        client.environment().await.unwrap();
        assert_eq!(server.seen_count(), 2);
        assert_eq!(server.seen()[1].header("authorization"), Some(token.unwrap_or_default()));
    }
}

/// Asks for the client with an old token. While the answer is kept back, other answers say these things about the token, in
/// turn; then the late one comes, with a header of its own.
async fn overtaken(meanwhile: &'static [&'static str], late: &'static str) -> Recorded {
    let gate = Arc::new(Notify::new());
    let opened = Arc::clone(&gate);
    let server = Server::start(move |index, seen| {
        if seen.line.contains("/environment") {
            return vec![Act::Send(answer(200, &[meanwhile[index - 1]], "{}"))];
        }
        let body = format!(r#"{{"response":{},"client":null}}"#, client_json(&["sess_late"]));
        vec![Act::Wait(Arc::clone(&opened)), Act::Send(answer(200, &[late], &body))]
    })
    .await;
    let client = server.client();
    client.restore("old.token").await;
    let order = async {
        server.requests(1).await;
        for _ in meanwhile {
            client.environment().await.unwrap();
        }
        gate.notify_one();
    };
    let (read, ()): (Result<_, CallError>, ()) = tokio::join!(client.client(), order);
    read.unwrap();
    assert_eq!(server.seen_count(), 1 + meanwhile.len());
    client
}
