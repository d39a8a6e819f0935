//! `POST /v1/client/sign_ins`: a new attempt, which replaces the earlier one of the client.

use super::by_provider;
use super::complete::after_first_factor;
use super::first_factor::{check_password, start_code};
use crate::model::external::Subject;
use crate::model::factors;
use crate::model::{SignIn, SignInStatus, User};
use crate::resources::enterprise;
use crate::resources::providers::{self, Asked};
use crate::resources::verification::{refuse_locked, refuse_unless_offered};
use crate::rules::code::Verification;
use crate::rules::external::ExternalStatus;
use crate::rules::identifier::Identifier;
use crate::rules::strategy::Strategy;
use crate::store;
use crate::wire::answer::Answer;
use crate::wire::call::{Call, Form};
use crate::wire::checks::is_language_tag;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// `enterprise_connection_id`, `locale`, `timezone` and the rest are sent by official clients beyond the published fields.
const FIELDS: [&str; 20] = [
    "identifier",
    "password",
    "strategy",
    "ticket",
    "transfer",
    "redirect_url",
    "action_complete_redirect_url",
    "code",
    "token",
    "oidc_login_hint",
    "oidc_prompt",
    "proof_token",
    "trusted_device_id",
    "enterprise_connection_id",
    "locale",
    "timezone",
    "sign_up_if_missing",
    "captcha_token",
    "captcha_widget_type",
    "captcha_error",
];

/// How long an attempt can be continued.
const ABANDON_SECONDS: i64 = 24 * 60 * 60;

pub(crate) fn create(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&FIELDS)?;
    if let Some(locale) = call.form.optional("locale")?
        && !is_language_tag(locale)
    {
        return Err(ApiError::format("locale", "a valid BCP-47 language tag").into());
    }
    if call.form.flag("transfer")? == Some(true) {
        return transferred(work);
    }
    if let Some(strategy) = providers::named(&call.form) {
        refuse_second_session(work)?;
        let asked = providers::asked(work, &call.form, strategy, true)?;
        return at_provider(work, asked);
    }
    if call.form.text("strategy") == Some(enterprise::STRATEGY) {
        refuse_second_session(work)?;
        let asked = enterprise::asked(work, &call.form, call.form.required("identifier")?)?;
        return at_provider(work, asked);
    }
    let strategy = strategy(&call.form)?;
    let password = call.form.optional("password")?;
    let Some(identifier) = call.form.optional("identifier")? else {
        if strategy.is_some() || password.is_some() {
            return Err(ApiError::missing("identifier").into());
        }
        refuse_second_session(work)?;
        let mut sign_in = begin(work, None, None)?;
        return finish(work, &mut sign_in);
    };
    if strategy == Some(Strategy::Password) && password.is_none() {
        return Err(ApiError::missing("password").into());
    }
    let identifier = parse_identifier(work, identifier)?;
    if !work.settings.connections_of(identifier.as_str()).is_empty() {
        // Whatever else is given: the company decides.
        refuse_second_session(work)?;
        let user = store::users::find(work.db, &identifier)?;
        let mut sign_in = begin(work, Some(&identifier), user.as_ref())?;
        return finish(work, &mut sign_in);
    }
    match store::users::find(work.db, &identifier)? {
        Some(user) => for_user(work, &identifier, &user, strategy, password),
        None if work.settings.enumeration_protection => {
            for_nobody(work, &identifier, strategy, password)
        }
        None => Err(ApiError::identifier_not_found().into()),
    }
}

/// Sends a browser to a provider. An identifier beside it does not count.
fn at_provider(work: &mut Work<'_>, asked: Asked) -> Result<Answer, Refusal> {
    let client = work.client_or_new()?;
    let mut sign_in = begin(work, None, None)?;
    let subject = Subject::SignIn { id: sign_in.id.clone() };
    let check = providers::start(work, &client, subject, asked)?;
    sign_in.first = Some(Verification::External(check));
    finish(work, &mut sign_in)
}

/// Signs in whom a provider has told in a sign-up that found an account.
fn transferred(work: &mut Work<'_>) -> Result<Answer, Refusal> {
    refuse_second_session(work)?;
    let id = work.client.as_ref().and_then(|client| client.sign_up_id.as_deref());
    let sign_up = match id {
        Some(id) => store::sign_ups::load(work.db, id)?,
        None => None,
    };
    let check = sign_up.and_then(|sign_up| sign_up.external);
    let (mut check, person) = check
        .filter(|check| check.status == ExternalStatus::Transferable)
        .and_then(|check| check.person.clone().map(|person| (check, person)))
        .ok_or_else(ApiError::account_transfer_invalid)?;
    let mut sign_in = begin(work, None, None)?;
    by_provider::judge(work, &mut sign_in, &mut check, person)?;
    finish(work, &mut sign_in)
}

