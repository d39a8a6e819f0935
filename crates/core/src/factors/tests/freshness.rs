//! How long a proof counts.

use std::time::Duration;

use latchkey_fapi_types::client::FactorVerificationAge;
use latchkey_fapi_types::enums::TaskKey;
use latchkey_fapi_types::user::User;

use crate::context::Facts;
use crate::factors::{Freshness, freshness};
use crate::testing::{NOW, WALL, environment, plain, user, with_totp};

fn of(user: &User, age: Option<(Option<u64>, Option<u64>)>, later: Duration) -> Freshness {
    let environment = environment();
    let age = age
        .map(|(first_factor, second_factor)| FactorVerificationAge { first_factor, second_factor });
    let session = "sess_1".into();
    let facts = Facts {
        session: &session,
        organization: None,
        user: Some(user),
        environment: &environment,
        task: None,
        age,
        known_at: Some(NOW),
        wall: WALL,
    };
    freshness(&facts, NOW.plus(later))
}

fn fresh(seconds: u64) -> Freshness {
    Freshness::Fresh { remaining: Duration::from_secs(seconds) }
}

#[test]
fn the_strongest_factor_decides_for_ten_minutes() {
    let (plain, with_totp) = (user(plain()), user(with_totp()));
    for (user, age, expected) in [
        (&plain, (Some(0), None), fresh(600)),
        (&plain, (Some(9), None), fresh(60)),
        (&plain, (Some(10), Some(0)), Freshness::Stale),
        (&with_totp, (Some(600), Some(9)), fresh(60)),
        (&with_totp, (Some(0), Some(10)), Freshness::Stale),
        (&plain, (None, Some(0)), Freshness::Stale),
    ] {
        assert_eq!(of(user, Some(age), Duration::ZERO), expected, "{age:?}");
    }
}

#[test]
fn a_second_factor_that_was_set_up_elsewhere_is_stale() {
    let with_totp = user(with_totp());
    assert_eq!(of(&with_totp, Some((Some(0), None)), Duration::ZERO), Freshness::Stale);
}

#[test]
fn time_passes_since_the_server_said_so() {
    let plain = user(plain());
    assert_eq!(of(&plain, Some((Some(9), None)), Duration::from_secs(59)), fresh(1));
    assert_eq!(of(&plain, Some((Some(9), None)), Duration::from_mins(1)), Freshness::Stale);
}

#[test]
fn without_an_age_nothing_is_known() {
    assert_eq!(of(&user(plain()), None, Duration::ZERO), Freshness::Unknown);
}

#[test]
fn nothing_is_asked_of_a_pending_session_or_by_an_instance_that_never_asks() {
    let user = user(plain());
    let asks = environment();
    let mut never = environment();
    never.auth.reverification = false;
    let session = "sess_1".into();
    let facts = |environment, task| Facts {
        session: &session,
        organization: None,
        user: Some(&user),
        environment,
        task,
        age: Some(FactorVerificationAge { first_factor: Some(99), second_factor: None }),
        known_at: Some(NOW),
        wall: WALL,
    };
    assert_eq!(freshness(&facts(&asks, None), NOW), Freshness::Stale);
    assert_eq!(freshness(&facts(&asks, Some(&TaskKey::SetupMfa)), NOW), Freshness::NotAsked);
    assert_eq!(freshness(&facts(&never, None), NOW), Freshness::NotAsked);
}
