//! Organizations of the user: which there are, creating one, choosing one, leaving one (next-flows §5).

pub(crate) mod invitations;
pub(crate) mod page;
pub(crate) mod suggestions;

use serde_json::json;

use self::page::Page;
use crate::model::organizations::{Membership, Organization, Role};
use crate::model::{CHOOSE_ORGANIZATION, Session, SessionStatus, User};
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::checks;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Characters of a name or slug.
const LENGTH_LIMIT: usize = 256;

/// The memberships of the user, oldest first: a page of them, or an array as older clients read it.
pub(crate) fn memberships(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.organizations_session(call)?;
    let (page, list) = (Page::of(call)?, view::user::memberships(work, &user));
    let paginated = matches!(checks::first(&call.query, "paginated"), Some("true" | "1"));
    Ok(Answer::Wrapped(if paginated { page.cut(list) } else { page.part(list).into() }))
}

/// Creates an organization with the user as its admin. It is not chosen by that: clients do so by a touch.
pub(crate) fn create(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["name", "slug"])?;
    let (_, user) = work.organizations_session(call)?;
    let settings = &work.settings.organizations;
    if !settings.create {
        return Err(ApiError::cannot_create_organization().into());
    }
    let name = name(call)?;
    let slug = match call.form.text("slug").filter(|slug| !slug.is_empty()) {
        Some(_) if !settings.slugs => return Err(ApiError::slugs_disabled().into()),
        Some(slug) => own_slug(work, slug)?,
        None => made_slug(work, name),
    };
    if let Some(limit) = settings.create_limit
        && store::organizations::created_by(work.db, &user.id)? >= limit
    {
        return Err(ApiError::organization_quota(limit).into());
    }
    let organization = Organization {
        id: work.random.id("org"),
        name: name.to_owned(),
        slug,
        exclusive_membership: false,
        max_allowed_memberships: settings.max_allowed_memberships,
        logo_id: None,
        members: 1,
        pending_invitations: 0,
        created_at: work.now,
        updated_at: work.now,
    };
    refuse_exclusive(&user, &organization)?;
    store::organizations::insert(work.db, &organization, Some(&user.id))?;
    add_member(work, &organization, &user, Role::Admin)?;
    Ok(Answer::Wrapped(view::organization::organization(work, &organization)))
}

/// Leaves an organization. No fresh verification is asked for (contract §6.2).
pub(crate) fn leave(work: &Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (_, user) = work.organizations_session(call)?;
    let membership = user
        .membership(id)
        .filter(|membership| membership.organization.id == id)
        .ok_or_else(ApiError::organization_not_found)?;
    if membership.role == Role::Admin && store::organizations::admins(work.db, id)? == 1 {
        return Err(ApiError::last_admin().into());
    }
    remove_member(work, &user, membership)?;
    Ok(Answer::Wrapped(json!({
        "object": "organization_membership",
        "id": membership.id,
        "deleted": true,
    })))
}

/// Has a session act for an organization, named by its id or slug, or for the user if the name is empty. Gives whether
/// an organization was chosen.
pub(crate) fn choose(
    work: &Work<'_>,
    session: &Session,
    user: &User,
    name: &str,
) -> Result<bool, Refusal> {
    if name.is_empty() {
        // Where one has to be chosen, the one before stays (description of the call).
        if !work.settings.organizations.is_forced() {
            store::sessions::set_organization(work.db, &session.id, None, work.now)?;
        }
        return Ok(false);
    }
    work.refuse_without_organizations()?;
    let membership = user.membership(name).ok_or_else(ApiError::not_a_member)?;
    let id = Some(membership.organization.id.as_str());
    store::sessions::set_organization(work.db, &session.id, id, work.now)?;
    Ok(true)
}

