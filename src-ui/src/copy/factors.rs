//! The words of the Verify page: by factor, and by why a proof is wanted.

use latchkey_ipc::view::{Delivery, Method, Strategy, VerifyReason};

use crate::said::quote;

/// The heading.
pub(crate) fn heading(reason: VerifyReason, strategy: Strategy) -> &'static str {
    match (reason, strategy) {
        (VerifyReason::NewDevice, _) => "This device is new",
        (_, Strategy::Password) => "Enter your password",
        (_, Strategy::Totp) => "Enter your code",
        (_, Strategy::PhoneCode) => "Check your phone",
        (_, Strategy::EmailCode) => "Check your email",
        (_, Strategy::BackupCode) => "Enter a backup code",
    }
}

/// What is said before the destination of a code, and after it; nothing after it where the
/// destination is not known or there is none.
pub(crate) fn lead(
    strategy: Strategy,
    known: bool,
    delivery: Delivery,
) -> (&'static str, &'static str) {
    match (strategy, delivery) {
        (Strategy::Password, _) => ("Use the password of this account.", ""),
        (Strategy::Totp, _) => {
            ("Open your authenticator app. Its code has 6 digits and changes every 30 seconds.", "")
        }
        (Strategy::BackupCode, _) => {
            ("One of the newest backup codes that you saved. Each works once.", "")
        }
        (Strategy::PhoneCode | Strategy::EmailCode, Delivery::Sending) if known => {
            ("A code with 6 digits is on its way to ", ".")
        }
        (Strategy::PhoneCode | Strategy::EmailCode, Delivery::Sending) => {
            ("A code with 6 digits is on its way.", "")
        }
        (Strategy::PhoneCode | Strategy::EmailCode, Delivery::NotSent { .. }) if known => {
            ("No code that still counts was sent to ", ".")
        }
        (Strategy::PhoneCode | Strategy::EmailCode, Delivery::NotSent { .. }) => {
            ("No code that still counts was sent yet.", "")
        }
        (Strategy::PhoneCode, Delivery::Sent { .. } | Delivery::NotNeeded) if known => {
            ("A text message with 6 digits went to ", ".")
        }
        (Strategy::PhoneCode, Delivery::Sent { .. } | Delivery::NotNeeded) => {
            ("A text message with 6 digits went to your phone.", "")
        }
        (Strategy::EmailCode, Delivery::Sent { .. } | Delivery::NotNeeded) if known => {
            ("An email with 6 digits went to ", ".")
        }
        (Strategy::EmailCode, Delivery::Sent { .. } | Delivery::NotNeeded) => {
            ("An email with 6 digits went to you.", "")
        }
    }
}

/// The button that asks for another code; none where no code is sent.
pub(crate) fn resend(delivery: Delivery) -> Option<&'static str> {
    match delivery {
        Delivery::NotNeeded => None,
        Delivery::Sending => Some("Sending…"),
        Delivery::Sent { .. } => Some("Send again"),
        Delivery::NotSent { .. } => Some("Send a code"),
    }
}

/// Stands between that and the time it has to wait.
pub(crate) const RESEND_IN: &str = " in ";

/// The button that shows the other methods.
pub(crate) const OTHERS: &str = "Use another method";

/// Said first on a device that the account does not know.
pub(crate) const NEW_DEVICE: &str =
    "Your account hasn’t been used on this device before, so one more check is needed.";

/// Said last on a device that the account does not know.
pub(crate) const NEW_DEVICE_AFTER: &str =
    "After that this device is trusted, and you won’t be asked for this here again.";

/// The label of the field.
pub(crate) fn label(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Password => "Password",
        Strategy::BackupCode => "Backup code",
        Strategy::Totp | Strategy::PhoneCode | Strategy::EmailCode => "6-digit code",
    }
}

/// A factor in the list of methods: what it is, and a line about it.
pub(crate) fn method(method: &Method) -> (&'static str, String) {
    let to = |what: &str| match &method.destination {
        Some(destination) => format!("{what} to {}", quote(destination)),
        None => what.to_owned(),
    };
    match method.strategy {
        Strategy::Password => ("Password", "The one of this account".to_owned()),
        Strategy::Totp => ("Authenticator app", "The 6-digit code that it shows".to_owned()),
        Strategy::PhoneCode => ("Text message", to("A code")),
        Strategy::EmailCode => ("Email", to("A code")),
        Strategy::BackupCode => ("Backup code", "One of the codes you saved".to_owned()),
    }
}

/// The last line of the list of methods.
pub(crate) fn no_other(others: usize) -> &'static str {
    if others == 0 {
        "This account has no other method. If you can’t use this one, ask whoever manages the account to reset it."
    } else {
        "None of these? Ask whoever manages the account to reset its factors."
    }
}

/// The label of the button that leaves the page.
pub(crate) fn leave(reason: VerifyReason) -> &'static str {
    match reason {
        VerifyReason::FirstFactor => "Use another address",
        VerifyReason::SecondFactor | VerifyReason::NewDevice | VerifyReason::StepUp => "Cancel",
    }
}
