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
use crate::components::verify_form::{VerifyForm, verify_lead};
use crate::copy::{self, buttons, step_up};
use crate::gate::{self, Gate};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
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
            html! { <p role="status">{ step_up::STARTING }</p> },
            html! { <Starting {on_cancel} /> },
        ),
        StepUpStep::Verify(verify) => (
            gate.page_state(verify.problem.as_ref()),
            verify_lead(verify),
            form(verify, frame, gate, on_cancel.clone()),
        ),
        StepUpStep::Failed { problem } => (
            gate::ERROR,
            html! {},
            html! { <Failed problem={problem.clone()} frame={frame.clone()} {on_cancel} /> },
        ),
        StepUpStep::Unknown { value } => (
            gate::ERROR,
            html! { <p>{ step_up::UNKNOWN }</p> },
            html! { <Unknown value={value.clone()} {on_cancel} /> },
        ),
    };
    html! {
        <Dialog
            test_id={test_id::DIALOG_STEP_UP}
            scope={IdScope("step-up")}
            {state}
            title={html! { step_up::TITLE }}
            lead={html! { <>{ purpose(&view.action) }{ factor }</> }}
            on_cancel={frame.asks::<()>(Request::StepUp(StepUpRequest::Cancel))}
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
    frame: Frame,
    on_cancel: Callback<()>,
}

/// It cannot be asked for.
#[component]
fn Failed(props: &FailedProps) -> Html {
    let retry = use_node_ref();
    use_first_focus(&retry);
    html! {
        <>
            <ProblemText problem={props.problem.clone()} id={PROBLEM_ID} />
            <div class="foot">
                <RetryButton
                    label={buttons::TRY_AGAIN}
                    busy=false
                    on_retry={props.frame.asks::<()>(Request::StepUp(StepUpRequest::Retry))}
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
            <p class="unknown">
                <span>{ copy::SERVER_SAID }</span>
                <code data-testid={test_id::HELP_SUBJECT}>{ props.value.clone() }</code>
            </p>
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
        <button
            ref={props.node.clone()}
            type="button"
            class="button plain quiet-ink"
            data-testid={test_id::CANCEL}
            onclick={props.on_cancel.reform(|_: MouseEvent| ())}
        >
            { buttons::CANCEL }
        </button>
    }
}
