//! The root of a page: its name and state for automation, and the title that it goes by.

use yew::prelude::*;

use crate::hooks::modal::TITLE_ID;

pub(crate) fn page_root(
    class: &'static str,
    test_id: &'static str,
    state: &'static str,
    content: Html,
) -> Html {
    html! {
        <main {class} data-testid={test_id} data-state={state} aria-labelledby={TITLE_ID}>
            { content }
        </main>
    }
}

/// The title of a page; `heading` for pages that put the keyboard there.
pub(crate) fn page_title(heading: &NodeRef, title: &Html) -> Html {
    html! { <h1 id={TITLE_ID} ref={heading} tabindex="-1">{ title.clone() }</h1> }
}
