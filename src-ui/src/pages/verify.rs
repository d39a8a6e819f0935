//! Verify: one factor at a time, be it the first, the second, or the check of a new device.

use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{Strategy, VerifyReason, VerifyView};
use yew::prelude::*;

use super::{Frame, apart, beside};
use crate::backend::Request;
use crate::code_entry::CodeKind;
use crate::components::code_input::CodeInput;
use crate::components::method_list::MethodList;
use crate::components::password_field::PasswordField;
use crate::components::problem_text::ProblemText;
use crate::components::resend::Resend;
use crate::components::sheet::Sheet;
use crate::components::submit::Submit;
use crate::components::text_field::{PROBLEM_ID, TextField};
use crate::copy::factors;
use crate::gate::Gate;
use crate::hooks::code_entry::use_code_entry;
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};

#[derive(Properties, PartialEq)]
pub(crate) struct VerifyProps {
    pub(crate) view: VerifyView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn Verify(props: &VerifyProps) -> Html {
    let VerifyProps { view, frame } = props;
    let gate = use_gate(view.activity, frame.arrived_at);
    let problem = gate.shown(view.problem.as_ref());
    let strategy = view.method.strategy;
    // Another factor is another form: nothing typed for one is offered to the next.
    let key = format!("{:?} {:?} {:?}", view.reason, strategy, view.method.destination);
    let form = FormProps { view: view.clone(), frame: frame.clone(), gate, problem };
    html! {
        <Sheet
            test_id={test_id::PAGE_VERIFY}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { factors::heading(view.reason, strategy) }}
            lead={lead(view)}
            frame={frame.clone()}
        >
            if strategy == Strategy::Password {
                <PasswordForm key={key.clone()} ..form.clone() />
            } else {
                <CodeForm key={key.clone()} ..form.clone() />
            }
            <div class="foot" key={key}>
                <MethodList
                    methods={view.others.clone()}
                    busy={gate.is_busy()}
                    on_choose={frame.send.reform(|method| {
                        Request::SignIn(SignInRequest::ChooseMethod { method })
                    })}
                />
                <button
                    type="button"
                    class="button plain quiet-ink"
                    data-testid={test_id::CANCEL}
                    onclick={frame.asks::<MouseEvent>(Request::SignIn(SignInRequest::StartOver))}
                >
                    { factors::leave(view.reason) }
                </button>
            </div>
        </Sheet>
    }
}

fn lead(view: &VerifyView) -> Html {
    let (before, after) = factors::lead(&view.method, view.delivery);
    let destination = view.method.destination.as_ref().filter(|_| !after.is_empty());
    html! {
        <>
            if view.reason == VerifyReason::NewDevice {
                <p>{ factors::NEW_DEVICE }</p>
            }
            <p role="status">
                { before }
                if let Some(destination) = destination {
                    <span class="number" data-testid={test_id::CODE_DESTINATION}>{ destination.clone() }</span>
                }
                { after }
            </p>
            if view.reason == VerifyReason::NewDevice {
                <p>{ factors::NEW_DEVICE_AFTER }</p>
            }
        </>
    }
}

#[derive(Clone, Properties, PartialEq)]
struct FormProps {
    view: VerifyView,
    frame: Frame,
    gate: Gate,
    /// The problem to show.
    problem: Option<Problem>,
}

#[component]
fn CodeForm(props: &FormProps) -> Html {
    let FormProps { view, frame, gate, problem } = props;
    let gate = *gate;
    let strategy = view.method.strategy;
    let kind = if strategy == Strategy::BackupCode { CodeKind::Text } else { CodeKind::Digits };
    let code = use_code_entry(kind, view.attempt, gate, frame);
    use_first_focus(&code.node);
    use_problem_focus(&code.node, Field::Code, problem.as_ref());
    let onsubmit = {
        let on_send = code.on_send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if gate.is_open() {
                on_send.emit(());
            }
        })
    };
    let own_problem = beside(Field::Code, problem.as_ref());
    let resend = html! {
        <Resend
            delivery={view.delivery}
            arrived_at={frame.arrived_at}
            busy={gate.is_busy()}
            on_resend={frame.asks::<()>(Request::SignIn(SignInRequest::Resend))}
        />
    };
    html! {
        <form novalidate=true {onsubmit}>
            if kind == CodeKind::Digits {
                <CodeInput
                    label={factors::label(strategy)}
                    value={code.text}
                    on_edit={code.on_edit}
                    problem={own_problem}
                    aside={resend}
                    node={code.node}
                />
            } else {
                <TextField
                    id="code"
                    test_id={test_id::CODE}
                    label={factors::label(strategy)}
                    value={code.text}
                    on_edit={code.on_edit}
                    autocomplete="off"
                    monospace=true
                    problem={own_problem}
                    node={code.node}
                />
            }
            <ProblemText problem={apart(&[Field::Code], problem.as_ref())} id={PROBLEM_ID} />
            <VerifySubmit {gate} />
        </form>
    }
}

#[component]
fn PasswordForm(props: &FormProps) -> Html {
    let FormProps { view, frame, gate, problem } = props;
    let gate = *gate;
    let password = use_state(String::new);
    let node = use_node_ref();
    use_first_focus(&node);
    use_problem_focus(&node, Field::Password, problem.as_ref());
    let onsubmit = {
        let (password, send) = (password.clone(), frame.send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if gate.is_open() {
                let secret = SecretText::new((*password).clone());
                send.emit(Request::SignIn(SignInRequest::Verify { secret }));
            }
        })
    };
    html! {
        <form novalidate=true {onsubmit}>
            <PasswordField
                id="password"
                test_id={test_id::PASSWORD}
                label={factors::label(view.method.strategy)}
                value={(*password).clone()}
                on_edit={Callback::from(move |text| password.set(text))}
                autocomplete="current-password"
                problem={beside(Field::Password, problem.as_ref())}
                {node}
            />
            <ProblemText problem={apart(&[Field::Password], problem.as_ref())} id={PROBLEM_ID} />
            <VerifySubmit {gate} />
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct VerifySubmitProps {
    gate: Gate,
}

#[component]
fn VerifySubmit(props: &VerifySubmitProps) -> Html {
    html! {
        <Submit
            test_id={test_id::VERIFY_SUBMIT}
            label="Verify"
            busy_label="Verifying…"
            gate={props.gate}
        />
    }
}
