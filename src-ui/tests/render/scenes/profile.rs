//! The Account page while something of the profile is changed.

use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::view::{
    AccountView, Activity, AppView, Delivery, EmailId, EmailRemoval, NamePart, NameView,
    ProfileForm, ProfileProblem, ProfileTarget, ProfileView, Screen, UsernameRules, UsernameView,
};

use super::{account, app, problem};

pub(crate) fn all() -> Vec<(&'static str, AppView)> {
    let form = |form| ProfileView { form: Some(form), ..profile() };
    let wrong = ProfileView {
        problem: Some(told(
            ProfileTarget::Username,
            ErrorCode::FormUsernameInvalidCharacter,
            Some(Field::Username),
        )),
        ..form(ProfileForm::Username)
    };
    vec![
        ("account-name", scene(form(ProfileForm::Name))),
        ("account-username", scene(form(ProfileForm::Username))),
        ("account-username-wrong", scene(wrong)),
        ("account-add-email", scene(form(ProfileForm::NewEmail))),
        ("account-email-code", scene(form(email_code()))),
        ("account-email-kept", app(Screen::Account(kept(EmailRemoval::Required)))),
    ]
}

pub(crate) fn scene(profile: ProfileView) -> AppView {
    app(Screen::Account(AccountView { profile, ..account() }))
}

/// The address that is not verified.
pub(crate) fn unverified() -> EmailId {
    EmailId("idn_all.factors@example.org".to_owned())
}

pub(crate) fn email_code() -> ProfileForm {
    ProfileForm::EmailCode {
        email: unverified(),
        address: "all.factors@example.org".to_owned(),
        delivery: Delivery::Sent { resend_in_ms: 24_000 },
        attempt: 0,
    }
}

/// With a primary address that has to stay.
pub(crate) fn kept(removal: EmailRemoval) -> AccountView {
    let mut view = account();
    for email in view.emails.iter_mut().filter(|email| email.primary) {
        email.removal = removal;
    }
    view
}

pub(crate) fn told(target: ProfileTarget, code: ErrorCode, field: Option<Field>) -> ProfileProblem {
    ProfileProblem { target, problem: problem(code, field) }
}

pub(crate) fn profile() -> ProfileView {
    let part = |value: &str| Some(NamePart { value: value.to_owned(), editable: true });
    ProfileView {
        name: Some(NameView { first: part("All"), last: part("Factors"), managed: false }),
        username: Some(UsernameView {
            value: Some("all-factors".to_owned()),
            editable: true,
            rules: UsernameRules { min_length: 4, max_length: 64, extended: false, numeric: false },
        }),
        can_add_email: true,
        can_delete: true,
        form: None,
        activity: Activity::Idle,
        busy: None,
        unsettled: false,
        problem: None,
    }
}
