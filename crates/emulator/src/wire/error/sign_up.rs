//! Signing up (next-flows §3).

use super::ApiError;

impl ApiError {
    pub(crate) fn sign_up_mode_restricted() -> Self {
        Self::new(
            403,
            "sign_up_mode_restricted",
            "Sign ups are restricted",
            "Only those who are invited can make an account.",
        )
    }

    pub(crate) fn sign_up_restricted_waitlist() -> Self {
        Self::new(
            403,
            "sign_up_restricted_waitlist",
            "Sign ups are restricted",
            "Accounts are made from the waitlist.",
        )
    }

    pub(crate) fn account_transfer_invalid() -> Self {
        Self::new(
            400,
            "account_transfer_invalid",
            "Invalid account transfer",
            "There is no account at a provider that can be transferred.",
        )
    }

    pub(crate) fn legal_not_accepted() -> Self {
        let long = "The terms have to be accepted.";
        Self::form("legal_not_accepted", "legal_accepted", "is not accepted", long)
    }

    pub(crate) fn external_account_exists() -> Self {
        Self::new(
            400,
            "external_account_exists",
            "External account exists",
            "There is an account for this one at the provider.",
        )
    }
}
