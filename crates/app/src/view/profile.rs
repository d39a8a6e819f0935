//! The view of what can be changed on the Account page.

use latchkey_core::profile::emails::{self, Kept};
use latchkey_core::profile::{Change, Form, Target, may_delete};
use latchkey_fapi_types::client::Session;
use latchkey_fapi_types::environment::{
    Environment, FIRST_NAME, LAST_NAME, USERNAME, UsernameSettings,
};
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::user::User;
use latchkey_ipc::view::{
    EmailId, EmailRemoval, EmailView, NamePart, NameView, PhoneId, ProfileForm, ProfileProblem,
    ProfileTarget, ProfileView, StepUpAction, UsernameRules, UsernameView,
};

use super::challenge;
use super::shown::Shown;
use crate::{phone, problem, words};

pub(super) fn view(shown: Shown<'_>) -> ProfileView {
    let Shown { connection, open, session, now, .. } = shown;
    let environment = &connection.settings.environment;
    let user = session.user.as_ref();
    let (machine, profile) = (&open.machine, open.machine.profile());
    let waiting = match machine.step_up() {
        Some((_, latchkey_core::signed_in::Waiting::Profile(change))) => Some(change),
        Some(_) | None => None,
    };
    let unsettled = profile.unsettled();
    let target = |of: &Target| target(of, user);
    ProfileView {
        name: user.and_then(|user| name(user, environment)),
        username: user.and_then(|user| username(user, environment)),
        can_add_email: user.is_some_and(|user| emails::may_add(user, environment)),
        can_delete: user.is_some_and(|user| may_delete(user, environment)),
        form: profile.form().map(|form| match form {
            Form::Name => ProfileForm::Name,
            Form::Username => ProfileForm::Username,
            Form::NewEmail => ProfileForm::NewEmail,
            Form::EmailCode { id, address } => ProfileForm::EmailCode {
                email: email_id(id),
                address: address.clone(),
                delivery: profile
                    .delivery(now.instant)
                    .map_or(latchkey_ipc::view::Delivery::NotNeeded, words::delivery),
                attempt: profile.refusals(),
            },
        }),
        activity: challenge::activity(
            machine.is_busy() || unsettled.is_some() || machine.password().unsettled().is_some(),
            machine.hold(now.instant),
            now.instant,
        ),
        unsettled: unsettled.is_some(),
        busy: profile.pending().or(waiting).or(unsettled).map(|change| target(&change.target())),
        problem: profile.problem().map(|(of, failure)| {
            let problem = match of {
                Target::NewEmail | Target::Email(_) => problem::of_email(failure),
                Target::Name
                | Target::Username
                | Target::Picture
                | Target::Phone(_)
                | Target::Account => problem::of_account(failure),
            };
            ProfileProblem { target: target(of), problem }
        }),
    }
}

fn name(user: &User, environment: &Environment) -> Option<NameView> {
    let part = |attribute, value: &Option<String>| {
        environment.has(attribute).then(|| NamePart {
            value: value.clone().unwrap_or_default(),
            editable: environment.lets_change(attribute) && !user.is_managed(),
        })
    };
    let (first, last) = (part(FIRST_NAME, &user.first_name), part(LAST_NAME, &user.last_name));
    let managed = user.is_managed();
    (first.is_some() || last.is_some()).then_some(NameView { first, last, managed })
}

fn username(user: &User, environment: &Environment) -> Option<UsernameView> {
    environment.has(USERNAME).then(|| UsernameView {
        value: user.username.clone(),
        editable: environment.lets_change(USERNAME),
        rules: rules(&environment.username_settings),
    })
}

fn rules(of: &UsernameSettings) -> UsernameRules {
    UsernameRules {
        min_length: of.min_length,
        max_length: of.max_length,
        extended: of.allow_extended_special_characters,
        numeric: of.allow_numeric_usernames,
    }
}

/// All addresses of a user, the primary one first.
pub(super) fn emails(user: &User, environment: &Environment) -> Vec<EmailView> {
    let primary = user.primary_email().map(|email| &email.id);
    let mut views: Vec<_> = user
        .email_addresses
        .iter()
        .map(|email| EmailView {
            id: email_id(&email.id),
            address: email.email_address.clone(),
            primary: Some(&email.id) == primary,
            verified: email.is_verified(),
            removal: match emails::kept(user, environment, email) {
                None => EmailRemoval::Allowed,
                Some(Kept::Immutable) => EmailRemoval::Immutable,
                Some(Kept::Linked) => EmailRemoval::Linked,
                Some(Kept::Required) => EmailRemoval::Required,
                Some(Kept::LastIdentifier) => EmailRemoval::LastIdentifier,
            },
        })
        .collect();
    views.sort_by_key(|email| !email.primary);
    views
}

/// What a change concerns. An address that is no longer there has no row to tell it in.
fn target(of: &Target, user: Option<&User>) -> ProfileTarget {
    match of {
        Target::Name => ProfileTarget::Name,
        Target::Username => ProfileTarget::Username,
        Target::Picture => ProfileTarget::Picture,
        Target::Email(id) if has_email(user, id) => ProfileTarget::Email(email_id(id)),
        Target::NewEmail | Target::Email(_) => ProfileTarget::NewEmail,
        Target::Phone(id) => ProfileTarget::Phone(PhoneId(id.as_str().to_owned())),
        Target::Account => ProfileTarget::Account,
    }
}

fn has_email(user: Option<&User>, id: &IdentificationId) -> bool {
    user.is_some_and(|user| user.email_addresses.iter().any(|email| email.id == *id))
}

fn email_id(of: &IdentificationId) -> EmailId {
    EmailId(of.as_str().to_owned())
}

/// What a step-up is for.
pub(super) fn action(change: &Change, session: &Session) -> StepUpAction {
    let address = |id: &IdentificationId| {
        let mut all = session.user.iter().flat_map(|user| &user.email_addresses);
        all.find(|email| email.id == *id).map(|it| it.email_address.clone()).unwrap_or_default()
    };
    match change {
        Change::Name => StepUpAction::ChangeName,
        Change::Username => StepUpAction::ChangeUsername,
        Change::Picture => StepUpAction::ChangePicture,
        Change::RemovePicture => StepUpAction::RemovePicture,
        Change::AddEmail | Change::VerifyEmail(_) => StepUpAction::AddEmail,
        Change::PrimaryEmail(id) => StepUpAction::MakePrimaryEmail(address(id)),
        Change::RemoveEmail(id) => StepUpAction::RemoveEmail(address(id)),
        Change::PrimaryPhone(id) => {
            let mut all = session.user.iter().flat_map(|user| &user.phone_numbers);
            let found = all.find(|phone| phone.id == *id);
            let number = found.map(|it| phone::formatted(&it.phone_number)).unwrap_or_default();
            StepUpAction::MakePrimaryPhone(number)
        }
        Change::Delete => StepUpAction::DeleteAccount,
    }
}
