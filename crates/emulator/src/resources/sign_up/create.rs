//! `POST /v1/client/sign_ups` and the fields that come later.

use super::by_provider::take_person;
use super::settle::settle;
use super::{answer, current};
use crate::model::external::Subject;
use crate::model::sign_up::SignUp;
use crate::resources::providers;
use crate::resources::sign_in::create::refuse_second_session;
use crate::rules::code::Verification;
use crate::rules::external::{ExternalCheck, ExternalStatus};
use crate::rules::identifier::Identifier;
use crate::rules::{password, username};
use crate::settings::{SignUpMode, Use};
use crate::store;
use crate::wire::answer::Answer;
use crate::wire::call::{Call, Form};
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Fields of both calls.
const FIELDS: [&str; 13] = [
    "email_address",
    "password",
    "first_name",
    "last_name",
    "username",
    "legal_accepted",
    "unsafe_metadata",
    "strategy",
    "redirect_url",
    "action_complete_redirect_url",
    "oidc_login_hint",
    "oidc_prompt",
    "proof_token",
];
/// Those of the first call alone. All but `transfer` are sent by official clients and do not count here.
const FIRST: [&str; 6] =
    ["transfer", "locale", "timezone", "captcha_token", "captcha_error", "captcha_widget_type"];
/// How long a sign-up can be continued.
const ABANDON_SECONDS: i64 = 24 * 60 * 60;
/// Characters of a first or last name.
const NAME_LIMIT: usize = 256;

pub(crate) fn create(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[FIELDS.as_slice(), &FIRST].concat())?;
    match work.settings.sign_up.mode {
        SignUpMode::Public => {}
        SignUpMode::Restricted => return Err(ApiError::sign_up_mode_restricted().into()),
        SignUpMode::Waitlist => return Err(ApiError::sign_up_restricted_waitlist().into()),
    }
    refuse_second_session(work)?;
    let transferred = match call.form.flag("transfer")? {
        Some(true) => Some(transferable(work)?),
        Some(false) | None => None,
    };
    let asked = match providers::named(&call.form) {
        Some(strategy) => Some(providers::asked(work, &call.form, strategy, true)?),
        None => None,
    };
    let mut sign_up = SignUp {
        id: work.random.id("sua"),
        client_id: String::new(),
        email_address: None,
        email_check: None,
        username: None,
        first_name: None,
        last_name: None,
        password_hash: None,
        legal_accepted_at: None,
        external: None,
        created_session_id: None,
        created_user_id: None,
        abandon_at: work.now.plus_seconds(ABANDON_SECONDS).millis(),
    };
    if let Some(mut check) = transferred {
        check.end(ExternalStatus::Verified, None);
        take_person(&mut sign_up, check);
    }
    fill(work, &mut sign_up, &call.form)?;
    // Whatever is refused has made no client.
    let mut client = work.client_or_new()?;
    sign_up.client_id.clone_from(&client.id);
    if let Some(asked) = asked {
        let subject = Subject::SignUp { id: sign_up.id.clone() };
        sign_up.external = Some(providers::start(work, &client, subject, asked)?);
    }
    client.sign_up_id = Some(sign_up.id.clone());
    work.save_client(client)?;
    settle(work, &mut sign_up)?;
    Ok(answer(work, &sign_up))
}

/// `PATCH /v1/client/sign_ups/{id}`
pub(crate) fn update(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&FIELDS)?;
    let mut sign_up = current(work, id)?;
    fill(work, &mut sign_up, &call.form)?;
    settle(work, &mut sign_up)?;
    Ok(answer(work, &sign_up))
}

/// The check of the sign-in in progress, if a provider has told somebody in it whom nobody knows.
fn transferable(work: &Work<'_>) -> Result<ExternalCheck, Refusal> {
    let id = work.client.as_ref().and_then(|client| client.sign_in_id.as_deref());
    let sign_in = match id {
        Some(id) => store::sign_ins::load(work.db, id)?,
        None => None,
    };
    if let Some(Verification::External(check)) = sign_in.and_then(|sign_in| sign_in.first)
        && check.status == ExternalStatus::Transferable
    {
        return Ok(check);
    }
    Err(ApiError::account_transfer_invalid().into())
}

/// Takes what a form tells. What the instance does not offer is no field.
fn fill(work: &Work<'_>, sign_up: &mut SignUp, form: &Form) -> Result<(), Refusal> {
    let offered = &work.settings.attributes;
    if let Some(text) = form.optional("email_address")? {
        let Some(Identifier::Email(address)) = Identifier::parse(text) else {
            return Err(ApiError::format("email_address", "a valid email address").into());
        };
        if store::email_addresses::owner(work.db, &address)?.is_some() {
            return Err(ApiError::identifier_exists("email_address", "email address").into());
        }
        if sign_up.email_address.as_ref() != Some(&address) {
            sign_up.email_address = Some(address);
            sign_up.email_check = None;
        }
    }
    for (param, how, kept) in [
        ("first_name", offered.first_name, &mut sign_up.first_name),
        ("last_name", offered.last_name, &mut sign_up.last_name),
    ] {
        let Some(text) = form.optional(param)? else { continue };
        if how == Use::Off {
            return Err(ApiError::unknown(param).into());
        }
        if text.chars().count() > NAME_LIMIT {
            return Err(ApiError::too_long(param, NAME_LIMIT).into());
        }
        *kept = Some(text.to_owned());
    }
    if let Some(text) = form.optional("username")? {
        if offered.username == Use::Off {
            return Err(ApiError::unknown("username").into());
        }
        username::acceptable(text, &work.settings.username_rules)?;
        let kept = username::kept(text);
        if store::users::owner_of_username(work.db, &kept)?.is_some() {
            return Err(ApiError::identifier_exists("username", "username").into());
        }
        sign_up.username = Some(kept);
    }
    if let Some(new) = form.optional("password")? {
        password::acceptable(new, None, work.settings)?;
        let hash = password::hash(new, &work.random.salt(), work.cost)
            .ok_or_else(|| Refusal::Internal("the password cost is out of range".into()))?;
        sign_up.password_hash = Some(hash);
    }
    match form.flag("legal_accepted")? {
        Some(true) => sign_up.legal_accepted_at = Some(work.now.millis()),
        Some(false) if work.settings.sign_up.legal_consent => {
            return Err(ApiError::legal_not_accepted().into());
        }
        Some(false) | None => {}
    }
    Ok(())
}
