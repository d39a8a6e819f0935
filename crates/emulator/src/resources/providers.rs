//! Sending a browser to a provider, and what a person there is to this instance (next-flows §1).

use crate::model::external::{BrowserTrip, ExternalAccount, Subject};
use crate::model::{Client, LinkedAccount, User};
use crate::rules::external::{ExternalCheck, ExternalStatus, Person};
use crate::rules::identifier::Identifier;
use crate::settings::UnlistedRedirectUrl;
use crate::store;
use crate::wire::call::Form;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// A way through a browser that may be begun.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(super) strategy: String,
    /// Where the browser goes, below the address of this server.
    pub(super) page: String,
    pub(super) redirect_url: String,
    pub(super) connection_id: Option<String>,
}

/// The strategy of a form, if it is that of a provider.
pub(crate) fn named(form: &Form) -> Option<&str> {
    let is_of_provider =
        |name: &str| name.starts_with("oauth_") && !name.starts_with("oauth_token_");
    form.text("strategy").filter(|name| is_of_provider(name))
}

/// Checks what a form asks for: a provider that the instance has, and addresses that a browser may be sent back to.
pub(crate) fn asked(
    work: &Work<'_>,
    form: &Form,
    strategy: &str,
    signs_in: bool,
) -> Result<Asked, ApiError> {
    let provider = work.settings.social.get(strategy).filter(|provider| provider.enabled);
    let provider = provider.ok_or_else(|| ApiError::oauth_provider_not_enabled(strategy))?;
    if signs_in && !provider.authenticatable {
        return Err(ApiError::oauth_non_authenticatable(strategy));
    }
    Ok(Asked {
        strategy: strategy.to_owned(),
        page: format!("oauth/{strategy}"),
        redirect_url: redirect_url(work, form)?,
        connection_id: None,
    })
}

/// The address in a form that a browser is to be sent back to.
pub(super) fn redirect_url(work: &Work<'_>, form: &Form) -> Result<String, ApiError> {
    let redirect_url = form.required("redirect_url")?;
    allow(work, "redirect_url", redirect_url)?;
    if let Some(complete) = form.optional("action_complete_redirect_url")? {
        allow(work, "action_complete_redirect_url", complete)?;
    }
    Ok(redirect_url.to_owned())
}

/// Begins a way through a browser.
pub(crate) fn start(
    work: &Work<'_>,
    client: &Client,
    subject: Subject,
    asked: Asked,
) -> Result<ExternalCheck, Refusal> {
    let trip = BrowserTrip {
        state: work.random.token(),
        client_id: client.id.clone(),
        token_before: client.rotating_token.clone(),
        subject,
        strategy: asked.strategy,
        redirect_url: asked.redirect_url,
        user_agent: work.caller.user_agent.clone(),
        expire_at: work.now.plus_seconds(work.settings.external.attempt_seconds),
    };
    store::browser_trips::insert(work.db, &trip)?;
    Ok(ExternalCheck {
        url: Some(format!("{}/{}?state={}", work.base_url, asked.page, trip.state)),
        strategy: trip.strategy,
        connection_id: asked.connection_id,
        status: ExternalStatus::Unverified,
        expire_at: trip.expire_at.millis(),
        error: None,
        person: None,
    })
}

/// What a person at a provider is here.
#[derive(Debug)]
pub(crate) enum Known {
    /// The account at the provider is connected.
    Connected(Box<User>),
    /// The address is somebody's, and the provider has verified it.
    ByAddress(Box<User>),
    /// The address is somebody's, but the provider has not verified it.
    Unproven(Box<User>),
    Nobody,
}

pub(crate) fn known(work: &Work<'_>, strategy: &str, person: &Person) -> Result<Known, Refusal> {
    if let Some(id) = store::external_accounts::owner(work.db, strategy, &person.id)?
        && let Some(user) = store::users::load(work.db, &id)?
    {
        return Ok(Known::Connected(Box::new(user)));
    }
    let address = Identifier::Email(person.email_address.to_ascii_lowercase());
    Ok(match store::users::find(work.db, &address)? {
        Some(user) if person.email_verified => Known::ByAddress(Box::new(user)),
        Some(user) => Known::Unproven(Box::new(user)),
        None => Known::Nobody,
    })
}

/// Connects the account that a finished check is about, and links the address that it has in common with the user.
pub(crate) fn connect(work: &Work<'_>, user: &User, check: &ExternalCheck) -> Result<(), Refusal> {
    // An account at a company is none that its user has connected.
    if check.connection_id.is_some() {
        return Ok(());
    }
    let account = ExternalAccount {
        id: work.random.id("eac"),
        identification_id: work.random.id("idn"),
        check: check.clone(),
        created_at: work.now,
        updated_at: work.now,
    };
    store::external_accounts::put(work.db, &user.id, &account)?;
    link(work, user, &account)
}

/// Links the address that an account at a provider has in common with its user.
pub(crate) fn link(work: &Work<'_>, user: &User, account: &ExternalAccount) -> Result<(), Refusal> {
    let Some(person) = &account.check.person else { return Ok(()) };
    let same = user
        .emails
        .iter()
        .find(|email| email.verified && email.address.eq_ignore_ascii_case(&person.email_address));
    if let Some(mut email) = same.cloned() {
        email.linked_to.push(LinkedAccount {
            provider: account.check.strategy.clone(),
            id: account.identification_id.clone(),
        });
        store::email_addresses::save(work.db, &email, work.now)?;
    }
    Ok(())
}

fn allow(work: &Work<'_>, param: &str, url: &str) -> Result<(), ApiError> {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it));
    if !is_scheme || url.contains(char::is_whitespace) || url.contains(char::is_control) {
        return Err(ApiError::invalid_redirect_url(param));
    }
    let external = &work.settings.external;
    if external.unlisted_redirect_url == UnlistedRedirectUrl::Refused && !external.lists(url) {
        return Err(ApiError::prohibited_redirect_url(param));
    }
    Ok(())
}
