//! What the rows have in common: their buttons, and what is told in them while a change is under
//! way or after it failed.

use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::MfaTarget;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::Ask;
use crate::backend::Request;
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::components::submit::Countdown;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{self, buttons};
use crate::gate::Gate;

/// What every row needs.
#[derive(Clone, PartialEq)]
pub(super) struct Controls {
    /// Whether a change can be asked for.
    pub(super) gate: Gate,
    /// What the change under way concerns.
    pub(super) busy: Option<MfaTarget>,
    /// What failed, and what it concerned.
    pub(super) problem: Option<(MfaTarget, Problem)>,
    /// Where requests go.
    pub(super) send: Callback<Request>,
    /// Asks the person before something is done.
    pub(super) on_ask: Callback<Ask>,
}

impl Controls {
    /// Asks the backend for a change.
    pub(super) fn asks(&self, request: MfaRequest) -> Callback<()> {
        self.send.reform(move |()| Request::Mfa(request.clone()))
    }

    /// Asks the person first.
    pub(super) fn confirms(&self, ask: Ask) -> Callback<()> {
        self.on_ask.reform(move |()| ask.clone())
    }

    pub(super) fn is_busy_with(&self, target: &MfaTarget) -> bool {
        self.gate.is_busy() && self.busy.as_ref() == Some(target)
    }

    fn problem_of(&self, target: &MfaTarget) -> Option<Problem> {
        self.problem.as_ref().filter(|(with, _)| with == target).map(|(_, told)| told.clone())
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ActionProps {
    pub(super) test_id: &'static str,
    pub(super) label: &'static str,
    /// What it concerns, for who does not see in which row it stands.
    #[prop_or_default]
    pub(super) of: Option<AttrValue>,
    #[prop_or_default]
    pub(super) icon: Option<Icon>,
    /// False where the server would refuse it anyway.
    #[prop_or(true)]
    pub(super) allowed: bool,
    /// Where it says why it is not allowed.
    #[prop_or_default]
    pub(super) described_by: Option<AttrValue>,
    /// Less weight than its neighbour.
    #[prop_or_default]
    pub(super) plain: bool,
    pub(super) gate: Gate,
    pub(super) on_press: Callback<()>,
}

/// A button of a row. It keeps the keyboard's place while it cannot be pressed.
#[component]
pub(super) fn Action(props: &ActionProps) -> Html {
    let open = props.allowed && props.gate.is_open();
    let onclick = {
        let on_press = props.on_press.clone();
        Callback::from(move |event: MouseEvent| {
            if open {
                // Not every webview gives the keyboard to a button that is clicked, and a dialog
                // gives it back to what had it.
                if let Some(button) = event.target_dyn_into::<HtmlElement>() {
                    let _gone = button.focus();
                }
                on_press.emit(());
            }
        })
    };
    let spoken = props.of.as_ref().map(|of| buttons::of(props.label, of));
    let class = if props.plain { "button plain quiet-ink small" } else { "button quiet small" };
    html! {
        <button
            type="button"
            {class}
            data-testid={props.test_id}
            aria-label={spoken}
            aria-disabled={(!open).then_some("true")}
            aria-describedby={props.described_by.clone()}
            {onclick}
        >
            if let Some(icon) = props.icon {
                <IconView {icon} />
            }
            { props.label }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct RowStateProps {
    /// The row.
    pub(super) target: MfaTarget,
    pub(super) controls: Controls,
}

/// That a change of the row is under way.
#[component]
pub(super) fn RowBusy(props: &RowStateProps) -> Html {
    html! {
        if props.controls.is_busy_with(&props.target) {
            <span class="row-busy">
                <span class="spinner" aria-hidden="true" />
                { buttons::WORKING }
            </span>
        }
    }
}

/// Why a change of the row failed.
#[component]
pub(super) fn RowProblem(props: &RowStateProps) -> Html {
    let RowStateProps { target, controls } = props;
    let Some(problem) = controls.problem_of(target) else { return html! {} };
    let on_dismiss = controls.asks(MfaRequest::DismissProblem);
    html! {
        <div class="row-problem">
            <ProblemText {problem} id={PROBLEM_ID} test_id={test_id::ROW_ERROR} />
            <Wait gate={controls.gate} />
            <button
                type="button"
                class="button bare"
                data-testid={test_id::NOTICE_DISMISS}
                aria-label={buttons::DISMISS}
                onclick={on_dismiss.reform(|_: MouseEvent| ())}
            >
                <IconView icon={Icon::Close} />
            </button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct WaitProps {
    pub(super) gate: Gate,
}

/// How long changes have to wait.
#[component]
pub(super) fn Wait(props: &WaitProps) -> Html {
    match props.gate {
        Gate::Held { reason, left, .. } => html! {
            <p class="wait">{ copy::held(reason) }{ " " }<Countdown {left} /></p>
        },
        Gate::Locked => html! { <p class="wait">{ copy::LOCKED }</p> },
        Gate::Open | Gate::Reopened | Gate::Busy => html! {},
    }
}
