//! Reset password: the code that was sent, then the new password with the instance's rules.

use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ResetPasswordView, ResetStep};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::code_form::CodeForm;
use crate::components::lost_access::lost_access;
use crate::components::new_password_form::{NewPassword, NewPasswordForm};
use crate::components::sheet::Sheet;
use crate::components::verify_form::factor_lead;
use crate::copy::{buttons, factors, sign_in};
use crate::frame::{PageProps, use_frame};
use crate::hooks::countdown::use_gate;

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
                <NewPasswordForm
                    rules={view.rules.clone()}
                    {gate}
                    {problem}
                    on_submit={frame.asks_with(|NewPassword { password, sign_out_others, .. }| {
                        SignInRequest::SetPassword { password, sign_out_others }
                    })}
                />
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
