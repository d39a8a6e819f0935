//! Verify: one factor at a time, be it the first, the second, or the check of a new device.

use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{VerifyReason, VerifyView};
use yew::prelude::*;

use super::Frame;
use crate::backend::Request;
use crate::components::sheet::Sheet;
use crate::components::verify_form::{VerifyForm, verify_lead};
use crate::copy::factors;
use crate::hooks::countdown::use_gate;

#[derive(Properties, PartialEq)]
pub(crate) struct VerifyProps {
    pub(crate) view: VerifyView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn Verify(props: &VerifyProps) -> Html {
    let VerifyProps { view, frame } = props;
    let gate = use_gate(view.activity, frame.arrived_at);
    html! {
        <Sheet
            test_id={test_id::PAGE_VERIFY}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { factors::heading(view.reason, view.method.strategy) }}
            lead={lead(view)}
            frame={frame.clone()}
        >
            <VerifyForm
                view={view.clone()}
                frame={frame.clone()}
                {gate}
                on_secret={frame.send.reform(|secret| {
                    Request::SignIn(SignInRequest::Verify { secret })
                })}
                on_choose={frame.send.reform(|method| {
                    Request::SignIn(SignInRequest::ChooseMethod { method })
                })}
                on_resend={frame.asks::<()>(Request::SignIn(SignInRequest::Resend))}
                on_cancel={frame.asks::<()>(Request::SignIn(SignInRequest::StartOver))}
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
