//! What the pages that add a factor have in common: their steps, their end, and the way out.

use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::Page;
use yew::prelude::*;

use crate::backend::Request;
use crate::components::icon::{Icon, IconView};
use crate::components::shell::ShellPage;
use crate::components::verified_for::VerifiedFor;
use crate::copy::{buttons, wizard};
use crate::pages::Frame;

#[derive(Properties, PartialEq)]
pub(crate) struct WizardPageProps {
    pub(crate) test_id: &'static str,
    /// The value of `data-state`.
    pub(crate) state: &'static str,
    pub(crate) title: &'static str,
    pub(crate) lead: Html,
    pub(crate) heading: NodeRef,
    /// How long still the last proof of a factor counts, in milliseconds.
    pub(crate) verified_for_ms: Option<u64>,
    /// The names of the steps.
    pub(crate) steps: [&'static str; 3],
    /// The place of the one that is shown; all are done where it is none of them.
    pub(crate) current: usize,
    pub(crate) frame: Frame,
    /// The step.
    pub(crate) children: Html,
}

/// A wizard: where it stands, and the step under it.
#[component]
pub(crate) fn WizardPage(props: &WizardPageProps) -> Html {
    let verified = html! {
        <VerifiedFor remaining_ms={props.verified_for_ms} arrived_at={props.frame.arrived_at} />
    };
    html! {
        <ShellPage
            test_id={props.test_id}
            state={props.state}
            title={html! { props.title }}
            lead={props.lead.clone()}
            aside={verified}
            heading={props.heading.clone()}
        >
            <Steps names={props.steps} current={props.current} />
            { props.children.clone() }
        </ShellPage>
    }
}

#[derive(Properties, PartialEq)]
struct StepsProps {
    names: [&'static str; 3],
    current: usize,
}

/// Where a wizard stands.
#[component]
fn Steps(props: &StepsProps) -> Html {
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
            { buttons::CANCEL }
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
pub(crate) struct CodeStepProps {
    /// The form that asks for the code.
    pub(crate) children: Html,
    /// The button that goes back.
    pub(crate) back_test_id: &'static str,
    pub(crate) back: &'static str,
    pub(crate) on_back: Callback<MouseEvent>,
    pub(crate) required: bool,
    pub(crate) frame: Frame,
}

/// The step that asks for a code, with the way back to what the code is of.
#[component]
pub(crate) fn CodeStep(props: &CodeStepProps) -> Html {
    html! {
        <section class="card wizard">
            <div class="wizard-body narrow">{ props.children.clone() }</div>
            <div class="wizard-foot">
                <button
                    type="button"
                    class="button plain"
                    data-testid={props.back_test_id}
                    onclick={props.on_back.clone()}
                >
                    { props.back }
                </button>
                <span class="spread" />
                <Cancel required={props.required} frame={props.frame.clone()} />
            </div>
        </section>
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
    /// What failed after it.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// Something worked.
#[component]
pub(crate) fn Success(props: &SuccessProps) -> Html {
    html! {
        <div class="wizard-body">
            <div class="success" data-testid={props.test_id}>
                <span class="success-mark"><IconView icon={Icon::Check} /></span>
                <div>
                    <h2 ref={props.heading.clone()} tabindex="-1">{ props.title }</h2>
                    <p class="sub">{ props.about.clone() }</p>
                </div>
            </div>
            { props.children.clone() }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct WizardEndProps {
    /// What worked.
    pub(crate) children: Html,
    pub(crate) required: bool,
    pub(crate) frame: Frame,
}

/// The last step: there is nothing left but to go on.
#[component]
pub(crate) fn WizardEnd(props: &WizardEndProps) -> Html {
    html! {
        <section class="card wizard">
            { props.children.clone() }
            <div class="wizard-foot">
                <span class="spread" />
                <WizardDone required={props.required} frame={props.frame.clone()} />
            </div>
        </section>
    }
}
