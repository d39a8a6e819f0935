//! The way from page to page, and what holds it up.

use super::*;

/// Where backup codes are on the screen of the overview.
fn with_codes() -> Bench {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::GenerateBackupCodes));
    bench.answer(Ok(new_codes(&["aaaa"])));
    bench
}

#[test]
fn leaving_codes_that_are_not_confirmed_is_asked_about() {
    for destination in [Destination::Page(Page::Account), Destination::SignOut, Destination::Close]
    {
        let mut bench = with_codes();
        bench.act(Event::Open(destination));
        assert!(bench.mfa.leaving());
        assert_eq!((bench.mfa.stage(), bench.departed), (&Stage::Overview, None));
        bench.act(Event::Stay);
        assert!(!bench.mfa.leaving());
        assert!(bench.mfa.codes().is_some());
        bench.act(Event::Leave);
        assert!(bench.mfa.codes().is_some(), "nothing was asked");
        bench.act(Event::Open(destination));
        bench.act(Event::Leave);
        assert!(!bench.mfa.leaving());
        assert_eq!(bench.mfa.codes(), None);
        match destination {
            Destination::Page(_) => assert_eq!(bench.mfa.stage(), &Stage::Account),
            Destination::SignOut | Destination::Close => {
                assert_eq!(bench.departed, Some(destination));
            }
        }
    }
}

#[test]
fn leaving_codes_that_are_confirmed_drops_them() {
    for destination in [Destination::Page(Page::Account), Destination::SignOut, Destination::Close]
    {
        let mut bench = with_codes();
        bench.act(Event::ConfirmSaved(true));
        bench.act(Event::Open(destination));
        assert!(!bench.mfa.leaving());
        assert_eq!(bench.mfa.codes(), None);
    }
}

#[test]
fn a_confirmation_can_be_taken_back() {
    let mut bench = with_codes();
    bench.act(Event::ConfirmSaved(true));
    bench.act(Event::ConfirmSaved(false));
    bench.open(Page::Account);
    assert!(bench.mfa.leaving());
}

#[test]
fn confirming_after_all_ends_the_question() {
    let mut bench = with_codes();
    bench.open(Page::Account);
    bench.act(Event::ConfirmSaved(true));
    bench.act(Event::CodesDone);
    assert!(!bench.mfa.leaving());
    assert_eq!(bench.mfa.stage(), &Stage::Overview);
}

#[test]
fn what_a_page_asked_for_itself_is_given_up_with_the_page() {
    let mut bench = Bench::of(user(with_phones(&[("idn_3", "verified")])));
    bench.open(Page::AddTotp);
    bench.open(Page::Overview);
    assert_eq!(bench.mfa.pending(), None);
    bench.answer(Err(Failure::OutcomeUnknown));
    assert_eq!(bench.mfa.problem(), None);
    assert!(bench.act(Event::Ask(Change::UsePhone(id("idn_3")))));
}

#[test]
fn leaving_the_codes_of_a_page_ends_its_step() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    bench.answer(Ok(verified_totp(&["aaaa"])));
    bench.act(Event::Open(Destination::SignOut));
    bench.act(Event::Leave);
    // The session may stay, where signing out fails.
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.mfa.codes(), None);
}

#[test]
fn a_change_that_may_bring_codes_keeps_its_page_until_it_ends() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    for page in [Page::Account, Page::Overview, Page::AddPhone] {
        bench.open(page);
    }
    assert!(matches!(bench.totp().step, TotpStep::Code(_)));
    assert!(!bench.mfa.leaving());
    bench.answer(Ok(verified_totp(&["aaaa"])));
    assert!(bench.mfa.codes().is_some());
}

