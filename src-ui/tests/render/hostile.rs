//! Words that come from a server: whatever they are, they are shown as words.

use latchkey_ipc::error::{ErrorCode, Problem};
use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{Page as Rendered, page};
use crate::scenes::*;

/// Every page with the same text in each place where a server's words may stand.
async fn pages_of(text: &str) -> Vec<Rendered> {
    let said = || Some(text.to_owned());
    let unknown =
        Problem { detail: said(), trace_id: said(), ..problem(ErrorCode::Unrecognised, None) };
    let screens = [
        Screen::Loading,
        Screen::SignIn(SignInView {
            identifier: text.to_owned(),
            problem: Some(unknown.clone()),
            ..sign_in()
        }),
        Screen::Verify(VerifyView {
            method: Method { id: MethodId(0), strategy: Strategy::EmailCode, destination: said() },
            ..verify(Strategy::EmailCode)
        }),
        Screen::Task(TaskView::Unknown(UnknownTaskView {
            identifier: said(),
            details: text.to_owned(),
            ..unknown_task(text)
        })),
        Screen::Task(TaskView::ResetPassword(NewPasswordView {
            identifier: said(),
            problem: Some(unknown.clone()),
            ..new_password()
        })),
        Screen::Task(TaskView::SetupMfa(SetupMfaView {
            phones: vec![mfa_phone(text, text, PhoneRole::Verified)],
            ..setup_mfa()
        })),
        Screen::Account(AccountView {
            name: said(),
            username: said(),
            emails: vec![EmailView {
                id: EmailId("idn_1".to_owned()),
                address: text.to_owned(),
                primary: true,
                verified: true,
                removal: EmailRemoval::Allowed,
            }],
            profile: ProfileView {
                name: Some(NameView {
                    managed: false,
                    first: Some(NamePart { value: text.to_owned(), editable: true }),
                    last: None,
                }),
                form: Some(ProfileForm::EmailCode {
                    email: EmailId("idn_1".to_owned()),
                    address: text.to_owned(),
                    delivery: Delivery::Sent { resend_in_ms: 0 },
                    attempt: 0,
                }),
                ..profile::profile()
            },
            phones: vec![PhoneView {
                id: PhoneId("idn_2".to_owned()),
                number: text.to_owned(),
                formatted: text.to_owned(),
                primary: true,
                verified: true,
                second_factor: true,
            }],
            ..account()
        }),
        Screen::Organizations(crate::organizations::named(text)),
        Screen::ManageMfa(ManageMfaView {
            phones: vec![mfa_phone(text, text, PhoneRole::Verified)],
            required: true,
            ..mfa::manage_mfa()
        }),
        Screen::AddTotp(wizard::add_totp(AddTotpStep::Key(TotpKeyView {
            issuer: said(),
            account: said(),
            ..wizard::totp_key()
        }))),
        Screen::Devices(devices::hostile(text)),
        Screen::ThisDevice(ThisDeviceView { problem: Some(unknown), ..devices::this_device() }),
        Screen::Help(HelpView { value: text.to_owned(), details: text.to_owned(), ..help() }),
        Screen::Connect(ConnectView {
            key: text.to_owned(),
            check: KeyCheck::Valid { host: text.to_owned(), kind: InstanceKind::Production },
            ..connect()
        }),
    ];
    let mut pages = Vec::new();
    for screen in screens {
        let mut view = AppView { online: false, ..emulated(screen) };
        view.instance = Some(InstanceView {
            name: said(),
            host: text.to_owned(),
            address: said(),
            support_email: said(),
            kind: InstanceKind::Production,
            changeable: true,
        });
        if let Some(navigation) = &mut view.navigation {
            navigation.name = said();
            navigation.identifier = said();
        }
        pages.push(page(view).await);
    }
    pages
}

#[tokio::test]
async fn markup_stays_text() {
    for page in pages_of("<img src=x onerror=alert(1)>\"'&").await {
        assert!(!page.0.contains("<img"), "{}", page.0);
        assert!(page.0.contains("&lt;img"));
        assert!(!page.0.contains("=x onerror=alert(1)>"), "{}", page.0);
    }
}

#[tokio::test]
async fn an_address_that_is_a_script_leads_nowhere() {
    for page in pages_of("javascript:alert(1)").await {
        assert!(!page.0.contains("href=") && !page.0.contains(" src="), "{}", page.0);
        assert!(page.0.contains("javascript:alert(1)"));
    }
}

#[tokio::test]
async fn no_word_of_a_server_turns_around_what_stands_beside_it() {
    for page in pages_of("evil\u{202e}txt.exe\u{2069}\u{2067}").await {
        let text = page.text();
        for turn in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2069}'] {
            assert!(!text.contains(turn), "{turn:?} in {text}");
        }
        assert!(text.contains("eviltxt.exe"));
    }
}

#[tokio::test]
async fn every_word_of_a_server_keeps_to_its_own_direction() {
    for page in pages_of("\u{5e9}\u{5dc}\u{5d5}\u{5dd}").await {
        for (at, word) in page.0.match_indices("\u{5e9}\u{5dc}\u{5d5}\u{5dd}") {
            let before = &page.0[..at];
            let in_tag = before.rfind('<') > before.rfind('>');
            let tag = &before[before.rfind('<').unwrap()..];
            let kept = tag == "<bdi>" || tag.starts_with("<pre") || in_tag;
            assert!(kept, "{word} after {tag}");
        }
    }
}

#[tokio::test]
async fn a_name_of_ten_thousand_letters_leaves_the_page_usable() {
    let name = "M".repeat(10_000);
    for page in pages_of(&name).await {
        let texts = page.0.split('>').filter_map(|part| part.split_once('<'));
        // The details for support are whole: they scroll in a box of their own.
        let longest = texts
            .filter(|(_, tag)| !tag.starts_with("/pre"))
            .map(|(text, _)| text.chars().count())
            .max();
        assert!(longest.unwrap() < 400, "{longest:?}");
    }
    let account = AccountView { name: Some(name), ..account() };
    assert!(page(app(Screen::Account(account))).await.has(SIGN_OUT));
}
