//! The accounts at providers that the user has connected (next-flows §6).

use serde_json::{Value, json};

use crate::model::external::{ExternalAccount, Outcome, Subject};
use crate::model::{EmailAddress, User};
use crate::resources::providers;
use crate::resources::reverification::require_fresh;
use crate::rules::external::{ExternalStatus, Person};
use crate::settings::Attribute;
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

const FIELDS: [&str; 4] =
    ["redirect_url", "action_complete_redirect_url", "oidc_login_hint", "oidc_prompt"];
/// Scopes make no difference here.
const REPEATED: [&str; 1] = ["additional_scope"];

/// Begins to connect an account. One of the same provider that was begun before and came to nothing is replaced.
pub(crate) fn create(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only_or_repeated(&[FIELDS.as_slice(), &["strategy"]].concat(), &REPEATED)?;
    let (session, user) = work.current_session(call)?;
    let name = call.form.required("strategy")?;
    let strategy = providers::named(&call.form).ok_or_else(|| ApiError::value("strategy", name))?;
    let asked = providers::asked(work, &call.form, strategy, false)?;
    if work.settings.immutable.contains(&Attribute::EmailAddress) {
        return Err(ApiError::oauth_connection_blocked().into());
    }
    let same = user.external_accounts.iter().find(|account| account.check.strategy == strategy);
    if same.is_some_and(|account| account.check.person.is_some()) {
        return Err(ApiError::oauth_account_already_connected().into());
    }
    require_fresh(work, &session, &user)?;
    if let Some(begun) = same {
        store::external_accounts::delete(work.db, &begun.id)?;
    }
    let id = work.random.id("eac");
    let subject = Subject::ExternalAccount { user_id: user.id.clone(), id: id.clone() };
    let account = ExternalAccount {
        id,
        identification_id: work.random.id("idn"),
        check: providers::start(work, client(work)?, subject, asked)?,
        created_at: work.now,
        updated_at: work.now,
    };
    store::external_accounts::put(work.db, &user.id, &account)?;
    Ok(answer(work, &account))
}

/// Goes to the provider of a connected account again.
pub(crate) fn reauthorize(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only_or_repeated(&FIELDS, &REPEATED)?;
    let (_, user) = work.current_session(call)?;
    let mut account = of_user(&user, id)?.clone();
    let asked = providers::asked(work, &call.form, &account.check.strategy, false)?;
    let subject = Subject::ExternalAccount { user_id: user.id.clone(), id: id.to_owned() };
    let person = account.check.person.take();
    account.check = providers::start(work, client(work)?, subject, asked)?;
    account.check.person = person;
    account.updated_at = work.now;
    store::external_accounts::put(work.db, &user.id, &account)?;
    Ok(answer(work, &account))
}

/// Removes an account. The addresses that came with it stay, and can be removed from then on.
pub(crate) fn delete(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (session, user) = work.current_session(call)?;
    let account = of_user(&user, id)?;
    require_fresh(work, &session, &user)?;
    store::external_accounts::delete(work.db, id)?;
    for email in &user.emails {
        let mut email = email.clone();
        let before = email.linked_to.len();
        email.linked_to.retain(|link| link.id != account.identification_id);
        if email.linked_to.len() != before {
            store::email_addresses::save(work.db, &email, work.now)?;
        }
    }
    Ok(Answer::Wrapped(json!({ "object": "external_account", "id": id, "deleted": true })))
}

/// The browser has come back for an account of a user.
pub(crate) fn arrived(
    work: &Work<'_>,
    user_id: &str,
    id: &str,
    told: Result<Person, Value>,
) -> Result<Outcome, Refusal> {
    let user = store::users::load(work.db, user_id)?;
    let found = user.and_then(|user| {
        let account = user.external_accounts.iter().find(|account| account.id == id).cloned();
        account.map(|account| (user, account))
    });
    let Some((user, mut account)) = found else {
        return Ok(Outcome::failed(&ApiError::external_account_not_found().entry()));
    };
    let told = match told {
        Ok(person) => match refused(work, &user, &account, &person)? {
            Some(error) => Err(error.entry()),
            None => Ok(person),
        },
        Err(error) => Err(error),
    };
    account.updated_at = work.now;
    let outcome = match told {
        Ok(person) => {
            let is_new = account.check.person.is_none();
            account.check.person = Some(person);
            account.check.end(ExternalStatus::Verified, None);
            if is_new {
                bring_address(work, &user, &account)?;
            }
            Outcome::Done { session_id: None }
        }
        Err(error) => {
            let outcome = Outcome::failed(&error);
            account.check.end(ExternalStatus::Failed, Some(error));
            outcome
        }
    };
    store::external_accounts::put(work.db, user_id, &account)?;
    Ok(outcome)
}

/// Why the account at the provider cannot be this user's. That another person than before is not found is a guess.
fn refused(
    work: &Work<'_>,
    user: &User,
    account: &ExternalAccount,
    person: &Person,
) -> Result<Option<ApiError>, Refusal> {
    if account.check.person.as_ref().is_some_and(|before| before.id != person.id) {
        return Ok(Some(ApiError::external_account_not_found()));
    }
    let owners = [
        store::external_accounts::owner(work.db, &account.check.strategy, &person.id)?,
        store::email_addresses::owner(work.db, &person.email_address)?,
    ];
    let is_claimed = owners.into_iter().flatten().any(|owner| owner != user.id);
    Ok(is_claimed.then(ApiError::oauth_identification_claimed))
}

/// Adds the address that the provider has verified, unless the user has verified it already, and links it.
fn bring_address(work: &Work<'_>, user: &User, account: &ExternalAccount) -> Result<(), Refusal> {
    let told = account.check.person.as_ref().filter(|person| person.email_verified);
    let Some(person) = told else { return providers::link(work, user, account) };
    match user.emails.iter().find(|email| email.address == person.email_address) {
        Some(email) if email.verified => {}
        Some(email) => {
            let email = EmailAddress { verified: true, verification: None, ..email.clone() };
            store::email_addresses::save(work.db, &email, work.now)?;
        }
        None => {
            let email = EmailAddress {
                id: work.random.id("idn"),
                address: person.email_address.clone(),
                verified: true,
                verification: None,
                linked_to: Vec::new(),
                created_at: work.now,
                updated_at: work.now,
            };
            store::email_addresses::insert(work.db, &user.id, &email)?;
        }
    }
    match store::users::load(work.db, &user.id)? {
        Some(user) => providers::link(work, &user, account),
        None => Ok(()),
    }
}

fn client<'a>(work: &'a Work<'_>) -> Result<&'a crate::model::Client, ApiError> {
    work.client.as_ref().ok_or_else(ApiError::signed_out)
}

fn of_user<'a>(user: &'a User, id: &str) -> Result<&'a ExternalAccount, ApiError> {
    user.external_accounts
        .iter()
        .find(|account| account.id == id)
        .ok_or_else(|| ApiError::not_found("external account", id))
}

fn answer(work: &Work<'_>, account: &ExternalAccount) -> Answer {
    Answer::Wrapped(view::external_account::view(account, work.now))
}
