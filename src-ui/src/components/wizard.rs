//! What the pages that add a factor have in common: their steps, their end, and the way out.

use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::Page;
use yew::prelude::*;

use crate::backend::Request;
use crate::components::icon::{Icon, IconView};
use crate::copy::wizard;
use crate::pages::Frame;

#[derive(Properties, PartialEq)]
pub(crate) struct StepsProps {
    pub(crate) names: [&'static str; 3],
    /// The place of the one that is shown; all are done where it is none of them.
    pub(crate) current: usize,
}

/// Where a wizard stands.
#[component]
pub(crate) fn Steps(props: &StepsProps) -> Html {
    let step = |(place, name): (usize, &&'static str)| {
        let done = place < props.current;
        let current = place == props.current;
        let class = classes!("step", done.then_some("done"), current.then_some("current"));
        html! {
            <li {class} aria-current={current.then_some("step")}>
                <span class="step-mark" aria-hidden="true">
                    if done {
                        <IconView icon={Icon::Check} />
                    } else {
                        { place + 1 }
                    }
                </span>
                <span>
                    { *name }
                    if done {
                        <span class="visually-hidden">{ wizard::STEP_DONE }</span>
                    }
                </span>
            </li>
        }
    };
    html! {
        <ol class="steps" role="list" aria-label={wizard::STEPS}>
            { for props.names.iter().enumerate().map(step) }
        </ol>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct LeaveProps {
    /// The session waits until a second factor is set up, so there is no page of factors yet.
    pub(crate) required: bool,
    pub(crate) frame: Frame,
}

impl LeaveProps {
    fn onclick(&self) -> Callback<MouseEvent> {
        let page = if self.required { Page::Account } else { Page::ManageMfa };
        self.frame.asks(Request::Account(AccountRequest::Open { page }))
    }
}

/// Leaves a wizard that is under way.
#[component]
pub(crate) fn Cancel(props: &LeaveProps) -> Html {
    html! {
        <button
            type="button"
            class="button quiet"
            data-testid={test_id::CANCEL}
            onclick={props.onclick()}
        >
            { wizard::CANCEL }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct WizardDoneProps {
    pub(crate) required: bool,
    pub(crate) frame: Frame,
    #[prop_or(wizard::DONE)]
    pub(crate) label: &'static str,
    /// The one thing left to do, drawn so.
    #[prop_or(true)]
    pub(crate) primary: bool,
}

/// Goes on from the end of a wizard.
#[component]
pub(crate) fn WizardDone(props: &WizardDoneProps) -> Html {
    let leave = LeaveProps { required: props.required, frame: props.frame.clone() };
    html! {
        <button
            type="button"
            class={if props.primary { "button primary" } else { "button quiet" }}
            data-testid={test_id::WIZARD_DONE}
            onclick={leave.onclick()}
        >
            { props.label }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct SuccessProps {
    pub(crate) test_id: &'static str,
    pub(crate) title: &'static str,
    /// What follows from it.
    pub(crate) about: Html,
    /// Takes the keyboard, so that it is read out.
    pub(crate) heading: NodeRef,
}

/// Something worked.
#[component]
pub(crate) fn Success(props: &SuccessProps) -> Html {
    html! {
        <div class="success" data-testid={props.test_id}>
            <span class="success-mark"><IconView icon={Icon::Check} /></span>
            <div>
                <h2 ref={props.heading.clone()} tabindex="-1">{ props.title }</h2>
                <p class="sub">{ props.about.clone() }</p>
            </div>
        </div>
    }
}
