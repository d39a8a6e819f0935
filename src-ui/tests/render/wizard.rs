//! The pages that add a factor, and the backup codes.

use latchkey_ipc::command::Copyable;
use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{Element, Page, page};
use crate::scenes::wizard::*;
use crate::scenes::*;

#[tokio::test]
async fn the_key_is_there_as_a_code_to_scan_and_both_ways_are_in_reach_of_the_keyboard() {
    let page = totp(AddTotpStep::Key(totp_key())).await;
    let qr = page.only(TOTP_QR);
    assert_eq!(qr.get("viewBox"), Some("0 0 53 53"));
    assert_eq!(qr.get("role"), Some("img"));
    assert!(qr.get("aria-label").unwrap().contains("QR code"));
    assert!(page.0.contains(include_str!("scenes/totp_qr.txt")));
    assert_eq!(page.only(SHOW_QR).get("aria-pressed"), Some("true"));
    assert_eq!(page.only(SHOW_URI).get("aria-pressed"), Some("false"));
    assert!(page.0.contains("6 digits that change every 30 seconds"));
    assert!(page.text().contains("under Acme and all@example.com"));
    assert_eq!(page.0.matches("<li><span>").count(), 3, "each step is one cell beside its number");
    assert!(page.has(TOTP_RESET) && page.has(TOTP_CONTINUE) && page.has(CANCEL));
    assert!(!page.0.contains(KEY), "shown when it is asked for");
}

#[tokio::test]
async fn a_key_that_cannot_be_had_can_be_asked_for_again() {
    let waiting = AddTotpView { activity: Activity::Busy, ..add_totp(AddTotpStep::Preparing) };
    let waiting = page(app(Screen::AddTotp(waiting))).await;
    assert_eq!(waiting.only(PAGE_ADD_TOTP).get("data-state"), Some("loading"));
    assert!(waiting.0.contains("class=\"skeleton\"") && !waiting.has(TOTP_RESET));
    let failed = AddTotpView {
        problem: Some(problem(ErrorCode::Unreachable, None)),
        ..add_totp(AddTotpStep::Preparing)
    };
    let failed = page(app(Screen::AddTotp(failed))).await;
    assert_eq!(failed.only(PAGE_ADD_TOTP).get("data-state"), Some("error"));
    assert_eq!(failed.only(TOTP_RESET).text(), "Try again");
    assert!(failed.has(FORM_ERROR) && failed.has(CANCEL));
    let opened_under_a_wait_that_is_over =
        page(app(Screen::AddTotp(add_totp(AddTotpStep::Preparing)))).await;
    assert_eq!(opened_under_a_wait_that_is_over.only(TOTP_RESET).text(), "Try again");
}

#[tokio::test]
async fn a_wrong_code_is_told_with_what_the_clock_may_have_to_do_with_it() {
    let view = AddTotpView {
        clock: Some(ClockDifference { ahead_ms: 94_000 }),
        problem: Some(problem(ErrorCode::FormCodeIncorrect, Some(Field::Code))),
        ..add_totp(AddTotpStep::Code)
    };
    let page = page(app(Screen::AddTotp(view))).await;
    assert_eq!(page.only(CODE).get("aria-invalid"), Some("true"));
    assert_eq!(page.only(CODE).get("aria-describedby"), page.only(FORM_ERROR).get("id"));
    assert!(page.only(CLOCK_WARNING).text().contains("94 seconds ahead"));
    assert!(page.has(TOTP_BACK) && page.has(CANCEL) && page.has(VERIFY_SUBMIT));
}

#[tokio::test]
async fn a_wrong_clock_is_told_before_the_app_gets_its_key() {
    let view = AddTotpView {
        clock: Some(ClockDifference { ahead_ms: -94_000 }),
        ..add_totp(AddTotpStep::Key(totp_key()))
    };
    let page = page(app(Screen::AddTotp(view))).await;
    assert!(page.only(CLOCK_WARNING).text().contains("94 seconds behind"));
}

