//! A dialog above the page: the browser keeps the keyboard in it and gives it back at the end.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use crate::hooks::focus::take_focus;

/// The id of the page's title, where the keyboard goes when what had it is gone.
pub(crate) const TITLE_ID: &str = "page-title";

/// Shows a `<dialog>` above everything else for as long as its widget lives.
#[hook]
pub(crate) fn use_modal(node: &NodeRef) {
    let node = node.clone();
    use_effect_with((), move |()| {
        let opener = active_element();
        let dialog = show_modal(&node);
        move || {
            if let Some(dialog) = dialog {
                dialog.close();
            }
            give_back(opener);
        }
    });
}

/// Shows it, unless it is shown already.
pub(crate) fn show_modal(node: &NodeRef) -> Option<HtmlDialogElement> {
    let dialog = node.cast::<HtmlDialogElement>()?;
    // Refused only where it is shown already, or no longer on the page.
    let _shown = dialog.show_modal();
    Some(dialog)
}

/// Puts the keyboard on the page's heading when what had it is gone.
#[hook]
pub(crate) fn use_focus_kept<T: PartialEq + 'static>(shown: T) {
    use_effect_with(shown, |_| keep());
}

/// Where the keyboard was before, else where the page begins.
fn give_back(opener: Option<Element>) {
    if let Some(opener) = opener.filter(|opener| opener.is_connected())
        && let Ok(opener) = opener.dyn_into::<HtmlElement>()
    {
        take_focus(&opener);
    }
    keep();
}

fn keep() {
    let heading = document().and_then(|document| document.get_element_by_id(TITLE_ID));
    if active_element().is_none()
        && let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok())
    {
        take_focus(&heading);
    }
}

/// What has the keyboard; none where it is nowhere.
fn active_element() -> Option<Element> {
    document()?.active_element().filter(|element| element.tag_name() != "BODY")
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
