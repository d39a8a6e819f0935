//! Says that the server cannot be reached, and tries again.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::{Icon, IconView};
use crate::copy::buttons;
use crate::frame::OFFLINE_ID;
use crate::said::sentence;

/// Nothing is drawn without a text. Pages that have a button of their own to try again give no
/// `on_retry`. The live region stands from the start, so that what comes into it is announced.
pub(crate) fn offline_banner(
    text: Option<String>,
    busy: bool,
    on_retry: Option<Callback<()>>,
) -> Html {
    html! {
        <div role="status">
            if let Some(text) = text {
                <div id={OFFLINE_ID} class="bar offline" data-testid={test_id::OFFLINE_BANNER}>
                    <IconView icon={Icon::Offline} />
                    <p>{ sentence(&text) }</p>
                    if let Some(on_retry) = on_retry {
                        <RetryButton label={buttons::TRY_AGAIN} {busy} {on_retry} />
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
