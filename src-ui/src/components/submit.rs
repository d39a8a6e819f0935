//! The button that sends a form. It is never taken out of reach of the keyboard: while it cannot
//! be pressed it says so, and a wait counts down on it.

use yew::prelude::*;

use latchkey_ipc::test_id;

use crate::components::button::{Button, Kind};
use crate::copy;
use crate::countdown::{clock_text, milestone};
use crate::frame::Needs;
use crate::gate::Gate;

#[derive(Properties, PartialEq)]
pub(crate) struct SubmitProps {
    pub(crate) test_id: &'static str,
    /// What it does.
    pub(crate) label: &'static str,
    /// What it says meanwhile.
    pub(crate) busy_label: &'static str,
    pub(crate) gate: Gate,
}

#[component]
pub(crate) fn Submit(props: &SubmitProps) -> Html {
    let (label, rest) = match props.gate {
        Gate::Open | Gate::Reopened | Gate::Busy => (props.label, Html::default()),
        Gate::Held { reason, left, .. } => {
            ("", html! { <span>{ copy::held(reason) }{ " " }{ countdown(left) }</span> })
        }
        Gate::Locked => (copy::LOCKED, Html::default()),
    };
    html! {
        <>
            <Button
                kind={Kind::PrimaryWide}
                needs={Needs::Certainty}
                test_id={props.test_id}
                submits=true
                {label}
                busy_label={props.gate.is_busy().then_some(props.busy_label)}
                open={props.gate.is_open()}
            >
                { rest }
            </Button>
            <p class="visually-hidden" role="status">{ spoken(props.gate) }</p>
        </>
    }
}

/// The seconds left, for the eye: a timer is not read out at each change.
pub(crate) fn countdown(left: u64) -> Html {
    html! {
        <span class="countdown" role="timer" data-testid={test_id::COUNTDOWN}>
            { clock_text(left) }
        </span>
    }
}

/// How long changes have to wait.
pub(crate) fn wait(gate: Gate) -> Html {
    match gate {
        Gate::Held { reason, left, .. } => html! {
            <p class="wait">{ copy::held(reason) }{ " " }{ countdown(left) }</p>
        },
        Gate::Locked => html! { <p class="wait">{ copy::LOCKED }</p> },
        Gate::Open | Gate::Reopened | Gate::Busy => html! {},
    }
}

fn spoken(gate: Gate) -> String {
    match gate {
        Gate::Held { total, left, .. } => {
            milestone(total, left).map_or_else(String::new, copy::wait_milestone)
        }
        Gate::Reopened => copy::WAIT_OVER.to_owned(),
        Gate::Open | Gate::Busy | Gate::Locked => String::new(),
    }
}
