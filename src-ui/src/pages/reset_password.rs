//! Reset password: the code that was sent, then the new password with the instance's rules.

use std::rc::Rc;

use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ResetPasswordView, ResetStep};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::code_form::CodeForm;
use crate::components::form::Form;
use crate::components::icon::{Icon, IconView};
use crate::components::lost_access::lost_access;
use crate::components::password_field::PasswordField;
use crate::components::sheet::Sheet;
use crate::components::text_field::on_check;
use crate::components::verify_form::factor_lead;
use crate::copy::{self, buttons, factors, sign_in};
use crate::frame::{PageProps, beside, use_frame};
use crate::gate::Gate;
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};
use crate::password_rules;

#[component]
pub(crate) fn ResetPassword(PageProps { view }: &PageProps<ResetPasswordView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let problem = gate.shown(view.problem.as_ref());
    let (title, lead, code) = match &view.step {
        ResetStep::Code { strategy, destination, delivery } => (
            sign_in::RESET,
            factor_lead(*strategy, destination.as_deref(), *delivery),
            Some((*strategy, *delivery)),
        ),
        ResetStep::NewPassword => {
            (sign_in::CHOOSE_PASSWORD, html! { <p>{ sign_in::CHOOSE_PASSWORD_LEAD }</p> }, None)
        }
    };
    html! {
        <Sheet
            test_id={test_id::PAGE_RESET_PASSWORD}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { title }}
            lead={html! {
                <>
                    if let Some(why) = view.demanded {
                        <p>{ sign_in::demanded(why) }</p>
                    }
                    { lead }
                </>
            }}
        >
            if let Some((strategy, delivery)) = code {
                <CodeForm
                    {strategy}
                    submit_test_id={test_id::RESET_SUBMIT}
                    submit={sign_in::CONTINUE}
                    busy={sign_in::CHECKING}
                    attempt={view.attempt}
                    {gate}
                    {problem}
                    {delivery}
                    on_code={frame.asks_with(|secret| SignInRequest::Verify { secret })}
                    on_resend={frame.asks(SignInRequest::Resend)}
                />
            } else {
                <NewPasswordForm view={view.clone()} {gate} {problem} />
            }
            <div class="foot">
                <Button
                    kind={Kind::Leave}
                    test_id={test_id::CANCEL}
                    label={buttons::CANCEL}
                    on_press={frame.asks(SignInRequest::StartOver)}
                />
            </div>
            if code.is_some() {
                { lost_access(&frame, factors::HELPS_RESET) }
            }
        </Sheet>
    }
}

#[derive(Properties, PartialEq)]
struct NewPasswordFormProps {
    view: Rc<ResetPasswordView>,
    gate: Gate,
    /// The problem to show.
    problem: Option<Problem>,
}

const FIELDS: &[Field] = &[Field::NewPassword];
const RULES_ID: &str = "password-rules";

#[component]
fn NewPasswordForm(props: &NewPasswordFormProps) -> Html {
    let NewPasswordFormProps { view, gate, problem } = props;
    let frame = use_frame();
    let password = use_state(String::new);
    let sign_out_others = use_state(|| true);
    let node = use_node_ref();
    use_first_focus(&node);
    use_problem_focus(&node, Field::NewPassword, problem.as_ref());
    let on_submit = {
        let (password, sign_out_others) = (password.clone(), sign_out_others.clone());
        frame.asks_with(move |()| SignInRequest::SetPassword {
            password: SecretText::new((*password).clone()),
            sign_out_others: *sign_out_others,
        })
    };
    let rules = password_rules::check(&view.rules, &password);
    let onchange = on_check(&Callback::from({
        let sign_out_others = sign_out_others.clone();
        move |ticked| sign_out_others.set(ticked)
    }));
    html! {
        <Form
            gate={*gate}
            {on_submit}
            problem={problem.clone()}
            fields={FIELDS}
            submit_test_id={test_id::RESET_SUBMIT}
            submit={sign_in::SET_PASSWORD}
            busy={sign_in::SETTING_PASSWORD}
        >
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
            <ul id={RULES_ID} class="rules">
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

fn rule_entry(text: &str, met: bool) -> Html {
    let (class, icon, spoken) =
        if met { ("rule met", Icon::Check, sign_in::RULE_MET) } else { ("rule", Icon::Dot, "") };
    html! {
        <li {class}>
            <IconView {icon} />
            <span><span class="visually-hidden">{ spoken }</span>{ text.to_owned() }</span>
        </li>
    }
}
