//! What became of a change, by what the client shows: after an answer was lost, and where the
//! server refused because it knows something of the account that we do not.

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::user::User;

use super::event::{phone, phone_of_number};
use super::{Call, Change, Effect, Facts, Known, Mfa, Notice, PhoneStep, Reply, Stage, UnderWay};
use crate::failure::{Failure, InputError};
use crate::time::Timestamp;

impl Mfa {
    /// Takes the client that was asked for because of a failure.
    pub(super) fn client_known(
        &mut self,
        under_way: &UnderWay,
        call: &Call,
        failure: Failure,
        answer: Result<Reply, Failure>,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Option<Effect> {
        let client = match answer {
            Ok(Reply::Client(client)) => {
                self.refreshed();
                client
            }
            Ok(_) | Err(_) => None,
        };
        let user = client
            .as_deref()
            .and_then(Client::current_session)
            .and_then(|session| session.user.as_ref());
        let happened = Happened {
            user,
            call,
            failure: &failure,
            before: under_way.before.as_ref(),
            lost_before: self.lost.contains_key(&under_way.change),
        };
        match call {
            Call::CreateTotp | Call::AttemptTotp(_) => {
                if call != &Call::CreateTotp && happened.is_done() {
                    self.totp_is_on(None);
                    self.tell_lost_codes(&under_way.change, user);
                } else if happened.totp_is_on_elsewhere() {
                    self.stage = Stage::Overview;
                    self.notice = Some(Notice::ChangedElsewhere);
                    // It may have been by a code of an earlier visit to the page.
                    self.tell_lost_codes(&Change::VerifyTotp, user);
                } else {
                    self.fail(&under_way.change, failure);
                }
            }
            Call::CreatePhone(e164) => match user.and_then(|user| phone_of_number(user, e164)) {
                Some(own) if own.is_verified() => {
                    self.fail(&under_way.change, Failure::Input(InputError::PhoneExists));
                }
                Some(own) => return self.ask_for_code_of(own.id.clone(), e164.clone(), now),
                None => self.fail(&under_way.change, failure),
            },
            Call::PreparePhone(id) | Call::AttemptPhone(id, _) => {
                if happened.is_done() {
                    return self.phone_is_verified(facts);
                }
                if user.is_some_and(|user| phone(user, id).is_none()) {
                    if let Stage::AddPhone(wizard) = &mut self.stage {
                        wizard.step = PhoneStep::Number;
                    }
                    self.notice = Some(Notice::ChangedElsewhere);
                    self.fail(&under_way.change, Failure::Input(InputError::FactorGone));
                } else {
                    self.fail(&under_way.change, failure);
                }
            }
            Call::CreateBackupCodes if failure.is_lost() => {
                self.notice = Some(Notice::BackupCodesLost);
                if user.is_none() {
                    self.fail(&under_way.change, failure);
                }
            }
            Call::ReservePhone(id, true) if happened.is_done() => {
                self.phone_is_used(id, None);
                self.tell_elsewhere(&happened);
                self.tell_lost_codes(&under_way.change, user);
            }
            Call::DeleteTotp
            | Call::ReservePhone(..)
            | Call::MakeDefaultPhone(_)
            | Call::DeletePhone(_)
            | Call::CreateBackupCodes
            | Call::AskClient
            | Call::StepUp(_) => self.one_shot_known(under_way, &happened),
        }
        None
    }

    /// A change from the overview, or of a number that was just added.
    fn one_shot_known(&mut self, under_way: &UnderWay, happened: &Happened<'_>) {
        if happened.is_done() {
            self.notice = success(happened.call);
            self.tell_elsewhere(happened);
            return;
        }
        let changed = happened.is_changed();
        if changed {
            self.notice = Some(Notice::ChangedElsewhere);
        }
        if happened.failure.is_lost() || !changed {
            self.fail(&under_way.change, happened.failure.clone());
        } else if matches!(self.stage, Stage::AddPhone(_)) {
            // The number that was just added is not what it was.
            self.stage = Stage::Overview;
        }
    }

    /// Where the server refused what is done all the same, someone else did it.
    fn tell_elsewhere(&mut self, happened: &Happened<'_>) {
        if !happened.failure.is_lost() {
            self.notice = Some(Notice::ChangedElsewhere);
        }
    }
}

/// What is known of a change that did not come back well.
struct Happened<'a> {
    /// The user now, if the client could be had and has one.
    user: Option<&'a User>,
    call: &'a Call,
    failure: &'a Failure,
    before: Option<&'a Known>,
    /// Whether the answer to an earlier try of the change was lost, or to this one.
    lost_before: bool,
}

impl Happened<'_> {
    /// Whether the account is as the change was to make it.
    fn is_done(&self) -> bool {
        let verified = self.is_verified();
        let shown = self.user.is_some_and(|user| self.call.is_done(user));
        if let Call::AttemptTotp(_) = self.call {
            // It was verified elsewhere, unless a code of this page may have done it.
            let ours = self.failure.is_lost() || (verified && self.lost_before);
            ours && (shown || (verified && self.user.is_none()))
        } else {
            verified || shown
        }
    }

    /// Whether the server itself says that it is verified.
    fn is_verified(&self) -> bool {
        self.failure.code() == Some("verification_already_verified")
    }

    fn totp_is_on_elsewhere(&self) -> bool {
        self.user.is_some_and(|user| user.totp_enabled)
            || self.is_verified()
            || self.failure.code() == Some("totp_already_enabled")
    }

    /// Whether the account is not what it was when the change began.
    fn is_changed(&self) -> bool {
        match (self.user, self.before) {
            (Some(user), Some(before)) => Known::of(user) != *before,
            (None, _) | (_, None) => false,
        }
    }
}

/// What to tell of a change that has no page of its own.
fn success(call: &Call) -> Option<Notice> {
    match call {
        Call::DeleteTotp => Some(Notice::TotpRemoved),
        Call::ReservePhone(_, true) => Some(Notice::PhoneEnabled),
        Call::ReservePhone(_, false) => Some(Notice::PhoneDisabled),
        Call::MakeDefaultPhone(_) => Some(Notice::DefaultPhoneChanged),
        Call::DeletePhone(_) => Some(Notice::PhoneRemoved),
        Call::CreateTotp
        | Call::AttemptTotp(_)
        | Call::CreatePhone(_)
        | Call::PreparePhone(_)
        | Call::AttemptPhone(..)
        | Call::CreateBackupCodes
        | Call::AskClient
        | Call::StepUp(_) => None,
    }
}
