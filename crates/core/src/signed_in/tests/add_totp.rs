//! Adding an authenticator app.

use super::*;

#[test]
fn the_key_is_asked_for_at_once() {
    let bench = Bench::with_key(user(plain()));
    assert_eq!(bench.calls(), [&Call::CreateTotp]);
    assert!(matches!(bench.totp().step, TotpStep::Key(_)));
}

#[test]
fn it_takes_exactly_two_calls() {
    let mut bench = Bench::with_key(user(plain()));
    assert!(bench.verify_totp("123456"));
    assert!(!bench.answer(Ok(verified_totp(&[]))));
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.calls(), [&Call::CreateTotp, &Call::AttemptTotp(Code::new("123456"))]);
}

#[test]
fn backup_codes_that_come_with_it_are_shown_and_the_key_is_dropped() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    bench.answer(Ok(verified_totp(&["aaaa", "bbbb"])));
    assert!(matches!(bench.totp().step, TotpStep::Codes(_)));
    assert_eq!(bench.signed_in.factors().codes().unwrap().codes.len(), 2);
    bench.act(Event::CodesDone);
    assert!(matches!(bench.totp().step, TotpStep::Codes(_)), "they were not confirmed");
    bench.act(Event::ConfirmSaved(true));
    bench.act(Event::CodesDone);
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.signed_in.factors().codes(), None);
}

#[test]
fn a_wrong_code_stays_and_is_counted() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("000000");
    assert!(!bench.refuse("form_code_incorrect"));
    assert!(matches!(bench.totp().step, TotpStep::Code(_)));
    assert_eq!(bench.totp().failure, Some(refusal("form_code_incorrect")));
    assert_eq!(bench.totp().refusals, 1);
    assert!(bench.verify_totp("123456"));
    assert_eq!(bench.totp().failure, None);
}

#[test]
fn a_code_that_cannot_be_right_is_not_sent() {
    let mut bench = Bench::with_key(user(plain()));
    for typed in ["", "12345", "1234567", "12345a"] {
        assert!(!bench.verify_totp(typed), "{typed:?}");
        let incomplete = Failure::Input(InputError::CodeIncomplete);
        assert_eq!(bench.totp().failure, Some(incomplete));
    }
}

#[test]
fn a_code_goes_out_once_however_often_it_is_sent() {
    let mut bench = Bench::with_key(user(plain()));
    assert!(bench.verify_totp("123456"));
    assert!(!bench.verify_totp("123456"));
    assert!(!bench.act(Event::ResetTotp));
    bench.act(Event::BackToTotpKey);
    assert!(matches!(bench.totp().step, TotpStep::Code(_)));
}

#[test]
fn the_key_can_be_seen_again() {
    let mut bench = Bench::with_key(user(plain()));
    let shown = bench.totp().step.clone();
    bench.act(Event::ContinueTotp);
    assert_ne!(bench.totp().step, shown);
    bench.act(Event::BackToTotpKey);
    assert_eq!(bench.totp().step, shown);
}

#[test]
fn the_key_stays_until_the_new_one_is_there() {
    let mut bench = Bench::with_key(user(plain()));
    let first = bench.totp().step.clone();
    assert!(bench.act(Event::ResetTotp));
    assert!(!bench.act(Event::ResetTotp), "one at a time");
    assert_eq!(bench.totp().step, first);
    bench.refuse("internal");
    assert_eq!(bench.totp().step, first);
    assert!(bench.act(Event::ResetTotp));
    bench.answer(Ok(new_key("KEY2")));
    assert_ne!(bench.totp().step, first);
}

#[test]
fn a_key_that_could_not_be_had_can_be_asked_for_again() {
    let lost = Failure::OutcomeUnknown;
    for failure in [Failure::Unreachable(Unreachable::Offline), lost, refusal("zzz_new")] {
        let mut bench = Bench::of(user(plain()));
        bench.open(ADD_TOTP);
        assert!(!bench.answer(Err(failure.clone())));
        assert_eq!(bench.totp().step, TotpStep::Preparing);
        assert_eq!(bench.totp().failure, Some(failure));
        assert_eq!(bench.signed_in.pending(), None);
        assert!(bench.act(Event::ResetTotp));
    }
}

