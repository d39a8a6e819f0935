//! Step-up: a dialog above the page in which a factor is proven again, before a sensitive change.

use latchkey_ipc::command::StepUpRequest;
use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{Activity, StepUpAction, StepUpStep, StepUpView, VerifyView};
use yew::prelude::*;

use super::Frame;
use crate::backend::Request;
use crate::components::dialog::Dialog;
use crate::components::offline_banner::RetryButton;
use crate::components::problem_text::ProblemText;
use crate::components::skeleton::Skeleton;
use crate::components::text_field::PROBLEM_ID;
use crate::components::verify_form::{FactorLead, VerifyForm};
use crate::copy::mfa;
use crate::gate::{self, Gate};
use crate::hooks::countdown::use_gate;
use crate::hooks::id_scope::IdScope;

#[derive(Properties, PartialEq)]
pub(crate) struct StepUpProps {
    pub(crate) view: StepUpView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn StepUp(props: &StepUpProps) -> Html {
    let StepUpProps { view, frame } = props;
    let activity = match &view.step {
        StepUpStep::Verify(view) => view.activity,
        StepUpStep::Starting | StepUpStep::Failed { .. } | StepUpStep::Unknown { .. } => {
            Activity::Idle
        }
    };
    let gate = use_gate(activity, frame.arrived_at);
    let on_cancel = frame.asks::<()>(Request::StepUp(StepUpRequest::Cancel));
    let (state, factor, content) = match &view.step {
        StepUpStep::Starting => (
            gate::LOADING,
            html! { <p role="status">{ "Asking the server what it accepts…" }</p> },
            html! { <><Skeleton /><div class="foot end"><Cancel {on_cancel} /></div></> },
        ),
        StepUpStep::Verify(verify) => (
            gate.page_state(verify.problem.as_ref()),
            html! { <FactorLead view={verify.clone()} /> },
            form(verify, frame, gate, on_cancel.clone()),
        ),
        StepUpStep::Failed { problem } => {
            (gate::ERROR, html! {}, failed(problem, frame, on_cancel.clone()))
        }
        StepUpStep::Unknown { value } => (
            gate::ERROR,
            html! { <p>{ "The server asks for a proof that this version of Latchkey can’t give." }</p> },
            html! {
                <>
                    <p class="unknown">
                        <span>{ "The server said" }</span>
                        <code data-testid={test_id::HELP_SUBJECT}>{ value.clone() }</code>
                    </p>
                    <div class="foot end"><Cancel {on_cancel} /></div>
                </>
            },
        ),
    };
    html! {
        <Dialog
            test_id={test_id::DIALOG_STEP_UP}
            scope={IdScope("step-up")}
            {state}
            title={html! { "Confirm it’s you" }}
            lead={html! { <>{ purpose(&view.action) }{ factor }</> }}
            on_cancel={frame.asks::<()>(Request::StepUp(StepUpRequest::Cancel))}
        >
            { content }
        </Dialog>
    }
}

/// What it is for. A number stays in one piece.
fn purpose(action: &StepUpAction) -> Html {
    let (number, change) = mfa::step_up(action);
    html! {
        <p>
            { "One more check before " }
            if let Some(number) = number {
                <span class="number">{ number.to_owned() }</span>
            }
            { change }
        </p>
    }
}

fn form(view: &VerifyView, frame: &Frame, gate: Gate, on_cancel: Callback<()>) -> Html {
    html! {
        <VerifyForm
            view={view.clone()}
            frame={frame.clone()}
            {gate}
            on_secret={frame.send.reform(|secret| {
                Request::StepUp(StepUpRequest::Verify { secret })
            })}
            on_choose={frame.send.reform(|method| {
                Request::StepUp(StepUpRequest::ChooseMethod { method })
            })}
            on_resend={frame.asks::<()>(Request::StepUp(StepUpRequest::Resend))}
            {on_cancel}
        />
    }
}

fn failed(problem: &Problem, frame: &Frame, on_cancel: Callback<()>) -> Html {
    html! {
        <>
            <ProblemText problem={problem.clone()} id={PROBLEM_ID} />
            <div class="foot">
                <RetryButton
                    label="Try again"
                    busy=false
                    on_retry={frame.asks::<()>(Request::StepUp(StepUpRequest::Retry))}
                />
                <Cancel {on_cancel} />
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct CancelProps {
    on_cancel: Callback<()>,
}

#[component]
fn Cancel(props: &CancelProps) -> Html {
    html! {
        <button
            type="button"
            class="button plain quiet-ink"
            data-testid={test_id::CANCEL}
            onclick={props.on_cancel.reform(|_: MouseEvent| ())}
        >
            { "Cancel" }
        </button>
    }
}
