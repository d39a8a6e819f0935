//! Add phone: the number, the code that was sent to it, and whether to use it for MFA.

mod number;

use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{AddPhoneStep, AddPhoneView, Strategy};
use yew::prelude::*;

use self::number::{NumberStep, still_true, use_last_act};
use crate::components::backup_codes::BackupCodes;
use crate::components::button::{Button, Kind};
use crate::components::code_form::CodeForm;
use crate::components::form::Form;
use crate::components::problem_text::ProblemText;
use crate::components::text_field::PROBLEM_ID;
use crate::components::verify_form::factor_lead;
use crate::components::wizard::{Success, WizardDone, WizardPage, code_step, wizard_end};
use crate::copy::wizard;
use crate::frame::{PageProps, use_frame};
use crate::gate::ERROR;
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_step_focus;
use crate::said::said;

#[component]
pub(crate) fn AddPhone(PageProps { view }: &PageProps<AddPhoneView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let problem = gate.shown(view.problem.as_ref());
    let last = use_last_act(problem.as_ref());
    let (heading, success) = (use_node_ref(), use_node_ref());
    let (place, name, title, starts_with) = match &view.step {
        AddPhoneStep::Number { .. } => (0, "number", wizard::ADD_PHONE, None),
        AddPhoneStep::Code { .. } => (1, "code", wizard::PHONE_CODE, None),
        AddPhoneStep::Added { .. } => (2, "added", wizard::ADD_PHONE, Some(&success)),
        AddPhoneStep::BackupCodes(_) => (2, "backup-codes", wizard::SAVE_CODES, Some(&heading)),
        AddPhoneStep::Done { .. } => (3, "done", wizard::ADD_PHONE, Some(&success)),
    };
    use_step_focus(name, starts_with);
    let state = match &view.step {
        AddPhoneStep::BackupCodes(codes) if codes.problem.is_some() => ERROR,
        AddPhoneStep::Number { .. } => gate.page_state(still_true(*last, view.problem.as_ref())),
        AddPhoneStep::Code { .. }
        | AddPhoneStep::Added { .. }
        | AddPhoneStep::BackupCodes(_)
        | AddPhoneStep::Done { .. } => gate.page_state(view.problem.as_ref()),
    };
    let step = match view.step.clone() {
        AddPhoneStep::Number { entry } => html! {
            <NumberStep
                key={name}
                {entry}
                required={view.required}
                {problem}
                {last}
                {gate}
            />
        },
        AddPhoneStep::Code { delivery, .. } => {
            let form = html! {
                <CodeForm
                    strategy={Strategy::PhoneCode}
                    attempt={view.attempt}
                    {gate}
                    {problem}
                    {delivery}
                    on_code={frame.asks_with(|code| MfaRequest::VerifyPhone { code })}
                    on_resend={frame.asks(MfaRequest::ResendPhoneCode)}
                />
            };
            let back = html! {
                <Button
                    kind={Kind::Plain}
                    test_id={test_id::CHANGE_PHONE}
                    label={wizard::CHANGE_PHONE}
                    on_press={frame.asks(MfaRequest::ChangePhone)}
                />
            };
            code_step(name, form, back, view.required)
        }
        AddPhoneStep::Added { phone, formatted, sms_offered } => {
            let added = html! {
                <Success
                    test_id={test_id::PHONE_ADDED}
                    title={wizard::PHONE_ADDED}
                    about={html! { <><span class="number">{ said(&formatted) }</span>{ wizard::PHONE_ADDED_ABOUT }</> }}
                    heading={success.clone()}
                >
                    if !sms_offered {
                        <ProblemText problem={problem.clone()} id={PROBLEM_ID} />
                    }
                </Success>
            };
            if sms_offered {
                // Offers to use the new number as a second factor at once.
                html! {
                    <section class="card wizard" key={name}>
                        { added }
                        <Form
                            {gate}
                            on_submit={frame.asks(MfaRequest::UsePhone { phone })}
                            {problem}
                            body="wizard-body ask"
                            foot={html! {
                                <>
                                    <span class="spread" />
                                    <WizardDone
                                        required={view.required}
                                        label={wizard::NOT_NOW}
                                        kind={Kind::Quiet}
                                    />
                                </>
                            }}
                            submit_test_id={test_id::USE_FOR_MFA}
                            submit={wizard::USE_FOR_MFA}
                            busy={wizard::TURNING_ON}
                        >
                            <h3>{ wizard::USE_FOR_MFA_ASKED }</h3>
                            <p class="sub">{ wizard::USE_FOR_MFA_ABOUT }</p>
                        </Form>
                    </section>
                }
            } else {
                wizard_end(name, added, view.required)
            }
        }
        AddPhoneStep::BackupCodes(view) => html! { <BackupCodes key={name} {view} /> },
        AddPhoneStep::Done { formatted } => {
            let (before, after) = wizard::PHONE_ON_ABOUT;
            let success = html! {
                <Success
                    test_id={test_id::PHONE_SUCCESS}
                    title={wizard::PHONE_ON}
                    about={html! { <>{ before }<span class="number">{ said(&formatted) }</span>{ after }</> }}
                    heading={success.clone()}
                />
            };
            wizard_end(name, success, view.required)
        }
    };
    html! {
        <WizardPage
            test_id={test_id::PAGE_ADD_PHONE}
            {state}
            {title}
            lead={lead(&view.step)}
            {heading}
            verified_for_ms={view.verified_for_ms}
            steps={wizard::PHONE_STEPS}
            current={place}
        >
            { step }
        </WizardPage>
    }
}

fn lead(step: &AddPhoneStep) -> Html {
    match step {
        AddPhoneStep::Number { .. } => html! { <p>{ wizard::ADD_PHONE_LEAD }</p> },
        AddPhoneStep::Code { formatted, delivery } => {
            factor_lead(Strategy::PhoneCode, Some(formatted), *delivery)
        }
        AddPhoneStep::BackupCodes(_) => html! { <p>{ wizard::SAVE_CODES_LEAD }</p> },
        AddPhoneStep::Added { .. } | AddPhoneStep::Done { .. } => Html::default(),
    }
}
