//! The code that was sent to the number.

use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::Delivery;
use yew::prelude::*;

use crate::backend::Request;
use crate::components::code_form::CodeForm;
use crate::components::wizard::Cancel;
use crate::copy::wizard;
use crate::gate::Gate;
use crate::pages::Frame;

#[derive(Properties, PartialEq)]
pub(super) struct CodeStepProps {
    pub(super) delivery: Delivery,
    pub(super) attempt: u64,
    pub(super) required: bool,
    /// The problem to show.
    pub(super) problem: Option<Problem>,
    pub(super) gate: Gate,
    pub(super) frame: Frame,
}

#[component]
pub(super) fn CodeStep(props: &CodeStepProps) -> Html {
    let CodeStepProps { delivery, attempt, required, problem, gate, frame } = props;
    html! {
        <section class="card wizard">
            <div class="wizard-body narrow">
                <CodeForm
                    attempt={*attempt}
                    gate={*gate}
                    problem={problem.clone()}
                    delivery={*delivery}
                    frame={frame.clone()}
                    on_code={frame.send.reform(|code| Request::Mfa(MfaRequest::VerifyPhone { code }))}
                    on_resend={frame.asks::<()>(Request::Mfa(MfaRequest::ResendPhoneCode))}
                />
            </div>
            <div class="wizard-foot">
                <button
                    type="button"
                    class="button plain"
                    data-testid={test_id::CHANGE_PHONE}
                    onclick={frame.asks::<MouseEvent>(Request::Mfa(MfaRequest::ChangePhone))}
                >
                    { wizard::CHANGE_PHONE }
                </button>
                <span class="spread" />
                <Cancel required={*required} frame={frame.clone()} />
            </div>
        </section>
    }
}
