//! What each page shows when nothing is wrong.

use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{Element, page};
use crate::scenes::*;

#[tokio::test]
async fn every_scene_is_one_page_that_says_its_state() {
    for (name, view) in all() {
        let (page_id, state) = expected(name, &view.screen);
        let page = page(view).await;
        let root = page.only(page_id);
        assert_eq!(root.get("data-state"), Some(state), "{name}");
        let pages = ALL.iter().filter(|id| id.starts_with("page-") && page.has(id)).count();
        assert_eq!(pages, 1, "{name}");
        assert_eq!(page.by_id("page-title").get("tabindex"), Some("-1"), "{name}");
    }
}

fn expected(name: &str, screen: &Screen) -> (&'static str, &'static str) {
    let page = match screen {
        Screen::Connect(_) => PAGE_CONNECT,
        Screen::Loading => PAGE_LOADING,
        Screen::Devices(_) => PAGE_DEVICES,
        Screen::Organizations(_) => PAGE_ORGANIZATIONS,
        Screen::ThisDevice(_) => PAGE_THIS_DEVICE,
        Screen::SignIn(_) => PAGE_SIGN_IN,
        Screen::Verify(_) => PAGE_VERIFY,
        Screen::ResetPassword(_) => PAGE_RESET_PASSWORD,
        Screen::Task(_) => PAGE_TASK,
        Screen::Account(_) => PAGE_ACCOUNT,
        Screen::ManageMfa(_) => PAGE_MANAGE_MFA,
        Screen::AddTotp(_) => PAGE_ADD_TOTP,
        Screen::AddPhone(_) => PAGE_ADD_PHONE,
        Screen::Settings(_) => PAGE_SETTINGS,
        Screen::About(_) => PAGE_ABOUT,
        Screen::Help(_) => PAGE_HELP,
    };
    let state = match name {
        "loading" | "devices-loading" => "loading",
        "sign-in-busy"
        | "account-busy"
        | "mfa-busy"
        | "devices-ending"
        | "organizations-looking"
        | "this-device-forgetting" => "busy",
        "loading-offline"
        | "connect-failed"
        | "sign-in-wrong"
        | "sign-in-held"
        | "sign-in-locked"
        | "sign-in-offline"
        | "verify-wrong"
        | "verify-held"
        | "verify-clock"
        | "account-bare"
        | "account-username-wrong"
        | "account-password-wrong"
        | "mfa-failed"
        | "mfa-held"
        | "devices-failed"
        | "task-choose-organization-failed"
        | "devices-offline"
        | "devices-held"
        | "devices-others-done"
        | "this-device-not-forgotten" => "error",
        _ => crate::wizard::state(name).unwrap_or("ready"),
    };
    (page, state)
}

#[tokio::test]
async fn nothing_needs_an_inline_style_or_script() {
    for (name, view) in all() {
        let page = page(view).await;
        assert!(!page.0.contains(" style=") && !page.0.contains("<script"), "{name}");
    }
}

#[tokio::test]
async fn every_button_field_and_checkbox_has_a_name_for_automation() {
    for (name, view) in all() {
        let page = page(view).await;
        for tag in ["<button", "<input"] {
            for (at, _) in page.0.match_indices(tag) {
                let end = page.0[at..].find('>').unwrap();
                assert!(
                    page.0[at..at + end].contains("data-testid="),
                    "{name}: {}",
                    &page.0[at..at + end]
                );
            }
        }
    }
}

#[tokio::test]
async fn every_description_that_is_pointed_to_exists() {
    for (name, view) in all() {
        let page = page(view).await;
        for attribute in ["aria-describedby", "aria-labelledby", "aria-controls", "for"] {
            let needle = format!(" {attribute}=\"");
            for (at, _) in page.0.match_indices(&needle) {
                let ids = page.0[at + needle.len()..].split('"').next().unwrap();
                for id in ids.split(' ') {
                    assert!(page.0.contains(&format!(" id=\"{id}\"")), "{name}: {attribute}={id}");
                }
            }
        }
    }
}

