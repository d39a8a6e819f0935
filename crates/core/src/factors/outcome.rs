//! What became of a change that was lost or refused, by what the client shows.

use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::user::User;

use super::call::{Call, phone};
use crate::failure::Failure;

/// What became of a change.
///
/// | the client shows | the answer was lost | the server refused |
/// |---|---|---|
/// | the account as the change was to make it | `Made` | `MadeElsewhere` |
/// | that another change was made meanwhile | `Overtaken` | `Overtaken` |
/// | that the number is gone, while it was being verified | `NumberGone` | `NumberGone` |
/// | anything else, or there is no client | `NotMade` | `NotMade` |
///
/// There are three exceptions. New backup codes are in no client: where the answer was lost, they
/// are `Made`. A number that is on the account or verified is as the person wanted it: `Made`. An
/// authenticator app that is verified already is `Made` only where the answer to a code was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was made, and what its answer brought is lost.
    Made,
    /// The account is as it was to be; somebody else made it so.
    MadeElsewhere,
    /// It was not made, and the account was changed meanwhile.
    Overtaken,
    /// The number that it concerns is no longer on the account.
    NumberGone,
    /// It was not made.
    NotMade,
}

impl Outcome {
    /// What became of this call. `before` is the account when it began; `lost_before` is whether the
    /// answer to an earlier try was lost, or to this one.
    pub(super) fn of(
        call: &Call,
        failure: &Failure,
        before: Option<&Known>,
        user: Option<&User>,
        lost_before: bool,
    ) -> Self {
        let lost = failure.is_lost();
        let code = failure.code();
        let verified = code == Some("verification_already_verified");
        let shown = user.is_some_and(|user| call.is_done(user));
        match call {
            Call::CreateTotp | Call::AttemptTotp(_) => {
                let shows_totp = user.map(|user| user.totp_enabled);
                let ours = *call != Call::CreateTotp
                    && (lost || (verified && lost_before))
                    && shows_totp != Some(false);
                if !verified && shows_totp != Some(true) && code != Some("totp_already_enabled") {
                    Self::NotMade
                } else if ours {
                    Self::Made
                } else {
                    Self::MadeElsewhere
                }
            }
            Call::PreparePhone(id) | Call::AttemptPhone(id, _) => {
                if shown || verified {
                    Self::Made
                } else if user.is_some_and(|user| phone(user, id).is_none()) {
                    Self::NumberGone
                } else {
                    Self::NotMade
                }
            }
            Call::CreatePhone(_) => {
                if shown {
                    Self::Made
                } else {
                    Self::NotMade
                }
            }
            Call::CreateBackupCodes if lost => Self::Made,
            Call::DeleteTotp
            | Call::ReservePhone(..)
            | Call::MakeDefaultPhone(_)
            | Call::DeletePhone(_)
            | Call::CreateBackupCodes => match (shown, lost) {
                (true, true) => Self::Made,
                (true, false) => Self::MadeElsewhere,
                (false, _) if is_changed(before, user) => Self::Overtaken,
                (false, _) => Self::NotMade,
            },
        }
    }
}

/// Whether the account is not what it was when the change began.
fn is_changed(before: Option<&Known>, user: Option<&User>) -> bool {
    before.zip(user).is_some_and(|(before, user)| Known::of(user) != *before)
}

/// What is known of the second factors of an account, to notice changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    totp: bool,
    pub(super) backup_codes: bool,
    /// Which numbers are verified, reserved and default.
    phones: Vec<(IdentificationId, [bool; 3])>,
}

impl Known {
    pub(super) fn of(user: &User) -> Self {
        let phones = user.phone_numbers.iter().map(|phone| {
            let flags = [
                phone.is_verified(),
                phone.reserved_for_second_factor,
                phone.default_second_factor,
            ];
            (phone.id.clone(), flags)
        });
        Self {
            totp: user.totp_enabled,
            backup_codes: user.backup_code_enabled,
            phones: phones.collect(),
        }
    }
}
