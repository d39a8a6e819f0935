//! What Manage MFA, its dialogs and the step-up show.

use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{Page as Rendered, page};
use crate::scenes::mfa::*;
use crate::scenes::*;

async fn shown(view: ManageMfaView) -> Rendered {
    page(app(Screen::ManageMfa(view))).await
}

#[tokio::test]
async fn each_factor_has_its_row_with_what_can_be_done_to_it() {
    let page = shown(phones_only()).await;
    assert!(page.only(TOTP_STATUS).text().starts_with("Off."));
    assert!(page.has(TOTP_ADD) && !page.has(TOTP_REMOVE));
    let numbers = |id: &str| -> Vec<String> {
        page.all(id).iter().map(|row| row.get("data-phone").unwrap().to_owned()).collect()
    };
    assert_eq!(numbers(MFA_PHONE), ["+15555550100", "+15555550118"]);
    assert_eq!(numbers(OTHER_PHONE), ["+4740000142"]);
    assert_eq!(numbers(UNVERIFIED_PHONE), ["+442079460958"]);
    let buttons = |row: &str| {
        [PHONE_DEFAULT, PHONE_MAKE_DEFAULT, PHONE_DISABLE, PHONE_USE, PHONE_VERIFY, PHONE_REMOVE]
            .into_iter()
            .filter(|id| page.row(row).contains(&format!("data-testid=\"{id}\"")))
            .collect::<Vec<_>>()
    };
    assert_eq!(buttons("+15555550100"), [PHONE_DEFAULT, PHONE_DISABLE, PHONE_REMOVE]);
    assert_eq!(buttons("+15555550118"), [PHONE_MAKE_DEFAULT, PHONE_DISABLE, PHONE_REMOVE]);
    assert_eq!(buttons("+4740000142"), [PHONE_USE, PHONE_REMOVE]);
    assert_eq!(buttons("+442079460958"), [PHONE_VERIFY, PHONE_REMOVE]);
    assert!(page.has(ADD_PHONE) && page.has(BACKUP_GENERATE));
    assert_eq!(page.only(NAV_MFA).get("aria-current"), Some("page"));
    assert_eq!(page.only(NAV_ACCOUNT).get("aria-current"), None);
}

#[tokio::test]
async fn every_button_of_a_row_names_its_number_to_who_cannot_see_the_row() {
    let page = shown(phones_only()).await;
    for id in [PHONE_MAKE_DEFAULT, PHONE_DISABLE, PHONE_USE, PHONE_VERIFY, PHONE_REMOVE] {
        for button in page.all(id) {
            let spoken = button.get("aria-label").unwrap();
            assert!(spoken.starts_with(&format!("{}: +", button.text())), "{spoken}");
        }
    }
}

#[tokio::test]
async fn with_an_authenticator_app_it_is_said_to_come_first_and_no_default_can_be_set() {
    let page = shown(manage_mfa()).await;
    assert!(page.only(TOTP_STATUS).text().starts_with("On."));
    assert!(page.only(TOTP_FIRST).text().contains("asked for first"));
    assert!(!page.has(PHONE_MAKE_DEFAULT) && page.has(TOTP_REMOVE));
    assert!(!shown(phones_only()).await.has(TOTP_FIRST));
}

#[tokio::test]
async fn what_there_is_none_of_is_said_in_words() {
    let page = shown(off()).await;
    assert!(page.0.contains("No phone number is used for MFA."));
    assert!(page.0.contains("There are no other verified numbers."));
    assert!(page.0.contains("MFA is off"));
    assert!(!page.has(BACKUP_GENERATE) && !page.has(BACKUP_STATUS), "codes need another factor");
}