#[tokio::test]
async fn connect_says_which_instance_a_key_names() {
    let view = ConnectView {
        check: KeyCheck::Valid {
            host: "clerk.example.com".to_owned(),
            kind: InstanceKind::Production,
        },
        ..connect()
    };
    let page = page(app(Screen::Connect(view))).await;
    assert_eq!(page.only(KEY_CHECK).text(), "clerk.example.comProduction");
    assert!(page.has(USE_EMULATOR));
}

#[tokio::test]
async fn connect_offers_the_emulator_only_where_there_is_one() {
    let view = ConnectView { emulator_available: false, ..connect() };
    assert!(!page(app(Screen::Connect(view))).await.has(USE_EMULATOR));
}

#[tokio::test]
async fn an_address_that_was_given_is_shown_where_people_sign_in_and_while_it_cannot_be_reached() {
    let address = "https://clerk.acme.example/proxy";
    let view = AppView { online: false, ..elsewhere(app(Screen::SignIn(sign_in()))) };
    let page = page(view).await;
    assert_eq!(page.only(INSTANCE_ADDRESS).text(), address);
    assert!(page.text().contains(&format!("Requests go to {address}")), "{}", page.text());
    assert!(page.only(OFFLINE_BANNER).text().starts_with(&format!("{address} can’t be reached.")));
}

#[tokio::test]
async fn sign_in_names_the_instance_and_keeps_what_was_typed() {
    let page = page(app(Screen::SignIn(sign_in()))).await;
    assert_eq!(page.by_id("page-title").text(), "Sign in to Acme");
    assert!(page.0.contains("acme.clerk.accounts.dev") && !page.has(INSTANCE_ADDRESS));
    assert_eq!(page.only(IDENTIFIER).get("value"), Some("no-mfa@example.com"));
    assert_eq!(page.only(IDENTIFIER).get("autocomplete"), Some("username"));
    assert_eq!(page.only(PASSWORD).get("autocomplete"), Some("current-password"));
    assert_eq!(page.only(PASSWORD).get("type"), Some("password"));
    assert!(page.has(FORGOT_PASSWORD) && page.has(USE_EMAIL_CODE) && page.has(CHANGE_INSTANCE));
    assert!(!page.has(USE_PHONE_CODE));
}

#[tokio::test]
async fn the_keyboard_reaches_the_password_before_what_helps_to_forget_it() {
    let page = page(app(Screen::SignIn(sign_in()))).await;
    let at = |id: &str| page.0.find(&format!("data-testid=\"{id}\"")).unwrap();
    assert!(at(IDENTIFIER) < at(PASSWORD) && at(PASSWORD) < at(FORGOT_PASSWORD));
}

#[tokio::test]
async fn an_instance_without_passwords_asks_for_none() {
    let view = SignInView { asks_password: false, ..sign_in() };
    let page = page(app(Screen::SignIn(view))).await;
    assert!(!page.has(PASSWORD));
    assert!(page.has(FORGOT_PASSWORD));
}

#[tokio::test]
async fn an_instance_that_is_built_in_cannot_be_left() {
    assert!(!page(emulated(Screen::SignIn(sign_in()))).await.has(CHANGE_INSTANCE));
}

#[tokio::test]
async fn a_code_has_one_real_input_and_says_where_it_went() {
    let page = page(app(Screen::Verify(verify(Strategy::PhoneCode)))).await;
    let code = page.only(CODE);
    assert_eq!(code.get("inputmode"), Some("numeric"));
    assert_eq!(code.get("autocomplete"), Some("one-time-code"));
    assert_eq!(page.0.matches("<span class=\"code-box").count(), 6);
    assert_eq!(page.only(CODE_DESTINATION).text(), "+1 ••• ••• 0100");
    assert_eq!(page.only(RESEND).text(), "Send again in 0:24");
    assert_eq!(page.only(COUNTDOWN).text(), "0:24");
    assert!(page.has(CANCEL));
}

