//! Asks for another code; the wait until it may counts down on the button itself.

use latchkey_ipc::test_id;
use latchkey_ipc::view::Delivery;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::submit::countdown;
use crate::copy::factors;
use crate::frame::Needs;
use crate::hooks::countdown::use_countdown;

#[derive(Properties, PartialEq)]
pub(crate) struct ResendProps {
    pub(crate) delivery: Delivery,
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
    let left = use_countdown(wait);
    let Some(label) = factors::resend(props.delivery) else { return html! {} };
    let open = left == 0 && !props.busy && props.delivery != Delivery::Sending;
    html! {
        <Button
            kind={Kind::Link}
            needs={Needs::Server}
            test_id={test_id::RESEND}
            {open}
            on_press={props.on_resend.clone()}
        >
            <span>
                { label }
                if left > 0 {
                    { factors::RESEND_IN }
                    { countdown(left) }
                }
            </span>
        </Button>
    }
}
