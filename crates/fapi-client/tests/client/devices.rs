//! The calls about the user's sessions on this and other devices.

use latchkey_fapi_client::CallError;
use latchkey_fapi_types::{SessionId, SessionStatus};

use crate::misbehave::{Server, answer, client_json, signed_in};

const HERE: &str = "sess_1";
const THERE: &str = "sess_2";

#[tokio::test]
async fn the_active_sessions_come_as_a_bare_list_and_leave_what_is_held() {
    let list = r#"[
        {"id":"sess_2","status":"active","last_active_at":1,"latest_activity":{"object":"session_activity",
            "id":"sess_activity_2","is_mobile":false,"browser_name":"Firefox","device_type":"Linux","city":"Oslo"}},
        {"id":"sess_1","status":"pending","latest_activity":null}]"#;
    let server = Server::answering_in_turn(vec![
        signed_in(&[], &client_json(&[HERE])),
        answer(200, &["date: Sun, 06 Nov 1994 12:00:00 GMT"], list),
    ])
    .await;
    let client = server.client();
    client.sign_somebody_in().await;
    let generation = client.held().generation;
    let sessions = client.active_sessions(&SessionId::new(HERE)).await.unwrap();
    let line = "GET /v1/me/sessions/active?_is_native=true&_clerk_session_id=sess_1";
    assert_eq!(server.seen()[1].line, line);
    assert_eq!(sessions.date, Some(784_123_200_000));
    assert!(!sessions.identified, "a list brings no client");
    let [there, here] = &sessions.value[..] else { panic!("{sessions:?}") };
    assert_eq!((&there.id, &there.status), (&SessionId::new(THERE), &SessionStatus::Active));
    let activity = there.latest_activity.as_ref().unwrap();
    assert_eq!(activity.browser_name.as_deref(), Some("Firefox"));
    assert_eq!((&here.status, &here.latest_activity), (&SessionStatus::Pending, &None));
    assert_eq!(client.held().generation, generation);
}

#[tokio::test]
async fn another_session_is_revoked_in_the_name_of_the_one_here() {
    let revoked = format!(
        r#"{{"response":{{"id":"sess_2","status":"revoked"}},"client":{}}}"#,
        client_json(&[HERE])
    );
    let server = Server::answering_in_turn(vec![
        signed_in(&[], &client_json(&[HERE, THERE])),
        answer(200, &[], &revoked),
    ])
    .await;
    let client = server.client();
    client.sign_somebody_in().await;
    let (here, there) = (SessionId::new(HERE), SessionId::new(THERE));
    let revoked = client.revoke_session(&here, &there).await.unwrap();
    let line = "POST /v1/me/sessions/sess_2/revoke?_is_native=true&_clerk_session_id=sess_1";
    assert_eq!((server.seen()[1].line.as_str(), server.seen()[1].body.as_str()), (line, ""));
    assert_eq!((&revoked.value.id, &revoked.value.status), (&there, &SessionStatus::Revoked));
    assert!(revoked.identified);
    client.check_sessions(Some(&[HERE]));
}

#[tokio::test]
async fn a_refused_revocation_is_told_and_changes_nothing() {
    for (status, code) in [
        (403, "session_reverification_required"),
        (400, "invalid_action_for_session"),
        (404, "resource_not_found"),
    ] {
        let body = format!(r#"{{"errors":[{{"code":"{code}","message":"m"}}]}}"#);
        let server = Server::answering_in_turn(vec![
            signed_in(&[], &client_json(&[HERE, THERE])),
            answer(status, &[], &body),
        ])
        .await;
        let client = server.client();
        client.sign_somebody_in().await;
        let (here, there) = (SessionId::new(HERE), SessionId::new(THERE));
        match client.revoke_session(&here, &there).await {
            Err(CallError::Refused(refusal)) => assert_eq!(refusal.code(), Some(code)),
            other => panic!("{other:?}"),
        }
        client.check_sessions(Some(&[HERE, THERE]));
    }
}
