//! The form for a new password, with the instance's rules shown as they are met.

use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::test_id;
use latchkey_ipc::view::PasswordRules;
use yew::prelude::*;

use crate::components::form::Form;
use crate::components::icon::{Icon, IconView};
use crate::components::password_field::PasswordField;
use crate::components::text_field::on_check;
use crate::copy::{self, password as words, sign_in};
use crate::frame::beside;
use crate::gate::Gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};
use crate::hooks::id_scope::use_id_scope;
use crate::password_rules;

/// What the form sends.
pub(crate) struct NewPassword {
    /// None where its field is not shown.
    pub(crate) current: Option<SecretText>,
    pub(crate) password: SecretText,
    pub(crate) sign_out_others: bool,
}

#[derive(Properties, PartialEq)]
pub(crate) struct NewPasswordFormProps {
    /// The instance's rules for a password.
    pub(crate) rules: PasswordRules,
    /// Whether the present one is to be typed too.
    #[prop_or_default]
    pub(crate) asks_current: bool,
    pub(crate) gate: Gate,
    /// The problem to show.
    pub(crate) problem: Option<Problem>,
    pub(crate) on_submit: Callback<NewPassword>,
    /// What the button says while something is under way.
    #[prop_or(sign_in::SETTING_PASSWORD)]
    pub(crate) busy: &'static str,
}

const FIELDS: &[Field] = &[Field::CurrentPassword, Field::NewPassword];
const NEW_ALONE: &[Field] = &[Field::NewPassword];
const RULES_ID: &str = "password-rules";

#[component]
pub(crate) fn NewPasswordForm(props: &NewPasswordFormProps) -> Html {
    let NewPasswordFormProps { rules, asks_current, gate, problem, on_submit, busy } = props;
    let current = use_state(String::new);
    let password = use_state(String::new);
    let sign_out_others = use_state(|| true);
    let (current_node, node) = (use_node_ref(), use_node_ref());
    use_first_focus(if *asks_current { &current_node } else { &node });
    use_problem_focus(&current_node, Field::CurrentPassword, problem.as_ref());
    use_problem_focus(&node, Field::NewPassword, problem.as_ref());
    let scope = use_id_scope();
    let on_submit = {
        let (password, sign_out_others) = (password.clone(), sign_out_others.clone());
        let (asks_current, current) = (*asks_current, current.clone());
        on_submit.reform(move |()| NewPassword {
            current: asks_current.then(|| SecretText::new((*current).clone())),
            password: SecretText::new((*password).clone()),
            sign_out_others: *sign_out_others,
        })
    };
    let rules = password_rules::check(rules, &password);
    let onchange = on_check(&Callback::from({
        let sign_out_others = sign_out_others.clone();
        move |ticked| sign_out_others.set(ticked)
    }));
    html! {
        <Form
            gate={*gate}
            {on_submit}
            problem={problem.clone()}
            fields={if *asks_current { FIELDS } else { NEW_ALONE }}
            submit_test_id={test_id::RESET_SUBMIT}
            submit={sign_in::SET_PASSWORD}
            busy={*busy}
        >
            if *asks_current {
                { current_field(current, problem.as_ref(), current_node) }
            }
            <PasswordField
                id="new-password"
                test_id={test_id::NEW_PASSWORD}
                label={sign_in::NEW_PASSWORD}
                value={(*password).clone()}
                on_edit={Callback::from(move |text| password.set(text))}
                autocomplete="new-password"
                described_by={RULES_ID}
                problem={beside(Field::NewPassword, problem.as_ref())}
                {node}
            />
            <ul id={scope.id(RULES_ID)} class="rules">
                { for rules.into_iter().map(|(rule, met)| rule_entry(&copy::rule(rule), met)) }
            </ul>
            <label class="check">
                <input
                    type="checkbox"
                    data-testid={test_id::SIGN_OUT_OTHERS}
                    checked={*sign_out_others}
                    {onchange}
                />
                <span>{ sign_in::SIGN_OUT_OTHERS }</span>
            </label>
        </Form>
    }
}

/// The field of the present password.
pub(crate) fn current_field(
    current: UseStateHandle<String>,
    problem: Option<&Problem>,
    node: NodeRef,
) -> Html {
    let value = (*current).clone();
    html! {
        <PasswordField
            id="current-password"
            test_id={test_id::CURRENT_PASSWORD}
            label={words::CURRENT}
            {value}
            on_edit={Callback::from(move |text| current.set(text))}
            autocomplete="current-password"
            problem={beside(Field::CurrentPassword, problem)}
            {node}
        />
    }
}

/// A rule, and whether it is met.
pub(crate) fn rule_entry(text: &str, met: bool) -> Html {
    let (class, icon, spoken) =
        if met { ("rule met", Icon::Check, sign_in::RULE_MET) } else { ("rule", Icon::Dot, "") };
    html! {
        <li {class}>
            <IconView {icon} />
            <span><span class="visually-hidden">{ spoken }</span>{ text.to_owned() }</span>
        </li>
    }
}
