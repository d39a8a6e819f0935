//! The records that the database keeps, and what each knows about itself.

pub(crate) mod activity;
pub(crate) mod external;
pub(crate) mod factors;
pub(crate) mod message;
pub(crate) mod organizations;
pub(crate) mod reverification;
pub(crate) mod sign_up;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::model::activity::Activity;
use crate::model::external::ExternalAccount;
use crate::model::organizations::Membership;
use crate::rules::code::{CodeCheck, Verification};
use crate::rules::lockout::Failures;

#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: String,
    /// In lower case.
    pub(crate) username: Option<String>,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) password_hash: Option<String>,
    pub(crate) password_updated_at: Option<Timestamp>,
    pub(crate) primary_email_address_id: Option<String>,
    pub(crate) primary_phone_number_id: Option<String>,
    pub(crate) banned: bool,
    pub(crate) force_mfa: bool,
    /// Tasks that every new session of this user begins with, beside those that the instance asks for.
    pub(crate) extra_tasks: Vec<String>,
    pub(crate) failures: Failures,
    pub(crate) mfa_enabled_at: Option<Timestamp>,
    pub(crate) mfa_disabled_at: Option<Timestamp>,
    pub(crate) last_sign_in_at: Option<Timestamp>,
    pub(crate) last_active_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) picture_id: Option<String>,
    /// Oldest first.
    pub(crate) memberships: Vec<Membership>,
    pub(crate) emails: Vec<EmailAddress>,
    pub(crate) phones: Vec<PhoneNumber>,
    /// Oldest first.
    pub(crate) external_accounts: Vec<ExternalAccount>,
    pub(crate) totp: Option<Totp>,
    pub(crate) has_backup_codes: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct EmailAddress {
    pub(crate) id: String,
    pub(crate) address: String,
    pub(crate) verified: bool,
    /// The code that was sent to verify it.
    pub(crate) verification: Option<CodeCheck>,
    /// Accounts elsewhere that it came with. As long as there is one it cannot be removed.
    pub(crate) linked_to: Vec<LinkedAccount>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// An account at another provider, as an address names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinkedAccount {
    /// Such as `oauth_google`.
    #[serde(rename = "type")]
    pub(crate) provider: String,
    pub(crate) id: String,
}

#[derive(Debug, Clone)]
pub(crate) struct PhoneNumber {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) verified: bool,
    pub(crate) reserved_for_second_factor: bool,
    pub(crate) default_second_factor: bool,
    /// The code that was sent to verify it.
    pub(crate) verification: Option<CodeCheck>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

#[derive(Debug, Clone)]
pub(crate) struct Totp {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) verified: bool,
    pub(crate) last_step: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl PhoneNumber {
    pub(crate) fn is_second_factor(&self) -> bool {
        self.verified && self.reserved_for_second_factor
    }
}

impl User {
    pub(crate) fn totp_enabled(&self) -> bool {
        self.totp.as_ref().is_some_and(|totp| totp.verified)
    }

    pub(crate) fn second_factor_phones(&self) -> impl Iterator<Item = &PhoneNumber> {
        self.phones.iter().filter(|phone| phone.is_second_factor())
    }

    /// The membership in an organization, by the organization's id or slug.
    pub(crate) fn membership(&self, organization: &str) -> Option<&Membership> {
        self.memberships.iter().find(|membership| {
            let of = &membership.organization;
            of.id == organization || of.slug == organization
        })
    }

    /// How many addresses and numbers are not verified.
    pub(crate) fn unverified(&self) -> usize {
        let emails = self.emails.iter().filter(|email| !email.verified).count();
        emails.saturating_add(self.phones.iter().filter(|phone| !phone.verified).count())
    }

    /// Whether the user has a second factor. Backup codes alone are none.
    pub(crate) fn two_factor_enabled(&self) -> bool {
        self.totp_enabled() || self.second_factor_phones().next().is_some()
    }
}

/// A client: one installation.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) rotating_token: String,
    /// The attempt in progress.
    pub(crate) sign_in_id: Option<String>,
    pub(crate) sign_up_id: Option<String>,
    pub(crate) last_active_session_id: Option<String>,
    pub(crate) last_authentication_strategy: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// The task of a session whose user has to enrol a second factor.
