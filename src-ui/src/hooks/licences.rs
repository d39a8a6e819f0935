//! The list of what others made: asked for whenever a page is opened that shows it.

use std::rc::Rc;

use latchkey_ipc::view::LicencesView;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::backend::{Backend, CallError};

/// What came of asking for it; none while that is under way.
pub(crate) type Answer = Option<Result<Rc<LicencesView>, CallError>>;

/// Asks for the list, unless it is known already. The callback asks again.
#[hook]
pub(crate) fn use_licences(
    backend: &Backend,
    known: Option<&LicencesView>,
) -> (Answer, Callback<()>) {
    let answer = use_state(|| known.cloned().map(|known| Ok(Rc::new(known))));
    let ask = {
        let (backend, answer) = (backend.clone(), answer.clone());
        Callback::from(move |()| {
            let (backend, answer) = (backend.clone(), answer.clone());
            answer.set(None);
            spawn_local(async move {
                answer.set(Some(backend.licences().await.map(Rc::new)));
            });
        })
    };
    {
        let (ask, missing) = (ask.clone(), answer.is_none());
        use_effect_with((), move |()| {
            if missing {
                ask.emit(());
            }
        });
    }
    ((*answer).clone(), ask)
}
