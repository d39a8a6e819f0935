//! The task `setup-mfa`: choose how to prove who one is from now on.

use latchkey_ipc::command::{AccountRequest, MfaRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{MfaPhone, Page, PhoneId, SetupMfaView};
use yew::prelude::*;

use crate::backend::Request;
use crate::components::card::Card;
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::components::shell::ShellPage;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{buttons, task};
use crate::gate::Gate;
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::pages::Frame;

/// Clerk's key of the task.
const KEY: &str = "setup-mfa";

#[derive(Properties, PartialEq)]
pub(super) struct SetupMfaProps {
    pub(super) view: SetupMfaView,
    pub(super) frame: Frame,
}

#[component]
pub(super) fn SetupMfa(props: &SetupMfaProps) -> Html {
    let SetupMfaProps { view, frame } = props;
    let gate = use_gate(view.activity, frame.arrived_at);
    let heading = use_node_ref();
    let pressed = use_state(|| None::<PhoneId>);
    use_first_focus(&heading);
    let ask = |request: Request| {
        let send = frame.send.clone();
        Callback::from(move |_: MouseEvent| {
            if gate.is_open() {
                send.emit(request.clone());
            }
        })
    };
    let open = |page| ask(Request::Account(AccountRequest::Open { page }));
    let on_use = {
        let (pressed, send) = (pressed.clone(), frame.send.clone());
        Callback::from(move |phone: PhoneId| {
            if gate.is_open() {
                pressed.set(Some(phone.clone()));
                send.emit(Request::Mfa(MfaRequest::UsePhone { phone }));
            }
        })
    };
    html! {
        <ShellPage
            test_id={test_id::PAGE_TASK}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { task::TITLE }}
            lead={html! {
                <p data-testid={test_id::TASK_SETUP_MFA}>
                    { task::asks(frame.service()) }
                    <strong data-testid={test_id::TASK_NAME}>{ task::name(KEY) }</strong>
                    { task::SETUP_MFA_AFTER }
                </p>
            }}
            {heading}
        >
            <ProblemText problem={gate.shown(view.problem.as_ref())} id={PROBLEM_ID} />
            <div class="choices">
                if view.totp {
                    <Choice
                        test_id={test_id::TASK_CHOOSE_TOTP}
                        icon={Icon::Shield}
                        title={task::TOTP}
                        about={task::TOTP_ABOUT}
                        {gate}
                        onclick={open(Page::AddTotp)}
                    />
                }
                if view.sms {
                    <Choice
                        test_id={test_id::TASK_CHOOSE_SMS}
                        icon={Icon::Phone}
                        title={task::SMS}
                        about={task::SMS_ABOUT}
                        {gate}
                        onclick={open(Page::AddPhone)}
                    />
                }
            </div>
            if !view.totp && !view.sms && view.phones.is_empty() {
                <p class="callout warm">
                    <IconView icon={Icon::Alert} />
                    <span>{ task::no_method(frame.service()) }</span>
                </p>
            }
            if !view.phones.is_empty() {
                <Card
                    icon={Icon::Phone}
                    title={task::PHONES}
                    about={html! { task::PHONES_ABOUT }}
                >
                    { for view.phones.iter().map(|phone| {
                        phone_row(phone, gate, pressed.as_ref(), &on_use)
                    }) }
                </Card>
            }
            <div class="page-foot">
                <p class="sub">{ task::NOT_NOW }</p>
                <button
                    type="button"
                    class="button quiet"
                    data-testid={test_id::SIGN_OUT}
                    aria-disabled={(!gate.is_open()).then_some("true")}
                    onclick={ask(Request::Account(AccountRequest::SignOut))}
                >
                    { buttons::SIGN_OUT }
                </button>
            </div>
        </ShellPage>
    }
}

#[derive(Properties, PartialEq)]
struct ChoiceProps {
    test_id: &'static str,
    icon: Icon,
    title: &'static str,
    about: &'static str,
    gate: Gate,
    onclick: Callback<MouseEvent>,
}

/// A method to choose.
#[component]
fn Choice(props: &ChoiceProps) -> Html {
    html! {
        <button
            type="button"
            class="choice"
            data-testid={props.test_id}
            aria-disabled={(!props.gate.is_open()).then_some("true")}
            onclick={props.onclick.clone()}
        >
            <span class="tile"><IconView icon={props.icon} /></span>
            <span class="method-text">
                <span class="method-name">{ props.title }</span>
                <span class="method-about">{ props.about }</span>
            </span>
            <IconView icon={Icon::Forward} />
        </button>
    }
}

fn phone_row(
    phone: &MfaPhone,
    gate: Gate,
    pressed: Option<&PhoneId>,
    on_use: &Callback<PhoneId>,
) -> Html {
    let onclick = {
        let (on_use, id) = (on_use.clone(), phone.id.clone());
        Callback::from(move |_: MouseEvent| on_use.emit(id.clone()))
    };
    html! {
        <li
            key={phone.id.0.clone()}
            class="row"
            data-testid={test_id::OTHER_PHONE}
            data-phone={phone.number.clone()}
        >
            <span class="row-value number">{ phone.formatted.clone() }</span>
            <button
                type="button"
                class="button quiet small"
                data-testid={test_id::PHONE_USE}
                aria-label={buttons::of(buttons::USE_FOR_MFA, &phone.formatted)}
                aria-disabled={(!gate.is_open()).then_some("true")}
                {onclick}
            >
                if gate.is_busy() && pressed == Some(&phone.id) {
                    <span class="spinner" aria-hidden="true" />
                    { buttons::WORKING }
                } else {
                    { buttons::USE_FOR_MFA }
                }
            </button>
        </li>
    }
}
