//! Connect: choose an instance by its publishable key, or the local emulator.

use latchkey_ipc::command::ConnectRequest;
use latchkey_ipc::error::{Field, KeyProblem};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ConnectView, KeyCheck};
use yew::prelude::*;

use super::{Frame, apart, beside};
use crate::backend::Request;
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::components::sheet::{InstanceLine, Sheet};
use crate::components::submit::Submit;
use crate::components::text_field::{PROBLEM_ID, TextField};
use crate::copy::{self, sign_in};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};

#[derive(Properties, PartialEq)]
pub(crate) struct ConnectProps {
    pub(crate) view: ConnectView,
    pub(crate) frame: Frame,
}

const KEY_CHECK_ID: &str = "key-check";

#[component]
pub(crate) fn Connect(props: &ConnectProps) -> Html {
    let ConnectProps { view, frame } = props;
    let key = use_state(|| view.key.clone());
    // A key that is still being typed is not scolded.
    let judged = use_state(|| !view.key.is_empty());
    let node = use_node_ref();
    let gate = use_gate(view.activity, frame.arrived_at);
    let problem = gate.shown(view.problem.as_ref());
    use_first_focus(&node);
    use_problem_focus(&node, Field::PublishableKey, problem.as_ref());

    let on_edit = {
        let (key, judged, send) = (key.clone(), judged.clone(), frame.send.clone());
        Callback::from(move |text: String| {
            // What arrives in one piece was pasted.
            judged.set(text.len() > key.len() + 1);
            key.set(text.clone());
            send.emit(Request::Connect(ConnectRequest::Check { key: text }));
        })
    };
    let onsubmit = {
        let (key, judged, send) = (key.clone(), judged.clone(), frame.send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            judged.set(true);
            if gate.is_open() {
                send.emit(Request::Connect(ConnectRequest::UseKey { key: (*key).clone() }));
            }
        })
    };
    let wrong = invalid(&view.check).filter(|check| *judged || *check == KeyProblem::SecretKey);
    html! {
        <Sheet
            test_id={test_id::PAGE_CONNECT}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { sign_in::CONNECT_TITLE }}
            lead={html! { <p>{ sign_in::CONNECT_LEAD }</p> }}
            frame={frame.clone()}
        >
            <form novalidate=true {onsubmit}>
                <TextField
                    id="publishable-key"
                    test_id={test_id::PUBLISHABLE_KEY}
                    label={sign_in::PUBLISHABLE_KEY}
                    value={(*key).clone()}
                    {on_edit}
                    autocomplete="off"
                    monospace=true
                    invalid_by={wrong.map(|_| PROBLEM_ID)}
                    described_by={KEY_CHECK_ID}
                    problem={beside(Field::PublishableKey, problem.as_ref())}
                    problem_test_id={test_id::CONNECT_ERROR}
                    {node}
                />
                <KeyCheckLine check={view.check.clone()} wrong={wrong.is_some()} />
                if let Some(wrong) = wrong {
                    <KeyProblemText problem={wrong} />
                }
                <ProblemText
                    problem={apart(&[Field::PublishableKey], problem.as_ref())}
                    id={PROBLEM_ID}
                    test_id={test_id::CONNECT_ERROR}
                />
                <Submit
                    test_id={test_id::CONNECT_SUBMIT}
                    label={sign_in::CONNECT}
                    busy_label={sign_in::CONNECTING}
                    {gate}
                />
            </form>
            if view.emulator_available {
                <div class="or" aria-hidden="true"><span>{ sign_in::OR }</span></div>
                <button
                    type="button"
                    class="choice"
                    data-testid={test_id::USE_EMULATOR}
                    aria-disabled={gate.is_busy().then_some("true")}
                    onclick={frame.asks::<MouseEvent>(Request::Connect(ConnectRequest::UseEmulator))}
                >
                    <span class="tile"><IconView icon={Icon::Device} /></span>
                    <span class="method-text">
                        <span class="method-name">{ sign_in::USE_EMULATOR }</span>
                        <span class="method-about">{ sign_in::USE_EMULATOR_ABOUT }</span>
                    </span>
                </button>
            }
        </Sheet>
    }
}

#[derive(Properties, PartialEq)]
struct KeyCheckLineProps {
    check: KeyCheck,
    /// The key is wrong for sure, not only unfinished.
    wrong: bool,
}

/// What the check says while nothing is certainly wrong.
#[component]
fn KeyCheckLine(props: &KeyCheckLineProps) -> Html {
    let (class, content) = match &props.check {
        KeyCheck::Invalid { .. } if props.wrong => ("key-check", Html::default()),
        KeyCheck::Invalid { problem } => ("key-check", html! { copy::key_problem(*problem) }),
        KeyCheck::Unchecked => ("key-check", html! { copy::KEY_HINT }),
        KeyCheck::Valid { host, kind } => (
            "key-check good",
            html! {
                <>
                    <IconView icon={Icon::Check} />
                    <InstanceLine host={host.clone()} kind={*kind} always_name_kind=true />
                </>
            },
        ),
    };
    html! {
        <p id={KEY_CHECK_ID} {class} role="status" data-testid={test_id::KEY_CHECK}>{ content }</p>
    }
}

#[derive(Properties, PartialEq)]
struct KeyProblemTextProps {
    problem: KeyProblem,
}

/// What is wrong with the key.
#[component]
fn KeyProblemText(props: &KeyProblemTextProps) -> Html {
    html! {
        <div
            id={PROBLEM_ID}
            class="problem key-problem"
            role="alert"
            data-testid={test_id::CONNECT_ERROR}
        >
            <IconView icon={Icon::Alert} />
            <p>{ copy::key_problem(props.problem) }</p>
        </div>
    }
}

fn invalid(check: &KeyCheck) -> Option<KeyProblem> {
    match check {
        KeyCheck::Invalid { problem } => Some(*problem),
        KeyCheck::Unchecked | KeyCheck::Valid { .. } => None,
    }
}
