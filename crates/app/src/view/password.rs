//! The view of the password on the Account page.

use latchkey_core::password::{self, Change, Form, Removal};
use latchkey_core::signed_in::Waiting;
use latchkey_ipc::view::{Fixed, PasswordForm, PasswordRemoval, PasswordView, RowState};

use super::shown::Shown;
use super::{mfa, sign_in};
use crate::problem;

/// The password; none where the instance has none.
pub(super) fn view(shown: Shown<'_>) -> Option<PasswordView> {
    let Shown { connection, open, session, now, .. } = shown;
    let environment = &connection.settings.environment;
    let user = session.user.as_ref().filter(|_| environment.password_enabled())?;
    let password = open.machine.password();
    Some(PasswordView {
        exists: user.password_enabled,
        fixed: (!password::may_change(user, environment))
            .then(|| if user.is_managed() { Fixed::ByCompany } else { Fixed::ByInstance }),
        asks_current: password::asks_current(password, &connection.facts(session, now)),
        rules: sign_in::rules(&environment.password_settings),
        removal: password::removal(user, environment).and_then(|removal| match removal {
            Removal::Allowed { left } => Some(PasswordRemoval::Allowed(mfa::ways_in(&left))),
            Removal::LastWay => Some(PasswordRemoval::LastWay),
            Removal::Required => None,
        }),
        form: password.form().map(|form| match form {
            Form::New => PasswordForm::New,
            Form::Remove => PasswordForm::Remove,
        }),
        state: state(shown),
    })
}

fn state(shown: Shown<'_>) -> RowState {
    let machine = &shown.open.machine;
    let password = machine.password();
    let waits = matches!(machine.step_up(), Some((_, Waiting::Password(_))));
    if waits || password.is_busy() {
        return RowState::Busy;
    }
    if password.unsettled().is_some() {
        return RowState::Unsettled;
    }
    match password.problem() {
        None => RowState::Idle,
        Some((Change::Remove, failure)) => RowState::Failed(problem::of_account(failure)),
        Some((Change::Reset | Change::Set, failure)) => {
            RowState::Failed(problem::of_new_password(problem::of_account(failure)))
        }
    }
}
