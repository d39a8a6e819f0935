//! After a verified factor: the next step, or the session.

use crate::model::activity::Activity;
use crate::model::{
    CHOOSE_ORGANIZATION, SETUP_MFA, Session, SessionStatus, SignIn, SignInStatus, User,
};
use crate::resources::mfa;
use crate::rules::code::Verification;
use crate::rules::lockout::Failures;
use crate::rules::strategy::Strategy;
use crate::store;
use crate::wire::error::Refusal;
use crate::work::Work;

/// How long an idle session is kept.
const ABANDON_SECONDS: i64 = 30 * 24 * 60 * 60;

/// Moves an attempt on after its first factor. MFA comes before client trust (contract: client trust).
pub(crate) fn after_first_factor(
    work: &mut Work<'_>,
    sign_in: &mut SignIn,
    user: &User,
) -> Result<(), Refusal> {
    let asks_for_trust = match &sign_in.first {
        Some(Verification::Proved { strategy }) => *strategy == Strategy::Password,
        Some(Verification::External(_)) => work.settings.external.client_trust,
        Some(Verification::Code(_)) | None => false,
    };
    if !crate::model::factors::second(user, work.settings).is_empty() {
        sign_in.status = SignInStatus::NeedsSecondFactor;
        Ok(())
    } else if asks_for_trust && needs_trust(work, sign_in, user)? {
        sign_in.status = SignInStatus::NeedsClientTrust;
        Ok(())
    } else {
        complete(work, sign_in, user)
    }
}

/// Completes an attempt by a session.
pub(super) fn complete(
    work: &mut Work<'_>,
    sign_in: &mut SignIn,
    user: &User,
) -> Result<(), Refusal> {
    let by_second_factor = sign_in.status == SignInStatus::NeedsSecondFactor;
    let session = open_session(work, user, sign_in.first_strategy(), by_second_factor)?;
    sign_in.status = SignInStatus::Complete;
    sign_in.created_session_id = Some(session.id);
    sign_in.client_trust_state = "known";
    Ok(())
}

/// Makes a session on the caller's client, or on a new one if there is none, rotates the client's token and trusts the
/// client for this user.
pub(crate) fn open_session(
    work: &mut Work<'_>,
    user: &User,
    first: Option<&str>,
    by_second_factor: bool,
) -> Result<Session, Refusal> {
    let mut client = work.client_or_new()?;
    let session = add_session(work, &client.id, user, by_second_factor)?;
    store::users::set_failures(work.db, &user.id, Failures::default())?;
    client.sign_in_id = None;
    client.sign_up_id = None;
    client.last_active_session_id = Some(session.id.clone());
    client.last_authentication_strategy = first.map(str::to_owned);
    work.rotate_token(&mut client)?;
    work.save_client(client)?;
    Ok(session)
}

/// Makes a session on a client, which is trusted for its user from then on.
pub(crate) fn add_session(
    work: &Work<'_>,
    client_id: &str,
    user: &User,
    by_second_factor: bool,
) -> Result<Session, Refusal> {
    let session = new_session(work, client_id, user, by_second_factor);
    store::sessions::insert(work.db, &session)?;
    store::users::signed_in(work.db, &user.id, work.now)?;
    store::clients::trust(work.db, client_id, &user.id, work.now)?;
    Ok(session)
}

fn needs_trust(work: &Work<'_>, sign_in: &SignIn, user: &User) -> Result<bool, Refusal> {
    let provable = !crate::model::factors::client_trust(user, work.settings).is_empty();
    Ok(work.settings.device_trust
        && provable
        && !store::clients::is_trusted(work.db, &sign_in.client_id, &user.id)?)
}

fn new_session(work: &Work<'_>, client_id: &str, user: &User, by_second_factor: bool) -> Session {
    let mut tasks = user.extra_tasks.clone();
    if mfa::is_forced(work.settings, user) && !user.two_factor_enabled() {
        tasks.push(SETUP_MFA.to_owned());
    }
    // Which of several tasks the real API names first is in no source.
    if work.settings.organizations.is_forced() && !tasks.iter().any(|it| it == CHOOSE_ORGANIZATION)
    {
        tasks.push(CHOOSE_ORGANIZATION.to_owned());
    }
    let status = if tasks.is_empty() { SessionStatus::Active } else { SessionStatus::Pending };
    Session {
        id: work.random.id("sess"),
        client_id: client_id.to_owned(),
        user_id: user.id.clone(),
        status,
        tasks,
        last_active_organization_id: None,
        first_verified_at: work.now,
        second_verified_at: by_second_factor.then_some(work.now),
        ip_address: work.caller.ip.to_string(),
        user_agent: work.caller.user_agent.clone(),
        last_active_at: work.now,
        expire_at: work.now.plus_seconds(work.settings.session_days.saturating_mul(86_400)),
        abandon_at: work.now.plus_seconds(ABANDON_SECONDS),
        created_at: work.now,
        updated_at: work.now,
        activity: Activity::default(),
    }
}
