//! Says that the server cannot be reached, and tries again.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::{Icon, IconView};
use crate::copy::buttons;

#[derive(Properties, PartialEq)]
pub(crate) struct OfflineBannerProps {
    /// Nothing is drawn without one.
    pub(crate) text: Option<AttrValue>,
    /// A request is under way.
    pub(crate) busy: bool,
    /// How to try again, on pages that have no button of their own for it.
    pub(crate) on_retry: Option<Callback<()>>,
}

/// The live region stands from the start, so that what comes into it is announced.
#[component]
pub(crate) fn OfflineBanner(props: &OfflineBannerProps) -> Html {
    html! {
        <div role="status">
            if let Some(text) = &props.text {
                <div class="bar offline" data-testid={test_id::OFFLINE_BANNER}>
                    <IconView icon={Icon::Offline} />
                    <p>{ text.clone() }</p>
                    if let Some(on_retry) = &props.on_retry {
                        <RetryButton label={buttons::TRY_AGAIN} busy={props.busy} on_retry={on_retry.clone()} />
                    }
                </div>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct RetryButtonProps {
    pub(crate) label: &'static str,
    pub(crate) busy: bool,
    pub(crate) on_retry: Callback<()>,
    /// The button itself, for what begins with it.
    #[prop_or_default]
    pub(crate) node: NodeRef,
}

/// Asks the server again.
#[component]
pub(crate) fn RetryButton(props: &RetryButtonProps) -> Html {
    html! {
        <Button
            kind={Kind::Plain}
            test_id={test_id::RETRY}
            icon={Icon::Refresh}
            label={props.label}
            open={!props.busy}
            node={props.node.clone()}
            on_press={props.on_retry.clone()}
        />
    }
}
