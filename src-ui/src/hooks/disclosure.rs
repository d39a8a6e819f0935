//! A button that shows and hides something beneath it; Escape hides it and gives the keyboard back.

use yew::prelude::*;

use crate::hooks::focus::focus;

/// What such a button and what it shows need.
#[derive(Clone)]
pub(crate) struct Disclosure {
    /// Whether it is shown.
    pub(crate) open: bool,
    /// The button.
    pub(crate) toggle_node: NodeRef,
    /// For the button: shows or hides.
    pub(crate) on_toggle: Callback<()>,
    /// For the element around both: hides at Escape.
    pub(crate) on_key: Callback<KeyboardEvent>,
    /// Hides, and leaves the keyboard where it is.
    pub(crate) on_close: Callback<()>,
}

/// Keeps something that is hidden at first.
#[hook]
pub(crate) fn use_disclosure() -> Disclosure {
    let open = use_state(|| false);
    let toggle_node = use_node_ref();
    let on_toggle = {
        let open = open.clone();
        Callback::from(move |()| open.set(!*open))
    };
    let on_key = {
        let (open, toggle_node) = (open.clone(), toggle_node.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && *open {
                // The dialog around it, if there is one, stays.
                event.prevent_default();
                event.stop_propagation();
                open.set(false);
                focus(&toggle_node);
            }
        })
    };
    let on_close = {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    };
    Disclosure { open: *open, toggle_node, on_toggle, on_key, on_close }
}
