//! A section of a page: what it is about, and its rows.

use yew::prelude::*;

use crate::components::icon::{Icon, IconView};

#[derive(Properties, PartialEq)]
pub(crate) struct CardProps {
    pub(crate) icon: Icon,
    pub(crate) title: Html,
    /// A line about it.
    pub(crate) about: Html,
    /// The icon is coloured only for what is in use.
    #[prop_or(true)]
    pub(crate) active: bool,
    /// Stands at the end of the head.
    #[prop_or_default]
    pub(crate) action: Html,
    /// Stands between the head and the rows.
    #[prop_or_default]
    pub(crate) note: Html,
    /// The rows; none for a card that is all head.
    #[prop_or_default]
    pub(crate) children: Children,
}

#[component]
pub(crate) fn Card(props: &CardProps) -> Html {
    let tile = classes!("tile", (!props.active).then_some("off"));
    html! {
        <section class="card">
            <header class="card-head">
                <span class={tile}><IconView icon={props.icon} /></span>
                <div class="card-text">
                    <h2>{ props.title.clone() }</h2>
                    <p class="sub">{ props.about.clone() }</p>
                </div>
                { props.action.clone() }
            </header>
            { props.note.clone() }
            if !props.children.is_empty() {
                <ul class="rows">{ props.children.clone() }</ul>
            }
        </section>
    }
}
