//! Verify: one factor at a time, be it the first, the second, or the check of a new device.

use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{VerifyReason, VerifyView};
use yew::prelude::*;

use crate::components::sheet::Sheet;
use crate::components::verify_form::{VerifyForm, verify_lead};
use crate::copy::factors;
use crate::frame::{PageProps, use_frame};
use crate::hooks::countdown::use_gate;

#[component]
pub(crate) fn Verify(PageProps { view }: &PageProps<VerifyView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    html! {
        <Sheet
            test_id={test_id::PAGE_VERIFY}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { factors::heading(view.reason, view.method.strategy) }}
            lead={lead(view)}
        >
            <VerifyForm
                view={view.clone()}
                {gate}
                on_secret={frame.asks_with(|secret| SignInRequest::Verify { secret })}
                on_choose={frame.asks_with(|method| SignInRequest::ChooseMethod { method })}
                on_resend={frame.asks(SignInRequest::Resend)}
                on_cancel={frame.asks(SignInRequest::StartOver)}
            />
        </Sheet>
    }
}

fn lead(view: &VerifyView) -> Html {
    html! {
        <>
            if view.reason == VerifyReason::NewDevice {
                <p>{ factors::NEW_DEVICE }</p>
            }
            { verify_lead(view) }
            if view.reason == VerifyReason::NewDevice {
                <p>{ factors::NEW_DEVICE_AFTER }</p>
            }
        </>
    }
}
