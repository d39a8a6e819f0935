//! What the pages that add a factor have in common: their steps, their end, and the way out.

use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::Page;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::{Icon, IconView};
use crate::components::shell::ShellPage;
use crate::components::verified_for::VerifiedFor;
use crate::copy::{buttons, wizard};
use crate::frame::{Frame, use_frame};

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
    /// The step.
    pub(crate) children: Html,
}

/// A wizard: where it stands, and the step under it.
#[component]
pub(crate) fn WizardPage(props: &WizardPageProps) -> Html {
    html! {
        <ShellPage
            test_id={props.test_id}
            state={props.state}
            title={html! { props.title }}
            lead={props.lead.clone()}
            aside={html! { <VerifiedFor remaining_ms={props.verified_for_ms} /> }}
            heading={props.heading.clone()}
        >
            { steps(props.steps, props.current) }
            { props.children.clone() }
        </ShellPage>
    }
}

/// Where a wizard stands.
fn steps(names: [&'static str; 3], current: usize) -> Html {
    let step = |(place, name): (usize, &'static str)| {
        let (done, current) = (place < current, place == current);
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
                    { name }
                    if done {
                        <span class="visually-hidden">{ wizard::STEP_DONE }</span>
                    }
                </span>
            </li>
        }
    };
    html! {
        <ol class="steps" role="list" aria-label={wizard::STEPS}>
            { for names.into_iter().enumerate().map(step) }
        </ol>
    }
}

/// Leaves a wizard. While the session waits until a second factor is set up there is no page of
/// factors yet.
fn leave(frame: &Frame, required: bool) -> Callback<()> {
    let page = if required { Page::Account } else { Page::ManageMfa };
    frame.asks(AccountRequest::Open { page })
}

#[derive(Properties, PartialEq)]
pub(crate) struct CancelProps {
    /// Whether the session waits until a second factor is set up.
    pub(crate) required: bool,
}

/// Leaves a wizard that is under way.
#[component]
pub(crate) fn Cancel(props: &CancelProps) -> Html {
    let on_press = leave(&use_frame(), props.required);
    html! { <Button test_id={test_id::CANCEL} label={buttons::CANCEL} {on_press} /> }
}

#[derive(Properties, PartialEq)]
pub(crate) struct WizardDoneProps {
    /// Whether the session waits until a second factor is set up.
    pub(crate) required: bool,
    #[prop_or(wizard::DONE)]
    pub(crate) label: &'static str,
    #[prop_or(Kind::Primary)]
    pub(crate) kind: Kind,
}

/// Goes on from the end of a wizard.
#[component]
pub(crate) fn WizardDone(props: &WizardDoneProps) -> Html {
    let WizardDoneProps { required, label, kind } = *props;
    let on_press = leave(&use_frame(), required);
    html! { <Button {kind} test_id={test_id::WIZARD_DONE} {label} {on_press} /> }
}

/// The step that asks for a code, with the button that goes back to what the code is of.
pub(crate) fn code_step(key: &'static str, form: Html, back: Html, required: bool) -> Html {
    html! {
        <section class="card wizard" {key}>
            <div class="wizard-body narrow">{ form }</div>
            <div class="wizard-foot">
                { back }
                <span class="spread" />
                <Cancel {required} />
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

/// The last step: it says what worked, and there is nothing left but to go on.
pub(crate) fn wizard_end(key: &'static str, success: Html, required: bool) -> Html {
    html! {
        <section class="card wizard" {key}>
            { success }
            <div class="wizard-foot">
                <span class="spread" />
                <WizardDone {required} />
            </div>
        </section>
    }
}
