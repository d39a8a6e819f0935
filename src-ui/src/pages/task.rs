//! Session task: the server wants something done before the session can be used.

mod setup_mfa;

use latchkey_ipc::command::{AccountRequest, WindowRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{TaskView, UnknownTaskView};
use yew::prelude::*;

use self::setup_mfa::SetupMfa;
use super::Frame;
use crate::backend::Request;
use crate::components::problem_text::ProblemText;
use crate::components::sheet::Sheet;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{buttons, task};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::pages::help::Details;

#[derive(Properties, PartialEq)]
pub(crate) struct TaskProps {
    pub(crate) view: TaskView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn Task(props: &TaskProps) -> Html {
    let frame = props.frame.clone();
    match props.view.clone() {
        TaskView::SetupMfa(view) => html! { <SetupMfa {view} {frame} /> },
        TaskView::Unknown(view) => html! { <UnknownTask {view} {frame} /> },
    }
}

#[derive(Properties, PartialEq)]
struct UnknownTaskProps {
    view: UnknownTaskView,
    frame: Frame,
}

/// One that this version cannot do: named, with a way out.
#[component]
fn UnknownTask(props: &UnknownTaskProps) -> Html {
    let UnknownTaskProps { view, frame } = props;
    let gate = use_gate(view.activity, frame.arrived_at);
    let heading = use_node_ref();
    use_first_focus(&heading);
    let onclick = {
        let send = frame.send.clone();
        Callback::from(move |_: MouseEvent| {
            if gate.is_open() {
                send.emit(Request::Account(AccountRequest::SignOut));
            }
        })
    };
    html! {
        <Sheet
            test_id={test_id::PAGE_TASK}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { task::TITLE }}
            lead={html! {
                <>
                    <p>
                        { task::asks(frame.service()) }
                        <strong data-testid={test_id::TASK_NAME}>{ task::name(&view.key) }</strong>
                        { task::UNKNOWN_AFTER }
                    </p>
                    <p>{ task::UNKNOWN }</p>
                    if let Some(identifier) = &view.identifier {
                        <p class="signed-in-as">{ task::SIGNED_IN_AS }<span class="number">{ identifier.clone() }</span></p>
                    }
                </>
            }}
            {heading}
            frame={frame.clone()}
            signed_in=true
        >
            <ProblemText problem={gate.shown(view.problem.as_ref())} id={PROBLEM_ID} />
            <button
                type="button"
                class="button primary wide"
                data-testid={test_id::SIGN_OUT}
                aria-disabled={(!gate.is_open()).then_some("true")}
                {onclick}
            >
                if gate.is_busy() {
                    <span class="spinner" aria-hidden="true" />
                    { task::SIGNING_OUT }
                } else {
                    { buttons::SIGN_OUT }
                }
            </button>
            <Details
                text={view.details.clone()}
                on_copy={frame.asks::<()>(Request::Window(WindowRequest::CopyDetails))}
            />
        </Sheet>
    }
}