#[tokio::test]
async fn what_the_instance_does_not_offer_is_not_shown() {
    let page =
        shown(ManageMfaView { totp: None, phones_offered: false, phones: Vec::new(), ..off() })
            .await;
    for id in [TOTP_STATUS, TOTP_ADD, ADD_PHONE, MFA_PHONE, OTHER_PHONE] {
        assert!(!page.has(id), "{id}");
    }
    let page = shown(ManageMfaView { sms_offered: false, ..phones_only() }).await;
    assert!(!page.has(PHONE_USE), "no number can be taken as a second factor");
    assert!(page.has(PHONE_DISABLE) && page.has(PHONE_REMOVE));
}

#[tokio::test]
async fn a_change_is_busy_in_its_own_row_and_nothing_else_can_be_asked_meanwhile() {
    for (target, marks) in [
        (MfaTarget::Totp, TOTP_REMOVE),
        (MfaTarget::Phone(PhoneId("idn_15555550100".to_owned())), PHONE_DEFAULT),
        (MfaTarget::BackupCodes, BACKUP_GENERATE),
    ] {
        let view = ManageMfaView {
            activity: Activity::Busy,
            busy: Some(target),
            problem: failed(ErrorCode::TimedOut, Activity::Idle).problem,
            ..manage_mfa()
        };
        let page = shown(view).await;
        assert_eq!(page.only(PAGE_MANAGE_MFA).get("data-state"), Some("busy"));
        assert_eq!(page.0.matches("class=\"spinner\"").count(), 1, "{marks}");
        assert!(page.near(marks).contains("Working…"), "{marks}");
        assert!(!page.has(ROW_ERROR), "the last failure is not the present change's");
        for id in [TOTP_REMOVE, PHONE_DISABLE, PHONE_USE, PHONE_REMOVE, ADD_PHONE, BACKUP_GENERATE]
        {
            for button in page.all(id) {
                assert_eq!(button.get("aria-disabled"), Some("true"), "{id}");
            }
        }
        assert!(page.0.contains("+1 555-555-0118"), "all of it stays readable");
    }
}

#[tokio::test]
async fn a_change_that_failed_is_told_in_its_row() {
    for (target, place) in [
        (MfaTarget::Totp, TOTP_STATUS),
        (MfaTarget::Phone(PhoneId("idn_4740000142".to_owned())), OTHER_PHONE),
        (MfaTarget::BackupCodes, BACKUP_STATUS),
    ] {
        let told = TargetProblem { target, problem: problem(ErrorCode::FactorGone, None) };
        let page = shown(ManageMfaView { problem: Some(told), ..manage_mfa() }).await;
        assert_eq!(page.only(ROW_ERROR).get("role"), Some("alert"));
        assert!(page.only(ROW_ERROR).text().starts_with("This is no longer on your account"));
        assert!(page.near(place).contains("data-testid=\"row-error\""), "{place}");
        assert!(!page.has(FORM_ERROR) && page.has(NOTICE_DISMISS));
        assert_eq!(page.only(PAGE_MANAGE_MFA).get("data-state"), Some("error"));
    }
}

#[tokio::test]
async fn a_failure_whose_row_is_gone_is_told_at_the_top() {
    let told = TargetProblem {
        target: MfaTarget::Phone(PhoneId("idn_gone".to_owned())),
        problem: problem(ErrorCode::FactorGone, None),
    };
    let page = shown(ManageMfaView { problem: Some(told), ..manage_mfa() }).await;
    assert!(page.has(FORM_ERROR) && !page.has(ROW_ERROR));
}

#[tokio::test]
async fn a_wait_is_counted_where_it_is_told() {
    let page = shown(failed(ErrorCode::TooManyRequests, RATE_LIMITED)).await;
    assert_eq!(page.only(COUNTDOWN).text(), "0:24");
    assert!(page.row("+15555550100").contains("Try again in"));
    assert_eq!(page.only(TOTP_REMOVE).get("aria-disabled"), Some("true"));
    let page = shown(ManageMfaView { activity: RATE_LIMITED, ..manage_mfa() }).await;
    assert_eq!(page.only(COUNTDOWN).text(), "0:24", "and without a problem as well");
    let over = Activity::Held { reason: HoldReason::RateLimited, remaining_ms: 0 };
    let page = shown(failed(ErrorCode::TooManyRequests, over)).await;
    assert!(!page.has(COUNTDOWN) && !page.has(ROW_ERROR));
    assert_eq!(page.only(TOTP_REMOVE).get("aria-disabled"), None);
}