#[test]
fn leaving_codes_that_may_be_on_their_way_is_asked_about() {
    for destination in [Destination::SignOut, Destination::Close] {
        for change in [Change::GenerateBackupCodes, Change::UsePhone(id("idn_2"))] {
            let asked = || {
                let mut bench = Bench::of(user(with_phones(&[
                    ("idn_1", "verified reserved default"),
                    ("idn_2", "verified"),
                ])));
                assert!(bench.act(Event::Ask(change.clone())));
                bench.act(Event::Open(destination));
                assert_eq!((bench.mfa.leaving(), bench.departed), (true, None));
                bench
            };
            let mut bench = asked();
            bench.act(Event::Stay);
            assert!(!bench.mfa.leaving());
            let mut bench = asked();
            bench.act(Event::Leave);
            assert_eq!((bench.mfa.leaving(), bench.departed), (false, Some(destination)));
            // Nothing is left to lose.
            let mut bench = asked();
            bench.refuse("zzz_new");
            assert_eq!((bench.mfa.leaving(), bench.departed), (false, None));
        }
        let mut bench = Bench::with_key(user(plain()));
        bench.verify_totp("123456");
        bench.act(Event::Open(destination));
        assert!(bench.mfa.leaving());
        bench.answer(Ok(verified_totp(&["aaaa"])));
        assert!(bench.mfa.leaving(), "they are there now, and not confirmed");
        bench.act(Event::Leave);
        assert_eq!(bench.departed, Some(destination));
    }
}

#[test]
fn a_change_that_brings_no_codes_holds_nobody_up() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    bench.act(Event::Open(Destination::Close));
    assert_eq!(bench.departed, Some(Destination::Close));
}

#[test]
fn a_window_that_is_to_close_a_second_time_closes() {
    let mut waiting = Bench::with_key(user(plain()));
    waiting.verify_totp("123456");
    for mut bench in [with_codes(), waiting] {
        bench.act(Event::Open(Destination::SignOut));
        bench.act(Event::Open(Destination::Close));
        assert_eq!((bench.mfa.leaving(), bench.departed), (true, None), "the first time");
        bench.act(Event::Open(Destination::Close));
        assert_eq!((bench.mfa.leaving(), bench.departed), (false, Some(Destination::Close)));
    }
    let mut bench = with_codes();
    for _ in 0..2 {
        bench.act(Event::Open(Destination::SignOut));
        assert_eq!((bench.mfa.leaving(), bench.departed), (true, None));
    }
}

#[test]
fn a_change_from_the_overview_goes_on_behind_another_page() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    bench.open(Page::AddPhone);
    assert_eq!(bench.mfa.stage(), &Stage::Overview, "it would be in the way");
    bench.open(Page::Account);
    assert_eq!(bench.mfa.stage(), &Stage::Account);
    bench.refuse("zzz_new");
    bench.open(Page::Overview);
    assert_eq!(bench.mfa.problem(), Some((&Target::Totp, &refusal("zzz_new"))));
}

#[test]
fn a_page_that_is_shown_is_not_opened_again() {
    let mut bench = Bench::with_key(user(plain()));
    let before = bench.mfa.clone();
    bench.open(Page::AddTotp);
    assert_eq!(bench.mfa, before);
    let mut bench = with_codes();
    bench.open(Page::Overview);
    assert!(!bench.mfa.leaving());
}

#[test]
fn an_outdated_answer_changes_nothing() {
    let mut bench = Bench::with_key(user(plain()));
    bench.act(Event::ResetTotp);
    let (old, _) = bench.asked[0];
    let before = bench.mfa.clone();
    assert!(!bench.act(Event::Answered { ticket: old, answer: Ok(Reply::Totp(key("KEY9"))) }));
    assert_eq!(bench.mfa, before);
}

#[test]
fn the_answers_of_another_session_change_nothing() {
    let mut bench = Bench::of(user(plain()));
    bench.open(Page::AddTotp);
    bench.mfa = bench.mfa.restart();
    let (late, _) = bench.asked[0];
    assert_eq!(bench.mfa.stage(), &Stage::Account);
    bench.open(Page::AddTotp);
    let before = bench.mfa.clone();
    assert!(!bench.act(Event::Answered { ticket: late, answer: Ok(Reply::Totp(key("KEY9"))) }));
    assert_eq!(bench.mfa, before);
}

#[test]
fn debug_output_hides_every_secret() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("424242");
    let shown = format!("{:?} {:?}", bench.mfa, bench.asked);
    assert!(!shown.contains("424242") && !shown.contains("KEY1"), "{shown}");
    bench.answer(Ok(verified_totp(&["canary-1"])));
    let shown = format!("{:?}", bench.mfa);
    assert!(!shown.contains("canary-1"), "{shown}");
}
