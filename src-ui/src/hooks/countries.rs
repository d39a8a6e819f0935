//! The countries: asked for once, when a page first needs them.

use std::rc::Rc;

use latchkey_ipc::view::Country;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::backend::Backend;
use crate::countries::{Listed, named};

/// The countries under their names; none until they are `wanted` and the backend has answered. Where
/// it gave no answer, it is asked again when they are next wanted.
#[hook]
pub(crate) fn use_countries(
    backend: &Backend,
    known: Option<&[Country]>,
    wanted: bool,
) -> Rc<Vec<Listed>> {
    let countries = use_state(|| known.map_or_else(Rc::default, |known| Rc::new(named(known))));
    let (backend, answered) = (backend.clone(), countries.clone());
    use_effect_with(wanted && countries.is_empty(), move |missing| {
        if *missing {
            spawn_local(async move {
                if let Ok(answer) = backend.countries().await {
                    answered.set(Rc::new(named(&answer)));
                }
            });
        }
    });
    (*countries).clone()
}
