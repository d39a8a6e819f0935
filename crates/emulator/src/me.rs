//! The user who is signed in.

use crate::answer::Answer;
use crate::call::Call;
use crate::error::{ApiError, Refusal};
use crate::store;
use crate::view;
use crate::work::Work;

/// Characters of a first or last name.
const NAME_LIMIT: usize = 256;

pub(crate) fn get(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = work.any_session(call)?;
    Ok(Answer::Wrapped(view::user::view(work.now, work.settings, &user)))
}

/// Changes the names; an empty one is taken away.
pub(crate) fn update(work: &mut Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["first_name", "last_name"])?;
    let (_, mut user) = work.current_session(call)?;
    for (param, name) in [("first_name", &mut user.first_name), ("last_name", &mut user.last_name)]
    {
        let Some(given) = call.form.text(param) else { continue };
        if given.chars().count() > NAME_LIMIT {
            return Err(ApiError::too_long(param, NAME_LIMIT).into());
        }
        *name = (!given.is_empty()).then(|| given.to_owned());
    }
    store::users::set_names(work.db, &user, work.now)?;
    get(work, call)
}
