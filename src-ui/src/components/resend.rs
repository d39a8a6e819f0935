//! Asks for another code; the wait until it may counts down on the button itself.

use latchkey_ipc::test_id;
use latchkey_ipc::view::Delivery;
use yew::prelude::*;

use crate::components::submit::Countdown;
use crate::copy::factors;
use crate::hooks::countdown::use_countdown;

#[derive(Properties, PartialEq)]
pub(crate) struct ResendProps {
    pub(crate) delivery: Delivery,
    /// When the delivery's view arrived, on the page's clock.
    pub(crate) arrived_at: f64,
    /// Nothing can be asked for now.
    pub(crate) busy: bool,
    pub(crate) on_resend: Callback<()>,
}

#[component]
pub(crate) fn Resend(props: &ResendProps) -> Html {
    let wait = match props.delivery {
        Delivery::Sent { resend_in_ms } | Delivery::NotSent { resend_in_ms } => resend_in_ms,
        Delivery::NotNeeded | Delivery::Sending => 0,
    };
    let left = use_countdown(wait, props.arrived_at);
    let Some(label) = factors::resend(props.delivery) else { return html! {} };
    let open = left == 0 && !props.busy && props.delivery != Delivery::Sending;
    let onclick = {
        let on_resend = props.on_resend.clone();
        Callback::from(move |_: MouseEvent| {
            if open {
                on_resend.emit(());
            }
        })
    };
    html! {
        <button
            type="button"
            class="button link"
            data-testid={test_id::RESEND}
            aria-disabled={(!open).then_some("true")}
            {onclick}
        >
            <span>
                { label }
                if left > 0 {
                    { factors::RESEND_IN }
                    <Countdown {left} />
                }
            </span>
        </button>
    }
}
