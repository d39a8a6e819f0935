//! Adding a phone number.

use super::*;

fn nine() -> Added {
    Added { id: id("idn_9"), number: "+15555550109".to_owned() }
}

#[test]
fn the_code_is_sent_by_itself_once_the_number_is_there() {
    let bench = Bench::with_number(user(plain()));
    let create = Call::CreatePhone("+15555550109".to_owned());
    assert_eq!(bench.calls(), [&create, &Call::PreparePhone(id("idn_9"))]);
    assert_eq!(bench.phone().step, PhoneStep::Code(nine()));
    assert_eq!(
        bench.signed_in.factors().delivery(NOW),
        Some(Delivery::Sent { resend_in: RESEND_WAIT })
    );
}

#[test]
fn a_number_goes_from_code_to_second_factor() {
    let mut bench = Bench::with_number(user(plain()));
    assert!(bench.verify_phone("424242"));
    assert!(!bench.answer(Ok(added("idn_9", "+15555550109", &[]))));
    assert_eq!(bench.phone().step, PhoneStep::Added(nine()));
    assert!(bench.act(Event::Ask(Change::UsePhone(id("idn_9")))));
    bench.answer(Ok(added("idn_9", "+15555550109", &["aaaa"])));
    assert!(matches!(&bench.phone().step, PhoneStep::Codes(added, _) if *added == nine()));
    assert_eq!(bench.notice(), None);
    bench.act(Event::ConfirmSaved(true));
    bench.act(Event::CodesDone);
    assert_eq!(bench.phone().step, PhoneStep::Done(nine()));
}

#[test]
fn a_number_that_brings_no_codes_is_done_at_once() {
    let mut bench = Bench::with_number(user(plain()));
    bench.verify_phone("424242");
    bench.answer(Ok(added("idn_9", "+15555550109", &[])));
    bench.act(Event::Ask(Change::UsePhone(id("idn_9"))));
    bench.answer(Ok(added("idn_9", "+15555550109", &[])));
    assert_eq!(bench.phone().step, PhoneStep::Done(nine()));
    assert_eq!(bench.notice(), None);
}

#[test]
fn a_required_second_factor_is_used_without_another_click() {
    let mut bench = Bench::with_number(user(plain()));
    bench.task = Some(TaskKey::SetupMfa);
    bench.verify_phone("424242");
    assert!(bench.answer(Ok(added("idn_9", "+15555550109", &[]))));
    assert_eq!(bench.last(), &Call::ReservePhone(id("idn_9"), true));
    // The answer brings a session that is active.
    bench.task = None;
    bench.answer(Ok(added("idn_9", "+15555550109", &["aaaa"])));
    assert!(matches!(&bench.phone().step, PhoneStep::Codes(added, _) if *added == nine()));
}

#[test]
fn a_failed_use_stays_where_the_number_was_added() {
    let mut bench = Bench::with_number(user(plain()));
    bench.verify_phone("424242");
    bench.answer(Ok(added("idn_9", "+15555550109", &[])));
    bench.act(Event::Ask(Change::UsePhone(id("idn_9"))));
    bench.refuse("zzz_new");
    assert_eq!(bench.phone().step, PhoneStep::Added(nine()));
    assert_eq!(bench.phone().failure, Some(refusal("zzz_new")));
    assert_eq!(bench.signed_in.factors().problem(), None);
    assert!(bench.act(Event::Ask(Change::UsePhone(id("idn_9")))));
}

#[test]
fn a_number_whose_code_could_not_be_sent_waits_for_its_code() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_PHONE);
    bench.submit_phone("+15555550109");
    bench.answer(Ok(added("idn_9", "+15555550109", &[])));
    let limited = refusal_after("too_many_requests", Some(Duration::from_secs(7)));
    bench.answer(Err(limited.clone()));
    assert_eq!(bench.phone().step, PhoneStep::Code(nine()));
    assert_eq!(bench.phone().failure, Some(limited));
    let none = Delivery::NotSent { resend_in: Duration::ZERO };
    assert_eq!(bench.signed_in.factors().delivery(NOW), Some(none));
    assert!(!bench.act(Event::ResendPhoneCode), "the rate limit holds");
    bench.later(Duration::from_secs(7));
    assert!(bench.act(Event::ResendPhoneCode));
}

