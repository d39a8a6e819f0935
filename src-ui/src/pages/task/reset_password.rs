//! The task `reset-password`: another password, before the session can be used.

use latchkey_ipc::command::{AccountRequest, PasswordRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::NewPasswordView;
use yew::prelude::*;

use super::{signed_in_as, wanted};
use crate::components::button::{Button, Kind};
use crate::components::new_password_form::{NewPassword, NewPasswordForm};
use crate::components::row_state::unsettled;
use crate::components::sheet::Sheet;
use crate::copy::{buttons, sign_in, task};
use crate::frame::{Needs, PageProps, use_frame};
use crate::hooks::countdown::use_gate;

/// Clerk's key of the task.
const KEY: &str = "reset-password";

#[component]
pub(super) fn ResetPassword(PageProps { view }: &PageProps<NewPasswordView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    html! {
        <Sheet
            test_id={test_id::PAGE_TASK}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { task::TITLE }}
            lead={html! {
                <>
                    { wanted(test_id::TASK_RESET_PASSWORD, KEY, task::AFTER, &frame) }
                    { signed_in_as(view.identifier.as_deref()) }
                </>
            }}
            signed_in=true
        >
            <NewPasswordForm
                rules={view.rules.clone()}
                {gate}
                problem={gate.shown(view.problem.as_ref())}
                busy={if view.signing_out { sign_in::SET_PASSWORD } else { sign_in::SETTING_PASSWORD }}
                on_submit={frame.asks_with(|NewPassword { current, password, sign_out_others }| {
                    AccountRequest::Password(PasswordRequest::Set {
                        current,
                        password,
                        sign_out_others,
                    })
                })}
            />
            if view.unsettled {
                { unsettled(frame.asks(AccountRequest::Refresh)) }
            }
            <div class="foot">
                <Button
                    kind={Kind::Leave}
                    needs={Needs::Server}
                    test_id={test_id::SIGN_OUT}
                    label={buttons::SIGN_OUT}
                    busy_label={view.signing_out.then_some(task::SIGNING_OUT)}
                    open={!view.signing_out}
                    on_press={frame.asks(AccountRequest::SignOut)}
                />
            </div>
        </Sheet>
    }
}
