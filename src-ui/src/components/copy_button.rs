//! Puts a secret on the clipboard, and tells for how long it stays there.

use latchkey_ipc::command::{Copyable, MfaRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::Copied;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::{Icon, IconView};
use crate::copy::wizard;
use crate::frame::use_frame;
use crate::hooks::countdown::use_countdown;

#[derive(Properties, PartialEq)]
pub(crate) struct CopyButtonProps {
    pub(crate) test_id: &'static str,
    pub(crate) what: Copyable,
    /// What is on the clipboard, of all that could be.
    pub(crate) copied: Option<Copied>,
}

#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let CopyButtonProps { test_id, what, copied } = *props;
    let on_press = use_frame().asks(MfaRequest::Copy { what });
    let done = copied.is_some_and(|copied| copied.what == what);
    html! {
        <Button
            kind={Kind::Copy}
            {test_id}
            icon={if done { Icon::Check } else { Icon::Copy }}
            label={wizard::COPY}
            spoken={wizard::copy_label(what)}
            {on_press}
        />
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct CopiedTextProps {
    pub(crate) copied: Option<Copied>,
}

/// That something was copied and when the clipboard is cleared. It is announced once and counts
/// down for the eye alone.
#[component]
pub(crate) fn CopiedText(props: &CopiedTextProps) -> Html {
    let wait = props.copied.map_or(0, |copied| copied.clears_in_ms);
    let left = use_countdown(wait);
    let shown = props.copied.filter(|_| left > 0);
    // Each later view brings less time. Only the first is announced.
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