pub(crate) const SETUP_MFA: &str = "setup-mfa";
/// The task of a session whose user has to set another password (contract §4.9).
pub(crate) const RESET_PASSWORD: &str = "reset-password";

/// The task of a session whose user has to choose an organization.
pub(crate) const CHOOSE_ORGANIZATION: &str = "choose-organization";

#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) user_id: String,
    pub(crate) status: SessionStatus,
    pub(crate) tasks: Vec<String>,
    /// The organization that the user acts for; None for the personal account.
    pub(crate) last_active_organization_id: Option<String>,
    pub(crate) first_verified_at: Timestamp,
    pub(crate) second_verified_at: Option<Timestamp>,
    pub(crate) ip_address: String,
    pub(crate) user_agent: Option<String>,
    pub(crate) last_active_at: Timestamp,
    pub(crate) expire_at: Timestamp,
    pub(crate) abandon_at: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// What the emulator's owner has said of the device.
    pub(crate) activity: Activity,
}

/// The status as it is kept. Whether a session has expired depends on the clock: see [`Session::status_at`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionStatus {
    Active,
    Pending,
    Ended,
    Removed,
    Revoked,
}

impl SessionStatus {
    const ALL: [Self; 5] = [Self::Active, Self::Pending, Self::Ended, Self::Removed, Self::Revoked];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Ended => "ended",
            Self::Removed => "removed",
            Self::Revoked => "revoked",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

impl Session {
    /// Whether the user is signed in by it.
    pub(crate) fn is_live(&self, now: Timestamp) -> bool {
        matches!(self.status, SessionStatus::Active | SessionStatus::Pending)
            && self.expire_at > now
    }

    /// The status on the wire.
    pub(crate) fn status_at(&self, now: Timestamp) -> &'static str {
        let open = matches!(self.status, SessionStatus::Active | SessionStatus::Pending);
        if open && self.expire_at <= now { "expired" } else { self.status.as_str() }
    }

    /// Minutes since each factor was verified, -1 for never.
    pub(crate) fn factor_verification_age(&self, now: Timestamp) -> [i64; 2] {
        let second = self.second_verified_at.map_or(-1, |at| now.minutes_since(at));
        [now.minutes_since(self.first_verified_at), second]
    }
}

#[derive(Debug, Clone)]
pub(crate) struct SignIn {
    pub(crate) id: String,
    pub(crate) client_id: String,
    /// None before there is an identifier, and (under enumeration protection) for one that no user has.
    pub(crate) user_id: Option<String>,
    pub(crate) identifier: Option<String>,
    pub(crate) status: SignInStatus,
    pub(crate) first: Option<Verification>,
    pub(crate) second: Option<Verification>,
    pub(crate) created_session_id: Option<String>,
    pub(crate) client_trust_state: &'static str,
    pub(crate) abandon_at: Timestamp,
    pub(crate) created_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignInStatus {
    NeedsIdentifier,
    NeedsFirstFactor,
    NeedsSecondFactor,
    NeedsClientTrust,
    NeedsNewPassword,
    Complete,
}

impl SignInStatus {
    const ALL: [Self; 6] = [
        Self::NeedsIdentifier,
        Self::NeedsFirstFactor,
        Self::NeedsSecondFactor,
        Self::NeedsClientTrust,
        Self::NeedsNewPassword,
        Self::Complete,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::NeedsIdentifier => "needs_identifier",
            Self::NeedsFirstFactor => "needs_first_factor",
            Self::NeedsSecondFactor => "needs_second_factor",
            Self::NeedsClientTrust => "needs_client_trust",
            Self::NeedsNewPassword => "needs_new_password",
            Self::Complete => "complete",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

impl SignIn {
    /// The strategy of the first factor, once it was prepared or attempted.
    pub(crate) fn first_strategy(&self) -> Option<&str> {
        self.first.as_ref().map(|verification| match verification {
            Verification::Proved { strategy } => strategy.as_str(),
            Verification::Code(check) => check.strategy.as_str(),
            Verification::External(check) if check.connection_id.is_some() => "enterprise_sso",
            Verification::External(check) => &check.strategy,
        })
    }
}
