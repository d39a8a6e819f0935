//! A wait that ticks on the page, from the moment its view arrived.

use gloo_timers::callback::Timeout;
use latchkey_ipc::view::Activity;
use yew::prelude::*;

use crate::clock;
use crate::countdown::{next_tick_ms, seconds_left};
use crate::frame::use_frame;
use crate::gate::Gate;

/// Seconds left of a wait that was `remaining_ms` long when its view arrived. The widget is drawn
/// anew at each change.
#[hook]
pub(crate) fn use_countdown(remaining_ms: u64) -> u64 {
    let arrived_at = use_frame().arrived_at;
    let ticks = use_state(|| 0_u64);
    let passed = clock::now_ms() - arrived_at;
    {
        let ticks = ticks.clone();
        use_effect_with((remaining_ms, arrived_at.to_bits(), *ticks), move |_| {
            let passed = clock::now_ms() - arrived_at;
            let timer = next_tick_ms(remaining_ms, passed)
                .map(|wait| Timeout::new(wait, move || ticks.set(*ticks + 1)));
            move || drop(timer)
        });
    }
    seconds_left(remaining_ms, passed)
}

/// Whether a form can be sent now, counting down a wait.
#[hook]
pub(crate) fn use_gate(activity: Activity) -> Gate {
    let wait = match activity {
        Activity::Held { remaining_ms, .. } => remaining_ms,
        Activity::Idle | Activity::Busy | Activity::Locked => 0,
    };
    let left = use_countdown(wait);
    Gate::new(activity, left)
}