#[tokio::test]
async fn the_words_of_a_code_follow_where_it_stands() {
    for (delivery, button, lead) in [
        (Delivery::Sending, "Sending…", "is on its way"),
        (Delivery::Sent { resend_in_ms: 0 }, "Send again", "went to"),
        (Delivery::NotSent { resend_in_ms: 0 }, "Send a code", "No code"),
        (Delivery::NotSent { resend_in_ms: 5_000 }, "Send a code in 0:05", "No code"),
    ] {
        let view = VerifyView { delivery, ..verify(Strategy::EmailCode) };
        let page = page(app(Screen::Verify(view))).await;
        assert_eq!(page.only(RESEND).text(), button);
        assert!(page.0.contains(lead), "{lead}");
        let closed = page.only(RESEND).get("aria-disabled").is_some();
        assert_eq!(closed, button.contains("in 0:") || delivery == Delivery::Sending);
    }
}

#[tokio::test]
async fn other_methods_are_shown_only_when_they_are_asked_for() {
    let page = page(app(Screen::Verify(verify(Strategy::Totp)))).await;
    assert_eq!(page.only(USE_ANOTHER_METHOD).get("aria-expanded"), Some("false"));
    assert!(!page.has(METHOD_BACKUP_CODE));
    assert!(!page.has(RESEND), "an app's code is sent by nobody");
}

#[tokio::test]
async fn a_backup_code_is_plain_text_and_a_password_is_a_password() {
    let backup = page(app(Screen::Verify(verify(Strategy::BackupCode)))).await;
    assert_eq!(backup.only(CODE).get("inputmode"), None);
    assert!(!backup.0.contains("code-box"));
    let password = page(app(Screen::Verify(verify(Strategy::Password)))).await;
    assert_eq!(password.only(PASSWORD).get("type"), Some("password"));
    assert!(!password.has(CODE));
}

#[tokio::test]
async fn who_has_lost_access_reads_who_can_help_on_every_page_that_asks_for_a_proof() {
    for reason in [
        VerifyReason::FirstFactor,
        VerifyReason::SecondFactor,
        VerifyReason::NewDevice,
        VerifyReason::StepUp,
    ] {
        let view = VerifyView { reason, others: Vec::new(), ..verify(Strategy::EmailCode) };
        let page = page(emulated(Screen::Verify(view.clone()))).await;
        let text = page.only(LOST_ACCESS).text();
        assert!(text.starts_with("Lost access?Whoever manages Local emulator can "), "{text}");
        assert!(text.ends_with(" Write to help@example.com."), "{text}");
        let silent = super::html::page(app(Screen::Verify(view))).await;
        assert!(!silent.has(SUPPORT_EMAIL) && silent.has(LOST_ACCESS));
    }
}

#[tokio::test]
async fn a_new_device_is_told_that_it_will_be_trusted_without_a_box_to_tick() {
    let view = VerifyView { reason: VerifyReason::NewDevice, ..verify(Strategy::EmailCode) };
    let page = page(app(Screen::Verify(view))).await;
    assert_eq!(page.by_id("page-title").text(), "This device is new");
    assert!(page.0.contains("this device is trusted"));
    assert_eq!(page.only(CODE_DESTINATION).text(), "n•••@example.com");
    assert!(!page.0.contains("checkbox"));
}

#[tokio::test]
async fn a_reset_asks_for_the_code_first_and_then_shows_the_rules() {
    let step = ResetStep::Code {
        strategy: Strategy::EmailCode,
        destination: Some("n•••@example.com".to_owned()),
        delivery: Delivery::Sent { resend_in_ms: 24_000 },
    };
    let code = page(app(Screen::ResetPassword(reset(step)))).await;
    assert!(
        code.has(CODE) && code.has(RESEND) && code.has(RESET_SUBMIT) && !code.has(NEW_PASSWORD)
    );
    let password = page(app(Screen::ResetPassword(reset(ResetStep::NewPassword)))).await;
    assert_eq!(password.only(NEW_PASSWORD).get("autocomplete"), Some("new-password"));
    assert_eq!(password.only(NEW_PASSWORD).get("aria-describedby"), Some("password-rules"));
    assert!(password.by_id("password-rules").text().contains("At least 8 characters"));
    assert!(password.has(SIGN_OUT_OTHERS) && password.has(RESET_SUBMIT) && !password.has(CODE));
}

