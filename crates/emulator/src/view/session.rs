//! A session, with its user and a fresh token.

use serde_json::{Value, json};

use super::user;
use crate::clock::Timestamp;
use crate::model::Session;
use crate::rules::user_agent;
use crate::store;
use crate::wire::error::Refusal;
use crate::work::Work;

/// A session as clients and most answers carry it.
pub(crate) fn full(work: &Work<'_>, session: &Session) -> Result<Value, Refusal> {
    let owner = store::users::load(work.db, &session.user_id)?;
    let organization = owner.as_ref().and_then(|owner| work.active_organization(session, owner));
    let token = if session.is_live(work.now) {
        json!({ "object": "token", "jwt": work.session_token(session, organization)? })
    } else {
        Value::Null
    };
    let mut view = json!({
        "object": "session",
        "id": session.id,
        "status": session.status_at(work.now),
        "expire_at": session.expire_at.millis(),
        "abandon_at": session.abandon_at.millis(),
        "last_active_at": session.last_active_at.millis(),
        "last_active_organization_id": organization.map(|active| &active.organization.id),
        "actor": null,
        "tasks": tasks(&session.tasks),
        "last_active_token": token,
        "public_user_data": owner.as_ref().map(|owner| user::public_data(work, owner)),
        "factor_verification_age": session.factor_verification_age(work.now),
        "created_at": session.created_at.millis(),
        "updated_at": session.updated_at.millis(),
    });
    if let (Some(owner), Some(view)) = (&owner, view.as_object_mut()) {
        view.insert("user".to_owned(), user::view(work, owner));
    }
    Ok(view)
}

/// A session in the list of all. It has no token, because it may belong to another client.
pub(crate) fn listed(work: &Work<'_>, session: &Session) -> Result<Value, Refusal> {
    let mut view = full(work, session)?;
    if let Some(view) = view.as_object_mut() {
        view.insert("last_active_token".to_owned(), Value::Null);
    }
    Ok(view)
}

/// A session in the list of active ones: without its user, but with its device. The emulator does not look up the place
/// of an IP address; its owner may say one.
pub(crate) fn with_activity(session: &Session, now: Timestamp) -> Value {
    let device = user_agent::read(session.user_agent.as_deref().unwrap_or_default());
    let mut activity = json!({
        "object": "session_activity",
        "id": session.id.replacen("sess_", "sess_activity_", 1),
        "is_mobile": device.is_mobile,
    });
    let told = &session.activity;
    let known = [
        ("browser_name", told.browser_name.as_deref().or(device.name)),
        ("browser_version", told.browser_version.as_deref().or(device.version)),
        ("device_type", told.device_type.as_deref().or(device.kind)),
        ("ip_address", told.ip_address.as_deref().or(Some(&session.ip_address))),
        ("city", told.city.as_deref()),
        ("country", told.country.as_deref()),
    ];
    if let Some(activity) = activity.as_object_mut() {
        activity.extend(
            known.into_iter().filter_map(|(key, text)| Some((key.to_owned(), Value::from(text?)))),
        );
    }
    json!({
        "object": "session",
        "id": session.id,
        "status": session.status_at(now),
        "expire_at": session.expire_at.millis(),
        "abandon_at": session.abandon_at.millis(),
        "last_active_at": session.last_active_at.millis(),
        "last_active_token": null,
        "actor": null,
        "tasks": tasks(&session.tasks),
        "latest_activity": activity,
    })
}

fn tasks(keys: &[String]) -> Value {
    if keys.is_empty() {
        return Value::Null;
    }
    keys.iter().map(|key| json!({ "key": key })).collect()
}