#[tokio::test]
async fn the_last_factor_under_forced_mfa_stays_and_says_why() {
    let page = shown(last_factor(false)).await;
    let button = page.only(TOTP_REMOVE);
    assert_eq!(button.get("aria-disabled"), Some("true"));
    assert_eq!(button.get("aria-describedby"), page.only(TOTP_REQUIRED).get("id"));
    assert!(page.only(TOTP_REQUIRED).text().contains("last second factor"));
    assert!(!shown(last_factor(true)).await.has(TOTP_REQUIRED));

    let kept = Removal { allowed: false, last_factor: true, ..removal() };
    let role = PhoneRole::SecondFactor { default: true, disabling: kept.clone() };
    let phone = MfaPhone { removal: kept, ..mfa_phone("+15555550100", "+1 555-555-0100", role) };
    let page = shown(ManageMfaView { phones: vec![phone], ..phones_only() }).await;
    for id in [PHONE_DISABLE, PHONE_REMOVE] {
        assert_eq!(page.only(id).get("aria-disabled"), Some("true"));
        assert_eq!(page.only(id).get("aria-describedby"), page.only(PHONE_REQUIRED).get("id"));
    }
}

#[tokio::test]
async fn a_session_that_waits_for_a_factor_is_told_so_and_goes_nowhere_else() {
    let page = shown(ManageMfaView { required: true, ..off() }).await;
    assert!(page.text().contains("Acme demands a second factor"));
    assert!(!page.0.contains("password alone is enough"));
    assert_eq!(page.only(NAV_ACCOUNT).text(), "Set up MFA");
    assert_eq!(page.only(NAV_ACCOUNT).get("aria-current"), None, "it leads back to the choice");
}

#[tokio::test]
async fn a_number_can_be_added_only_where_the_instance_takes_one() {
    let page = shown(ManageMfaView { can_add_phone: false, ..manage_mfa() }).await;
    assert!(!page.has(ADD_PHONE));
    assert!(page.has(PHONE_USE) && page.has(PHONE_REMOVE), "what there is stays");
}

#[tokio::test]
async fn asking_again_is_seen_on_its_button_and_leaves_the_changes_free() {
    let view = ManageMfaView { refreshing: true, ..manage_mfa() };
    let page = shown(ManageMfaView {
        refresh_problem: Some(problem(ErrorCode::TimedOut, None)),
        ..view.clone()
    })
    .await;
    assert_eq!(page.only(PAGE_MANAGE_MFA).get("data-state"), Some("busy"));
    assert_eq!(page.only(RETRY).get("aria-disabled"), Some("true"));
    assert_eq!(page.only(TOTP_REMOVE).get("aria-disabled"), None);
    assert!(!page.has(FORM_ERROR), "the last failure is not the present request's");
    let page = crate::html::page(AppView { online: false, ..app(Screen::ManageMfa(view)) }).await;
    assert_eq!(page.only(RETRY).get("aria-disabled"), Some("true"), "in the banner as well");
}

#[tokio::test]
async fn a_state_that_could_not_be_asked_for_is_told_at_the_top() {
    let refresh_problem = Some(problem(ErrorCode::TimedOut, None));
    let view = ManageMfaView { refresh_problem, ..failed(ErrorCode::FactorGone, Activity::Idle) };
    let page = shown(view.clone()).await;
    assert!(page.only(FORM_ERROR).text().starts_with("The server took too long"));
    assert!(page.only(ROW_ERROR).text().starts_with("This is no longer"));
    assert_ne!(page.only(FORM_ERROR).get("id"), page.only(ROW_ERROR).get("id"));
    assert_eq!(page.only(PAGE_MANAGE_MFA).get("data-state"), Some("error"));
    let page = shown(ManageMfaView { problem: None, ..view }).await;
    assert_eq!(page.only(PAGE_MANAGE_MFA).get("data-state"), Some("error"));
}

