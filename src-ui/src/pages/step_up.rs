//! Step-up: a dialog above the page in which a factor is proven again, before a sensitive change.

use std::rc::Rc;

use latchkey_ipc::command::StepUpRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{Activity, StepUpAction, StepUpStep, StepUpView, VerifyView};
use yew::prelude::*;

use super::help::unknown;
use crate::components::button::{Button, Kind};
use crate::components::dialog::Dialog;
use crate::components::offline_banner::RetryButton;
use crate::components::problem_text::ProblemText;
use crate::components::skeleton::Skeleton;
use crate::components::submit::wait;
use crate::components::text_field::PROBLEM_ID;
use crate::components::verify_form::{VerifyForm, verify_lead};
use crate::copy::{buttons, step_up};
use crate::frame::{Frame, PageProps, use_frame};
use crate::gate::{self, Gate};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_step_focus;
use crate::hooks::id_scope::IdScope;
use crate::said::said;

#[component]
pub(crate) fn StepUp(PageProps { view }: &PageProps<StepUpView>) -> Html {
    let frame = use_frame();
    let activity = match &view.step {
        StepUpStep::Verify(view) => view.activity,
        StepUpStep::Failed { activity, .. } => *activity,
        StepUpStep::Starting | StepUpStep::Unknown { .. } => Activity::Idle,
    };
    let gate = use_gate(activity);
    let on_cancel = frame.asks(StepUpRequest::Cancel);
    let first = use_node_ref();
    let cancel = |node: NodeRef| {
        let (label, on_press) = (buttons::CANCEL, on_cancel.clone());
        html! { <Button kind={Kind::Leave} test_id={test_id::CANCEL} {label} {node} {on_press} /> }
    };
    let (name, state, factor, content) = match &view.step {
        // It is not known yet which factor is wanted.
        StepUpStep::Starting => (
            "starting",
            gate::LOADING,
            html! { <p role="status">{ step_up::STARTING }</p> },
            html! { <><Skeleton /><div class="foot end">{ cancel(first.clone()) }</div></> },
        ),
        StepUpStep::Verify(verify) => (
            "verify",
            gate.page_state(verify.problem.as_ref()),
            verify_lead(verify),
            form(verify, &frame, gate, on_cancel.clone()),
        ),
        StepUpStep::Failed { problem, .. } => (
            "failed",
            gate::ERROR,
            html! {},
            html! {
                <>
                    <ProblemText problem={gate.shown(Some(problem))} id={PROBLEM_ID} />
                    { wait(gate) }
                    <div class="foot">
                        <RetryButton
                            label={buttons::TRY_AGAIN}
                            busy={!gate.is_open()}
                            on_retry={frame.asks(StepUpRequest::Retry)}
                            node={first.clone()}
                        />
                        { cancel(NodeRef::default()) }
                    </div>
                </>
            },
        ),
        StepUpStep::Unknown { value } => (
            "unknown",
            gate::ERROR,
            html! { <p>{ step_up::UNKNOWN }</p> },
            html! { <>{ unknown(value) }<div class="foot end">{ cancel(first.clone()) }</div></> },
        ),
    };
    // The form of a factor puts the keyboard on its field.
    use_step_focus(name, Some(&first).filter(|_| name != "verify"));
    html! {
        <Dialog
            test_id={test_id::DIALOG_STEP_UP}
            scope={IdScope("step-up")}
            {state}
            title={html! { step_up::TITLE }}
            lead={html! { <>{ purpose(&view.action) }{ factor }</> }}
            {on_cancel}
        >
            { content }
        </Dialog>
    }
}

/// What it is for. A number stays in one piece.
fn purpose(action: &StepUpAction) -> Html {
    let (number, change) = step_up::change(action);
    html! {
        <p>
            { step_up::BEFORE }
            if let Some(number) = number {
                <span class="number">{ said(number) }</span>
            }
            { change }
        </p>
    }
}

fn form(view: &VerifyView, frame: &Frame, gate: Gate, on_cancel: Callback<()>) -> Html {
    html! {
        <VerifyForm
            view={Rc::new(view.clone())}
            {gate}
            on_secret={frame.asks_with(|secret| StepUpRequest::Verify { secret })}
            on_choose={frame.asks_with(|method| StepUpRequest::ChooseMethod { method })}
            on_resend={frame.asks(StepUpRequest::Resend)}
            {on_cancel}
        />
    }
}
