//! Answers that were lost: the client says what became of the change, which is never made again.

use super::*;

fn lost(bench: &mut Bench) {
    assert!(bench.answer(Err(Failure::OutcomeUnknown)));
    assert_eq!(bench.last(), &Asked::AskClient);
    assert!(bench.signed_in.is_busy());
}

#[test]
fn a_change_that_was_made_is_a_success() {
    let before = with_phones(&[("idn_1", "verified reserved default"), ("idn_2", "verified")]);
    let cases = [
        (Change::DisablePhone(id("idn_1")), "verified", "verified", Notice::PhoneDisabled),
        (
            Change::UsePhone(id("idn_2")),
            "verified reserved default",
            "verified reserved",
            Notice::PhoneEnabled,
        ),
    ];
    for (change, one, two, notice) in cases {
        let mut bench = Bench::of(user(before.clone()));
        bench.act(Event::Ask(change));
        lost(&mut bench);
        assert!(!bench.answer_client(&with_phones(&[("idn_1", one), ("idn_2", two)])));
        assert_eq!(bench.notice(), Some(notice));
        assert_eq!(bench.signed_in.factors().problem(), None);
        assert_eq!(bench.signed_in.pending(), None);
    }
}

#[test]
fn a_change_that_was_not_made_is_told_and_not_repeated() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    lost(&mut bench);
    assert!(!bench.answer_client(&with_totp()));
    assert_eq!(
        bench.signed_in.factors().problem(),
        Some((&Target::Totp, &Failure::OutcomeUnknown))
    );
}

#[test]
fn a_change_that_was_not_made_is_told_also_where_another_was() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    lost(&mut bench);
    let mut after = with_totp();
    after["backup_code_enabled"] = json!(false);
    bench.answer_client(&after);
    assert_eq!(
        bench.signed_in.factors().problem(),
        Some((&Target::Totp, &Failure::OutcomeUnknown))
    );
    assert_eq!(bench.notice(), Some(Notice::ChangedElsewhere));
}

#[test]
fn a_change_whose_outcome_cannot_be_had_is_told() {
    for answer in [Err(Failure::OutcomeUnknown), Ok(Answer::Client(None)), Ok(done())] {
        let mut bench = Bench::of(user(with_totp()));
        bench.act(Event::Ask(Change::RemoveTotp));
        lost(&mut bench);
        assert!(!bench.answer(answer));
        assert_eq!(
            bench.signed_in.factors().problem(),
            Some((&Target::Totp, &Failure::OutcomeUnknown))
        );
        assert!(!bench.signed_in.is_busy());
    }
}

#[test]
fn an_authenticator_app_that_is_on_is_done_and_its_lost_codes_are_told() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    lost(&mut bench);
    bench.answer_client(&with_totp());
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.notice(), Some(Notice::BackupCodesLost));
}

#[test]
fn codes_that_were_there_before_are_not_lost() {
    let before = with_phones(&[("idn_1", "verified reserved default")]);
    let mut after = before.clone();
    after["totp_enabled"] = json!(true);
    let mut bench = Bench::with_key(user(before));
    bench.verify_totp("123456");
    lost(&mut bench);
    bench.answer_client(&after);
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.notice(), None);
}

#[test]
fn an_authenticator_app_that_is_not_on_keeps_its_step() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    lost(&mut bench);
    bench.answer_client(&plain());
    assert!(matches!(bench.totp().step, TotpStep::Code(_)));
    assert_eq!(bench.totp().failure, Some(Failure::OutcomeUnknown));
}

#[test]
fn codes_that_may_have_been_made_are_told_to_be_lost() {
    let unknown = Some((&Target::BackupCodes, &Failure::OutcomeUnknown));
    for (found, told) in
        [(Ok(signed_in(&with_totp())), None), (Err(Failure::OutcomeUnknown), unknown)]
    {
        let mut bench = Bench::of(user(with_totp()));
        bench.act(Event::Ask(Change::GenerateBackupCodes));
        lost(&mut bench);
        bench.answer(found);
        assert_eq!(bench.notice(), Some(Notice::BackupCodesLost));
        assert_eq!(bench.signed_in.factors().problem(), told);
    }
}

