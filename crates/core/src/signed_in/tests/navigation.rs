//! The way from page to page, and what holds it up.

use super::*;

/// Where backup codes are on the screen of the overview.
fn with_codes() -> Bench {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::GenerateBackupCodes));
    bench.answer(Ok(new_codes(&["aaaa"])));
    bench
}

fn ways_out() -> [Destination; 10] {
    [
        Destination::Page(Page::Account),
        Destination::Page(Page::Devices),
        Destination::Page(Page::ThisDevice),
        Destination::Switch(SessionId::new("sess_2")),
        Destination::AddAccount,
        Destination::SignOut,
        Destination::SignOutAll,
        Destination::Forget,
        Destination::ChangeInstance,
        Destination::Close,
    ]
}

#[test]
fn leaving_codes_that_are_not_confirmed_is_asked_about() {
    for destination in ways_out() {
        let mut bench = with_codes();
        bench.act(Happens::Open(destination.clone()));
        assert!(bench.signed_in.leaving());
        assert!(bench.signed_in.factors().shows(factors::Page::Overview));
        assert_eq!(bench.departed, None);
        bench.act(Happens::Stay);
        assert!(!bench.signed_in.leaving());
        assert!(bench.signed_in.factors().codes().is_some());
        bench.act(Happens::Leave);
        assert!(bench.signed_in.factors().codes().is_some(), "nothing was asked");
        bench.act(Happens::Open(destination.clone()));
        bench.act(Happens::Leave);
        assert!(!bench.signed_in.leaving());
        assert_eq!(bench.signed_in.factors().codes(), None);
        match destination {
            Destination::Page(page) => assert_eq!(bench.page(), page),
            Destination::Switch(_)
            | Destination::AddAccount
            | Destination::SignOut
            | Destination::SignOutAll
            | Destination::Forget
            | Destination::ChangeInstance
            | Destination::Close => {
                assert_eq!(bench.departed, Some(destination));
            }
        }
    }
}

#[test]
fn leaving_codes_that_are_confirmed_drops_them() {
    for destination in ways_out() {
        let mut bench = with_codes();
        bench.act(Event::ConfirmSaved(true));
        bench.act(Happens::Open(destination.clone()));
        assert!(!bench.signed_in.leaving());
        assert_eq!(bench.signed_in.factors().codes(), None);
    }
}

#[test]
fn a_confirmation_can_be_taken_back() {
    let mut bench = with_codes();
    bench.act(Event::ConfirmSaved(true));
    bench.act(Event::ConfirmSaved(false));
    bench.open(Page::Account);
    assert!(bench.signed_in.leaving());
}

#[test]
fn confirming_after_all_ends_the_question() {
    let mut bench = with_codes();
    bench.open(Page::Account);
    bench.act(Event::ConfirmSaved(true));
    bench.act(Event::CodesDone);
    assert!(!bench.signed_in.leaving());
    assert_eq!(bench.signed_in.stage(), AT_OVERVIEW);
}

#[test]
fn what_a_page_asked_for_itself_is_given_up_with_the_page() {
    let mut bench = Bench::of(user(with_phones(&[("idn_3", "verified")])));
    bench.open(ADD_TOTP);
    bench.open(OVERVIEW);
    assert_eq!(bench.signed_in.pending(), None);
    bench.answer(Err(Failure::OutcomeUnknown));
    assert_eq!(bench.signed_in.factors().problem(), None);
    assert!(bench.act(Event::Ask(Change::UsePhone(id("idn_3")))));
}

#[test]
fn leaving_the_codes_of_a_page_ends_its_step() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    bench.answer(Ok(verified_totp(&["aaaa"])));
    bench.act(Happens::Open(Destination::SignOut));
    bench.act(Happens::Leave);
    // The session may stay, where signing out fails.
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.signed_in.factors().codes(), None);
}

#[test]
fn a_change_that_may_bring_codes_keeps_its_page_until_it_ends() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    for page in [Page::Account, OVERVIEW, ADD_PHONE] {
        bench.open(page);
    }
    assert!(matches!(bench.totp().step, TotpStep::Code(_)));
    assert!(!bench.signed_in.leaving());
    bench.answer(Ok(verified_totp(&["aaaa"])));
    assert!(bench.signed_in.factors().codes().is_some());
}

#[test]
fn leaving_codes_that_may_be_on_their_way_is_asked_about() {
    let departs = |it: &Destination| !matches!(it, Destination::Page(_));
    for destination in ways_out().into_iter().filter(departs) {
        for change in [Change::GenerateBackupCodes, Change::UsePhone(id("idn_2"))] {
            let asked = || {
                let mut bench = Bench::of(user(with_phones(&[
                    ("idn_1", "verified reserved default"),
                    ("idn_2", "verified"),
                ])));
                assert!(bench.act(Event::Ask(change.clone())));
                bench.act(Happens::Open(destination.clone()));
                assert_eq!((bench.signed_in.leaving(), bench.departed.clone()), (true, None));
                bench
            };
            let mut bench = asked();
            bench.act(Happens::Stay);
            assert!(!bench.signed_in.leaving());
            let mut bench = asked();
            bench.act(Happens::Leave);
            assert_eq!(
                (bench.signed_in.leaving(), bench.departed.clone()),
                (false, Some(destination.clone()))
            );
            // Nothing is left to lose.
            let mut bench = asked();
            bench.refuse("zzz_new");
            assert_eq!((bench.signed_in.leaving(), bench.departed.clone()), (false, None));
        }
        let mut bench = Bench::with_key(user(plain()));
        bench.verify_totp("123456");
        bench.act(Happens::Open(destination.clone()));
        assert!(bench.signed_in.leaving());
        bench.answer(Ok(verified_totp(&["aaaa"])));
        assert!(bench.signed_in.leaving(), "they are there now, and not confirmed");
        bench.act(Happens::Leave);
        assert_eq!(bench.departed, Some(destination));
    }
}

