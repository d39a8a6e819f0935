//! The Account page while its password is set, changed or taken away.

use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::view::{
    AccountView, AppView, PasswordForm, PasswordRemoval, PasswordView, RowState, Screen, Strategy,
    Way, WaysIn,
};

use super::{account, app, password_rules, problem};

pub(crate) fn all() -> Vec<(&'static str, AppView)> {
    let wrong = problem(ErrorCode::FormPasswordValidationFailed, Some(Field::CurrentPassword));
    vec![
        ("account-password", scene(form(PasswordForm::New))),
        ("account-password-none", scene(PasswordView { exists: false, ..form(PasswordForm::New) })),
        ("account-password-remove", scene(form(PasswordForm::Remove))),
        (
            "account-password-wrong",
            scene(PasswordView {
                asks_current: true,
                state: RowState::Failed(wrong),
                ..form(PasswordForm::New)
            }),
        ),
    ]
}

pub(crate) fn scene(password: PasswordView) -> AppView {
    app(Screen::Account(AccountView { password: Some(Box::new(password)), ..account() }))
}

pub(crate) fn form(form: PasswordForm) -> PasswordView {
    PasswordView { form: Some(form), ..password() }
}

pub(crate) fn password() -> PasswordView {
    let left = WaysIn {
        first: vec![Way {
            strategy: Strategy::EmailCode,
            detail: Some("all@example.com".to_owned()),
        }],
        second: vec![Way { strategy: Strategy::Totp, detail: None }],
    };
    PasswordView {
        exists: true,
        fixed: None,
        asks_current: false,
        rules: password_rules(),
        removal: Some(PasswordRemoval::Allowed(left)),
        form: None,
        state: RowState::Idle,
    }
}