#[test]
fn a_change_that_a_web_page_answered_was_not_made() {
    let page = Failure::BadAnswer(BadAnswer::Html);
    for (change, target) in
        [(Change::GenerateBackupCodes, Target::BackupCodes), (Change::RemoveTotp, Target::Totp)]
    {
        let mut bench = Bench::of(user(with_totp()));
        bench.act(Event::Ask(change));
        assert!(!bench.answer(Err(page.clone())));
        assert_eq!(bench.notice(), None);
        assert_eq!(bench.signed_in.factors().problem(), Some((&target, &page)));
    }
}

#[test]
fn codes_that_an_earlier_try_made_are_told_once_another_succeeds_without_any() {
    let reserved = with_phones(&[("idn_9", "verified reserved default")]);
    let used = || added("idn_9", "+15555550109", &[]);
    let mut bench = Bench::with_number(user(plain()));
    bench.verify_phone("424242");
    bench.answer(Ok(used()));
    bench.act(Event::Ask(Change::UsePhone(id("idn_9"))));
    lost(&mut bench);
    bench.answer(Err(Failure::OutcomeUnknown));
    bench.user = user(reserved);
    assert!(bench.act(Event::Ask(Change::UsePhone(id("idn_9")))));
    bench.answer(Ok(used()));
    assert!(matches!(bench.phone().step, PhoneStep::Done(_)));
    assert_eq!(bench.notice(), Some(Notice::BackupCodesLost));
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    lost(&mut bench);
    bench.answer(Err(Failure::OutcomeUnknown));
    bench.user = user(with_totp());
    bench.verify_totp("123456");
    bench.answer(Ok(verified_totp(&[])));
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.notice(), Some(Notice::BackupCodesLost));
}

#[test]
fn codes_that_were_not_lost_or_were_replaced_since_are_not_told() {
    let mut bench = Bench::of(user(with_phones(&[("idn_3", "verified")])));
    bench.act(Event::Ask(Change::UsePhone(id("idn_3"))));
    lost(&mut bench);
    bench.answer(Err(Failure::OutcomeUnknown));
    bench.user.backup_code_enabled = true;
    bench.user.two_factor_enabled = true;
    bench.act(Event::Ask(Change::GenerateBackupCodes));
    bench.answer(Ok(new_codes(&["aaaa"])));
    bench.act(Event::ConfirmSaved(true));
    bench.act(Event::CodesDone);
    bench.act(Event::Ask(Change::UsePhone(id("idn_3"))));
    bench.answer(Ok(added("idn_3", "+15555550103", &[])));
    assert_eq!(bench.notice(), Some(Notice::PhoneEnabled));
    let mut bench = Bench::of(user(with_phones(&[("idn_3", "verified")])));
    bench.act(Event::Ask(Change::UsePhone(id("idn_3"))));
    bench.user.backup_code_enabled = true;
    bench.answer(Ok(added("idn_3", "+15555550103", &[])));
    assert_eq!(bench.notice(), Some(Notice::PhoneEnabled), "another device has made them");
}

#[test]
fn codes_of_a_number_that_were_lost_are_told() {
    let mut bench = Bench::of(user(with_phones(&[("idn_3", "verified")])));
    bench.act(Event::Ask(Change::UsePhone(id("idn_3"))));
    lost(&mut bench);
    bench.answer_client(&with_phones(&[("idn_3", "verified reserved default")]));
    assert_eq!(bench.notice(), Some(Notice::BackupCodesLost));
}

#[test]
fn a_number_that_was_added_goes_on_to_its_code() {
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_PHONE);
    bench.submit_phone("+15555550109");
    lost(&mut bench);
    assert!(bench.answer_client(&with_phones(&[("idn_9", "")])));
    assert_eq!(bench.last(), &Call::PreparePhone(id("idn_9")));
}

#[test]
fn a_number_that_was_verified_is_added() {
    let mut bench = Bench::with_number(user(plain()));
    bench.verify_phone("424242");
    lost(&mut bench);
    bench.answer_client(&with_phones(&[("idn_9", "verified")]));
    assert!(matches!(bench.phone().step, PhoneStep::Added(_)));
}

#[test]
fn a_number_that_was_not_verified_keeps_its_step() {
    let mut bench = Bench::with_number(user(plain()));
    bench.verify_phone("424242");
    lost(&mut bench);
    bench.answer_client(&with_phones(&[("idn_9", "")]));
    assert!(matches!(bench.phone().step, PhoneStep::Code(_)));
    assert_eq!(bench.phone().failure, Some(Failure::OutcomeUnknown));
}

