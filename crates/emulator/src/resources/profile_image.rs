//! The picture of the user.

use serde_json::json;

use crate::rules::picture::Kind;
use crate::store;
use crate::store::pictures::Picture;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::wire::upload::LIMIT;
use crate::work::Work;

/// Takes the file in the place of the picture before it. That a file of another kind is `form_param_format_invalid` is a
/// guess: the catalogue has no code of its own for it.
pub(crate) fn replace(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.current_session(call)?;
    let file = call.file.as_ref().ok_or_else(|| ApiError::missing("file"))?;
    if file.bytes.len() > LIMIT {
        return Err(ApiError::image_too_large().into());
    }
    let Some(kind) = Kind::of(&file.bytes) else {
        return Err(ApiError::format("file", "a JPEG, PNG, GIF or WebP image").into());
    };
    let id = work.random.id("img");
    let picture = Picture { kind, bytes: file.bytes.clone() };
    store::pictures::put(work.db, &user.id, &id, &picture)?;
    Ok(Answer::Wrapped(json!({
        "object": "image",
        "id": id,
        "name": file.name,
        "public_url": view::picture::url(work, &id),
    })))
}

pub(crate) fn delete(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (_, user) = work.current_session(call)?;
    let id = user.picture_id.ok_or_else(ApiError::image_not_found)?;
    store::pictures::delete(work.db, &user.id)?;
    Ok(Answer::Wrapped(json!({ "object": "image", "id": id, "deleted": true })))
}
