//! Changes that want a fresh proof first.

use super::*;
use crate::step_up::{self, Stage as Proof};

const REQUIRED: &str = "session_reverification_required";

fn start() -> Asked {
    use latchkey_fapi_types::enums::ReverificationLevel;
    Asked::StepUp(step_up::Call::Start(ReverificationLevel::SecondFactor))
}

fn attempt(text: &str) -> Asked {
    let code = Code::new(text);
    Asked::StepUp(step_up::Call::AttemptSecond { strategy: "totp".into(), code })
}

/// A removal that the server refused until a factor is proven.
fn removal_refused() -> Bench {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    assert!(bench.refuse(REQUIRED));
    bench
}

fn proven(bench: &mut Bench) {
    assert!(!bench.answer(Ok(verification("needs_second_factor"))));
    assert!(bench.prove("123456"));
    assert!(bench.answer(Ok(verification("complete"))));
}

#[test]
fn the_very_same_change_goes_out_again_exactly_once() {
    let mut bench = removal_refused();
    let (dialog, change) = bench.signed_in.step_up().unwrap();
    assert!(matches!(dialog.stage(), Proof::Starting(_)));
    assert_eq!(change, Waiting::Factors(Change::RemoveTotp));
    proven(&mut bench);
    assert_eq!(bench.signed_in.step_up(), None);
    bench.answer(Ok(done()));
    assert_eq!(bench.notice(), Some(Notice::TotpRemoved));
    let deletion = Asked::Factors(Call::DeleteTotp);
    assert_eq!(bench.calls(), [&deletion, &start(), &attempt("123456"), &deletion]);
}

#[test]
fn the_other_name_of_the_refusal_is_understood() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::GenerateBackupCodes));
    assert!(bench.refuse("session_step_up_verification_required"));
    assert_eq!(bench.last(), &start());
}

#[test]
fn a_change_that_is_refused_again_is_told() {
    let mut bench = removal_refused();
    proven(&mut bench);
    assert!(!bench.refuse(REQUIRED));
    assert_eq!(bench.signed_in.factors().problem(), Some((&Target::Totp, &refusal(REQUIRED))));
    assert_eq!(bench.signed_in.step_up(), None);
    assert_eq!(bench.signed_in.pending(), None);
    assert!(bench.act(Event::Ask(Change::RemoveTotp)), "another try is another change");
    assert!(bench.refuse(REQUIRED));
    assert!(bench.signed_in.step_up().is_some());
}

#[test]
fn a_wrong_code_keeps_the_dialog() {
    let mut bench = removal_refused();
    bench.answer(Ok(verification("needs_second_factor")));
    bench.prove("000000");
    assert!(!bench.refuse("form_code_incorrect"));
    let (dialog, _) = bench.signed_in.step_up().unwrap();
    let Proof::Proving(proving) = dialog.stage() else { panic!("{:?}", dialog.stage()) };
    assert_eq!(proving.challenge.form.failure, Some(refusal("form_code_incorrect")));
    assert!(!bench.signed_in.is_busy());
    assert!(bench.prove("123456"));
}

#[test]
fn cancelling_changes_and_tells_nothing() {
    let mut bench = removal_refused();
    bench.answer(Ok(verification("needs_second_factor")));
    bench.prove("123456");
    assert!(!bench.act(step_up::Event::Cancel));
    assert_eq!(bench.signed_in.step_up(), None);
    assert_eq!(
        (bench.signed_in.pending(), bench.signed_in.factors().problem(), bench.notice()),
        (None, None, None)
    );
    assert!(!bench.answer(Ok(verification("complete"))), "its answer comes too late");
    assert!(bench.act(Event::Ask(Change::RemoveTotp)));
}

#[test]
fn a_wait_outlives_the_dialog() {
    let mut bench = removal_refused();
    bench.answer(Ok(verification("needs_second_factor")));
    bench.prove("000000");
    bench.refuse("user_locked");
    assert!(bench.signed_in.hold(bench.now).is_some());
    bench.act(step_up::Event::Cancel);
    assert!(bench.signed_in.hold(bench.now).is_some_and(Hold::is_lock));
    assert!(!bench.act(Event::Ask(Change::RemoveTotp)));
}

#[test]
fn an_authenticator_app_takes_exactly_four_calls() {
    let mut bench = Bench::of(user(with_phones(&[("idn_1", "verified reserved")]))).stale();
    assert!(bench.open(ADD_TOTP));
    assert_eq!(bench.signed_in.stage(), AT_OVERVIEW);
    assert_eq!(bench.signed_in.step_up().unwrap().1, Waiting::Factors(Change::AddTotp));
    proven(&mut bench);
    assert_eq!(bench.totp().step, TotpStep::Preparing);
    bench.answer(Ok(new_key("KEY1")));
    bench.verify_totp("654321");
    bench.answer(Ok(verified_totp(&[])));
    assert_eq!(bench.totp().step, TotpStep::Done);
    let verify = Call::AttemptTotp(Code::new("654321"));
    let create = Asked::Factors(Call::CreateTotp);
    let verify = Asked::Factors(verify);
    assert_eq!(bench.calls(), [&start(), &attempt("123456"), &create, &verify]);
}

