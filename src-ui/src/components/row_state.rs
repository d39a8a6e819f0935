//! Where the change of a row stands.

use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::button::{Button, Kind, dismiss};
use crate::components::problem_text::ProblemText;
use crate::components::submit::wait;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::buttons;
use crate::frame::Needs;
use crate::gate::Gate;

/// It is under way.
pub(crate) fn working() -> Html {
    html! {
        <span class="row-busy">
            <span class="spinner" aria-hidden="true" />
            { buttons::WORKING }
        </span>
    }
}

/// Nobody knows yet what became of it.
pub(crate) fn unsettled(on_check: Callback<()>) -> Html {
    html! {
        <div class="row-problem">
            <p data-testid={test_id::UNSETTLED} role="status">{ buttons::UNSETTLED }</p>
            <Button
                kind={Kind::QuietSmall}
                needs={Needs::Server}
                test_id={test_id::CHECK_AGAIN}
                label={buttons::CHECK_AGAIN}
                takes_keyboard=true
                on_press={on_check}
            />
        </div>
    }
}

/// Why it failed, until that is dismissed.
pub(crate) fn failed(problem: Problem, gate: Gate, on_dismiss: Callback<()>) -> Html {
    html! {
        <div class="row-problem">
            <ProblemText {problem} id={PROBLEM_ID} test_id={test_id::ROW_ERROR} />
            { wait(gate) }
            { dismiss(on_dismiss) }
        </div>
    }
}
