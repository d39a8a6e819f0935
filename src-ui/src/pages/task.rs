//! Session task: the server wants something done before the session can be used.

mod choose_organization;
mod reset_password;
mod setup_mfa;

use std::rc::Rc;

use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{TaskView, UnknownTaskView};
use yew::prelude::*;

use self::choose_organization::ChooseOrganization;
use self::reset_password::ResetPassword;
use self::setup_mfa::SetupMfa;
use super::help::details;
use crate::components::button::{Button, Kind};
use crate::components::problem_text::ProblemText;
use crate::components::sheet::Sheet;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{buttons, task};
use crate::frame::{Frame, Needs, PageProps, use_frame};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::said::{said, sentence};

#[component]
pub(crate) fn Task(PageProps { view }: &PageProps<TaskView>) -> Html {
    match TaskView::clone(view) {
        TaskView::SetupMfa(view) => html! { <SetupMfa view={Rc::new(view)} /> },
        TaskView::ResetPassword(view) => html! { <ResetPassword view={Rc::new(view)} /> },
        TaskView::ChooseOrganization(view) => {
            html! { <ChooseOrganization view={Rc::new(view)} /> }
        }
        TaskView::Unknown(view) => html! { <UnknownTask view={Rc::new(view)} /> },
    }
}

/// One that this version cannot do: named, with a way out.
#[component]
fn UnknownTask(PageProps { view }: &PageProps<UnknownTaskView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let heading = use_node_ref();
    use_first_focus(&heading);
    html! {
        <Sheet
            test_id={test_id::PAGE_TASK}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { task::TITLE }}
            lead={html! {
                <>
                    <p>
                        { sentence(&task::asks(&frame.service())) }
                        <strong data-testid={test_id::TASK_NAME}>{ sentence(&task::name(&view.key)) }</strong>
                        { task::AFTER }
                    </p>
                    <p>{ task::UNKNOWN }</p>
                    { signed_in_as(view.identifier.as_deref()) }
                </>
            }}
            {heading}
            signed_in=true
        >
            <ProblemText problem={gate.shown(view.problem.as_ref())} id={PROBLEM_ID} />
            <Button
                kind={Kind::PrimaryWide}
                needs={Needs::Server}
                test_id={test_id::SIGN_OUT}
                label={buttons::SIGN_OUT}
                busy_label={gate.is_busy().then_some(task::SIGNING_OUT)}
                open={!gate.is_busy()}
                on_press={frame.asks(AccountRequest::SignOut)}
            />
            { details(&view.details, &frame) }
        </Sheet>
    }
}

/// What the server wants done, in a sentence that ends with `after`.
fn wanted(test_id: &'static str, key: &str, after: &'static str, frame: &Frame) -> Html {
    html! {
        <p data-testid={test_id}>
            { sentence(&task::asks(&frame.service())) }
            <strong data-testid={test_id::TASK_NAME}>{ sentence(&task::name(key)) }</strong>
            { after }
        </p>
    }
}

/// Whose session it is, where the server says so.
fn signed_in_as(identifier: Option<&str>) -> Html {
    html! {
        if let Some(identifier) = identifier {
            <p class="signed-in-as">
                { task::SIGNED_IN_AS }
                <span class="number">{ said(identifier) }</span>
            </p>
        }
    }
}
