//! Signing out: what an answer shows of it, and what is taken from what is held.

use latchkey_fapi_client::{Answer, CallError};
use latchkey_fapi_types::SessionId;

use crate::misbehave::{Server, answer, client_json, signed_in};
use crate::recorder::Recorded;

/// What a server answers that did not know who asked: success, and another client.
const ANOTHER: &str = r#"{"id":"client_2","sessions":[]}"#;
const NEW: &str = "authorization: new.token";

#[derive(Clone, Copy, Debug)]
enum Way {
    End,
    Remove,
    RemoveAll,
}

const WAYS: [Way; 3] = [Way::End, Way::Remove, Way::RemoveAll];

#[tokio::test]
async fn an_answer_with_the_client_that_was_held_shows_that_the_session_is_over() {
    for way in WAYS {
        let left = client_json(&["sess_2"]);
        let (client, identified) = signed_out(way, &[], &left).await;
        assert!(identified.unwrap(), "{way:?}");
        client.check_sessions(Some(&["sess_2"]));
        client.check_token(Some("a.token"));
    }
}

#[tokio::test]
async fn the_token_may_be_replaced_by_the_answer_that_shows_it() {
    for way in WAYS {
        let (client, identified) = signed_out(way, &[NEW], &client_json(&[])).await;
        assert!(identified.unwrap(), "{way:?}");
        client.check_sessions(Some(&[]));
        client.check_token(Some("new.token"));
    }
}

#[tokio::test]
async fn a_success_with_another_client_shows_nothing() {
    for way in WAYS {
        let (client, identified) = signed_out(way, &[NEW], ANOTHER).await;
        assert!(!identified.unwrap(), "{way:?}");
        // The client of the new token is what the server now knows of this device.
        client.check_sessions(Some(&[]));
        client.check_token(Some("new.token"));
    }
}

#[tokio::test]
async fn a_session_that_the_answer_says_is_over_is_taken_without_a_client_too() {
    for way in [Way::End, Way::Remove] {
        let (client, identified) = signed_out(way, &[], "null").await;
        assert!(!identified.unwrap(), "{way:?}");
        client.check_sessions(Some(&["sess_2"]));
        client.check_token(Some("a.token"));
    }
}

#[tokio::test]
async fn a_success_that_names_no_session_that_is_over_takes_nothing() {
    let (client, identified) = signed_out(Way::RemoveAll, &[], "null").await;
    assert!(!identified.unwrap());
    client.check_sessions(Some(&["sess_1", "sess_2"]));
    for response in [
        r#"{"id":"sess_1","status":"active"}"#,
        r#"{"id":"sess_2","status":"removed"}"#,
        r#"{"id":"sess_1","status":"pending"}"#,
        "null",
        "{}",
    ] {
        let (client, server) = signed_in_twice(response, "null", &[]).await;
        // An answer of another shape is a failure: what counts is what is held.
        let _answered = client.remove_session(&SessionId::new("sess_1")).await;
        client.check_sessions(Some(&["sess_1", "sess_2"]));
        assert_eq!(server.seen_count(), 2, "{response}");
    }
}

#[tokio::test]
async fn nobody_who_was_unknown_before_is_shown_to_be_known() {
    let body = format!(r#"{{"response":{},"client":null}}"#, client_json(&[]));
    let server = Server::answering(answer(200, &[], &body)).await;
    let client = server.client();
    client.restore("kept.token").await;
    assert!(!client.remove_all_sessions().await.unwrap().identified);
    // From here on the client is held.
    assert!(client.remove_all_sessions().await.unwrap().identified);
}

/// Signs out of a session of two, and says whether the answer showed that the server knew who asked.
async fn signed_out(
    way: Way,
    headers: &[&str],
    client_after: &str,
) -> (Recorded, Result<bool, CallError>) {
    let (response, beside) = match way {
        Way::End => (r#"{"id":"sess_1","status":"ended"}"#, client_after),
        Way::Remove => (r#"{"id":"sess_1","status":"removed"}"#, client_after),
        Way::RemoveAll => (client_after, "null"),
    };
    let (client, server) = signed_in_twice(response, beside, headers).await;
    let session = SessionId::new("sess_1");
    let identified = match way {
        Way::End => client.end_session(&session).await.map(is_identified),
        Way::Remove => client.remove_session(&session).await.map(is_identified),
        Way::RemoveAll => client.remove_all_sessions().await.map(is_identified),
    };
    assert_eq!(server.seen_count(), 2, "{way:?}");
    (client, identified)
}

#[expect(clippy::needless_pass_by_value, reason = "for `map`")]
fn is_identified<T>(answer: Answer<T>) -> bool {
    answer.identified
}

/// A client with two sessions, and the answer to its next request.
async fn signed_in_twice(response: &str, beside: &str, headers: &[&str]) -> (Recorded, Server) {
    let two = client_json(&["sess_1", "sess_2"]);
    let next = format!(r#"{{"response":{response},"client":{beside}}}"#);
    let server = Server::answering_in_turn(vec![
        signed_in(&["authorization: a.token"], &two),
        answer(200, headers, &next),
    ])
    .await;
    let client = server.client();
    client.sign_somebody_in().await;
    (client, server)
}
