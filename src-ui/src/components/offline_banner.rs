//! Says that the server cannot be reached, and tries again.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::copy::buttons;

#[derive(Properties, PartialEq)]
pub(crate) struct OfflineBannerProps {
    /// What is to be said; nothing is drawn without it.
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
    let onclick = {
        let (on_retry, busy) = (props.on_retry.clone(), props.busy);
        Callback::from(move |_: MouseEvent| {
            if !busy {
                on_retry.emit(());
            }
        })
    };
    html! {
        <button
            ref={props.node.clone()}
            type="button"
            class="button plain"
            data-testid={test_id::RETRY}
            aria-disabled={props.busy.then_some("true")}
            {onclick}
        >
            <IconView icon={Icon::Refresh} />
            { props.label }
        </button>
    }
}