#[tokio::test]
async fn what_is_copied_counts_down_for_the_eye_and_is_announced_once() {
    let copied = Some(Copied { what: Copyable::TotpKey, clears_in_ms: 27_000 });
    let page = totp(AddTotpStep::Key(TotpKeyView { copied, ..totp_key() })).await;
    let text = page.only(COPIED);
    assert_eq!(text.text(), "Copied. The clipboard is cleared in 27 s.");
    assert_eq!(text.get("role"), Some("timer"));
    assert!(page.0.contains("The key is copied. The clipboard is cleared in 27 seconds."));
    assert!(!totp(AddTotpStep::Key(totp_key())).await.has(COPIED));
}

#[tokio::test]
async fn backup_codes_can_be_kept_in_three_ways_and_wait_to_be_called_saved() {
    let page = totp(AddTotpStep::BackupCodes(backup_codes())).await;
    let codes: Vec<_> = page.all(BACKUP_CODE).iter().map(Element::text).collect();
    assert_eq!(codes.len(), 10);
    assert_eq!((codes[0].as_str(), codes[9].as_str()), ("7q2m4k9p", "t5v0m8sf"));
    assert!(page.has(BACKUP_COPY) && page.has(BACKUP_SAVE) && page.has(BACKUP_PRINT));
    assert_eq!(page.only(BACKUP_SAVED).get("checked"), None);
    let done = page.only(BACKUP_DONE);
    assert_eq!(done.get("aria-disabled"), Some("true"));
    let why = page.by_id(done.get("aria-describedby").unwrap()).text();
    assert!(why.contains("saved"), "{why}");
    assert!(!page.has(CANCEL), "leaving asks first, whatever leads away");
}

#[tokio::test]
async fn codes_that_are_kept_let_the_person_go_on() {
    let view = BackupCodesView {
        saved_to: Some("backup-codes.txt".to_owned()),
        confirmed: true,
        ..backup_codes()
    };
    let page = phone(AddPhoneStep::BackupCodes(view)).await;
    assert_eq!(page.only(BACKUP_FILE).text(), "backup-codes.txt");
    assert!(page.0.contains("Saved as "));
    assert_eq!(page.only(BACKUP_DONE).get("aria-disabled"), None);
    assert_eq!(page.only(BACKUP_DONE).get("aria-describedby"), None);
}

#[tokio::test]
async fn codes_that_cannot_be_kept_say_why() {
    for code in [ErrorCode::CopyFailed, ErrorCode::SaveFailed, ErrorCode::PrintFailed] {
        let view = BackupCodesView { problem: Some(problem(code, None)), ..backup_codes() };
        let page = totp(AddTotpStep::BackupCodes(view)).await;
        assert_eq!(page.only(PAGE_ADD_TOTP).get("data-state"), Some("error"));
        assert_eq!(page.only(FORM_ERROR).get("role"), Some("alert"));
    }
    let saving = BackupCodesView { saving: true, ..backup_codes() };
    let page = totp(AddTotpStep::BackupCodes(saving)).await;
    assert_eq!(page.only(BACKUP_SAVE).text(), "Saving…");
    assert_eq!(page.only(BACKUP_SAVE).get("aria-disabled"), Some("true"));
}

#[tokio::test]
async fn no_secret_is_left_on_the_page_that_follows() {
    let page = totp(AddTotpStep::Done).await;
    assert!(!page.0.contains("otpauth:") && !page.has(TOTP_QR) && !page.has(BACKUP_CODE));
    assert!(page.has(TOTP_SUCCESS) && page.has(WIZARD_DONE));
    assert!(!page.has(CANCEL), "there is nothing left to cancel");
}

