//! Sign in: identifier and password, or the ways around the password.

use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::error::Field;
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{CodeChannel, IdentifierKind, SignInView};
use yew::prelude::*;

use super::{Frame, apart, beside};
use crate::backend::Request;
use crate::components::icon::{Icon, IconView};
use crate::components::password_field::PasswordField;
use crate::components::problem_text::ProblemText;
use crate::components::sheet::{InstanceLine, Sheet};
use crate::components::submit::Submit;
use crate::components::text_field::{PROBLEM_ID, TextField};
use crate::copy::{self, sign_in};
use crate::draft::{Draft, Edit};
use crate::gate::Gate;
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::{focus, use_first_focus, use_problem_focus};

#[derive(Properties, PartialEq)]
pub(crate) struct SignInProps {
    pub(crate) view: SignInView,
    pub(crate) frame: Frame,
    /// What was typed.
    pub(crate) draft: Draft,
    /// Takes what is typed.
    pub(crate) on_edit: Callback<Edit>,
}

#[component]
pub(crate) fn SignIn(props: &SignInProps) -> Html {
    let SignInProps { view, frame, draft, on_edit } = props;
    let identifier = draft.identifier.clone().unwrap_or_else(|| view.identifier.clone());
    let (identifier_node, password_node) = (use_node_ref(), use_node_ref());
    let gate = use_gate(view.activity, frame.arrived_at);
    let gate = if identifier.trim() == view.identifier { gate } else { gate.without_lock() };
    let problem = gate.shown(view.problem.as_ref());
    use_first_focus(&identifier_node);
    use_problem_focus(&identifier_node, Field::Identifier, problem.as_ref());
    use_problem_focus(&password_node, Field::Password, problem.as_ref());
    {
        let password_node = password_node.clone();
        use_effect_with(draft.filled, move |filled| {
            if *filled > 0 {
                focus(&password_node);
            }
        });
    }

    let onsubmit = {
        let (identifier, password) = (identifier.clone(), draft.password.clone());
        let send = frame.send.clone();
        let asks_password = view.asks_password;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if gate.is_open() {
                let password = asks_password.then(|| SecretText::new(password.clone()));
                let identifier = identifier.clone();
                send.emit(Request::SignIn(SignInRequest::Submit { identifier, password }));
            }
        })
    };
    let ask = |make: fn(String) -> SignInRequest| {
        let (identifier, send) = (identifier.clone(), frame.send.clone());
        Callback::from(move |_: MouseEvent| {
            if gate.is_open() {
                send.emit(Request::SignIn(make(identifier.clone())));
            }
        })
    };
    let forgot = view.forgot_password.then(|| {
        let onclick = ask(|identifier| SignInRequest::ForgotPassword { identifier });
        html! {
            <button
                type="button"
                class="button link"
                data-testid={test_id::FORGOT_PASSWORD}
                aria-disabled={(!gate.is_open()).then_some("true")}
                {onclick}
            >
                { sign_in::FORGOT_PASSWORD }
            </button>
        }
    });
    let channels = view.code_channels.iter().map(|channel| match channel {
        CodeChannel::Email => channel_button(
            test_id::USE_EMAIL_CODE,
            Icon::Email,
            sign_in::EMAIL_CODE,
            gate,
            ask(|identifier| SignInRequest::SubmitForCode {
                identifier,
                channel: CodeChannel::Email,
            }),
        ),
        CodeChannel::Phone => channel_button(
            test_id::USE_PHONE_CODE,
            Icon::Phone,
            sign_in::PHONE_CODE,
            gate,
            ask(|identifier| SignInRequest::SubmitForCode {
                identifier,
                channel: CodeChannel::Phone,
            }),
        ),
    });
    let fields: &[Field] = if view.asks_password {
        &[Field::Identifier, Field::Password]
    } else {
        &[Field::Identifier]
    };
    html! {
        <Sheet
            test_id={test_id::PAGE_SIGN_IN}
            state={gate.page_state(view.problem.as_ref())}
            title={title(frame)}
            lead={lead(frame)}
            frame={frame.clone()}
        >
            <form novalidate=true {onsubmit}>
                <TextField
                    id="identifier"
                    test_id={test_id::IDENTIFIER}
                    label={copy::identifier(&view.identifier_kinds)}
                    value={identifier.clone()}
                    on_edit={on_edit.reform(Edit::Identifier)}
                    autocomplete="username"
                    inputmode={inputmode(&view.identifier_kinds)}
                    problem={beside(Field::Identifier, problem.as_ref())}
                    node={identifier_node}
                />
                if view.asks_password {
                    <PasswordField
                        id="password"
                        test_id={test_id::PASSWORD}
                        label={sign_in::PASSWORD}
                        value={draft.password.clone()}
                        on_edit={on_edit.reform(Edit::Password)}
                        autocomplete="current-password"
                        problem={beside(Field::Password, problem.as_ref())}
                        aside={forgot.clone().unwrap_or_default()}
                        node={password_node}
                    />
                }
                <ProblemText problem={apart(fields, problem.as_ref())} id={PROBLEM_ID} />
                <Submit
                    test_id={test_id::SIGN_IN_SUBMIT}
                    label={sign_in::CONTINUE}
                    busy_label={sign_in::SIGNING_IN}
                    {gate}
                />
            </form>
            if !view.code_channels.is_empty() {
                <div class="or" aria-hidden="true"><span>{ sign_in::OR }</span></div>
                <div class="channels">{ for channels }</div>
            }
            if !view.asks_password {
                <div class="foot">{ forgot.unwrap_or_default() }</div>
            }
        </Sheet>
    }
}

fn title(frame: &Frame) -> Html {
    // Without a name the line below, with the host, says it all.
    match frame.instance.as_ref().and_then(|instance| instance.name.clone()) {
        Some(name) => html! {
            <>{ sign_in::TITLE_TO }<span data-testid={test_id::INSTANCE_NAME}>{ name }</span></>
        },
        None => html! { sign_in::TITLE },
    }
}

fn lead(frame: &Frame) -> Html {
    let Some(instance) = &frame.instance else { return Html::default() };
    html! { <InstanceLine host={instance.host.clone()} kind={instance.kind} /> }
}

fn inputmode(kinds: &[IdentifierKind]) -> Option<&'static str> {
    match kinds {
        [IdentifierKind::EmailAddress] => Some("email"),
        [IdentifierKind::PhoneNumber] => Some("tel"),
        _ => None,
    }
}

fn channel_button(
    test_id: &'static str,
    icon: Icon,
    label: &'static str,
    gate: Gate,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <button
            type="button"
            class="button quiet wide"
            data-testid={test_id}
            aria-disabled={(!gate.is_open()).then_some("true")}
            {onclick}
        >
            <IconView {icon} />
            { label }
        </button>
    }
}
