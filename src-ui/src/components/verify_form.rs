//! Proves a factor: the field of the one in use, and the way to the others. The Verify page has it,
//! and the step-up dialog.

use std::rc::Rc;

use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{Delivery, MethodId, Strategy, VerifyView};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::code_form::CodeForm;
use crate::components::form::Form;
use crate::components::lost_access::lost_access;
use crate::components::method_list::MethodList;
use crate::components::password_field::PasswordField;
use crate::copy::{buttons, factors};
use crate::frame::{beside, use_frame};
use crate::gate::Gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};
use crate::said::said;

#[derive(Properties, PartialEq)]
pub(crate) struct VerifyFormProps {
    pub(crate) view: Rc<VerifyView>,
    pub(crate) gate: Gate,
    /// Takes the code or the password.
    pub(crate) on_secret: Callback<SecretText>,
    pub(crate) on_choose: Callback<MethodId>,
    pub(crate) on_resend: Callback<()>,
    pub(crate) on_cancel: Callback<()>,
}

#[component]
pub(crate) fn VerifyForm(props: &VerifyFormProps) -> Html {
    let VerifyFormProps { view, gate, .. } = props;
    let frame = use_frame();
    let problem = gate.shown(view.problem.as_ref());
    let strategy = view.method.strategy;
    // Another factor is another form: nothing typed for one is offered to the next.
    let key = format!("{:?} {:?} {:?}", view.reason, strategy, view.method.destination);
    html! {
        <>
            if strategy == Strategy::Password {
                <PasswordForm
                    key={key.clone()}
                    gate={*gate}
                    {problem}
                    on_secret={props.on_secret.clone()}
                />
            } else {
                <CodeForm
                    key={key.clone()}
                    {strategy}
                    attempt={view.attempt}
                    gate={*gate}
                    {problem}
                    delivery={view.delivery}
                    clock={view.clock}
                    on_code={props.on_secret.clone()}
                    on_resend={props.on_resend.clone()}
                />
            }
            <div class="foot" key={key}>
                <MethodList
                    methods={view.others.clone()}
                    unsupported={view.unsupported.clone()}
                    busy={gate.is_busy()}
                    on_choose={props.on_choose.clone()}
                />
                <Button
                    kind={Kind::Leave}
                    test_id={test_id::CANCEL}
                    label={factors::leave(view.reason)}
                    on_press={props.on_cancel.clone()}
                />
            </div>
            { lost_access(&frame, factors::helps(view.reason)) }
        </>
    }
}

/// Where the code is to be found, and where it went.
pub(crate) fn factor_lead(
    strategy: Strategy,
    destination: Option<&str>,
    delivery: Delivery,
) -> Html {
    let (before, after) = factors::lead(strategy, destination.is_some(), delivery);
    let destination = destination.filter(|_| !after.is_empty());
    html! {
        <p role="status">
            { before }
            if let Some(destination) = destination {
                <span class="number" data-testid={test_id::CODE_DESTINATION}>
                    { said(destination) }
                </span>
            }
            { after }
        </p>
    }
}

/// The same of the factor that is asked for.
pub(crate) fn verify_lead(view: &VerifyView) -> Html {
    factor_lead(view.method.strategy, view.method.destination.as_deref(), view.delivery)
}

#[derive(Properties, PartialEq)]
struct PasswordFormProps {
    gate: Gate,
    /// The problem to show.
    problem: Option<Problem>,
    on_secret: Callback<SecretText>,
}

const FIELDS: &[Field] = &[Field::Password];

#[component]
fn PasswordForm(props: &PasswordFormProps) -> Html {
    let PasswordFormProps { gate, problem, .. } = props;
    let gate = *gate;
    let password = use_state(String::new);
    let node = use_node_ref();
    use_first_focus(&node);
    use_problem_focus(&node, Field::Password, problem.as_ref());
    let on_submit = {
        let password = password.clone();
        props.on_secret.reform(move |()| SecretText::new((*password).clone()))
    };
    html! {
        <Form
            {gate}
            {on_submit}
            problem={problem.clone()}
            fields={FIELDS}
            submit_test_id={test_id::VERIFY_SUBMIT}
            submit={buttons::VERIFY}
            busy={buttons::VERIFYING}
        >
            <PasswordField
                id="password"
                test_id={test_id::PASSWORD}
                label={factors::label(Strategy::Password)}
                value={(*password).clone()}
                on_edit={Callback::from(move |text| password.set(text))}
                autocomplete="current-password"
                problem={beside(Field::Password, problem.as_ref())}
                {node}
            />
        </Form>
    }
}
