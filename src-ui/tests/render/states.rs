//! What each page shows when something is wrong, or has to wait.

use latchkey_ipc::error::{ErrorCode, Field, KeyProblem, Problem};
use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::page;
use crate::scenes::*;

#[tokio::test]
async fn a_problem_stands_beside_its_field_and_is_announced() {
    for (field, id) in [(Field::Identifier, IDENTIFIER), (Field::Password, PASSWORD)] {
        let view = SignInView {
            problem: Some(problem(ErrorCode::FormPasswordIncorrect, Some(field))),
            ..sign_in()
        };
        let page = page(app(Screen::SignIn(view))).await;
        let input = page.only(id);
        assert_eq!(input.get("aria-invalid"), Some("true"));
        assert_eq!(input.get("aria-describedby"), page.only(FORM_ERROR).get("id"));
        assert_eq!(page.only(FORM_ERROR).get("role"), Some("alert"));
        assert!(page.only(FORM_ERROR).text().starts_with("That password isn’t right."));
        let other = if id == IDENTIFIER { PASSWORD } else { IDENTIFIER };
        assert_eq!(page.only(other).get("aria-invalid"), None);
    }
}

#[tokio::test]
async fn every_code_is_told_on_every_form_whatever_field_it_names() {
    let fields = [None, Some(Field::Code), Some(Field::Identifier), Some(Field::PublishableKey)];
    for (index, code) in ErrorCode::ALL.iter().enumerate() {
        let problem = Some(problem(*code, fields[index % fields.len()]));
        let screens = [
            Screen::SignIn(SignInView { problem: problem.clone(), ..sign_in() }),
            Screen::Verify(VerifyView { problem: problem.clone(), ..verify(Strategy::Totp) }),
            Screen::ResetPassword(ResetPasswordView {
                problem: problem.clone(),
                ..reset(ResetStep::NewPassword)
            }),
            Screen::Account(AccountView { problem: problem.clone(), ..account() }),
            Screen::Task(TaskView::SetupMfa(SetupMfaView {
                problem: problem.clone(),
                ..setup_mfa()
            })),
            Screen::Task(TaskView::ResetPassword(NewPasswordView {
                problem: problem.clone(),
                ..new_password()
            })),
            Screen::Task(TaskView::Unknown(UnknownTaskView {
                problem: problem.clone(),
                ..unknown_task("sign-a-waiver")
            })),
        ];
        for screen in screens {
            let page = page(app(screen)).await;
            assert!(page.only(FORM_ERROR).text().len() > 15, "{}", code.as_str());
        }
        let page = page(app(Screen::Connect(ConnectView { problem, ..connect() }))).await;
        assert!(page.only(CONNECT_ERROR).text().len() > 15, "{}", code.as_str());
    }
}

#[tokio::test]
async fn the_servers_sentence_and_the_trace_id_are_shown_for_what_is_not_known() {
    let unknown = Problem {
        detail: Some("Quota is used up.".to_owned()),
        ..problem(ErrorCode::Unrecognised, None)
    };
    let page = page(app(Screen::SignIn(SignInView { problem: Some(unknown), ..sign_in() }))).await;
    let text = page.only(FORM_ERROR).text();
    assert!(text.contains("“Quota is used up.”") && text.contains("Reference: trace_1"), "{text}");
}

#[tokio::test]
async fn a_key_that_is_wrong_says_why() {
    for (problem, part) in [
        (KeyProblem::Empty, "Paste"),
        (KeyProblem::Prefix, "begins with pk_test_"),
        (KeyProblem::SecretKey, "secret key"),
        (KeyProblem::Encoding, "characters"),
        (KeyProblem::Terminator, "missing"),
        (KeyProblem::Host, "name a Clerk instance"),
    ] {
        let view = ConnectView {
            key: "typed".to_owned(),
            check: KeyCheck::Invalid { problem },
            ..connect()
        };
        let page = page(app(Screen::Connect(view))).await;
        assert!(page.only(CONNECT_ERROR).text().contains(part), "{part}");
        assert_eq!(page.only(KEY_CHECK).text(), "", "it is told once");
        assert_eq!(page.only(PUBLISHABLE_KEY).get("aria-invalid"), Some("true"));
        assert_eq!(
            page.only(PUBLISHABLE_KEY).get("aria-describedby"),
            page.only(CONNECT_ERROR).get("id")
        );
    }
}

#[tokio::test]
async fn a_wait_counts_down_on_the_button_which_keeps_its_place_for_the_keyboard() {
    for (activity, text) in [
        (RATE_LIMITED, "Try again in 0:24"),
        (LOCKED_FOR, "Locked for 30:00"),
        (Activity::Locked, "Locked"),
    ] {
        let view = SignInView { activity, ..sign_in() };
        let sign_in = page(app(Screen::SignIn(view))).await;
        assert_eq!(sign_in.only(SIGN_IN_SUBMIT).text(), text);
        let view = VerifyView { activity, ..verify(Strategy::Totp) };
        let verify = page(app(Screen::Verify(view))).await;
        assert_eq!(verify.only(VERIFY_SUBMIT).text(), text);
        let view = ResetPasswordView { activity, ..reset(ResetStep::NewPassword) };
        let reset = page(app(Screen::ResetPassword(view))).await;
        assert_eq!(reset.only(RESET_SUBMIT).text(), text);
        for button in
            [sign_in.only(SIGN_IN_SUBMIT), verify.only(VERIFY_SUBMIT), reset.only(RESET_SUBMIT)]
        {
            assert_eq!(button.get("aria-disabled"), Some("true"));
            assert_eq!(button.get("disabled"), None);
        }
    }
}