#[tokio::test]
async fn nothing_speaks_of_a_password_that_the_account_does_not_have() {
    for view in [manage_mfa(), off(), last_factor(true)] {
        let page = shown(ManageMfaView { password: false, ..view.clone() }).await;
        assert!(!page.by_id("page-title").text().is_empty());
        assert!(!page.0.contains("password"), "{}", page.0);
        assert!(shown(view).await.0.contains("password"));
    }
}

#[tokio::test]
async fn the_time_left_of_a_proof_is_seen_and_not_read_out() {
    let page = shown(manage_mfa()).await;
    assert_eq!(page.only(VERIFIED_FOR).text(), "Confirmed: no new check for 9 min");
    assert_eq!(page.only(VERIFIED_FOR).get("role"), None);
    for verified_for_ms in [None, Some(0)] {
        assert!(!shown(ManageMfaView { verified_for_ms, ..manage_mfa() }).await.has(VERIFIED_FOR));
    }
}

#[tokio::test]
async fn factors_stay_readable_and_dated_while_offline() {
    let page = page(AppView { online: false, ..app(Screen::ManageMfa(manage_mfa())) }).await;
    assert_eq!(page.only(ACCOUNT_REFRESHED).text(), "Updated at 2026-11-22 08:45 UTC");
    assert_eq!(page.all(RETRY).len(), 1);
    assert_eq!(page.all(MFA_PHONE).len(), 2);
    assert!(page.only(OFFLINE_BANNER).text().contains("What you see is what was known last."));
}

#[tokio::test]
async fn new_backup_codes_take_the_place_of_everything_else() {
    let page = shown(ManageMfaView { codes: Some(codes()), ..manage_mfa() }).await;
    assert_eq!(page.all(BACKUP_CODE).len(), 10);
    assert_eq!(page.by_id("page-title").text(), "Your backup codes");
    for id in [TOTP_STATUS, MFA_PHONE, ADD_PHONE, BACKUP_GENERATE] {
        assert!(!page.has(id), "{id}");
    }
}

#[tokio::test]
async fn nothing_is_asked_before_a_button_is_pressed() {
    let page = shown(manage_mfa()).await;
    assert!(!page.has(DIALOG_CONFIRM) && !page.has(DIALOG_STEP_UP));
}

#[tokio::test]
async fn leaving_unsaved_codes_is_asked_with_staying_as_the_safe_answer() {
    let view = ManageMfaView { codes: Some(codes()), ..manage_mfa() };
    let page = page(AppView { leaving: true, ..app(Screen::ManageMfa(view)) }).await;
    let dialog = page.only(DIALOG_CONFIRM);
    assert_eq!(dialog.get("role"), Some("alertdialog"));
    assert!(dialog.text().starts_with("Leave without saving your backup codes?"));
    assert_eq!(page.only(CANCEL).text(), "Stay");
    assert_eq!(page.only(CONFIRM).text(), "Leave without them");
    assert!(!page.has(CONFIRM_LAST));
}

#[tokio::test]
async fn a_step_up_says_what_it_is_for_and_asks_as_verify_does() {
    let page = page(stepping_up(StepUpStep::Verify(proof(Strategy::Password)))).await;
    let dialog = page.only(DIALOG_STEP_UP);
    assert!(dialog.text().starts_with("Confirm it’s you"));
    assert!(dialog.text().contains("One more check before the authenticator app is removed."));
    assert_eq!(dialog.get("data-state"), Some("ready"));
    assert_eq!(page.only(PASSWORD).get("id"), Some("step-up-password"));
    assert!(page.has(VERIFY_SUBMIT) && page.has(USE_ANOTHER_METHOD));
    assert_eq!(page.only(CANCEL).text(), "Cancel");
    assert!(page.has(PAGE_MANAGE_MFA), "the page stays beneath");
}