#[test]
fn a_page_that_asks_at_its_start_opens_once() {
    let mut bench = Bench::of(user(plain())).stale();
    assert!(bench.open(ADD_TOTP));
    assert!(!bench.open(ADD_TOTP));
    assert_eq!(bench.calls().len(), 1);
}

#[test]
fn a_number_is_asked_for_after_the_proof() {
    let mut bench = Bench::signed_in(user(plain())).stale();
    assert!(bench.open(ADD_PHONE));
    bench.answer(Ok(verification("needs_second_factor")));
    bench.prove("123456");
    assert!(!bench.answer(Ok(verification("complete"))));
    assert_eq!(bench.phone().step, PhoneStep::Number);
    assert!(bench.submit_phone("+15555550109"));
}

#[test]
fn cancelling_at_the_start_of_a_page_goes_back_to_where_it_was_opened() {
    for from in [Page::Account, OVERVIEW] {
        for page in [ADD_TOTP, ADD_PHONE] {
            let mut bench = Bench::signed_in(user(plain())).stale();
            bench.open(from);
            bench.open(page);
            bench.act(step_up::Event::Cancel);
            let expected = if from == Page::Account { Stage::Account } else { AT_OVERVIEW };
            assert_eq!(bench.signed_in.stage(), expected);
        }
        // Where the server asks although the known age did not say so.
        let mut bench = Bench::signed_in(user(plain()));
        bench.open(from);
        bench.open(ADD_TOTP);
        assert!(bench.refuse(REQUIRED));
        bench.act(step_up::Event::Cancel);
        let expected = if from == Page::Account { Stage::Account } else { AT_OVERVIEW };
        assert_eq!(bench.signed_in.stage(), expected);
    }
}

#[test]
fn cancelling_inside_a_page_stays_on_its_step() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_PHONE);
    bench.submit_phone("+15555550109");
    assert!(bench.refuse(REQUIRED));
    bench.act(step_up::Event::Cancel);
    assert_eq!(bench.phone().step, PhoneStep::Number);
    assert_eq!(bench.phone().failure, None);
    let mut bench = Bench::with_key(user(plain()));
    let shown = bench.totp().step.clone();
    bench.act(Event::ResetTotp);
    assert!(bench.refuse(REQUIRED));
    bench.act(step_up::Event::Cancel);
    assert_eq!(bench.totp().step, shown);
}

#[test]
fn a_pending_session_is_not_asked_at_the_start() {
    let mut bench = Bench::signed_in(user(plain())).stale();
    bench.task = Some(TaskKey::SetupMfa);
    bench.open(ADD_TOTP);
    assert_eq!(bench.calls(), [&Call::CreateTotp]);
}

#[test]
fn a_change_that_goes_out_again_can_be_lost_like_any_other() {
    let mut bench = removal_refused();
    proven(&mut bench);
    assert!(bench.answer(Err(Failure::OutcomeUnknown)));
    assert_eq!(bench.last(), &Asked::AskClient);
    bench.answer_client(&plain());
    assert_eq!(bench.notice(), Some(Notice::TotpRemoved));
}

#[test]
fn going_elsewhere_cancels() {
    let mut bench = removal_refused();
    bench.open(Page::Account);
    assert_eq!(bench.signed_in.stage(), Stage::Account);
    assert_eq!((bench.signed_in.step_up(), bench.signed_in.pending()), (None, None));
}

/// A lock of which the server did not say when it ends.
fn endless() -> Failure {
    let mut failure = refusal("user_locked");
    if let Failure::Refused { errors, .. } = &mut failure {
        errors[0].lockout_expires_in_seconds = None;
    }
    failure
}

#[test]
fn a_lock_without_an_end_holds_until_the_client_is_known_anew() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    bench.answer(Err(endless()));
    bench.later(Duration::from_hours(9));
    assert!(!bench.verify_totp("123456"));
    bench.refresh();
    assert_eq!(bench.signed_in.hold(bench.now), None);
    assert!(bench.verify_totp("123456"));
    let mut bench = removal_refused();
    bench.answer(Ok(verification("needs_second_factor")));
    bench.prove("000000");
    bench.answer(Err(endless()));
    assert!(!bench.prove("123456"));
    bench.refresh();
    assert!(bench.prove("123456"));
    bench.act(step_up::Event::Cancel);
    assert_eq!(bench.signed_in.hold(bench.now), None);
}

#[test]
fn a_wait_with_an_end_is_waited_for() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("000000");
    bench.refuse("user_locked");
    bench.refresh();
    assert!(bench.signed_in.hold(bench.now).is_some());
}

#[test]
fn a_client_that_a_change_asked_for_lifts_a_lock_without_an_end() {
    let mut bench = Bench::of(user(with_phones(&[("idn_9", ""), ("idn_1", "verified")])));
    bench.act(Event::ResumePhone(id("idn_9")));
    let (code, _) = bench.asked.last().unwrap().clone();
    bench.open(OVERVIEW);
    bench.act(Event::Ask(Change::RemovePhone(id("idn_1"))));
    bench.answer(Err(Failure::OutcomeUnknown));
    bench.act(Happens::Answered { ticket: code, answer: Err(endless()) });
    assert!(bench.signed_in.hold(bench.now).is_some());
    bench.answer_client(&plain());
    assert_eq!(bench.signed_in.hold(bench.now), None);
}