#[tokio::test]
async fn the_steps_say_which_one_is_shown() {
    for (step, current, done) in [
        (AddTotpStep::Key(totp_key()), Some("1Scan"), 0),
        (AddTotpStep::Code, Some("2Verify"), 1),
        (AddTotpStep::BackupCodes(backup_codes()), Some("3Finish"), 2),
        (AddTotpStep::Done, None, 3),
    ] {
        let page = totp(step).await;
        let steps = page.by_attribute("aria-current", "step");
        assert_eq!(steps.first().map(Element::text).as_deref(), current);
        assert_eq!(page.0.matches("class=\"step done\"").count(), done);
    }
}

#[tokio::test]
async fn a_number_is_written_as_the_backend_says_with_where_the_code_will_go() {
    let page = phone(valid()).await;
    let field = page.only(PHONE);
    assert_eq!(field.get("value"), Some("(555) 555-0142"));
    assert_eq!(field.get("type"), Some("tel"));
    assert_eq!(field.get("autocomplete"), Some("tel"));
    let hint = page.by_id(field.get("aria-describedby").unwrap()).text();
    assert_eq!(hint, "We’ll text a code to +1 555-555-0142.");
    let country = page.only(PHONE_COUNTRY);
    assert_eq!(country.text(), "United States +1");
    assert_eq!(country.get("data-country"), Some("US"));
    assert_eq!(country.get("aria-expanded"), Some("false"));
    assert!(!page.has(COUNTRY_OPTION), "closed at first");
}

#[tokio::test]
async fn a_number_that_is_being_typed_is_not_called_wrong() {
    let verdict = PhoneVerdict::Invalid { code: ErrorCode::PhoneInvalid };
    let page = phone(number("12", "12", verdict)).await;
    assert!(!page.has(FORM_ERROR));
    assert_eq!(page.only(PHONE).get("aria-invalid"), None);
}

#[tokio::test]
async fn a_number_that_was_refused_is_kept_and_says_why_beside_it() {
    for code in [
        ErrorCode::PhoneIncomplete,
        ErrorCode::PhoneTooLong,
        ErrorCode::FormIdentifierExists,
        ErrorCode::UnsupportedCountryCode,
    ] {
        let step = number("555", "555", PhoneVerdict::Incomplete);
        let problem = Some(problem(code, Some(Field::Phone)));
        let page = page(app(Screen::AddPhone(AddPhoneView { problem, ..add_phone(step) }))).await;
        assert_eq!(page.only(PHONE).get("value"), Some("555"));
        assert_eq!(page.only(PHONE).get("aria-invalid"), Some("true"));
        assert_eq!(page.only(PHONE).get("aria-describedby"), page.only(FORM_ERROR).get("id"));
    }
}

#[tokio::test]
async fn every_refusal_of_a_wizard_is_told_once() {
    for code in ErrorCode::ALL {
        let problem = Some(problem(*code, None));
        let screens = [
            Screen::AddTotp(AddTotpView {
                problem: problem.clone(),
                ..add_totp(AddTotpStep::Key(totp_key()))
            }),
            Screen::AddTotp(AddTotpView {
                problem: problem.clone(),
                ..add_totp(AddTotpStep::Code)
            }),
            Screen::AddPhone(AddPhoneView {
                problem: problem.clone(),
                ..add_phone(number("555", "555", PhoneVerdict::Incomplete))
            }),
            Screen::AddPhone(AddPhoneView { problem: problem.clone(), ..add_phone(added(true)) }),
        ];
        for screen in screens {
            let page = page(app(screen)).await;
            assert!(page.only(FORM_ERROR).text().len() > 15, "{}", code.as_str());
        }
    }
}

