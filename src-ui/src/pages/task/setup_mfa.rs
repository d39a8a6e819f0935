//! The task `setup-mfa`: choose how to prove who one is from now on.

use latchkey_ipc::command::{AccountRequest, MfaRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{MfaPhone, Page, PhoneId, SetupMfaView};
use yew::prelude::*;

use super::wanted;
use crate::components::button::{Button, Kind, offer};
use crate::components::card::Card;
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::components::shell::ShellPage;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{buttons, task};
use crate::frame::{Needs, PageProps, use_frame};
use crate::gate::Gate;
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::said::{said, sentence};

/// Clerk's key of the task.
const KEY: &str = "setup-mfa";

#[component]
pub(super) fn SetupMfa(PageProps { view }: &PageProps<SetupMfaView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let heading = use_node_ref();
    let pressed = use_state(|| None::<PhoneId>);
    use_first_focus(&heading);
    let choice = |test_id: &'static str, page: Page, content: Html| {
        html! {
            <Button
                kind={Kind::Choice}
                needs={Needs::Certainty}
                {test_id}
                open={gate.is_open()}
                on_press={frame.asks(AccountRequest::Open { page })}
            >
                { content }
                <IconView icon={Icon::Forward} />
            </Button>
        }
    };
    let on_use = {
        let pressed = pressed.clone();
        frame.asks_with(move |phone: PhoneId| {
            pressed.set(Some(phone.clone()));
            MfaRequest::UsePhone { phone }
        })
    };
    html! {
        <ShellPage
            test_id={test_id::PAGE_TASK}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { task::TITLE }}
            lead={wanted(test_id::TASK_SETUP_MFA, KEY, task::SETUP_MFA_AFTER, &frame)}
            {heading}
        >
            <ProblemText problem={gate.shown(view.problem.as_ref())} id={PROBLEM_ID} />
            <div class="choices">
                if view.totp {
                    { choice(
                        test_id::TASK_CHOOSE_TOTP,
                        Page::AddTotp,
                        offer(Icon::Shield, task::TOTP, task::TOTP_ABOUT),
                    ) }
                }
                if view.sms {
                    { choice(
                        test_id::TASK_CHOOSE_SMS,
                        Page::AddPhone,
                        offer(Icon::Phone, task::SMS, task::SMS_ABOUT),
                    ) }
                }
            </div>
            if !view.totp && !view.sms && view.phones.is_empty() {
                <p class="callout warm">
                    <IconView icon={Icon::Alert} />
                    <span>{ sentence(&task::no_method(&frame.service())) }</span>
                </p>
            }
            if !view.phones.is_empty() {
                <Card
                    icon={Icon::Phone}
                    title={html! { task::PHONES }}
                    about={html! { task::PHONES_ABOUT }}
                >
                    { for view.phones.iter().map(|phone| {
                        phone_row(phone, gate, pressed.as_ref(), &on_use)
                    }) }
                </Card>
            }
            <div class="page-foot">
                <p class="sub">{ task::NOT_NOW }</p>
                <Button
                    needs={Needs::Server}
                    test_id={test_id::SIGN_OUT}
                    label={buttons::SIGN_OUT}
                    open={!gate.is_busy()}
                    on_press={frame.asks(AccountRequest::SignOut)}
                />
            </div>
        </ShellPage>
    }
}

fn phone_row(
    phone: &MfaPhone,
    gate: Gate,
    pressed: Option<&PhoneId>,
    on_use: &Callback<PhoneId>,
) -> Html {
    let id = phone.id.clone();
    let busy = gate.is_busy() && pressed == Some(&phone.id);
    html! {
        <li
            key={phone.id.0.clone()}
            class="row"
            data-testid={test_id::OTHER_PHONE}
            data-phone={phone.number.clone()}
        >
            <span class="row-value number">{ said(&phone.formatted) }</span>
            <Button
                kind={Kind::QuietSmall}
                needs={Needs::Certainty}
                test_id={test_id::PHONE_USE}
                label={buttons::USE_FOR_MFA}
                busy_label={busy.then_some(buttons::WORKING)}
                spoken={buttons::of(buttons::USE_FOR_MFA, &phone.formatted)}
                open={gate.is_open()}
                on_press={on_use.reform(move |()| id.clone())}
            />
        </li>
    }
}
