//! Session task: the server wants something done first that this version cannot do.

use latchkey_ipc::command::{AccountRequest, WindowRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::TaskView;
use yew::prelude::*;

use super::Frame;
use crate::backend::Request;
use crate::components::problem_text::ProblemText;
use crate::components::sheet::Sheet;
use crate::components::text_field::PROBLEM_ID;
use crate::copy;
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::pages::help::Details;

#[derive(Properties, PartialEq)]
pub(crate) struct TaskProps {
    pub(crate) view: TaskView,
    pub(crate) frame: Frame,
}

/// Clerk's key of the task for which automation has a name of its own.
const SETUP_MFA: &str = "setup-mfa";

#[component]
pub(crate) fn Task(props: &TaskProps) -> Html {
    let TaskProps { view, frame } = props;
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
    let app = frame.instance_name().unwrap_or("This app").to_owned();
    let marked = (view.key == SETUP_MFA).then_some(test_id::TASK_SETUP_MFA);
    html! {
        <Sheet
            test_id={test_id::PAGE_TASK}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { "One more step" }}
            lead={html! {
                <>
                    <p data-testid={marked}>
                        { format!("{app} asks you to ") }
                        <strong data-testid={test_id::TASK_NAME}>{ copy::task(&view.key) }</strong>
                        { " before you can go on." }
                    </p>
                    <p>
                        { "This version of Latchkey can’t do that yet. Do it where you usually sign in to the app, then sign in here again." }
                    </p>
                    if let Some(identifier) = &view.identifier {
                        <p class="signed-in-as">{ "Signed in as " }<span class="number">{ identifier.clone() }</span></p>
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
                    { "Signing out…" }
                } else {
                    { "Sign out" }
                }
            </button>
            <Details
                text={view.details.clone()}
                on_copy={frame.asks::<()>(Request::Window(WindowRequest::CopyDetails))}
            />
        </Sheet>
    }
}