#[test]
fn an_answer_without_a_key_is_none() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_TOTP);
    bench.answer(Ok(verified_totp(&[])));
    assert_eq!(bench.totp().failure, Some(Failure::BadAnswer(BadAnswer::Other)));
}

#[test]
fn a_key_that_may_be_replaced_is_not_shown() {
    let mut bench = Bench::with_key(user(plain()));
    bench.act(Event::ResetTotp);
    assert!(!bench.answer(Err(Failure::OutcomeUnknown)));
    assert_eq!(bench.totp().step, TotpStep::Preparing);
}

#[test]
fn leaving_half_way_drops_the_key() {
    let mut bench = Bench::with_key(user(plain()));
    bench.open(OVERVIEW);
    assert!(!format!("{:?}", bench.signed_in).contains("Key("));
    assert!(bench.open(ADD_TOTP));
    assert_eq!(bench.totp().step, TotpStep::Preparing);
}

#[test]
fn a_key_that_comes_after_leaving_is_not_kept() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_TOTP);
    bench.open(OVERVIEW);
    assert!(!bench.answer(Ok(new_key("KEY1"))));
    assert_eq!(bench.signed_in.stage(), AT_OVERVIEW);
    assert!(!format!("{:?}", bench.signed_in).contains("Key("));
}

#[test]
fn one_that_was_set_up_elsewhere_leads_to_the_overview() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_TOTP);
    assert!(bench.refuse("totp_already_enabled"));
    bench.answer_client(&with_totp());
    assert_eq!(bench.signed_in.stage(), AT_OVERVIEW);
    assert_eq!(bench.notice(), Some(Notice::ChangedElsewhere));
    assert_eq!(bench.signed_in.factors().problem(), None);
}

#[test]
fn one_that_is_verified_already_was_set_up_elsewhere() {
    for found in [Ok(signed_in(&with_totp())), Err(Failure::OutcomeUnknown)] {
        let mut bench = Bench::with_key(user(plain()));
        bench.verify_totp("123456");
        assert!(bench.refuse("verification_already_verified"));
        assert_eq!(bench.last(), &Asked::AskClient);
        bench.answer(found);
        assert_eq!(bench.signed_in.stage(), AT_OVERVIEW);
        assert_eq!(bench.notice(), Some(Notice::ChangedElsewhere));
        assert_eq!(bench.signed_in.factors().problem(), None);
    }
}

/// A page whose code may have been taken: the client could not be asked either.
fn with_a_lost_code() -> Bench {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    assert!(bench.answer(Err(Failure::OutcomeUnknown)));
    assert!(!bench.answer(Err(Failure::OutcomeUnknown)));
    bench
}

#[test]
fn one_that_is_verified_already_after_a_lost_code_is_a_success() {
    let mut bench = with_a_lost_code();
    bench.verify_totp("123456");
    assert!(bench.refuse("verification_already_verified"));
    bench.answer_client(&with_totp());
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.notice(), Some(Notice::BackupCodesLost));
    let mut bench = with_a_lost_code();
    bench.verify_totp("123456");
    bench.refuse("verification_already_verified");
    bench.answer(Err(Failure::OutcomeUnknown));
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.notice(), None, "whether there are codes is not known");
}

#[test]
fn a_lost_code_says_nothing_of_another_key_or_once_one_is_refused() {
    let mut renewed = with_a_lost_code();
    renewed.act(Event::BackToTotpKey);
    assert!(renewed.act(Event::ResetTotp));
    renewed.answer(Ok(new_key("KEY2")));
    let mut refused = with_a_lost_code();
    refused.verify_totp("000000");
    refused.refuse("form_code_incorrect");
    for mut bench in [renewed, refused] {
        bench.verify_totp("123456");
        bench.refuse("verification_already_verified");
        bench.answer_client(&with_totp());
        assert_eq!(bench.signed_in.stage(), AT_OVERVIEW);
        assert_eq!(bench.notice(), Some(Notice::ChangedElsewhere));
    }
}