#[test]
fn a_change_that_brings_no_codes_holds_nobody_up() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    bench.act(Happens::Open(Destination::Close));
    assert_eq!(bench.departed, Some(Destination::Close));
}

#[test]
fn a_window_that_is_to_close_a_second_time_closes() {
    let mut waiting = Bench::with_key(user(plain()));
    waiting.verify_totp("123456");
    for mut bench in [with_codes(), waiting] {
        bench.act(Happens::Open(Destination::SignOut));
        bench.act(Happens::Open(Destination::Close));
        assert_eq!(
            (bench.signed_in.leaving(), bench.departed.clone()),
            (true, None),
            "the first time"
        );
        bench.act(Happens::Open(Destination::Close));
        assert_eq!(
            (bench.signed_in.leaving(), bench.departed.clone()),
            (true, None),
            "a repeated key"
        );
        bench.later(Duration::from_secs(1));
        bench.act(Happens::Open(Destination::Close));
        assert_eq!(
            (bench.signed_in.leaving(), bench.departed.clone()),
            (false, Some(Destination::Close))
        );
    }
    let mut bench = with_codes();
    for _ in 0..2 {
        bench.act(Happens::Open(Destination::SignOut));
        assert_eq!((bench.signed_in.leaving(), bench.departed.clone()), (true, None));
    }
}

#[test]
fn a_change_from_the_overview_goes_on_behind_another_page() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    bench.open(ADD_PHONE);
    assert_eq!(bench.signed_in.stage(), AT_OVERVIEW, "it would be in the way");
    bench.open(Page::Account);
    assert_eq!(bench.signed_in.stage(), Stage::Account);
    bench.refuse("zzz_new");
    bench.open(OVERVIEW);
    assert_eq!(bench.signed_in.factors().problem(), Some((&Target::Totp, &refusal("zzz_new"))));
}

#[test]
fn a_page_that_is_shown_is_not_opened_again() {
    let mut bench = Bench::with_key(user(plain()));
    let before = bench.signed_in.clone();
    bench.open(ADD_TOTP);
    assert_eq!(bench.signed_in, before);
    let mut bench = with_codes();
    bench.open(OVERVIEW);
    assert!(!bench.signed_in.leaving());
}

#[test]
fn an_outdated_answer_changes_nothing() {
    let mut bench = Bench::with_key(user(plain()));
    bench.act(Event::ResetTotp);
    let (old, _) = bench.asked[0];
    let before = bench.signed_in.clone();
    assert!(!bench.act(Happens::Answered { ticket: old, answer: Ok(new_key("KEY9")) }));
    assert_eq!(bench.signed_in, before);
}

#[test]
fn the_answers_of_another_session_change_nothing() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_TOTP);
    bench.signed_in = SignedIn::default();
    let (late, _) = bench.asked[0];
    assert_eq!(bench.signed_in.stage(), Stage::Account);
    bench.open(ADD_TOTP);
    let before = bench.signed_in.clone();
    assert!(!bench.act(Happens::Answered { ticket: late, answer: Ok(new_key("KEY9")) }));
    assert_eq!(bench.signed_in, before);
}

#[test]
fn what_is_given_up_is_awaited_no_longer() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_TOTP);
    let (key, _) = bench.asked[0].clone();
    assert!(bench.signed_in.awaits(key));
    bench.open(OVERVIEW);
    assert!(!bench.signed_in.awaits(key));
    let mut bench = Bench::of(user(with_phones(&[("idn_9", "")])));
    bench.act(Event::ResumePhone(id("idn_9")));
    let (code, _) = bench.asked[0].clone();
    bench.open(OVERVIEW);
    assert!(bench.signed_in.awaits(code), "the wait before the next code outlives the page");
    let mut bench = Bench::of(user(plain())).stale();
    bench.open(ADD_PHONE);
    let (proof, _) = bench.asked[0].clone();
    assert!(bench.signed_in.awaits(proof));
    bench.act(step_up::Event::Cancel);
    assert!(!bench.signed_in.awaits(proof));
}

#[test]
fn debug_output_hides_every_secret() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("424242");
    let shown = format!("{:?} {:?}", bench.signed_in, bench.asked);
    assert!(!shown.contains("424242") && !shown.contains("KEY1"), "{shown}");
    bench.answer(Ok(verified_totp(&["canary-1"])));
    let shown = format!("{:?}", bench.signed_in);
    assert!(!shown.contains("canary-1"), "{shown}");
}