/// Lets a user into an organization.
pub(crate) fn join(
    work: &Work<'_>,
    organization: &Organization,
    user: &User,
    role: Role,
) -> Result<(), Refusal> {
    if user.membership(&organization.id).is_some() {
        return Err(ApiError::already_a_member().into());
    }
    refuse_exclusive(user, organization)?;
    if organization.is_full() {
        return Err(ApiError::membership_quota(organization.max_allowed_memberships).into());
    }
    Ok(add_member(work, organization, user, role)?)
}

/// Takes a user out of an organization. The user's sessions that were in it are in none then. Where one has to be chosen
/// they wait for another choice: that the real API makes them pending again is a guess.
pub(crate) fn remove_member(
    work: &Work<'_>,
    user: &User,
    membership: &Membership,
) -> Result<(), Refusal> {
    let (db, now) = (work.db, work.now);
    store::organizations::remove_member(db, &membership.id)?;
    for session in store::sessions::live_of_user(db, &user.id, now)? {
        if session.last_active_organization_id.as_ref() != Some(&membership.organization.id) {
            continue;
        }
        store::sessions::set_organization(db, &session.id, None, now)?;
        if work.settings.organizations.is_forced() {
            let tasks = [session.tasks, vec![CHOOSE_ORGANIZATION.to_owned()]].concat();
            store::sessions::set_tasks(db, &session.id, &tasks, now)?;
            store::sessions::set_status(db, &session.id, SessionStatus::Pending, now)?;
        }
    }
    Ok(())
}

/// Makes a user a member.
pub(crate) fn add_member(
    work: &Work<'_>,
    organization: &Organization,
    user: &User,
    role: Role,
) -> rusqlite::Result<()> {
    let id = work.random.id("orgmem");
    store::organizations::add_member(work.db, &id, &organization.id, &user.id, role, work.now)
}

/// The catalogue has the error without the rule. That it holds both ways, for who is in such an organization and for who
/// would come into one from another, is a guess.
fn refuse_exclusive(user: &User, joined: &Organization) -> Result<(), ApiError> {
    let is_bound = user.memberships.iter().any(|one| one.organization.exclusive_membership);
    if is_bound || (joined.exclusive_membership && !user.memberships.is_empty()) {
        return Err(ApiError::exclusive_membership());
    }
    Ok(())
}

/// The name in a form: it may not contain URLs or HTML (description of the call). How these are told is ours.
fn name(call: &Call) -> Result<&str, ApiError> {
    let name = call.form.required("name")?.trim();
    if name.is_empty() {
        return Err(ApiError::nil("name"));
    }
    if name.chars().count() > LENGTH_LIMIT {
        return Err(ApiError::too_long("name", LENGTH_LIMIT));
    }
    if name.contains("://") || (name.contains('<') && name.contains('>')) {
        return Err(ApiError::format("name", "without URLs and HTML"));
    }
    Ok(name)
}

/// A slug that the user has chosen. Its characters are those of the slugs that Clerk makes itself.
fn own_slug(work: &Work<'_>, slug: &str) -> Result<String, Refusal> {
    if slug.len() > LENGTH_LIMIT {
        return Err(ApiError::too_long("slug", LENGTH_LIMIT).into());
    }
    if slug != slug_of(slug) {
        let what = "lower-case letters, digits and single hyphens between them";
        return Err(ApiError::format("slug", what).into());
    }
    if store::organizations::is_slug_taken(work.db, slug)? {
        return Err(ApiError::identifier_exists("slug", "slug").into());
    }
    Ok(slug.to_owned())
}

/// A slug of the name, with digits that nobody else has.
pub(crate) fn made_slug(work: &Work<'_>, name: &str) -> String {
    format!("{}-{}{}", slug_of(name), work.now.seconds(), work.random.code())
        .trim_start_matches('-')
        .to_owned()
}

fn slug_of(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let words = lower.split(|it: char| !it.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_letters_digits_and_single_hyphens() {
        assert_eq!(slug_of(" Acme & Söns, Ltd. 2 "), "acme-s-ns-ltd-2");
        assert_eq!(slug_of("acme-2"), "acme-2");
        assert_eq!(slug_of("&"), "");
    }
}