#[tokio::test]
async fn setting_up_mfa_offers_the_methods_of_the_instance_and_the_numbers_that_are_ready() {
    let page = page(app(Screen::Task(TaskView::SetupMfa(setup_mfa())))).await;
    assert!(page.has(TASK_SETUP_MFA) && page.has(SIGN_OUT) && page.has(PHONE_USE));
    assert!(page.has(TASK_CHOOSE_TOTP) && page.has(TASK_CHOOSE_SMS));
    assert_eq!(page.only(TASK_NAME).text(), "set up multi-factor authentication");
    assert_eq!(page.only(OTHER_PHONE).get("data-phone"), Some("+15555550142"));
    assert_eq!(page.only(NAV_ACCOUNT).text(), "Set up MFA");
}

#[tokio::test]
async fn the_task_of_another_password_shows_the_rules_and_the_way_out() {
    let navigation = Navigation {
        picture: None,
        name: None,
        identifier: Some("nora@example.com".to_owned()),
        pages: Vec::new(),
        current: Page::Account,
        setup: false,
        session: "sess_1".to_owned(),
        menu: Menu::default(),
    };
    let task = app(Screen::Task(TaskView::ResetPassword(new_password())));
    let page = page(AppView { navigation: Some(navigation), ..task }).await;
    assert!(page.has(TASK_RESET_PASSWORD) && page.has(RESET_SUBMIT) && page.has(SIGN_OUT));
    assert_eq!(page.only(TASK_NAME).text(), "choose a new password");
    assert_eq!(page.only(NEW_PASSWORD).get("autocomplete"), Some("new-password"));
    assert!(page.by_id("password-rules").text().contains("At least 8 characters"));
    assert!(page.0.contains("nora@example.com"), "whose password it is");
    assert!(!page.has(NAV_SETTINGS), "what is typed would be lost");
    assert!(!page.has(CHANGE_INSTANCE), "somebody is signed in");
}

#[tokio::test]
async fn no_wait_takes_the_way_out_of_a_task_away() {
    for activity in [RATE_LIMITED, LOCKED_FOR, Activity::Locked] {
        let views = [
            TaskView::ResetPassword(NewPasswordView { activity, ..new_password() }),
            TaskView::SetupMfa(SetupMfaView { activity, ..setup_mfa() }),
            TaskView::Unknown(UnknownTaskView { activity, ..unknown_task("sign-a-waiver") }),
        ];
        for view in views {
            let page = page(app(Screen::Task(view))).await;
            assert_eq!(page.only(SIGN_OUT).get("aria-disabled"), None, "{activity:?}");
        }
    }
}

#[tokio::test]
async fn a_session_that_is_ended_from_its_task_says_so_on_its_own_button() {
    let view = NewPasswordView { activity: Activity::Busy, signing_out: true, ..new_password() };
    let page = page(app(Screen::Task(TaskView::ResetPassword(view)))).await;
    assert_eq!(page.only(SIGN_OUT).text(), "Signing out…");
    assert_eq!(page.only(RESET_SUBMIT).text(), "Set new password");
}

#[tokio::test]
async fn an_unknown_task_is_named() {
    let page = page(app(Screen::Task(TaskView::Unknown(unknown_task("sign-a-waiver"))))).await;
    assert!(page.has(SIGN_OUT) && page.has(COPY_DETAILS) && !page.has(TASK_SETUP_MFA));
    assert_eq!(page.only(TASK_NAME).text(), "complete “sign-a-waiver”");
    assert!(!page.has(CHANGE_INSTANCE), "somebody is signed in");
}