#[test]
fn one_that_a_lost_code_verified_is_told_with_its_codes_on_the_next_visit() {
    let mut bench = with_a_lost_code();
    bench.open(OVERVIEW);
    bench.open(ADD_TOTP);
    assert!(bench.refuse("totp_already_enabled"));
    bench.answer_client(&with_totp());
    assert_eq!(bench.signed_in.stage(), AT_OVERVIEW);
    assert_eq!(bench.notice(), Some(Notice::BackupCodesLost));
}

#[test]
fn a_code_that_did_not_arrive_is_not_counted() {
    for failure in [
        Failure::Unreachable(Unreachable::Offline),
        Failure::Server { status: 503, trace_id: None },
        Failure::BadAnswer(BadAnswer::Html),
        refusal("user_locked"),
        refusal_after("too_many_requests", Some(Duration::from_secs(7))),
    ] {
        let mut bench = Bench::with_key(user(plain()));
        bench.verify_totp("123456");
        assert_eq!(bench.answer(Err(failure.clone())), failure.is_lost());
        if failure.is_lost() {
            assert!(!bench.answer_client(&plain()));
        }
        assert_eq!(bench.totp().refusals, 0, "{failure:?}");
        assert_eq!(bench.totp().failure, Some(failure));
    }
    assert_eq!(with_a_lost_code().totp().refusals, 1);
}

#[test]
fn one_that_was_set_up_elsewhere_with_another_key_leads_to_the_overview() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    assert!(bench.refuse("resource_not_found"));
    bench.answer_client(&with_totp());
    assert_eq!(bench.signed_in.stage(), AT_OVERVIEW);
    assert_eq!(bench.notice(), Some(Notice::ChangedElsewhere));
}

#[test]
fn one_whose_key_the_server_no_longer_has_is_told() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    assert!(bench.refuse("resource_not_found"));
    bench.answer_client(&plain());
    assert_eq!(bench.totp().failure, Some(refusal("resource_not_found")));
    bench.act(Event::BackToTotpKey);
    assert!(bench.act(Event::ResetTotp));
}

#[test]
fn it_cannot_be_opened_where_it_is_on_or_not_offered() {
    assert!(!Bench::of(user(with_totp())).open(ADD_TOTP));
    let mut bench = Bench::of(user(plain()));
    bench.switch_off("authenticator_app");
    assert!(!bench.open(ADD_TOTP));
    bench.task = Some(TaskKey::SetupMfa);
    assert!(bench.open(ADD_TOTP));
}

#[test]
fn it_can_be_opened_where_the_instance_could_not_be_asked() {
    for setup_required in [false, true] {
        let mut bench = Bench::of(user(plain()));
        bench.environment = Environment::default();
        bench.task = setup_required.then_some(TaskKey::SetupMfa);
        assert!(bench.open(ADD_TOTP));
    }
}

#[test]
fn a_lock_holds_back_the_next_code() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("000000");
    bench.refuse("user_locked");
    assert!(bench.signed_in.hold(bench.now).is_some_and(Hold::is_lock));
    assert!(!bench.verify_totp("123456"));
    bench.later(Duration::from_mins(30));
    assert!(bench.verify_totp("123456"));
}

#[test]
fn a_page_that_opens_under_a_wait_asks_when_it_is_over() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("000000");
    bench.answer(Err(refusal_after("too_many_requests", Some(Duration::from_secs(7)))));
    bench.open(OVERVIEW);
    assert!(!bench.open(ADD_TOTP));
    assert_eq!(bench.totp().step, TotpStep::Preparing);
    bench.later(Duration::from_secs(7));
    assert!(bench.act(Event::ResetTotp));
}
