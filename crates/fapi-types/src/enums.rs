//! The enums of the wire, all open: a value that this version does not know keeps its text.

/// Defines an enum whose last variant `Other` keeps the text of a value that is not listed.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $text:literal ),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
            /// A value that this version does not know, as the server wrote it.
            Other(String),
        }

        impl $name {
            /// The value as it travels.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$variant, )+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::from(text.as_str()))
            }
        }
    };
}

open_enum! {
    /// Where a sign-in attempt stands.
    SignInStatus {
        /// Replaced by a newer attempt, or too old.
        Abandoned = "abandoned",
        /// Waits for an identifier.
        NeedsIdentifier = "needs_identifier",
        /// Waits for a first factor.
        NeedsFirstFactor = "needs_first_factor",
        /// Waits for a second factor.
        NeedsSecondFactor = "needs_second_factor",
        /// The device is new: waits for a code by email or SMS, through the second-factor calls.
        NeedsClientTrust = "needs_client_trust",
        /// Waits for a new password.
        NeedsNewPassword = "needs_new_password",
        /// Waits for a check that only a browser can answer.
        NeedsProtectCheck = "needs_protect_check",
        /// Signed in; the attempt names the session that it created.
        Complete = "complete",
    }
}

open_enum! {
    /// How a factor is proven.
    Strategy {
        /// The account's password.
        Password = "password",
        /// A code sent by email.
        EmailCode = "email_code",
        /// A code sent by SMS.
        PhoneCode = "phone_code",
        /// A code from an authenticator app.
        Totp = "totp",
        /// One of the codes that were handed out once.
        BackupCode = "backup_code",
        /// A link sent by email.
        EmailLink = "email_link",
        /// A code sent by email that allows a new password.
        ResetPasswordEmailCode = "reset_password_email_code",
        /// A code sent by SMS that allows a new password.
        ResetPasswordPhoneCode = "reset_password_phone_code",
        /// A passkey.
        Passkey = "passkey",
        /// The organization's own identity provider.
        EnterpriseSso = "enterprise_sso",
        /// A sign-in token issued by the application's backend.
        Ticket = "ticket",
    }
}

open_enum! {
    /// Where a session stands.
    SessionStatus {
        /// Signed in.
        Active = "active",
        /// Signed in, with tasks left to do.
        Pending = "pending",
        /// Ended by someone else.
        Revoked = "revoked",
        /// Ended by its user.
        Ended = "ended",
        /// Past its lifetime.
        Expired = "expired",
        /// Signed out on this client.
        Removed = "removed",
        /// Never finished.
        Abandoned = "abandoned",
        /// Superseded by another session.
        Replaced = "replaced",
    }
}

open_enum! {
    /// Where the verification of a factor, address or number stands.
    VerificationStatus {
        /// Not proven yet.
        Unverified = "unverified",
        /// Proven.
        Verified = "verified",
        /// Too many wrong tries.
        Failed = "failed",
        /// Too old.
        Expired = "expired",
        /// Belongs to another account that it can be moved from.
        Transferable = "transferable",
    }
}

open_enum! {
    /// What a pending session still has to do.
    TaskKey {
        /// Add a second factor.
        SetupMfa = "setup-mfa",
        /// Choose a new password.
        ResetPassword = "reset-password",
        /// Choose or create an organization.
        ChooseOrganization = "choose-organization",
    }
}

open_enum! {
    /// What the server knows about this device and the user who signs in.
    ClientTrustState {
        /// Not known before an identifier is.
        Pending = "pending",
        /// The user never had a session on this device.
        New = "new",
        /// The user had a session on this device before.
        Known = "known",
    }
}

open_enum! {
    /// How much a session has to prove again.
    ReverificationLevel {
        /// A first factor.
        FirstFactor = "first_factor",
        /// A second factor, or a first one where the user has no second.
        SecondFactor = "second_factor",
        /// Both, or a first factor where the user has no second.
        MultiFactor = "multi_factor",
    }
}

open_enum! {
    /// Where the reverification of a session stands.
    ReverificationStatus {
        /// Waits for a first factor.
        NeedsFirstFactor = "needs_first_factor",
        /// Waits for a second factor.
        NeedsSecondFactor = "needs_second_factor",
        /// The session is fresh.
        Complete = "complete",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_value_travels_as_its_name() {
        let json = serde_json::to_string(&Strategy::ResetPasswordEmailCode).unwrap();
        assert_eq!(json, r#""reset_password_email_code""#);
        assert_eq!(serde_json::from_str::<TaskKey>(r#""setup-mfa""#).unwrap(), TaskKey::SetupMfa);
    }

    #[test]
    fn an_unknown_value_keeps_its_text_both_ways() {
        macro_rules! check {
            ($($name:ident),+) => {$(
                let value: $name = serde_json::from_str(r#""zzz_new""#).unwrap();
                assert_eq!(value, $name::Other("zzz_new".to_owned()));
                assert_eq!(value.as_str(), "zzz_new");
                assert_eq!(serde_json::to_string(&value).unwrap(), r#""zzz_new""#);
            )+};
        }
        check!(
            SignInStatus,
            Strategy,
            SessionStatus,
            VerificationStatus,
            TaskKey,
            ClientTrustState,
            ReverificationLevel,
            ReverificationStatus
        );
    }

    #[test]
    fn a_value_that_is_not_text_is_refused() {
        assert!(serde_json::from_str::<SignInStatus>("7").is_err());
        assert!(serde_json::from_str::<SignInStatus>("null").is_err());
    }
}