#[tokio::test]
async fn a_step_up_shows_where_a_code_went_and_what_was_wrong_with_it() {
    let step_up = page(stepping_up(StepUpStep::Verify(proof(Strategy::PhoneCode)))).await;
    assert_eq!(step_up.only(CODE_DESTINATION).text(), "+1 ••• ••• 0100");
    assert!(step_up.has(RESEND) && step_up.has(CODE));
    let refused = VerifyView {
        problem: Some(problem(ErrorCode::FormCodeIncorrect, Some(Field::Code))),
        clock: Some(ClockDifference { ahead_ms: 94_000 }),
        ..proof(Strategy::Totp)
    };
    let step_up = page(stepping_up(StepUpStep::Verify(refused))).await;
    assert_eq!(step_up.only(CODE).get("aria-describedby"), step_up.only(FORM_ERROR).get("id"));
    assert!(step_up.only(FORM_ERROR).text().contains("next code in your authenticator app"));
    assert!(step_up.only(CLOCK_WARNING).text().contains("94 seconds ahead"));
    assert_eq!(step_up.only(DIALOG_STEP_UP).get("data-state"), Some("error"));
}

#[tokio::test]
async fn a_step_up_that_cannot_be_asked_for_can_be_tried_again_or_left() {
    let starting = page(stepping_up(StepUpStep::Starting)).await;
    assert_eq!(starting.only(DIALOG_STEP_UP).get("data-state"), Some("loading"));
    assert!(starting.has(CANCEL) && starting.0.contains("class=\"skeleton\""));
    let late = problem(ErrorCode::TimedOut, None);
    let failed = page(stepping_up(not_started(late, Activity::Idle))).await;
    assert!(failed.has(FORM_ERROR) && failed.has(CANCEL));
    assert!(failed.all(RETRY).iter().any(|button| button.text() == "Try again"));
    let lost = problem(ErrorCode::SessionReverificationMissing, None);
    let lost = page(stepping_up(not_started(lost, Activity::Idle))).await;
    assert!(lost.only(FORM_ERROR).text().contains("has to be done again"));
    let many = problem(ErrorCode::TooManyRequests, None);
    let held = page(stepping_up(not_started(many, RATE_LIMITED))).await;
    let again: Vec<_> = held.all(RETRY).into_iter().filter(|it| it.text() == "Try again").collect();
    assert_eq!(again[0].get("aria-disabled"), Some("true"));
    assert_eq!(held.only(COUNTDOWN).text(), "0:24");
    let unknown = page(stepping_up(StepUpStep::Unknown { value: "passkey".to_owned() })).await;
    assert_eq!(unknown.only(HELP_SUBJECT).text(), "passkey");
    assert!(unknown.only(DIALOG_STEP_UP).text().contains("Nothing was changed."));
    assert!(unknown.has(CANCEL));
}

#[tokio::test]
async fn a_notice_is_announced_in_the_dialog_above_it() {
    let step_up = stepping_up(StepUpStep::Verify(proof(Strategy::Password)));
    let view = AppView { notice: Some(Notice::ChangedElsewhere), ..step_up };
    let page = page(view).await;
    let notice = page.only(NOTICE).text();
    assert!(!notice.is_empty() && page.only(DIALOG_STEP_UP).text().ends_with(&notice));
    assert_eq!(page.0.matches(&notice).count(), 2);
}

#[tokio::test]
async fn a_wrong_clock_is_told_on_verify_too() {
    let view = VerifyView {
        clock: Some(ClockDifference { ahead_ms: -184_000 }),
        ..verify(Strategy::Totp)
    };
    let page = page(app(Screen::Verify(view))).await;
    assert!(page.only(CLOCK_WARNING).text().contains("3 minutes behind the server’s"));
}
