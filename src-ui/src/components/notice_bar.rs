//! One thing to be told once, at the top of the page.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::copy::buttons;

/// What the bar says. A dialog says it again, as nothing beneath one is announced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told(pub(crate) Option<&'static str>);

#[derive(Properties, PartialEq)]
pub(crate) struct NoticeBarProps {
    /// Nothing is drawn without one.
    pub(crate) text: Option<&'static str>,
    pub(crate) on_dismiss: Callback<()>,
}

/// The live region stands from the start, so that what comes into it is announced.
#[component]
pub(crate) fn NoticeBar(props: &NoticeBarProps) -> Html {
    html! {
        <div role="status">
            if let Some(text) = props.text {
                <div class="bar notice" data-testid={test_id::NOTICE}>
                    <p>{ text }</p>
                    <button
                        type="button"
                        class="button bare"
                        data-testid={test_id::NOTICE_DISMISS}
                        aria-label={buttons::DISMISS}
                        onclick={props.on_dismiss.reform(|_| ())}
                    >
                        <IconView icon={Icon::Close} />
                    </button>
                </div>
            }
        </div>
    }
}
