//! Says by how much this computer's clock is wrong: the codes of an authenticator app depend on it.

use latchkey_ipc::test_id;
use latchkey_ipc::view::ClockDifference;
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::copy::mfa;

#[derive(Properties, PartialEq)]
pub(crate) struct ClockWarningProps {
    /// Nothing is drawn without one.
    pub(crate) clock: Option<ClockDifference>,
}

/// The live region stands from the start, so that what comes into it is announced.
#[component]
pub(crate) fn ClockWarning(props: &ClockWarningProps) -> Html {
    html! {
        <div role="status">
            if let Some(clock) = props.clock {
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
