//! Changes from the overview.

use super::*;

fn phones() -> User {
    user(with_phones(&[
        ("idn_1", "verified reserved default"),
        ("idn_2", "verified reserved"),
        ("idn_3", "verified"),
        ("idn_4", ""),
    ]))
}

#[test]
fn each_change_is_one_call_and_tells_its_success() {
    let phone = |n: &str| added(n, "+15555550100", &[]);
    let cases = [
        (
            Change::UsePhone(id("idn_3")),
            Call::ReservePhone(id("idn_3"), true),
            phone("idn_3"),
            Notice::PhoneEnabled,
        ),
        (
            Change::DisablePhone(id("idn_1")),
            Call::ReservePhone(id("idn_1"), false),
            phone("idn_1"),
            Notice::PhoneDisabled,
        ),
        (
            Change::MakeDefaultPhone(id("idn_2")),
            Call::MakeDefaultPhone(id("idn_2")),
            phone("idn_2"),
            Notice::DefaultPhoneChanged,
        ),
        (
            Change::RemovePhone(id("idn_4")),
            Call::DeletePhone(id("idn_4")),
            done(),
            Notice::PhoneRemoved,
        ),
    ];
    for (change, call, reply, notice) in cases {
        let mut bench = Bench::of(phones());
        assert!(bench.act(Event::Ask(change.clone())));
        assert_eq!(bench.signed_in.pending(), Some(change));
        assert!(!bench.answer(Ok(reply)));
        assert_eq!(bench.calls(), [&call]);
        assert_eq!(bench.notice(), Some(notice));
        assert_eq!(bench.signed_in.pending(), None);
        bench.act(Happens::Stay);
        assert_eq!(bench.notice(), None, "it is told once");
    }
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    bench.answer(Ok(done()));
    assert_eq!(bench.calls(), [&Call::DeleteTotp]);
    assert_eq!(bench.notice(), Some(Notice::TotpRemoved));
}

#[test]
fn what_the_account_does_not_have_cannot_be_changed() {
    let impossible = [
        Change::RemoveTotp,
        Change::UsePhone(id("idn_1")),
        Change::UsePhone(id("idn_4")),
        Change::DisablePhone(id("idn_3")),
        Change::MakeDefaultPhone(id("idn_1")),
        Change::MakeDefaultPhone(id("idn_3")),
        Change::RemovePhone(id("idn_0")),
        Change::AddTotp,
        Change::AddPhone,
        Change::VerifyTotp,
        Change::VerifyPhone(id("idn_4")),
    ];
    let mut bench = Bench::of(phones());
    for change in impossible {
        assert!(!bench.act(Event::Ask(change.clone())), "{change:?}");
    }
    let mut bench = Bench::of(user(plain()));
    assert!(!bench.act(Event::Ask(Change::GenerateBackupCodes)));
}

#[test]
fn the_last_second_factor_stays_where_one_is_demanded() {
    let mut bench = Bench::of(user(with_totp()));
    bench.environment.mfa_required = true;
    assert!(!bench.act(Event::Ask(Change::RemoveTotp)));
    let mut bench = Bench::of(phones());
    bench.environment.mfa_required = true;
    assert!(bench.act(Event::Ask(Change::RemovePhone(id("idn_1")))));
}

#[test]
fn changes_are_asked_for_on_the_overview_alone() {
    let mut bench = Bench::signed_in(user(with_totp()));
    assert!(!bench.act(Event::Ask(Change::RemoveTotp)));
}

#[test]
fn there_is_one_change_at_a_time() {
    let mut bench = Bench::of(phones());
    assert!(bench.act(Event::Ask(Change::UsePhone(id("idn_3")))));
    assert!(!bench.act(Event::Ask(Change::RemovePhone(id("idn_4")))));
    assert!(!bench.act(Event::ResumePhone(id("idn_4"))));
    assert!(bench.signed_in.is_busy());
}