#[tokio::test]
async fn a_wait_that_is_over_gives_the_button_back() {
    let over = Activity::Held { reason: HoldReason::RateLimited, remaining_ms: 0 };
    let view = SignInView {
        activity: over,
        problem: Some(problem(ErrorCode::TooManyRequests, None)),
        ..sign_in()
    };
    let page = page(app(Screen::SignIn(view))).await;
    assert_eq!(page.only(SIGN_IN_SUBMIT).text(), "Continue");
    assert_eq!(page.only(SIGN_IN_SUBMIT).get("aria-disabled"), None);
    assert!(!page.has(FORM_ERROR) && !page.has(COUNTDOWN));
    assert!(page.0.contains("You can try again now."));
}

#[tokio::test]
async fn a_busy_form_says_so_and_shows_no_old_problem() {
    let view = VerifyView {
        activity: Activity::Busy,
        problem: Some(problem(ErrorCode::FormCodeIncorrect, Some(Field::Code))),
        ..verify(Strategy::Totp)
    };
    let page = page(app(Screen::Verify(view))).await;
    assert_eq!(page.only(PAGE_VERIFY).get("data-state"), Some("busy"));
    assert_eq!(page.only(VERIFY_SUBMIT).text(), "Verifying…");
    assert_eq!(page.only(VERIFY_SUBMIT).get("aria-disabled"), Some("true"));
    assert!(!page.has(FORM_ERROR));
}

#[tokio::test]
async fn being_offline_is_told_on_every_page_and_each_has_one_way_to_try_again() {
    let screens = [
        (Screen::Loading, 1),
        (Screen::SignIn(sign_in()), 1),
        (Screen::Verify(verify(Strategy::Totp)), 0),
        (Screen::ResetPassword(reset(ResetStep::NewPassword)), 0),
        (Screen::Account(account()), 1),
        (Screen::ManageMfa(mfa::manage_mfa()), 1),
        (Screen::Devices(devices::devices()), 1),
        (Screen::Devices(devices::unlisted()), 1),
        (Screen::ThisDevice(devices::this_device()), 1),
        (Screen::Help(help()), 0),
    ];
    for (screen, retries) in screens {
        let page = page(AppView { online: false, ..app(screen) }).await;
        let text = page.only(OFFLINE_BANNER).text();
        assert!(text.starts_with("acme.clerk.accounts.dev can’t be reached."), "{text}");
        assert_eq!(page.all(RETRY).len(), retries);
    }
}

#[tokio::test]
async fn an_account_stays_readable_and_dated_while_offline() {
    let page = page(AppView { online: false, ..app(Screen::Account(account())) }).await;
    assert_eq!(page.only(ACCOUNT_NAME).text(), "All Factors");
    assert!(page.has(ACCOUNT_REFRESHED) && page.has(SIGN_OUT));
    assert_eq!(page.only(RETRY).text(), "Try again");
}

#[tokio::test]
async fn every_notice_is_told_once_and_can_be_put_away() {
    for notice in [
        Notice::SignedOut,
        Notice::SignedOutHere,
        Notice::SessionEnded,
        Notice::DeviceNotRecognised,
        Notice::Forgotten,
        Notice::ForgottenHere,
        Notice::NotAllDeleted { part: StoragePart::Key },
        Notice::NotAllDeleted { part: StoragePart::File },
        Notice::StorageImproved,
        Notice::SignInRestarted,
        Notice::AnswerLost,
        Notice::SignedInMeanwhile,
        Notice::DetailsCopied,
        Notice::CopyFailed,
        Notice::NotSaved,
        Notice::PasswordChanged,
        Notice::TotpRemoved,
        Notice::PhoneRemoved,
        Notice::PhoneDisabled,
        Notice::PhoneEnabled,
        Notice::DefaultPhoneChanged,
        Notice::ChangedElsewhere,
        Notice::BackupCodesLost,
    ] {
        let page = page(AppView { notice: Some(notice), ..app(Screen::SignIn(sign_in())) }).await;
        assert!(page.only(NOTICE).text().len() > 20);
        assert!(page.has(NOTICE_DISMISS));
    }
    assert!(!page(app(Screen::SignIn(sign_in()))).await.has(NOTICE));
}

#[tokio::test]
async fn no_password_or_code_field_starts_with_anything_in_it() {
    for (name, view) in all() {
        let page = page(view).await;
        for id in [PASSWORD, NEW_PASSWORD, CODE] {
            for input in page.all(id) {
                assert!(matches!(input.get("value"), None | Some("")), "{name}");
            }
        }
    }
}
