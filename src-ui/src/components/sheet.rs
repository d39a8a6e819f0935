//! A page with one thing to do: a card in the middle of the window.

use latchkey_ipc::command::{ConnectRequest, WindowRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::InstanceKind;
use yew::prelude::*;

use crate::components::as_of::AsOf;
use crate::components::button::{Button, Kind};
use crate::components::icon::BrandMark;
use crate::components::page_root::{page_root, page_title};
use crate::copy;
use crate::frame::use_frame;
use crate::said::said;

#[derive(Properties, PartialEq)]
pub(crate) struct SheetProps {
    pub(crate) test_id: &'static str,
    /// The value of `data-state`.
    pub(crate) state: &'static str,
    pub(crate) title: Html,
    #[prop_or_default]
    pub(crate) lead: Html,
    /// The heading, for pages that begin with it.
    #[prop_or_default]
    pub(crate) heading: NodeRef,
    /// Somebody is signed in, so that the instance stays.
    #[prop_or_default]
    pub(crate) signed_in: bool,
    /// The settings can be opened from here.
    #[prop_or_default]
    pub(crate) leads_to_settings: bool,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Sheet(props: &SheetProps) -> Html {
    let frame = use_frame();
    let content = html! {
        <>
            <div class="sheet">
                <BrandMark />
                { page_title(&props.heading, &props.title) }
                <div class="lead">{ props.lead.clone() }</div>
                if props.signed_in {
                    <AsOf />
                }
                { props.children.clone() }
            </div>
            <div class="sheet-end">
                if !props.signed_in {
                    <ChangeInstance />
                }
                if props.leads_to_settings {
                    <Button
                        kind={Kind::Leave}
                        test_id={test_id::NAV_SETTINGS}
                        label={copy::settings::TITLE}
                        on_press={frame.asks(WindowRequest::OpenSettings)}
                    />
                }
            </div>
        </>
    };
    page_root("sheet-page", props.test_id, props.state, content)
}

/// The way back to the Connect page, where the person chose the instance there.
#[component]
fn ChangeInstance() -> Html {
    let frame = use_frame();
    html! {
        if frame.instance.as_ref().is_some_and(|instance| instance.changeable) {
            <Button
                kind={Kind::Leave}
                test_id={test_id::CHANGE_INSTANCE}
                label={copy::sign_in::CHANGE_INSTANCE}
                on_press={frame.asks(ConnectRequest::ChangeInstance)}
            />
        }
    }
}

/// A host and what kind of instance it is. Production is what one expects: it is named only where
/// `always_name_kind` is set.
pub(crate) fn instance_line(host: &str, kind: InstanceKind, always_name_kind: bool) -> Html {
    let class = match kind {
        InstanceKind::Development => "badge warm",
        InstanceKind::Production => "badge",
    };
    html! {
        <span class="instance-line">
            <span class="host">{ said(host) }</span>
            if always_name_kind || kind == InstanceKind::Development {
                <span {class}>{ copy::instance_kind(kind) }</span>
            }
        </span>
    }
}