#[test]
fn a_code_that_may_have_been_sent_counts_as_sent() {
    let mut bench = Bench::of(user(with_phones(&[("idn_9", "")])));
    bench.act(Event::ResumePhone(id("idn_9")));
    assert!(!bench.answer(Err(Failure::OutcomeUnknown)));
    assert_eq!(
        bench.signed_in.factors().delivery(NOW),
        Some(Delivery::Sent { resend_in: RESEND_WAIT })
    );
    assert_eq!(bench.phone().failure, Some(Failure::OutcomeUnknown));
}

#[test]
fn an_answer_of_another_kind_counts_as_lost() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    assert!(bench.answer(Ok(new_codes(&["aaaa"]))));
    assert_eq!(bench.last(), &Asked::AskClient);
    assert_eq!(bench.signed_in.factors().codes(), None);
}

/// The gateway gave up. What the server behind it did is not known.
fn gateway_timeout() -> Failure {
    Failure::Server { status: 504, trace_id: None }
}

#[test]
fn codes_that_a_server_error_may_have_made_are_told_to_be_lost() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::GenerateBackupCodes));
    assert!(bench.answer(Err(gateway_timeout())));
    assert!(!bench.answer_client(&with_totp()));
    assert_eq!(bench.notice(), Some(Notice::BackupCodesLost));
    let told = (&Target::BackupCodes, &gateway_timeout());
    assert_eq!(bench.signed_in.factors().problem(), Some(told), "most often none were made");
}

#[test]
fn an_authenticator_app_that_is_verified_already_after_a_server_error_is_ours() {
    let mut bench = Bench::with_key(user(plain()));
    bench.verify_totp("123456");
    assert!(bench.answer(Err(gateway_timeout())));
    assert_eq!(bench.last(), &Asked::AskClient);
    assert!(!bench.answer(Err(gateway_timeout())));
    assert_eq!(bench.totp().failure, Some(gateway_timeout()));
    assert_eq!(bench.totp().refusals, 0, "the code can be sent again as it is");
    assert!(bench.verify_totp("123456"));
    assert!(bench.refuse("verification_already_verified"));
    assert!(!bench.answer_client(&with_totp()));
    assert_eq!(bench.totp().step, TotpStep::Done);
    assert_eq!(bench.notice(), Some(Notice::BackupCodesLost));
}

#[test]
fn every_change_asks_for_the_client_after_a_server_error() {
    for change in [
        Change::UsePhone(id("idn_3")),
        Change::DisablePhone(id("idn_1")),
        Change::MakeDefaultPhone(id("idn_2")),
        Change::RemovePhone(id("idn_1")),
    ] {
        let account = with_phones(&[
            ("idn_1", "verified reserved default"),
            ("idn_2", "verified reserved"),
            ("idn_3", "verified"),
        ]);
        let mut bench = Bench::of(user(account.clone()));
        assert!(bench.act(Event::Ask(change.clone())));
        assert!(bench.answer(Err(gateway_timeout())), "{change:?}");
        assert!(!bench.answer_client(&account));
        let told = bench.signed_in.factors().problem();
        assert_eq!(told, Some((&change.target(), &gateway_timeout())));
    }
}

#[test]
fn a_code_can_be_asked_for_again_at_once_after_a_server_error() {
    let mut bench = Bench::of(user(with_phones(&[("idn_9", "")])));
    bench.act(Event::ResumePhone(id("idn_9")));
    assert!(!bench.answer(Err(gateway_timeout())));
    assert_eq!(bench.phone().failure, Some(gateway_timeout()));
    assert!(bench.act(Event::ResendPhoneCode));
}

#[test]
fn the_client_is_read_for_the_session_of_the_change_alone() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    lost(&mut bench);
    let sessions = json!([
        {"id": "sess_2", "status": "active", "user": plain()},
        {"id": "sess_1", "status": "active", "user": with_totp()},
    ]);
    let two = client(json!({
        "id": "client_1", "sessions": sessions, "last_active_session_id": "sess_2",
    }));
    bench.answer(Ok(Answer::Client(Some(Box::new(two)))));
    let problem = bench.signed_in.factors().problem();
    assert_eq!(problem, Some((&Target::Totp, &Failure::OutcomeUnknown)));
    assert_eq!(bench.notice(), None);
}
