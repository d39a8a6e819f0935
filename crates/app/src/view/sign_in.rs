//! Views of a sign-in.

use latchkey_core::challenge::Challenge;
use latchkey_core::failure::{Failure, Unreachable};
use latchkey_core::form::Form;
use latchkey_core::sign_in::Identify;
use latchkey_core::time::Instant;
use latchkey_fapi_types::enums::Strategy as Wire;
use latchkey_fapi_types::environment::PasswordSettings;
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{
    Activity, CharacterClass, CodeChannel, Method, PasswordRules, ResetPasswordView, ResetStep,
    Screen, SignInView,
};

use super::challenge::{method, verify};
use crate::connection::Connection;
use crate::{problem, words};

pub(super) fn identify(connection: &Connection, identify: &Identify, now: Instant) -> Screen {
    let environment = &connection.settings.environment;
    let offered = [(Wire::EmailCode, CodeChannel::Email), (Wire::PhoneCode, CodeChannel::Phone)];
    // While the settings are not known, the form says why. That the instance cannot be reached is
    // in the banner above it.
    let settings_failure = connection.settings.failure();
    let settings_failure = settings_failure.filter(|failure| !is_in_the_banner(failure));
    let failure = identify.form.failure.as_ref().or(settings_failure);
    Screen::SignIn(SignInView {
        identifier: connection.sign_in.identifier().to_owned(),
        // Until the instance has said so, it may accept anything.
        identifier_kinds: Some(environment.identifier_kinds())
            .filter(|_| connection.settings.known)
            .into_iter()
            .flatten()
            .map(words::identifier_kind)
            .collect(),
        asks_password: environment.password_enabled(),
        code_channels: offered
            .into_iter()
            .filter(|(strategy, _)| environment.offers_first_factor(strategy))
            .map(|(_, channel)| channel)
            .collect(),
        forgot_password: environment.forgot_password(),
        activity: activity(connection, now),
        problem: failure.map(problem::of),
    })
}

fn is_in_the_banner(failure: &Failure) -> bool {
    matches!(failure, Failure::Unreachable(Unreachable::Offline | Unreachable::Deadline))
}

pub(super) fn challenge(connection: &Connection, challenge: &Challenge, now: Instant) -> Screen {
    let Some(reason) = words::verify_reason(challenge.reason) else {
        return reset(connection, challenge, now);
    };
    let activity = activity(connection, now);
    Screen::Verify(verify(challenge, reason, activity, connection.network.ahead_ms, now))
}

fn reset(connection: &Connection, challenge: &Challenge, now: Instant) -> Screen {
    let Method { strategy, destination, .. } = method(challenge.current(), challenge.method());
    Screen::ResetPassword(ResetPasswordView {
        demanded: demanded(connection),
        step: ResetStep::Code {
            strategy,
            destination,
            delivery: words::delivery(challenge.delivery(now)),
        },
        rules: rules(&connection.settings.environment.password_settings),
        activity: activity(connection, now),
        problem: challenge.form.failure.as_ref().map(problem::of),
        attempt: challenge.form.refusals,
    })
}

pub(super) fn new_password(connection: &Connection, form: &Form, now: Instant) -> Screen {
    Screen::ResetPassword(ResetPasswordView {
        demanded: demanded(connection),
        step: ResetStep::NewPassword,
        rules: rules(&connection.settings.environment.password_settings),
        activity: activity(connection, now),
        problem: form.failure.as_ref().map(problem::of).map(problem::of_new_password),
        attempt: form.refusals,
    })
}

/// Why the password has to be replaced, where the server demands that.
fn demanded(connection: &Connection) -> Option<ErrorCode> {
    connection.sign_in.demanded().map(|failure| problem::of(failure).code)
}

fn activity(connection: &Connection, now: Instant) -> Activity {
    let sign_in = &connection.sign_in;
    super::challenge::activity(sign_in.is_busy(), sign_in.hold(now), now)
}

/// What the instance asks of a password.
pub(super) fn rules(of: &PasswordSettings) -> PasswordRules {
    let wanted = [
        (of.require_lowercase, CharacterClass::Lowercase),
        (of.require_uppercase, CharacterClass::Uppercase),
        (of.require_numbers, CharacterClass::Number),
        (of.require_special_char, CharacterClass::Special),
    ];
    PasswordRules {
        min_length: of.min_length,
        max_length: of.max_length,
        required: wanted.into_iter().filter(|(on, _)| *on).map(|(_, class)| class).collect(),
    }
}