#[tokio::test]
async fn the_account_shows_whose_it_is_and_how_old_that_is() {
    let page = page(app(Screen::Account(account()))).await;
    assert_eq!(page.only(ACCOUNT_NAME).text(), "All Factors");
    let emails: Vec<_> = page.all(ACCOUNT_EMAIL).iter().map(Element::text).collect();
    assert_eq!(emails, ["all@example.com", "all.factors@example.org"]);
    let phones: Vec<_> = page.all(ACCOUNT_PHONE).iter().map(Element::text).collect();
    assert_eq!(phones, ["+1 555-555-0100PrimaryUsed for MFAVerified", "+47 40 00 01 42Unverified"]);
    assert_eq!(page.only(LAST_SIGN_IN).text(), "Last sign-in: 2026-11-22 08:42 UTC");
    assert_eq!(page.only(ACCOUNT_REFRESHED).text(), "Updated at 2026-11-22 08:45 UTC");
    assert_eq!(page.only(NAV_ACCOUNT).get("aria-current"), Some("page"));
    assert_eq!(page.only(RETRY).text(), "Refresh");
    assert!(page.has(SIGN_OUT));
    assert!(!page.0.contains("<a "), "no link leads to a page that does not exist");
}

#[tokio::test]
async fn a_sign_in_with_a_backup_code_offers_to_replace_what_was_lost() {
    let with = AccountView { by_backup_code: true, ..account() };
    let with = page(app(Screen::Account(with))).await;
    assert!(with.has(REPLACE_FACTORS) && with.0.contains("signed in with a backup code"));
    assert!(!page(app(Screen::Account(account()))).await.has(REPLACE_FACTORS));
}

#[tokio::test]
async fn a_reset_that_the_server_demands_says_why() {
    for (why, words) in [
        (ErrorCode::FormPasswordPwned, "found in a data breach"),
        (ErrorCode::FormPasswordCompromised, "known to others"),
        (ErrorCode::PasswordResetRequired, "needs a new password"),
    ] {
        let step = ResetStep::NewPassword;
        let view = ResetPasswordView { demanded: Some(why), ..reset(step.clone()) };
        assert!(page(app(Screen::ResetPassword(view))).await.0.contains(words));
        assert!(!page(app(Screen::ResetPassword(reset(step)))).await.0.contains(words));
    }
}

#[tokio::test]
async fn an_account_with_nothing_in_it_is_readable() {
    let view = AccountView {
        name: None,
        username: None,
        emails: Vec::new(),
        phones: Vec::new(),
        last_sign_in_at: None,
        ..account()
    };
    let page = page(app(Screen::Account(view))).await;
    assert_eq!(page.only(ACCOUNT_NAME).text(), "Your account");
    assert!(page.0.contains("no email address") && page.0.contains("no phone number"));
    assert!(!page.has(LAST_SIGN_IN));
}

#[tokio::test]
async fn help_names_what_is_not_known_and_offers_two_ways_on() {
    let page = page(app(Screen::Help(help()))).await;
    assert_eq!(page.only(HELP_SUBJECT).text(), "needs_palm_reading");
    assert!(page.has(START_OVER) && page.has(COPY_DETAILS));
    assert!(page.0.contains("trace id: 7d3f2c19"));
}

#[tokio::test]
async fn the_emulator_says_what_it_is_and_shows_the_newest_code() {
    let page = page(emulated(Screen::SignIn(sign_in()))).await;
    let banner = page.only(EMULATOR_BANNER).text();
    assert!(banner.starts_with("Local emulator — Nothing here leaves this computer."), "{banner}");
    assert_eq!(page.only(INBOX_CODE).text(), "424242");
    assert_eq!(page.only(DEMO_ACCOUNTS).get("aria-expanded"), Some("false"));
    assert!(!page.has(DEMO_ACCOUNT), "closed at first");
}

#[tokio::test]
async fn no_id_is_given_twice_not_even_by_a_dialog_above_the_page() {
    for (name, view) in all() {
        let page = page(view).await;
        let mut ids: Vec<_> =
            page.0.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}");
    }
}

#[tokio::test]
async fn a_reset_code_says_how_it_went_as_the_backend_says() {
    for (strategy, words) in
        [(Strategy::PhoneCode, "A text message"), (Strategy::EmailCode, "An email")]
    {
        // What the server masks is no sign of how the code went.
        for destination in [Some("•••".to_owned()), None] {
            let delivery = Delivery::Sent { resend_in_ms: 0 };
            let step = ResetStep::Code { strategy, destination, delivery };
            let page = page(app(Screen::ResetPassword(reset(step)))).await;
            assert!(page.0.contains(words), "{words}");
        }
    }
}
