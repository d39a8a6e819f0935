//! A session, with its user and a token to begin with.

use serde_json::{Value, json};

use super::user;
use crate::error::Refusal;
use crate::model::{Session, User};
use crate::store;
use crate::work::Work;

/// A session as it is carried in clients and answers.
pub(crate) fn full(work: &Work<'_>, session: &Session) -> Result<Value, Refusal> {
    let owner = store::users::load(work.db, &session.user_id)?;
    let token = if session.is_live(work.now) {
        json!({ "object": "token", "jwt": work.session_token(session)? })
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
        "last_active_organization_id": null,
        "actor": null,
        "tasks": tasks(&session.tasks),
        "last_active_token": token,
        "public_user_data": owner.as_ref().map(public_user_data),
        "factor_verification_age": session.factor_verification_age(work.now),
        "created_at": session.created_at.millis(),
        "updated_at": session.updated_at.millis(),
    });
    if let (Some(owner), Some(view)) = (&owner, view.as_object_mut()) {
        view.insert("user".to_owned(), user::view(work.now, work.settings, owner));
    }
    Ok(view)
}

fn tasks(keys: &[String]) -> Value {
    if keys.is_empty() {
        return Value::Null;
    }
    keys.iter().map(|key| json!({ "key": key })).collect()
}

fn public_user_data(user: &User) -> Value {
    json!({
        "first_name": user.first_name,
        "last_name": user.last_name,
        "image_url": "",
        "has_image": false,
        "identifier": user::identifier(user),
        "user_id": user.id,
        "username": null,
        "banned": user.banned,
    })
}
