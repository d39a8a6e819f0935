//! Sign in: identifier and password, or the ways around the password.

use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::error::Field;
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{CodeChannel, IdentifierKind, SignInView};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::form::Form;
use crate::components::icon::Icon;
use crate::components::password_field::PasswordField;
use crate::components::sheet::{Sheet, instance_line};
use crate::components::text_field::TextField;
use crate::copy::{self, sign_in};
use crate::draft::{Draft, Edit};
use crate::frame::{Frame, Needs, beside, use_frame};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::{focus, use_first_focus, use_problem_focus};
use crate::said::said;

#[derive(Properties, PartialEq)]
pub(crate) struct SignInProps {
    pub(crate) view: SignInView,
    /// What was typed.
    pub(crate) draft: Draft,
    /// Takes what is typed.
    pub(crate) on_edit: Callback<Edit>,
}

#[component]
pub(crate) fn SignIn(props: &SignInProps) -> Html {
    let SignInProps { view, draft, on_edit } = props;
    let frame = use_frame();
    let identifier = draft.identifier.clone().unwrap_or_else(|| view.identifier.clone());
    let (identifier_node, password_node) = (use_node_ref(), use_node_ref());
    let gate = use_gate(view.activity);
    let is_same = latchkey_typed::identifier(&identifier) == view.identifier;
    let gate = if is_same { gate } else { gate.without_lock() };
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

    let on_submit = {
        let (identifier, password) = (identifier.clone(), draft.password.clone());
        let asks_password = view.asks_password;
        frame.asks_with(move |()| SignInRequest::Submit {
            identifier: identifier.clone(),
            password: asks_password.then(|| SecretText::new(password.clone())),
        })
    };
    let reset = {
        let identifier = identifier.clone();
        frame.asks_with(move |()| SignInRequest::ForgotPassword { identifier: identifier.clone() })
    };
    let forgot = html! {
        if view.forgot_password {
            <Button
                kind={Kind::Link}
                needs={Needs::Server}
                test_id={test_id::FORGOT_PASSWORD}
                label={sign_in::FORGOT_PASSWORD}
                open={gate.is_open()}
                on_press={reset.clone()}
            />
        }
    };
    let channels = view.code_channels.iter().map(|channel| {
        let channel = *channel;
        let (test_id, icon, label) = match channel {
            CodeChannel::Email => (test_id::USE_EMAIL_CODE, Icon::Email, sign_in::EMAIL_CODE),
            CodeChannel::Phone => (test_id::USE_PHONE_CODE, Icon::Phone, sign_in::PHONE_CODE),
        };
        let identifier = identifier.clone();
        let on_press = frame.asks_with(move |()| SignInRequest::SubmitForCode {
            identifier: identifier.clone(),
            channel,
        });
        let open = gate.is_open();
        let (kind, needs) = (Kind::QuietWide, Needs::Server);
        html! { <Button {kind} {needs} {test_id} {icon} {label} {open} {on_press} /> }
    });
    let fields: &'static [Field] = if view.asks_password {
        &[Field::Identifier, Field::Password]
    } else {
        &[Field::Identifier]
    };
    html! {
        <Sheet
            test_id={test_id::PAGE_SIGN_IN}
            leads_to_settings=true
            state={gate.page_state(view.problem.as_ref())}
            title={title(&frame)}
            lead={lead(&frame)}
        >
            <Form
                {gate}
                {on_submit}
                problem={problem.clone()}
                {fields}
                submit_test_id={test_id::SIGN_IN_SUBMIT}
                submit={sign_in::CONTINUE}
                busy={sign_in::SIGNING_IN}
            >
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
                        aside={forgot.clone()}
                        node={password_node}
                    />
                }
            </Form>
            if !view.code_channels.is_empty() {
                <div class="or" aria-hidden="true"><span>{ sign_in::OR }</span></div>
                <div class="channels">{ for channels }</div>
            }
            if !view.asks_password {
                <div class="foot">{ forgot }</div>
            }
        </Sheet>
    }
}

fn title(frame: &Frame) -> Html {
    // Without a name the line below, with the host, says it all.
    match frame.instance.as_ref().and_then(|instance| instance.name.clone()) {
        Some(name) => html! {
            <>{ sign_in::TITLE_TO }<span data-testid={test_id::INSTANCE_NAME}>{ said(&name) }</span></>
        },
        None => html! { sign_in::TITLE },
    }
}

fn lead(frame: &Frame) -> Html {
    let Some(instance) = &frame.instance else { return Html::default() };
    html! {
        <>
            { instance_line(&instance.host, instance.kind, false) }
            if let Some(address) = &instance.address {
                <span class="instance-address">
                    { sign_in::REQUESTS_GO_TO }
                    <span data-testid={test_id::INSTANCE_ADDRESS}>{ said(address) }</span>
                </span>
            }
        </>
    }
}

fn inputmode(kinds: &[IdentifierKind]) -> Option<&'static str> {
    match kinds {
        [IdentifierKind::EmailAddress] => Some("email"),
        [IdentifierKind::PhoneNumber] => Some("tel"),
        _ => None,
    }
}
