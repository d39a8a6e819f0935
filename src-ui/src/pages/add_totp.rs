//! Add authenticator: the key as a QR code or as text, the app's first code, and the backup codes.

mod key;

use std::rc::Rc;

use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{AddTotpStep, AddTotpView, Strategy};
use yew::prelude::*;

use self::key::KeyStep;
use crate::components::backup_codes::BackupCodes;
use crate::components::button::{Button, Kind};
use crate::components::code_form::CodeForm;
use crate::components::form::Form;
use crate::components::skeleton::Skeleton;
use crate::components::wizard::{Cancel, Success, WizardPage, code_step, wizard_end};
use crate::copy::{buttons, wizard};
use crate::frame::{PageProps, use_frame};
use crate::gate::{ERROR, Gate, LOADING};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_step_focus;

#[component]
pub(crate) fn AddTotp(PageProps { view }: &PageProps<AddTotpView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let problem = gate.shown(view.problem.as_ref());
    let (heading, success) = (use_node_ref(), use_node_ref());
    // Kept while a new key is got or the code is asked for.
    let as_text = use_state(|| false);
    let (place, name, title, starts_with) = match &view.step {
        AddTotpStep::Preparing => (0, "preparing", wizard::ADD_TOTP, Some(&heading)),
        AddTotpStep::Key(_) => (0, "key", wizard::ADD_TOTP, Some(&heading)),
        // It puts the keyboard on its field.
        AddTotpStep::Code => (1, "code", wizard::TOTP_CODE, None),
        AddTotpStep::BackupCodes(_) => (2, "backup-codes", wizard::SAVE_CODES, Some(&heading)),
        AddTotpStep::Done => (3, "done", wizard::ADD_TOTP, Some(&success)),
    };
    use_step_focus(name, starts_with);
    let leave = html! { <><span class="spread" /><Cancel required={view.required} /></> };
    let step = match &view.step {
        AddTotpStep::Preparing => html! { <Preparing key={name} {problem} {gate} {leave} /> },
        AddTotpStep::Key(totp) => html! {
            <KeyStep
                key={name}
                totp={Rc::new(totp.clone())}
                as_text={*as_text}
                on_show={Callback::from(move |text| as_text.set(text))}
                clock={view.clock}
                {problem}
                {gate}
                {leave}
            />
        },
        AddTotpStep::Code => {
            let form = html! {
                <CodeForm
                    strategy={Strategy::Totp}
                    attempt={view.attempt}
                    {gate}
                    {problem}
                    clock={view.clock}
                    on_code={frame.asks_with(|code| MfaRequest::VerifyTotp { code })}
                />
            };
            let back = html! {
                <Button
                    kind={Kind::Plain}
                    test_id={test_id::TOTP_BACK}
                    label={wizard::BACK_TO_KEY}
                    on_press={frame.asks(MfaRequest::BackToTotpKey)}
                />
            };
            code_step(name, form, back, view.required)
        }
        AddTotpStep::BackupCodes(view) => html! { <BackupCodes key={name} view={view.clone()} /> },
        AddTotpStep::Done => {
            let success = html! {
                <Success
                    test_id={test_id::TOTP_SUCCESS}
                    title={wizard::TOTP_ON}
                    about={html! { wizard::TOTP_ON_ABOUT }}
                    heading={success.clone()}
                />
            };
            wizard_end(name, success, view.required)
        }
    };
    html! {
        <WizardPage
            test_id={test_id::PAGE_ADD_TOTP}
            state={state(view, gate)}
            {title}
            lead={lead(&view.step)}
            {heading}
            verified_for_ms={view.verified_for_ms}
            steps={wizard::TOTP_STEPS}
            current={place}
        >
            { step }
        </WizardPage>
    }
}

/// The value of `data-state`.
fn state(view: &AddTotpView, gate: Gate) -> &'static str {
    match &view.step {
        AddTotpStep::BackupCodes(codes) if codes.problem.is_some() => ERROR,
        AddTotpStep::Preparing if gate.is_busy() => LOADING,
        AddTotpStep::Preparing
        | AddTotpStep::Key(_)
        | AddTotpStep::Code
        | AddTotpStep::BackupCodes(_)
        | AddTotpStep::Done => gate.page_state(view.problem.as_ref()),
    }
}

fn lead(step: &AddTotpStep) -> Html {
    let text = match step {
        AddTotpStep::Preparing | AddTotpStep::Key(_) => wizard::ADD_TOTP_LEAD,
        AddTotpStep::Code => wizard::TOTP_CODE_LEAD,
        AddTotpStep::BackupCodes(_) => wizard::SAVE_CODES_LEAD,
        AddTotpStep::Done => return Html::default(),
    };
    html! { <p>{ text }</p> }
}

#[derive(Properties, PartialEq)]
struct PreparingProps {
    /// The problem to show.
    problem: Option<Problem>,
    gate: Gate,
    /// The way out.
    leave: Html,
}

/// The key is being asked for, or could not be had.
#[component]
fn Preparing(props: &PreparingProps) -> Html {
    let PreparingProps { problem, gate, leave } = props;
    let on_submit = use_frame().asks(MfaRequest::ResetTotp);
    let gate = *gate;
    // A page that was opened under a wait has asked for nothing, and asks for nothing by itself.
    let failed = problem.is_some() || !gate.is_busy();
    html! {
        <Form
            {gate}
            {on_submit}
            problem={problem.clone()}
            class="card wizard"
            body="wizard-body"
            foot={leave.clone()}
            sendable={failed}
            submit_test_id={test_id::TOTP_RESET}
            submit={buttons::TRY_AGAIN}
            busy={wizard::GETTING_KEY}
        >
            if !failed {
                <p class="visually-hidden" role="status">{ wizard::GETTING_KEY }</p>
                <div class="key-skeleton">
                    <span class="bone qr-bone" aria-hidden="true" />
                    <Skeleton />
                </div>
            }
        </Form>
    }
}