fn for_user(
    work: &mut Work<'_>,
    identifier: &Identifier,
    user: &User,
    strategy: Option<Strategy>,
    password: Option<&str>,
) -> Result<Answer, Refusal> {
    refuse_second_session(work)?;
    if let Some(client) = &work.client {
        let sessions = store::sessions::live_of_client(work.db, &client.id, work.now)?;
        if let Some(session) = sessions.iter().find(|session| session.user_id == user.id) {
            return Err(ApiError::already_signed_in(&session.id).into());
        }
    }
    if user.banned {
        return Err(ApiError::user_banned().into());
    }
    if let Some(password) = password {
        check_password(work, user, password)?;
        let mut sign_in = begin(work, Some(identifier), Some(user))?;
        sign_in.first = Some(Verification::Proved { strategy: Strategy::Password });
        after_first_factor(work, &mut sign_in, user)?;
        return finish(work, &mut sign_in);
    }
    let offered = factors::first(user, work.settings);
    if let Some(strategy) = strategy {
        refuse_locked(work, user)?;
        // Checked before the client is made, so that a refusal leaves none behind.
        refuse_unless_offered(&offered, strategy, ApiError::strategy_for_user())?;
    }
    let mut sign_in = begin(work, Some(identifier), Some(user))?;
    if let Some(strategy) = strategy {
        start_code(work, &mut sign_in, Some(user), &offered, strategy, &Form::default())?;
    }
    finish(work, &mut sign_in)
}

/// Answers as for a user, but no password or code is ever right (enumeration protection).
fn for_nobody(
    work: &mut Work<'_>,
    identifier: &Identifier,
    strategy: Option<Strategy>,
    password: Option<&str>,
) -> Result<Answer, Refusal> {
    refuse_second_session(work)?;
    if password.is_some() {
        return Err(ApiError::password_or_identifier_incorrect().into());
    }
    if let Some(strategy) = strategy {
        let offered = factors::decoy(identifier, "");
        refuse_unless_offered(&offered, strategy, ApiError::strategy_for_user())?;
    }
    let mut sign_in = begin(work, Some(identifier), None)?;
    if let Some(strategy) = strategy {
        let offered = factors::decoy(identifier, &sign_in.id);
        start_code(work, &mut sign_in, None, &offered, strategy, &Form::default())?;
    }
    finish(work, &mut sign_in)
}

fn begin(
    work: &mut Work<'_>,
    identifier: Option<&Identifier>,
    user: Option<&User>,
) -> Result<SignIn, Refusal> {
    let client = work.client_or_new()?;
    let trust = match user {
        None => "pending",
        Some(user) if store::clients::is_trusted(work.db, &client.id, &user.id)? => "known",
        Some(_) => "new",
    };
    let status = if identifier.is_some() {
        SignInStatus::NeedsFirstFactor
    } else {
        SignInStatus::NeedsIdentifier
    };
    Ok(SignIn {
        id: work.random.id("sia"),
        client_id: client.id,
        user_id: user.map(|user| user.id.clone()),
        identifier: identifier.map(|identifier| identifier.as_str().to_owned()),
        status,
        first: None,
        second: None,
        created_session_id: None,
        client_trust_state: trust,
        abandon_at: work.now.plus_seconds(ABANDON_SECONDS),
        created_at: work.now,
    })
}

/// Saves the attempt. Unless it is complete it becomes the client's newest one.
fn finish(work: &mut Work<'_>, sign_in: &mut SignIn) -> Result<Answer, Refusal> {
    store::sign_ins::save(work.db, sign_in)?;
    if sign_in.status != SignInStatus::Complete {
        let mut client = work.client_or_new()?;
        client.sign_in_id = Some(sign_in.id.clone());
        work.save_client(client)?;
    }
    super::answer(work, sign_in)
}

fn strategy(form: &Form) -> Result<Option<Strategy>, ApiError> {
    let Some(name) = form.optional("strategy")? else { return Ok(None) };
    match Strategy::parse(name) {
        Some(Strategy::Totp | Strategy::BackupCode) | None => {
            Err(ApiError::value("strategy", name))
        }
        Some(strategy) => Ok(Some(strategy)),
    }
}

fn parse_identifier(work: &Work<'_>, text: &str) -> Result<Identifier, ApiError> {
    let by_phone = work.settings.attributes.by_phone();
    match Identifier::parse(text) {
        Some(Identifier::Phone(_)) if !by_phone => {
            Err(ApiError::format("identifier", "a valid email address"))
        }
        Some(identifier) => Ok(identifier),
        None if by_phone => {
            Err(ApiError::format("identifier", "a valid email address or phone number"))
        }
        None => Err(ApiError::format("identifier", "a valid email address")),
    }
}

pub(crate) fn refuse_second_session(work: &Work<'_>) -> Result<(), Refusal> {
    let Some(client) = work.client.as_ref().filter(|_| work.settings.single_session) else {
        return Ok(());
    };
    if store::sessions::live_of_client(work.db, &client.id, work.now)?.is_empty() {
        Ok(())
    } else {
        Err(ApiError::session_exists().into())
    }
}
