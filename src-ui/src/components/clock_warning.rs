//! Says by how much this computer's clock is wrong: the codes of an authenticator app depend on it.

use latchkey_ipc::test_id;
use latchkey_ipc::view::ClockDifference;
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::copy::mfa;

/// The live region stands from the start, so that what comes into it is announced.
pub(crate) fn clock_warning(clock: Option<ClockDifference>) -> Html {
    html! {
        <div role="status">
            if let Some(clock) = clock {
                <div class="callout warm" data-testid={test_id::CLOCK_WARNING}>
                    <IconView icon={Icon::Clock} />
                    <div>
                        <p class="callout-title">{ mfa::clock_difference(clock.ahead_ms) }</p>
                        <p>{ mfa::CLOCK_ADVICE }</p>
                    </div>
                </div>
            }
        </div>
    }
}
