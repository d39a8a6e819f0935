//! The list of active sessions decodes as far as the server tells something.

use latchkey_fapi_types::client::{ActiveSession, Activity};
use latchkey_fapi_types::{SessionId, SessionStatus};
use serde_json::json;

const SESSIONS: &str = include_str!("fixtures/active_sessions.json");

#[test]
fn a_session_shows_the_device_that_used_it_last() {
    let sessions: Vec<ActiveSession> = serde_json::from_str(SESSIONS).unwrap();
    let [known, bare] = &sessions[..] else { panic!("{sessions:?}") };
    assert_eq!(known.id, SessionId::new("sess_2xQ8gB1mT"));
    assert_eq!(known.status, SessionStatus::Active);
    assert_eq!(known.last_active_at, Some(1_772_000_400_000));
    let text = |text: &str| Some(text.to_owned());
    let chrome = Activity {
        id: text("sess_activity_2x"),
        device_type: text("Macintosh"),
        browser_name: text("Chrome"),
        browser_version: text("139.0"),
        is_mobile: Some(false),
        ip_address: text("203.0.113.7"),
        city: text("Oslo"),
        country: text("NO"),
    };
    assert_eq!(known.latest_activity, Some(chrome));
    let only_mobile =
        Activity { id: text("sess_activity_3x"), is_mobile: Some(true), ..Activity::default() };
    assert_eq!(
        (&bare.status, &bare.latest_activity),
        (&SessionStatus::Pending, &Some(only_mobile))
    );
}

#[test]
fn a_session_without_a_readable_device_is_a_session() {
    for activity in [json!(null), json!(7), json!("Chrome")] {
        let session: ActiveSession = serde_json::from_value(
            json!({ "id": "sess_1", "status": "zzz_new", "latest_activity": activity }),
        )
        .unwrap();
        assert_eq!(session.status, SessionStatus::Other("zzz_new".to_owned()));
        assert_eq!(session.latest_activity, None, "{activity}");
    }
}

#[test]
fn what_is_empty_or_of_another_type_is_not_told() {
    let session: ActiveSession = serde_json::from_value(json!({
        "id": "sess_1", "status": "active", "last_active_at": "yesterday",
        "latest_activity": {
            "id": 7, "device_type": "", "browser_name": null, "browser_version": 139.0,
            "is_mobile": "no", "ip_address": ["203.0.113.7"], "city": "", "country": "NO",
        },
    }))
    .unwrap();
    let country = Activity { country: Some("NO".to_owned()), ..Activity::default() };
    assert_eq!((session.last_active_at, session.latest_activity), (None, Some(country)));
}
