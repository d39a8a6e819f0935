//! The root of a page: its name and state for automation, and the title that it goes by.

use yew::prelude::*;

use crate::hooks::modal::TITLE_ID;

#[derive(Properties, PartialEq)]
pub(crate) struct PageRootProps {
    pub(crate) class: &'static str,
    pub(crate) test_id: &'static str,
    /// The value of `data-state`.
    pub(crate) state: &'static str,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn PageRoot(props: &PageRootProps) -> Html {
    html! {
        <main
            class={props.class}
            data-testid={props.test_id}
            data-state={props.state}
            aria-labelledby={TITLE_ID}
        >
            { props.children.clone() }
        </main>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PageTitleProps {
    /// The heading itself, for pages that begin with it.
    pub(crate) heading: NodeRef,
    pub(crate) children: Html,
}

/// The title of a page: what it is called, and where the keyboard may begin.
#[component]
pub(crate) fn PageTitle(props: &PageTitleProps) -> Html {
    html! {
        <h1 id={TITLE_ID} ref={props.heading.clone()} tabindex="-1">{ props.children.clone() }</h1>
    }
}