#[test]
fn a_failed_change_is_told_beside_what_it_concerns() {
    let mut bench = Bench::of(phones());
    bench.act(Event::Ask(Change::DisablePhone(id("idn_1"))));
    assert!(!bench.refuse("zzz_new"));
    let failure = refusal("zzz_new");
    assert_eq!(bench.signed_in.factors().problem(), Some((&Target::Phone(id("idn_1")), &failure)));
    bench.act(Event::DismissProblem);
    assert_eq!(bench.signed_in.factors().problem(), None);
}

#[test]
fn the_next_change_and_leaving_take_the_problem_away() {
    let mut bench = Bench::of(phones());
    bench.act(Event::Ask(Change::DisablePhone(id("idn_1"))));
    bench.refuse("zzz_new");
    bench.act(Event::Ask(Change::DisablePhone(id("idn_1"))));
    assert_eq!(bench.signed_in.factors().problem(), None);
    bench.refuse("zzz_new");
    bench.open(Page::Account);
    assert_eq!(bench.signed_in.factors().problem(), None);
}

#[test]
fn a_rate_limit_holds_back_the_next_change() {
    let mut bench = Bench::of(phones());
    bench.act(Event::Ask(Change::RemovePhone(id("idn_4"))));
    bench.answer(Err(refusal_after("too_many_requests", Some(Duration::from_secs(7)))));
    assert!(bench.signed_in.hold(bench.now).is_some());
    assert!(!bench.act(Event::Ask(Change::RemovePhone(id("idn_4")))));
    bench.later(Duration::from_secs(7));
    assert!(bench.act(Event::Ask(Change::RemovePhone(id("idn_4")))));
}

#[test]
fn codes_that_come_with_a_number_are_shown_on_the_overview() {
    let mut bench = Bench::of(user(with_phones(&[("idn_3", "verified")])));
    bench.act(Event::Ask(Change::UsePhone(id("idn_3"))));
    bench.answer(Ok(added("idn_3", "+15555550103", &["aaaa"])));
    assert!(bench.signed_in.factors().shows(factors::Page::Overview));
    assert_eq!(bench.notice(), Some(Notice::PhoneEnabled));
    assert_eq!(bench.signed_in.factors().codes().unwrap().codes.len(), 1);
}

#[test]
fn new_codes_are_one_call() {
    let mut bench = Bench::of(user(with_totp()));
    assert!(bench.act(Event::Ask(Change::GenerateBackupCodes)));
    assert!(!bench.answer(Ok(new_codes(&["aaaa", "bbbb"]))));
    assert_eq!(bench.calls(), [&Call::CreateBackupCodes]);
    assert_eq!(bench.signed_in.factors().codes().unwrap().codes.len(), 2);
    assert!(!bench.act(Event::Ask(Change::GenerateBackupCodes)), "these come first");
    bench.act(Event::ConfirmSaved(true));
    bench.act(Event::CodesDone);
    assert!(bench.act(Event::Ask(Change::GenerateBackupCodes)));
}

#[test]
fn what_someone_else_did_already_is_told_as_such() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    assert!(bench.refuse("resource_not_found"));
    bench.answer_client(&plain());
    assert_eq!(bench.notice(), Some(Notice::ChangedElsewhere));
    assert_eq!(bench.signed_in.factors().problem(), None);
}

#[test]
fn what_someone_else_changed_besides_is_told_as_such() {
    let mut bench = Bench::of(phones());
    bench.act(Event::Ask(Change::MakeDefaultPhone(id("idn_2"))));
    assert!(bench.refuse("resource_not_found"));
    bench.answer_client(&with_phones(&[("idn_1", "verified reserved default")]));
    assert_eq!(bench.notice(), Some(Notice::ChangedElsewhere));
    assert_eq!(bench.signed_in.factors().problem(), None);
}

#[test]
fn a_refusal_that_the_account_does_not_explain_is_told() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    bench.refuse("resource_not_found");
    bench.answer_client(&with_totp());
    assert_eq!(
        bench.signed_in.factors().problem(),
        Some((&Target::Totp, &refusal("resource_not_found")))
    );
    assert_eq!(bench.notice(), None);
}