#[test]
fn a_refused_number_stays_in_its_field() {
    for code in ["form_param_format_invalid", "unsupported_country_code", "zzz_new"] {
        let mut bench = Bench::of(user(plain()));
        bench.open(ADD_PHONE);
        bench.submit_phone("+15555550109");
        assert!(!bench.refuse(code));
        assert_eq!(bench.phone().step, PhoneStep::Number);
        assert_eq!(bench.phone().failure, Some(refusal(code)));
        assert!(bench.submit_phone("+15555550108"));
    }
}

#[test]
fn a_resend_waits_thirty_seconds_also_after_leaving() {
    let mut bench = Bench::with_number(user(plain()));
    bench.user = user(with_phones(&[("idn_9", "")]));
    bench.later(Duration::from_secs(29));
    assert!(!bench.act(Event::ResendPhoneCode));
    bench.open(OVERVIEW);
    assert!(!bench.act(Event::ResumePhone(id("idn_9"))), "the code is on its way already");
    let sent = Delivery::Sent { resend_in: Duration::from_secs(1) };
    assert_eq!(bench.signed_in.factors().delivery(bench.now), Some(sent));
    bench.later(Duration::from_secs(1));
    assert!(bench.act(Event::ResendPhoneCode));
    assert_eq!(bench.signed_in.factors().delivery(bench.now), Some(Delivery::Sending));
}

#[test]
fn a_number_left_unverified_is_gone_on_with() {
    let mut bench = Bench::of(user(with_phones(&[("idn_9", "")])));
    assert!(bench.act(Event::ResumePhone(id("idn_9"))));
    assert_eq!(bench.last(), &Call::PreparePhone(id("idn_9")));
    assert_eq!(bench.phone().step, PhoneStep::Code(nine()));
}

#[test]
fn typing_an_unverified_number_again_goes_on_with_it() {
    let mut bench = Bench::of(user(with_phones(&[("idn_9", "")])));
    bench.open(ADD_PHONE);
    assert!(bench.submit_phone("+15555550109"));
    assert_eq!(bench.last(), &Call::PreparePhone(id("idn_9")));
}

#[test]
fn a_number_that_only_the_server_knows_to_be_ones_own_is_gone_on_with() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_PHONE);
    bench.submit_phone("+15555550109");
    assert!(bench.refuse("form_identifier_exists"));
    assert!(bench.answer_client(&with_phones(&[("idn_9", "")])));
    assert_eq!(bench.last(), &Call::PreparePhone(id("idn_9")));
    assert_eq!(bench.phone().step, PhoneStep::Code(nine()));
}

#[test]
fn the_number_of_someone_else_is_refused() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_PHONE);
    bench.submit_phone("+15555550109");
    bench.refuse("form_identifier_exists");
    assert!(!bench.answer_client(&plain()));
    assert_eq!(bench.phone().failure, Some(refusal("form_identifier_exists")));
    assert_eq!(bench.notice(), None);
}

#[test]
fn a_verified_number_of_ones_own_is_not_added_again() {
    let exists = Some(Failure::Input(InputError::PhoneExists));
    let mut bench = Bench::of(user(with_phones(&[("idn_9", "verified")])));
    bench.open(ADD_PHONE);
    assert!(!bench.submit_phone("+15555550109"));
    assert_eq!(bench.phone().failure, exists);
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_PHONE);
    bench.submit_phone("+15555550109");
    bench.refuse("form_identifier_exists");
    bench.answer_client(&with_phones(&[("idn_9", "verified")]));
    assert_eq!(bench.phone().failure, exists);
}

