//! Where the keyboard is: on what a new page asks for first, and on the field that is wrong.

use latchkey_ipc::error::{Field, Problem};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, Node};
use yew::prelude::*;

/// Puts the keyboard on an element when its page is shown.
#[hook]
pub(crate) fn use_first_focus(element: &NodeRef) {
    let element = element.clone();
    use_effect_with((), move |()| focus(&element));
}

/// Puts the keyboard on an element when another step of a page is shown. A step that begins with a
/// field does that itself.
#[hook]
pub(crate) fn use_step_focus(step: &'static str, element: Option<&NodeRef>) {
    let element = element.cloned();
    use_effect_with(step, move |_| {
        if let Some(element) = &element {
            focus(element);
        }
    });
}

/// Puts the keyboard on a field when a problem of it is shown.
#[hook]
pub(crate) fn use_problem_focus(field: &NodeRef, which: Field, shown: Option<&Problem>) {
    let field = field.clone();
    let problem = shown.filter(|problem| problem.field == Some(which)).cloned();
    use_effect_with(problem, move |problem| {
        if problem.is_some() {
            focus(&field);
        }
    });
}

/// The same for one that is gone maybe, and then needs none.
pub(crate) fn focus(element: &NodeRef) {
    if let Some(element) = element.cast::<HtmlElement>() {
        take_focus(&element);
    }
}

/// Whether this event takes the keyboard out of an element and all that is in it.
pub(crate) fn leaves(root: &NodeRef, event: &FocusEvent) -> bool {
    let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
    !root.cast::<Node>().is_some_and(|root| root.contains(to.as_ref()))
}

/// Puts the keyboard on an element. Nothing beneath a dialog takes the keyboard out of it: a page may be shown after the
/// dialog above it, and not every webview refuses that by itself.
pub(crate) fn take_focus(element: &HtmlElement) {
    let document = element.owner_document();
    let dialog = document.and_then(|all| all.query_selector("dialog[open]").ok().flatten());
    if dialog.is_none() || matches!(element.closest("dialog"), Ok(Some(_))) {
        let _gone = element.focus();
    }
}
