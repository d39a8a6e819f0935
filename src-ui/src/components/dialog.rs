//! A dialog above the page. What is beneath cannot be used meanwhile, Escape leaves it, and the
//! keyboard goes back to where it was.

use yew::prelude::*;

use crate::frame::use_frame;
use crate::hooks::id_scope::IdScope;
use crate::hooks::modal::{show_modal, use_modal};

#[derive(Properties, PartialEq)]
pub(crate) struct DialogProps {
    pub(crate) test_id: &'static str,
    /// What the ids in it begin with.
    pub(crate) scope: IdScope,
    /// `dialog`, or `alertdialog` for one that only asks.
    #[prop_or("dialog")]
    pub(crate) role: &'static str,
    /// The value of `data-state`.
    #[prop_or_default]
    pub(crate) state: Option<&'static str>,
    pub(crate) title: Html,
    /// What it says under its title.
    pub(crate) lead: Html,
    /// More that it says, drawn apart from that.
    #[prop_or_default]
    pub(crate) details: Option<Html>,
    /// The person wants to leave it.
    pub(crate) on_cancel: Callback<()>,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    use_modal(&node);
    let (title_id, lead_id) = (props.scope.id("title"), props.scope.id("lead"));
    let details_id = props.scope.id("details");
    let described_by = match &props.details {
        Some(_) => AttrValue::from(format!("{lead_id} {details_id}")),
        None => lead_id.clone(),
    };
    let notice = use_frame().notice;
    // The page decides whether it is shown, so the browser must not close it by itself.
    let oncancel = props.on_cancel.reform(|event: Event| event.prevent_default());
    // A second Escape closes it in some webviews without asking.
    let onclose = {
        let (node, on_cancel) = (node.clone(), props.on_cancel.clone());
        Callback::from(move |_: Event| {
            show_modal(&node);
            on_cancel.emit(());
        })
    };
    html! {
        <dialog
            ref={node}
            class="dialog"
            role={props.role}
            data-testid={props.test_id}
            data-state={props.state}
            aria-labelledby={title_id.clone()}
            aria-describedby={described_by}
            {oncancel}
            {onclose}
        >
            <ContextProvider<IdScope> context={props.scope}>
                <h2 id={title_id} class="dialog-title">{ props.title.clone() }</h2>
                <div id={lead_id} class="dialog-lead">{ props.lead.clone() }</div>
                if let Some(details) = &props.details {
                    <div id={details_id}>{ details.clone() }</div>
                }
                { props.children.clone() }
                <p class="visually-hidden" role="status">{ notice.unwrap_or_default() }</p>
            </ContextProvider<IdScope>>
        </dialog>
    }
}
