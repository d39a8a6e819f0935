//! Reset password: the code that was sent, then the new password with the instance's rules.

use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ResetPasswordView, ResetStep};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Frame, apart, beside};
use crate::backend::Request;
use crate::components::code_form::CodeForm;
use crate::components::icon::{Icon, IconView};
use crate::components::password_field::PasswordField;
use crate::components::problem_text::ProblemText;
use crate::components::sheet::Sheet;
use crate::components::submit::Submit;
use crate::components::text_field::PROBLEM_ID;
use crate::components::verify_form::factor_lead;
use crate::copy::{self, buttons, sign_in};
use crate::gate::Gate;
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};
use crate::password_rules;

#[derive(Properties, PartialEq)]
pub(crate) struct ResetPasswordProps {
    pub(crate) view: ResetPasswordView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn ResetPassword(props: &ResetPasswordProps) -> Html {
    let ResetPasswordProps { view, frame } = props;
    let gate = use_gate(view.activity, frame.arrived_at);
    let form = FormProps {
        view: view.clone(),
        frame: frame.clone(),
        gate,
        problem: gate.shown(view.problem.as_ref()),
    };
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
            {lead}
            frame={frame.clone()}
        >
            if let Some((strategy, delivery)) = code {
                <CodeForm
                    {strategy}
                    submit_test_id={test_id::RESET_SUBMIT}
                    submit={sign_in::CONTINUE}
                    busy={sign_in::CHECKING}
                    attempt={view.attempt}
                    {gate}
                    problem={gate.shown(view.problem.as_ref())}
                    {delivery}
                    frame={frame.clone()}
                    on_code={frame.send.reform(|secret| {
                        Request::SignIn(SignInRequest::Verify { secret })
                    })}
                    on_resend={frame.asks::<()>(Request::SignIn(SignInRequest::Resend))}
                />
            } else {
                <NewPasswordForm ..form.clone() />
            }
            <div class="foot">
                <button
                    type="button"
                    class="button plain quiet-ink"
                    data-testid={test_id::CANCEL}
                    onclick={frame.asks::<MouseEvent>(Request::SignIn(SignInRequest::StartOver))}
                >
                    { buttons::CANCEL }
                </button>
            </div>
        </Sheet>
    }
}

#[derive(Clone, Properties, PartialEq)]
struct FormProps {
    view: ResetPasswordView,
    frame: Frame,
    gate: Gate,
    /// The problem to show.
    problem: Option<Problem>,
}

const RULES_ID: &str = "password-rules";

#[component]
fn NewPasswordForm(props: &FormProps) -> Html {
    let FormProps { view, frame, gate, problem } = props;
    let gate = *gate;
    let password = use_state(String::new);
    let sign_out_others = use_state(|| true);
    let node = use_node_ref();
    use_first_focus(&node);
    use_problem_focus(&node, Field::NewPassword, problem.as_ref());
    let onsubmit = {
        let (password, sign_out_others) = (password.clone(), sign_out_others.clone());
        let send = frame.send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if gate.is_open() {
                let password = SecretText::new((*password).clone());
                let sign_out_others = *sign_out_others;
                let request = SignInRequest::SetPassword { password, sign_out_others };
                send.emit(Request::SignIn(request));
            }
        })
    };
    let rules = password_rules::check(&view.rules, &password);
    let onchange = {
        let sign_out_others = sign_out_others.clone();
        Callback::from(move |event: Event| {
            sign_out_others.set(event.target_unchecked_into::<HtmlInputElement>().checked());
        })
    };
    html! {
        <form novalidate=true {onsubmit}>
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
            <ProblemText problem={apart(&[Field::NewPassword], problem.as_ref())} id={PROBLEM_ID} />
            <Submit
                test_id={test_id::RESET_SUBMIT}
                label={sign_in::SET_PASSWORD}
                busy_label={sign_in::SETTING_PASSWORD}
                {gate}
            />
        </form>
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
