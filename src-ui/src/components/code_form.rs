//! Asks for a code: a digits code is sent at its last digit, a backup code when the person says so.

use latchkey_ipc::error::{ErrorCode, Field, Problem};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ClockDifference, Delivery, Strategy};
use yew::prelude::*;

use crate::code_entry::CodeKind;
use crate::components::clock_warning::clock_warning;
use crate::components::code_input::CodeInput;
use crate::components::form::Form;
use crate::components::resend::Resend;
use crate::components::text_field::TextField;
use crate::copy::{buttons, factors};
use crate::frame::beside;
use crate::gate::Gate;
use crate::hooks::code_entry::use_code_entry;
use crate::hooks::focus::{focus, use_first_focus, use_problem_focus};

#[derive(Properties, PartialEq)]
pub(crate) struct CodeFormProps {
    /// What the code proves.
    pub(crate) strategy: Strategy,
    #[prop_or(test_id::VERIFY_SUBMIT)]
    pub(crate) submit_test_id: &'static str,
    /// What the button says.
    #[prop_or(buttons::VERIFY)]
    pub(crate) submit: &'static str,
    /// What it says meanwhile.
    #[prop_or(buttons::VERIFYING)]
    pub(crate) busy: &'static str,
    /// Grows with each refused code.
    pub(crate) attempt: u64,
    pub(crate) gate: Gate,
    /// The problem to show.
    pub(crate) problem: Option<Problem>,
    #[prop_or(Delivery::NotNeeded)]
    pub(crate) delivery: Delivery,
    /// How far this computer's clock is off, where that may be the reason.
    #[prop_or_default]
    pub(crate) clock: Option<ClockDifference>,
    pub(crate) on_code: Callback<SecretText>,
    #[prop_or_default]
    pub(crate) on_resend: Callback<()>,
}

const FIELDS: &[Field] = &[Field::Code];

#[component]
pub(crate) fn CodeForm(props: &CodeFormProps) -> Html {
    let CodeFormProps { gate, problem, .. } = props;
    let (strategy, gate) = (props.strategy, *gate);
    let label = factors::label(strategy);
    let kind = if strategy == Strategy::BackupCode { CodeKind::Text } else { CodeKind::Digits };
    let code = use_code_entry(kind, props.attempt, gate, &props.on_code);
    use_first_focus(&code.node);
    use_problem_focus(&code.node, Field::Code, problem.as_ref());
    let own_problem = if code.had_no_code {
        let code = ErrorCode::CodeNotFound;
        Some(Problem { code, field: Some(Field::Code), detail: None, trace_id: None })
    } else {
        beside(Field::Code, problem.as_ref())
    };
    let on_resend = {
        let (node, on_resend) = (code.node.clone(), props.on_resend.clone());
        Callback::from(move |()| {
            // What comes next is the code.
            focus(&node);
            on_resend.emit(());
        })
    };
    let resend = html! {
        <Resend
            delivery={props.delivery}
            busy={gate.is_busy()}
            {on_resend}
        />
    };
    html! {
        <Form
            {gate}
            on_submit={code.on_send}
            problem={problem.clone()}
            fields={FIELDS}
            {strategy}
            note={clock_warning(props.clock)}
            submit_test_id={props.submit_test_id}
            submit={props.submit}
            busy={props.busy}
        >
            if kind == CodeKind::Digits {
                <CodeInput
                    {label}
                    {strategy}
                    value={code.text}
                    on_edit={code.on_edit}
                    on_paste={code.on_paste}
                    problem={own_problem}
                    aside={resend}
                    node={code.node}
                />
            } else {
                <TextField
                    id="code"
                    test_id={test_id::CODE}
                    {label}
                    {strategy}
                    value={code.text}
                    on_edit={code.on_edit}
                    autocomplete="off"
                    monospace=true
                    problem={own_problem}
                    node={code.node}
                />
            }
        </Form>
    }
}
