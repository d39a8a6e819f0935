//! What the pages of a signed-in person have in common: navigation at the side, one column beside it.

use latchkey_ipc::command::{AccountRequest, WindowRequest};
use latchkey_ipc::view;
use yew::prelude::*;

use crate::components::as_of::AsOf;
use crate::components::navigation::Navigation;
use crate::components::page_root::{page_root, page_title};
use crate::frame::use_frame;

#[derive(Properties, PartialEq)]
pub(crate) struct ShellProps {
    /// Where the person can go; without it the page stands alone.
    pub(crate) navigation: Option<view::Navigation>,
    /// The page is that of the settings, or one that they lead to.
    pub(crate) settings: bool,
    /// The page.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Shell(props: &ShellProps) -> Html {
    let frame = use_frame();
    let Some(navigation) = props.navigation.clone() else { return props.children.clone() };
    let on_open = frame.asks_with(|page| AccountRequest::Open { page });
    html! {
        // What was typed for one account never stands on the page of another.
        <div class="shell" key={navigation.session.clone()}>
            <Navigation
                {navigation}
                settings={props.settings}
                {on_open}
                on_settings={frame.asks(WindowRequest::OpenSettings)}
            />
            { props.children.clone() }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ShellPageProps {
    pub(crate) test_id: &'static str,
    /// The value of `data-state`.
    pub(crate) state: &'static str,
    pub(crate) title: Html,
    /// A line or two under the title.
    #[prop_or_default]
    pub(crate) lead: Html,
    /// Stands beside the title, unless the date of an earlier run does.
    #[prop_or_default]
    pub(crate) aside: Html,
    /// Whether it shows what is known of the account, which may be of an earlier run.
    #[prop_or(true)]
    pub(crate) dated: bool,
    /// The heading, for pages that begin with it.
    #[prop_or_default]
    pub(crate) heading: NodeRef,
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A page beside the navigation: a heading and what is under it, in one column.
#[component]
pub(crate) fn ShellPage(props: &ShellPageProps) -> Html {
    let aside = if use_frame().as_of.is_some() && props.dated {
        html! { <AsOf /> }
    } else {
        props.aside.clone()
    };
    let content = html! {
        <div class="page-column">
            <header class="page-head">
                <div class="page-titles">
                    { page_title(&props.heading, &props.title) }
                    <div class="page-lead">{ props.lead.clone() }</div>
                </div>
                { aside }
            </header>
            { props.children.clone() }
        </div>
    };
    page_root("page", props.test_id, props.state, content)
}
