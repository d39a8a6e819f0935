//! Puts a secret on the clipboard, and tells for how long it stays there.

use latchkey_ipc::command::{Copyable, MfaRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::Copied;
use yew::prelude::*;

use crate::backend::Request;
use crate::components::icon::{Icon, IconView};
use crate::copy::wizard;
use crate::hooks::countdown::use_countdown;
use crate::pages::Frame;

#[derive(Properties, PartialEq)]
pub(crate) struct CopyButtonProps {
    pub(crate) test_id: &'static str,
    pub(crate) what: Copyable,
    /// What is on the clipboard, of all that could be.
    pub(crate) copied: Option<Copied>,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let CopyButtonProps { test_id, what, copied, frame } = props;
    let done = copied.is_some_and(|copied| copied.what == *what);
    html! {
        <button
            type="button"
            class="button quiet copy"
            data-testid={*test_id}
            aria-label={wizard::copy_label(*what)}
            onclick={frame.asks::<MouseEvent>(Request::Mfa(MfaRequest::Copy { what: *what }))}
        >
            <IconView icon={if done { Icon::Check } else { Icon::Copy }} />
            { wizard::COPY }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct CopiedTextProps {
    pub(crate) copied: Option<Copied>,
    /// When the view arrived, on the page's clock.
    pub(crate) arrived_at: f64,
}

/// That something was copied and when the clipboard is cleared. It is announced once and counts
/// down for the eye alone.
#[component]
pub(crate) fn CopiedText(props: &CopiedTextProps) -> Html {
    let wait = props.copied.map_or(0, |copied| copied.clears_in_ms);
    let left = use_countdown(wait, props.arrived_at);
    let shown = props.copied.filter(|_| left > 0);
    // Later views bring less time, and the same need not be said again.
    let spoken = use_memo(shown.map(|copied| copied.what), |what| {
        what.map(|what| wizard::copied_spoken(what, left))
    });
    html! {
        <div class="copied-line">
            <p class="visually-hidden" role="status">{ (*spoken).clone() }</p>
            if shown.is_some() {
                <p class="copied" data-testid={test_id::COPIED} role="timer">
                    <IconView icon={Icon::Check} />
                    <span>{ wizard::copied(left) }</span>
                </p>
            }
        </div>
    }
}
