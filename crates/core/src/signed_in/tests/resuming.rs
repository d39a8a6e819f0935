//! Numbers whose code still counts, also after the app began anew.

use super::*;

/// An account with these numbers, each verified by a code that ends at this time of the server's clock.
fn being_verified(phones: &[(&str, i64)]) -> Value {
    let flags: Vec<_> = phones.iter().map(|(id, _)| (*id, "")).collect();
    let mut account = with_phones(&flags);
    for (place, (_, ends)) in phones.iter().enumerate() {
        account["phone_numbers"][place]["verification"]["expire_at"] = json!(ends);
    }
    account
}

fn in_ten_minutes() -> i64 {
    WALL.plus(Duration::from_mins(10)).as_millis()
}

fn at_code(bench: &Bench, phone: &str) -> Option<Delivery> {
    let PhoneStep::Code(added) = &bench.phone().step else { return None };
    assert_eq!(added.id, id(phone));
    bench.signed_in.factors().delivery(bench.now)
}

#[test]
fn a_number_whose_code_still_counts_is_gone_on_with_and_sent_none() {
    let mut bench = Bench::of(user(being_verified(&[("idn_9", in_ten_minutes())])));
    assert!(!bench.act(Event::ResumePhone(id("idn_9"))));
    assert_eq!(at_code(&bench, "idn_9"), Some(Delivery::Sent { resend_in: RESEND_WAIT }));
    assert!(!bench.act(Event::ResendPhoneCode), "it may have been sent just now");
    bench.later(RESEND_WAIT);
    assert!(bench.act(Event::ResendPhoneCode));
    let mut bench = Bench::of(user(being_verified(&[("idn_9", in_ten_minutes())])));
    bench.act(Event::ResumePhone(id("idn_9")));
    assert!(bench.verify_phone("424242"));
    assert_eq!(bench.last(), &Call::AttemptPhone(id("idn_9"), Code::new("424242")));
}

#[test]
fn a_number_whose_code_no_longer_counts_is_sent_one() {
    let ended = |account: &mut Value, key: &str, value: Value| {
        account["phone_numbers"][0]["verification"][key] = value;
    };
    for (key, value) in [
        ("expire_at", json!(WALL.as_millis())),
        ("expire_at", json!(null)),
        ("status", json!("expired")),
        ("status", json!("failed")),
        ("strategy", json!("zzz_new")),
    ] {
        let mut account = being_verified(&[("idn_9", in_ten_minutes())]);
        ended(&mut account, key, value.clone());
        let mut bench = Bench::of(user(account));
        assert!(bench.act(Event::ResumePhone(id("idn_9"))), "{key} {value}");
        assert_eq!(bench.last(), &Call::PreparePhone(id("idn_9")));
    }
}

#[test]
fn a_code_that_was_used_up_in_this_run_is_not_taken_for_one_that_counts() {
    let mut bench = Bench::of(user(being_verified(&[("idn_9", in_ten_minutes())])));
    bench.act(Event::ResumePhone(id("idn_9")));
    bench.verify_phone("424242");
    bench.refuse("verification_expired");
    bench.open(OVERVIEW);
    bench.later(RESEND_WAIT);
    assert!(bench.act(Event::ResumePhone(id("idn_9"))));
    assert_eq!(bench.last(), &Call::PreparePhone(id("idn_9")));
}

#[test]
fn a_setup_that_was_interrupted_is_at_its_step_again() {
    let later = in_ten_minutes() + 1;
    let account = being_verified(&[("idn_8", in_ten_minutes()), ("idn_9", later), ("idn_7", 0)]);
    let mut bench = Bench::signed_in(user(account));
    bench.task = Some(TaskKey::SetupMfa);
    assert!(!bench.act(Event::ResumeSetup));
    assert_eq!(at_code(&bench, "idn_9"), Some(Delivery::Sent { resend_in: RESEND_WAIT }));
    assert!(bench.asked.is_empty());
    let before = bench.signed_in.clone();
    bench.act(Event::ResumeSetup);
    assert_eq!(bench.signed_in, before, "a page is open");
    bench.open(Page::Account);
    assert_eq!(bench.page(), Page::Account);
}

#[test]
fn a_setup_is_not_resumed_where_there_is_none_or_where_nothing_is_known() {
    let running = being_verified(&[("idn_9", in_ten_minutes())]);
    let setup = || {
        let mut bench = Bench::signed_in(user(running.clone()));
        bench.task = Some(TaskKey::SetupMfa);
        bench
    };
    let (mut active, mut unknown, mut no_phones, mut ended) = (setup(), setup(), setup(), setup());
    active.task = None;
    unknown.known_at = None;
    no_phones.switch_off("phone_number");
    ended.later(Duration::from_mins(10));
    for mut bench in [active, unknown, no_phones, ended] {
        assert!(!bench.act(Event::ResumeSetup));
        assert_eq!((bench.page(), bench.asked.len()), (Page::Account, 0));
    }
    let mut bench = setup();
    bench.act(Event::ResumeSetup);
    assert_eq!(bench.page(), ADD_PHONE);
}
