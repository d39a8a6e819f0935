//! Step-up: a dialog above the page in which a factor is proven again, before a sensitive change.

use std::rc::Rc;

use latchkey_ipc::command::StepUpRequest;
use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{Activity, StepUpAction, StepUpStep, StepUpView, VerifyView};
use yew::prelude::*;

use super::help::unknown;
use crate::components::button::{Button, Kind};
use crate::components::dialog::Dialog;
use crate::components::offline_banner::RetryButton;
use crate::components::problem_text::ProblemText;
use crate::components::skeleton::Skeleton;
use crate::components::text_field::PROBLEM_ID;
use crate::components::verify_form::{VerifyForm, verify_lead};
use crate::copy::{buttons, step_up};
use crate::frame::{Frame, PageProps, use_frame};
use crate::gate::{self, Gate};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::hooks::id_scope::IdScope;

#[component]
pub(crate) fn StepUp(PageProps { view }: &PageProps<StepUpView>) -> Html {
    let frame = use_frame();
    let activity = match &view.step {
        StepUpStep::Verify(view) => view.activity,
        StepUpStep::Starting | StepUpStep::Failed { .. } | StepUpStep::Unknown { .. } => {
            Activity::Idle
        }
    };
    let gate = use_gate(activity);
    let on_cancel = frame.asks(StepUpRequest::Cancel);
    let (state, factor, content) = match &view.step {
        StepUpStep::Starting => (
            gate::LOADING,
            html! { <p role="status">{ step_up::STARTING }</p> },
            html! { <Starting on_cancel={on_cancel.clone()} /> },
        ),
        StepUpStep::Verify(verify) => (
            gate.page_state(verify.problem.as_ref()),
            verify_lead(verify),
            form(verify, &frame, gate, on_cancel.clone()),
        ),
        StepUpStep::Failed { problem } => (
            gate::ERROR,
            html! {},
            html! { <Failed problem={problem.clone()} on_cancel={on_cancel.clone()} /> },
        ),
        StepUpStep::Unknown { value } => (
            gate::ERROR,
            html! { <p>{ step_up::UNKNOWN }</p> },
            html! { <Unknown value={value.clone()} on_cancel={on_cancel.clone()} /> },
        ),
    };
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
                <span class="number">{ number.to_owned() }</span>
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

#[derive(Properties, PartialEq)]
struct StartingProps {
    on_cancel: Callback<()>,
}

/// It is not known yet which factor is wanted.
#[component]
fn Starting(props: &StartingProps) -> Html {
    let cancel = use_node_ref();
    use_first_focus(&cancel);
    html! {
        <>
            <Skeleton />
            <div class="foot end"><Cancel node={cancel} on_cancel={props.on_cancel.clone()} /></div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct FailedProps {
    problem: Problem,
    on_cancel: Callback<()>,
}

/// It cannot be asked for.
#[component]
fn Failed(props: &FailedProps) -> Html {
    let on_retry = use_frame().asks(StepUpRequest::Retry);
    let retry = use_node_ref();
    use_first_focus(&retry);
    html! {
        <>
            <ProblemText problem={props.problem.clone()} id={PROBLEM_ID} />
            <div class="foot">
                <RetryButton
                    label={buttons::TRY_AGAIN}
                    busy=false
                    {on_retry}
                    node={retry}
                />
                <Cancel on_cancel={props.on_cancel.clone()} />
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct UnknownProps {
    /// What the server asks for.
    value: AttrValue,
    on_cancel: Callback<()>,
}

/// The server asks for what this version does not know.
#[component]
fn Unknown(props: &UnknownProps) -> Html {
    let cancel = use_node_ref();
    use_first_focus(&cancel);
    html! {
        <>
            { unknown(&props.value) }
            <div class="foot end"><Cancel node={cancel} on_cancel={props.on_cancel.clone()} /></div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct CancelProps {
    on_cancel: Callback<()>,
    #[prop_or_default]
    node: NodeRef,
}

#[component]
fn Cancel(props: &CancelProps) -> Html {
    html! {
        <Button
            kind={Kind::Leave}
            test_id={test_id::CANCEL}
            label={buttons::CANCEL}
            node={props.node.clone()}
            on_press={props.on_cancel.clone()}
        />
    }
}
