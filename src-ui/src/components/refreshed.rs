//! How old what is shown is, and the way to ask again.

use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::offline_banner::RetryButton;
use crate::copy::{self, buttons};
use crate::date;
use crate::frame::use_frame;

#[derive(Properties, PartialEq)]
pub(crate) struct RefreshedProps {
    /// When the account was last fetched, in milliseconds since 1970-01-01 UTC.
    pub(crate) at: i64,
    /// It can be asked for again now.
    pub(crate) open: bool,
}

/// While offline, the button to ask again is in the banner.
#[component]
pub(crate) fn Refreshed(props: &RefreshedProps) -> Html {
    let frame = use_frame();
    let on_retry = frame.asks(AccountRequest::Refresh);
    html! {
        <div class="refreshed">
            <p class="sub" data-testid={test_id::ACCOUNT_REFRESHED}>
                { copy::UPDATED_AT }
                <time datetime={date::machine(props.at)}>{ date::recent(props.at) }</time>
            </p>
            if !frame.offline {
                <RetryButton label={buttons::REFRESH} busy={!props.open} {on_retry} />
            }
        </div>
    }
}
