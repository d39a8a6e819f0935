//! How long the last proof of a factor still counts, so that nobody is surprised by the next one.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::copy::mfa;
use crate::hooks::countdown::use_countdown;

#[derive(Properties, PartialEq)]
pub(crate) struct VerifiedForProps {
    /// Milliseconds left at the moment the view arrived; nothing is drawn without.
    pub(crate) remaining_ms: Option<u64>,
}

/// It is no live region: a clock that is read out at each change tells nothing else any more.
#[component]
pub(crate) fn VerifiedFor(props: &VerifiedForProps) -> Html {
    let left = use_countdown(props.remaining_ms.unwrap_or_default());
    html! {
        if left > 0 {
            <p class="verified-for" data-testid={test_id::VERIFIED_FOR}>
                <IconView icon={Icon::Shield} />
                <span>{ mfa::verified_for(left) }</span>
            </p>
        }
    }
}
