//! What the rows have in common: their buttons, the sign that a change is under way, and why one
//! failed.

use std::rc::Rc;

use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::error::Problem;
use latchkey_ipc::view::MfaTarget;
use yew::prelude::*;

use super::ask::Ask;
use crate::backend::Request;
use crate::components::button::{Button, Kind};
use crate::components::icon::Icon;
use crate::components::row_state::{failed, working};
use crate::copy::buttons;
use crate::frame::{Frame, Needs};
use crate::gate::Gate;

/// What every row needs.
pub(super) struct Controls {
    /// Whether a change can be asked for.
    pub(super) gate: Gate,
    /// What the change under way concerns.
    pub(super) busy: Option<MfaTarget>,
    /// What failed, and what it concerned.
    pub(super) problem: Option<(MfaTarget, Problem)>,
    pub(super) frame: Rc<Frame>,
    /// Asks the person before something is done.
    pub(super) on_ask: Callback<Ask>,
}

impl Controls {
    /// Asks the backend.
    pub(super) fn asks(&self, request: impl Into<Request>) -> Callback<()> {
        self.frame.asks(request)
    }

    /// Asks the person first.
    pub(super) fn confirms(&self, ask: Ask) -> Callback<()> {
        self.on_ask.reform(move |()| ask.clone())
    }

    pub(super) fn is_busy_with(&self, target: &MfaTarget) -> bool {
        self.gate.is_busy() && self.busy.as_ref() == Some(target)
    }

    fn problem_of(&self, target: &MfaTarget) -> Option<Problem> {
        self.problem.as_ref().filter(|(of, _)| of == target).map(|(_, problem)| problem.clone())
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
    html! {
        <Button
            kind={if props.plain { Kind::LeaveSmall } else { Kind::QuietSmall }}
            needs={Needs::Certainty}
            test_id={props.test_id}
            icon={props.icon}
            label={props.label}
            spoken={props.of.as_ref().map(|of| buttons::of(props.label, of))}
            open={props.allowed && props.gate.is_open()}
            described_by={props.described_by.clone()}
            takes_keyboard=true
            on_press={props.on_press.clone()}
        />
    }
}

/// That a change of the row is under way.
pub(super) fn row_busy(target: &MfaTarget, controls: &Controls) -> Html {
    html! {
        if controls.is_busy_with(target) {
            { working() }
        }
    }
}

/// Why a change of the row failed.
pub(super) fn row_problem(target: &MfaTarget, controls: &Controls) -> Html {
    let Some(problem) = controls.problem_of(target) else { return html! {} };
    failed(problem, controls.gate, controls.asks(MfaRequest::DismissProblem))
}
