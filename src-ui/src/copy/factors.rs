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

/// A way to prove who one is that this version does not have, by Clerk's name, as the end of a
/// sentence.
pub(crate) fn unsupported(strategy: &str) -> String {
    let provider = strategy.strip_prefix("oauth_token_").or(strategy.strip_prefix("oauth_"));
    match (strategy, provider) {
        ("email_link", _) => "a link by email".to_owned(),
        ("passkey", _) => "a passkey".to_owned(),
        ("saml" | "enterprise_sso", _) => "the sign-in of your organization".to_owned(),
        ("trusted_device", _) => "another device that you trust".to_owned(),
        (_, Some(provider)) => quote(&named(provider)),
        (wallet, None) if wallet.starts_with("web3_") => "a crypto wallet".to_owned(),
        (other, None) => format!("“{}”", quote(other)),
    }
}

/// The name of a provider as it is written.
fn named(provider: &str) -> String {
    let words = provider.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Several of them, as the end of a sentence.
pub(crate) fn all_unsupported(strategies: &[String]) -> String {
    let names: Vec<_> = strategies.iter().map(|it| unsupported(it)).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Said after the other methods, of those that this version does not have.
pub(crate) fn not_here(strategies: &[String]) -> String {
    format!(
        "This account also has {}. This app can’t do that yet: use it in a web browser.",
        all_unsupported(strategies)
    )
}

/// Stands in the place of the other methods where there is none.
pub(crate) const NO_OTHER: &str = "This account has no other method.";

/// What who has lost everything can open.
pub(crate) const LOST_ACCESS: &str = "Lost access?";

/// Who helps, and what they can do.
pub(crate) fn who_helps(service: &str, helps: &str) -> String {
    format!("Whoever manages {service} can {helps}.")
}

/// Before the address to ask for that.
pub(crate) const WRITE_TO: &str = " Write to ";

/// What an administrator can do about it, as the end of that sentence.
pub(crate) fn helps(reason: VerifyReason) -> &'static str {
    match reason {
        VerifyReason::FirstFactor => {
            "change the address or number that codes go to, or give you a new password"
        }
        VerifyReason::SecondFactor => {
            "take the second factor that you lost off your account, once they are sure that it’s you. Then sign in without it and set up a new one"
        }
        VerifyReason::NewDevice => {
            "change the address or number that this code goes to, once they are sure that it’s you"
        }
        VerifyReason::StepUp => {
            "take what you lost off your account, once they are sure that it’s you"
        }
    }
}

/// The same of a password that was forgotten.
pub(crate) const HELPS_RESET: &str =
    "change the address or number that this code goes to, or give you a new password";

/// The label of the button that leaves the page.
pub(crate) fn leave(reason: VerifyReason) -> &'static str {
    match reason {
        VerifyReason::FirstFactor => "Use another address",
        VerifyReason::SecondFactor | VerifyReason::NewDevice | VerifyReason::StepUp => "Cancel",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::said::tame;

    #[test]
    fn what_this_version_cannot_do_is_named_in_words() {
        for (strategy, name) in [
            ("email_link", "a link by email"),
            ("passkey", "a passkey"),
            ("enterprise_sso", "the sign-in of your organization"),
            ("oauth_google", "Google"),
            ("oauth_linkedin_oidc", "Linkedin Oidc"),
            ("web3_metamask_signature", "a crypto wallet"),
            ("zzz_new", "“zzz_new”"),
        ] {
            assert_eq!(tame(&unsupported(strategy)), name);
        }
        let several = ["oauth_google", "passkey", "email_link"].map(str::to_owned);
        assert_eq!(tame(&all_unsupported(&several)), "Google, a passkey and a link by email");
    }
}