#[tokio::test]
async fn the_code_of_a_number_says_where_it_went_and_lets_it_be_changed() {
    let page = phone(AddPhoneStep::Code {
        formatted: "+1 555-555-0142".to_owned(),
        delivery: Delivery::Sent { resend_in_ms: 24_000 },
    })
    .await;
    assert_eq!(page.only(CODE_DESTINATION).text(), "+1 555-555-0142");
    assert_eq!(page.only(RESEND).text(), "Send again in 0:24");
    assert!(page.has(CHANGE_PHONE) && page.has(CANCEL) && page.has(VERIFY_SUBMIT));
    assert!(!page.has(CLOCK_WARNING));
}

#[tokio::test]
async fn a_new_number_is_offered_for_mfa_only_where_that_is_possible() {
    let offered = phone(added(true)).await;
    assert!(offered.only(PHONE_ADDED).text().starts_with("Phone added"));
    assert!(offered.only(PHONE_ADDED).text().contains("+1 555-555-0142"));
    assert_eq!(offered.only(WIZARD_DONE).text(), "Not now");
    assert!(offered.has(USE_FOR_MFA));
    let alone = phone(added(false)).await;
    assert_eq!(alone.only(WIZARD_DONE).text(), "Done");
    assert!(!alone.has(USE_FOR_MFA));
}

#[tokio::test]
async fn the_time_that_a_proof_still_counts_is_in_sight() {
    let view = AddPhoneView { verified_for_ms: Some(521_000), ..add_phone(valid()) };
    let page = page(app(Screen::AddPhone(view))).await;
    assert!(page.only(VERIFIED_FOR).text().contains("for 9 min"));
    assert!(!phone(valid()).await.has(VERIFIED_FOR));
}

#[tokio::test]
async fn a_wait_counts_down_on_the_button_of_each_wizard() {
    let totp = AddTotpView { activity: RATE_LIMITED, ..add_totp(AddTotpStep::Code) };
    let page_totp = page(app(Screen::AddTotp(totp))).await;
    assert_eq!(page_totp.only(VERIFY_SUBMIT).text(), "Try again in 0:24");
    let phone = AddPhoneView { activity: RATE_LIMITED, ..add_phone(valid()) };
    let page_phone = page(app(Screen::AddPhone(phone))).await;
    assert_eq!(page_phone.only(ADD_PHONE_SUBMIT).text(), "Try again in 0:24");
    assert_eq!(page_phone.only(ADD_PHONE_SUBMIT).get("aria-disabled"), Some("true"));
}

/// The value of `data-state` in the scene with this name.
pub(crate) fn state(name: &str) -> Option<&'static str> {
    match name {
        "add-totp-preparing" => Some("loading"),
        "add-totp-preparing-failed"
        | "add-totp-code-wrong"
        | "backup-codes-problem"
        | "add-phone-invalid"
        | "add-phone-refused"
        | "add-phone-held"
        | "add-phone-code-wrong" => Some("error"),
        "add-phone-busy" => Some("busy"),
        _ => None,
    }
}

#[tokio::test]
async fn paper_says_whose_codes_they_are() {
    let page = totp(AddTotpStep::BackupCodes(mfa::codes())).await;
    assert!(page.text().contains("Acme · acme.clerk.accounts.dev · for all@example.com"));
}

#[tokio::test]
async fn a_failure_after_a_number_was_added_is_told_with_or_without_text_messages() {
    for sms_offered in [true, false] {
        let view = AddPhoneView {
            problem: Some(problem(ErrorCode::FeatureNotEnabled, None)),
            ..add_phone(added(sms_offered))
        };
        let page = page(app(Screen::AddPhone(view))).await;
        assert!(page.only(FORM_ERROR).text().contains("switched this off"));
        assert_eq!(page.only(PAGE_ADD_PHONE).get("data-state"), Some("error"));
        assert!(page.has(PHONE_ADDED) && page.has(WIZARD_DONE));
    }
}

async fn totp(step: AddTotpStep) -> Page {
    page(app(Screen::AddTotp(add_totp(step)))).await
}

async fn phone(step: AddPhoneStep) -> Page {
    page(app(Screen::AddPhone(add_phone(step)))).await
}