#[test]
fn another_number_can_be_typed_instead() {
    let mut bench = Bench::with_number(user(plain()));
    bench.act(Event::ChangePhone);
    assert_eq!(bench.phone().step, PhoneStep::Number);
    assert_eq!(bench.signed_in.factors().delivery(NOW), None);
    assert!(bench.submit_phone("+15555550108"));
}

#[test]
fn a_wrong_code_is_counted_and_the_code_still_counts() {
    let mut bench = Bench::with_number(user(plain()));
    bench.verify_phone("000000");
    bench.refuse("form_code_incorrect");
    assert_eq!(bench.phone().refusals, 1);
    assert!(matches!(bench.signed_in.factors().delivery(NOW), Some(Delivery::Sent { .. })));
    assert!(bench.verify_phone("424242"));
}

#[test]
fn an_expired_or_failed_code_is_spent() {
    for code in ["verification_expired", "verification_failed", "verification_not_sent"] {
        let mut bench = Bench::with_number(user(plain()));
        bench.later(Duration::from_mins(11));
        bench.verify_phone("000000");
        bench.refuse(code);
        let none = Delivery::NotSent { resend_in: Duration::ZERO };
        assert_eq!(bench.signed_in.factors().delivery(bench.now), Some(none));
        assert_eq!(bench.phone().failure, Some(refusal(code)));
        assert!(bench.act(Event::ResendPhoneCode));
    }
}

#[test]
fn a_code_asked_for_too_soon_is_told_with_its_wait() {
    let mut bench = Bench::of(user(with_phones(&[("idn_9", "")])));
    bench.act(Event::ResumePhone(id("idn_9")));
    let wait = Duration::from_secs(12);
    let early = refusal_after("verification_code_too_many_requests", Some(wait));
    bench.answer(Err(early.clone()));
    assert_eq!(
        bench.signed_in.factors().delivery(NOW),
        Some(Delivery::NotSent { resend_in: wait })
    );
    assert_eq!(bench.phone().failure, Some(early));
    assert_eq!(bench.signed_in.hold(NOW), None);
}

#[test]
fn a_number_that_was_verified_elsewhere_is_added() {
    let mut bench = Bench::of(user(with_phones(&[("idn_9", "")])));
    bench.act(Event::ResumePhone(id("idn_9")));
    assert!(bench.refuse("verification_already_verified"));
    bench.answer_client(&with_phones(&[("idn_9", "verified")]));
    assert_eq!(bench.phone().step, PhoneStep::Added(nine()));
    let mut bench = Bench::with_number(user(plain()));
    bench.verify_phone("424242");
    assert!(bench.refuse("verification_already_verified"));
    bench.answer_client(&with_phones(&[("idn_9", "verified")]));
    assert_eq!(bench.phone().step, PhoneStep::Added(nine()));
}

#[test]
fn a_number_that_was_removed_elsewhere_leads_back_to_the_field() {
    let mut bench = Bench::with_number(user(plain()));
    bench.user = user(with_phones(&[("idn_9", "")]));
    bench.verify_phone("424242");
    assert!(bench.refuse("resource_not_found"));
    bench.answer_client(&plain());
    assert_eq!(bench.phone().step, PhoneStep::Number);
    assert_eq!(bench.phone().failure, Some(Failure::Input(InputError::FactorGone)));
    assert_eq!(bench.notice(), Some(Notice::ChangedElsewhere));
}

#[test]
fn another_number_can_follow() {
    let mut bench = Bench::with_number(user(plain()));
    assert!(!bench.open(ADD_PHONE));
    assert_eq!(bench.phone().step, PhoneStep::Code(nine()));
    bench.verify_phone("424242");
    bench.answer(Ok(added("idn_9", "+15555550109", &[])));
    bench.open(ADD_PHONE);
    assert_eq!(bench.phone().step, PhoneStep::Number);
}

