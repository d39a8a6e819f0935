//! Connect: choose an instance by its publishable key, or the local emulator.

use latchkey_ipc::command::ConnectRequest;
use latchkey_ipc::error::{Field, KeyProblem};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ConnectView, KeyCheck};
use yew::prelude::*;

use crate::components::button::{Button, Kind, offer};
use crate::components::form::Form;
use crate::components::icon::{Icon, IconView};
use crate::components::sheet::{Sheet, instance_line};
use crate::components::text_field::{PROBLEM_ID, TextField};
use crate::copy::{self, sign_in};
use crate::frame::{PageProps, beside, use_frame};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};

const FIELDS: &[Field] = &[Field::PublishableKey];
const KEY_CHECK_ID: &str = "key-check";

#[component]
pub(crate) fn Connect(PageProps { view }: &PageProps<ConnectView>) -> Html {
    let frame = use_frame();
    let key = use_state(|| view.key.clone());
    // A key that is still being typed is not scolded.
    let judged = use_state(|| !view.key.is_empty());
    let node = use_node_ref();
    let gate = use_gate(view.activity);
    let problem = gate.shown(view.problem.as_ref());
    use_first_focus(&node);
    use_problem_focus(&node, Field::PublishableKey, problem.as_ref());

    let on_edit = {
        let (key, judged) = (key.clone(), judged.clone());
        frame.asks_with(move |text: String| {
            // What arrives in one piece was pasted.
            judged.set(text.len() > key.len() + 1);
            key.set(text.clone());
            ConnectRequest::Check { key: text }
        })
    };
    let on_submit = {
        let (key, judged) = (key.clone(), judged.clone());
        frame.asks_with(move |()| {
            judged.set(true);
            ConnectRequest::UseKey { key: (*key).clone() }
        })
    };
    let wrong = invalid(&view.check).filter(|check| *judged || *check == KeyProblem::SecretKey);
    html! {
        <Sheet
            test_id={test_id::PAGE_CONNECT}
            leads_to_settings=true
            state={gate.page_state(view.problem.as_ref())}
            title={html! { sign_in::CONNECT_TITLE }}
            lead={html! { <p>{ sign_in::CONNECT_LEAD }</p> }}
        >
            <Form
                {gate}
                {on_submit}
                problem={problem.clone()}
                fields={FIELDS}
                problem_test_id={test_id::CONNECT_ERROR}
                submit_test_id={test_id::CONNECT_SUBMIT}
                submit={sign_in::CONNECT}
                busy={sign_in::CONNECTING}
            >
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
                { key_check(&view.check, wrong.is_some()) }
                if let Some(wrong) = wrong {
                    { key_problem(wrong) }
                }
            </Form>
            if view.emulator_available {
                <div class="or" aria-hidden="true"><span>{ sign_in::OR }</span></div>
                <Button
                    kind={Kind::Choice}
                    test_id={test_id::USE_EMULATOR}
                    open={!gate.is_busy()}
                    on_press={frame.asks(ConnectRequest::UseEmulator)}
                >
                    { offer(Icon::Device, sign_in::USE_EMULATOR, sign_in::USE_EMULATOR_ABOUT) }
                </Button>
            }
        </Sheet>
    }
}

/// What the check says while nothing is certainly wrong; `wrong` where the key is more than
/// unfinished.
fn key_check(check: &KeyCheck, wrong: bool) -> Html {
    let (class, content) = match check {
        KeyCheck::Invalid { .. } if wrong => ("key-check", Html::default()),
        KeyCheck::Invalid { problem } => ("key-check", html! { copy::key_problem(*problem) }),
        KeyCheck::Unchecked => ("key-check", html! { copy::KEY_HINT }),
        KeyCheck::Valid { host, kind } => (
            "key-check good",
            html! {
                <>
                    <IconView icon={Icon::Check} />
                    { instance_line(host, *kind, true) }
                </>
            },
        ),
    };
    html! {
        <p id={KEY_CHECK_ID} {class} role="status" data-testid={test_id::KEY_CHECK}>{ content }</p>
    }
}

/// What is wrong with the key.
fn key_problem(problem: KeyProblem) -> Html {
    html! {
        <div
            id={PROBLEM_ID}
            class="problem key-problem"
            role="alert"
            data-testid={test_id::CONNECT_ERROR}
        >
            <IconView icon={Icon::Alert} />
            <p>{ copy::key_problem(problem) }</p>
        </div>
    }
}

fn invalid(check: &KeyCheck) -> Option<KeyProblem> {
    match check {
        KeyCheck::Invalid { problem } => Some(*problem),
        KeyCheck::Unchecked | KeyCheck::Valid { .. } => None,
    }
}