#[test]
fn a_code_that_did_not_arrive_is_not_counted() {
    let failures = [
        (Failure::Unreachable(Unreachable::Offline), 0),
        (Failure::Server { status: 500, trace_id: None }, 0),
        (Failure::BadAnswer(BadAnswer::Html), 0),
        (refusal_after("too_many_requests", None), 0),
        (refusal("verification_expired"), 1),
    ];
    for (failure, refusals) in failures {
        let mut bench = Bench::with_number(user(plain()));
        bench.verify_phone("424242");
        assert_eq!(bench.answer(Err(failure.clone())), failure.is_lost());
        if failure.is_lost() {
            assert!(!bench.answer_client(&with_phones(&[("idn_9", "")])));
        }
        assert_eq!(bench.phone().refusals, refusals, "{failure:?}");
    }
}

#[test]
fn each_number_is_sent_its_code_while_that_of_another_is_on_its_way() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_PHONE);
    bench.submit_phone("+15555550108");
    assert!(bench.answer(Ok(added("idn_8", "+15555550108", &[]))));
    let (first, _) = bench.asked.last().unwrap().clone();
    bench.act(Event::ChangePhone);
    bench.submit_phone("+15555550109");
    assert!(bench.answer(Ok(added("idn_9", "+15555550109", &[]))));
    assert_eq!(bench.last(), &Call::PreparePhone(id("idn_9")));
    assert_eq!(bench.signed_in.factors().delivery(NOW), Some(Delivery::Sending));
    bench.act(Happens::Answered { ticket: first, answer: Ok(added("idn_8", "+15555550108", &[])) });
    assert_eq!(bench.signed_in.factors().delivery(NOW), Some(Delivery::Sending));
    assert!(!bench.act(Event::ResendPhoneCode), "one at a time to each");
    bench.answer(Ok(added("idn_9", "+15555550109", &[])));
    assert_eq!(
        bench.signed_in.factors().delivery(NOW),
        Some(Delivery::Sent { resend_in: RESEND_WAIT })
    );
}

#[test]
fn it_cannot_be_opened_where_there_are_no_phone_numbers() {
    let mut bench = Bench::of(user(plain()));
    bench.switch_off("phone_number");
    bench.open(ADD_PHONE);
    assert_eq!(bench.signed_in.stage(), AT_OVERVIEW);
    bench.environment = Environment::default();
    bench.open(ADD_PHONE);
    assert_eq!(bench.phone().step, PhoneStep::Number);
}

/// An instance whose users have phone numbers, which are no second factor.
fn without_sms() -> Environment {
    let mut environment = environment();
    let on = Attribute { enabled: true, ..Attribute::default() };
    environment.attributes.insert("phone_number".to_owned(), on);
    environment
}

#[test]
fn it_cannot_be_opened_for_a_task_that_a_number_would_not_end() {
    let mut bench = Bench::signed_in(user(plain()));
    bench.environment = without_sms();
    bench.open(ADD_PHONE);
    assert_eq!(bench.phone().step, PhoneStep::Number);
    for (environment, opens) in [(without_sms(), false), (Environment::default(), true)] {
        let mut bench = Bench::signed_in(user(plain()));
        bench.environment = environment;
        bench.task = Some(TaskKey::SetupMfa);
        bench.open(ADD_PHONE);
        assert_eq!(bench.signed_in.factors().shows(factors::Page::AddPhone), opens);
    }
}

#[test]
fn a_number_that_cannot_be_a_second_factor_is_not_used_by_itself() {
    for (environment, uses) in [(without_sms(), false), (Environment::default(), true)] {
        let mut bench = Bench::with_number(user(plain()));
        bench.environment = environment;
        bench.task = Some(TaskKey::SetupMfa);
        bench.verify_phone("424242");
        assert_eq!(bench.answer(Ok(added("idn_9", "+15555550109", &[]))), uses);
        assert_eq!(bench.phone().step, PhoneStep::Added(nine()));
    }
}
