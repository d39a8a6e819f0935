//! The row of a device: what the server says of it, and where signing it out stands.

use latchkey_ipc::test_id;
use latchkey_ipc::view::{DeviceView, Ending};
use yew::prelude::*;

use super::ask::{Ask, can_end};
use crate::components::button::{Button, Kind};
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::copy::{buttons, devices};
use crate::date;
use crate::frame::Needs;
use crate::gate::Gate;
use crate::said::{said, sentence};

pub(super) fn row(device: &DeviceView, gate: Gate, on_ask: &Callback<Ask>) -> Html {
    let name = devices::name(device);
    let icon = if device.mobile { Icon::Phone } else { Icon::Device };
    let busy = device.ending == Ending::Busy;
    let failed = match &device.ending {
        Ending::Failed { problem } => Some(problem.clone()),
        Ending::No | Ending::Busy | Ending::Done => None,
    };
    let ask = Ask::One(device.id.clone());
    html! {
        <li
            key={device.id.0.clone()}
            class={classes!("row", "device", (device.ending == Ending::Done).then_some("gone"))}
            data-testid={test_id::DEVICE}
            data-current={device.current.then_some("true")}
            aria-busy={busy.then_some("true")}
        >
            <span class={classes!("tile", (!device.current).then_some("off"))}>
                <IconView {icon} />
            </span>
            <div class="device-text">
                <p class="device-name">
                    <span>{ sentence(&name) }</span>
                    if device.current {
                        <span class="badge">{ devices::THIS_ONE }</span>
                    }
                </p>
                <p class="sub">{ facts(device) }</p>
            </div>
            <span class="row-actions">
                <span role="status">{ ending(&device.ending) }</span>
                if can_end(device) {
                    <Button
                        kind={Kind::QuietSmall}
                        needs={Needs::Certainty}
                        test_id={test_id::DEVICE_SIGN_OUT}
                        label={devices::SIGN_OUT}
                        spoken={buttons::of(devices::SIGN_OUT, &name)}
                        open={gate.is_open()}
                        takes_keyboard=true
                        on_press={on_ask.reform(move |()| ask.clone())}
                    />
                }
            </span>
            if failed.is_some() {
                <div class="row-problem">
                    <ProblemText problem={failed} test_id={test_id::ROW_ERROR} />
                </div>
            }
        </li>
    }
}

/// Where it is, and when it was last used.
fn facts(device: &DeviceView) -> Html {
    let place = device.place.as_deref().map_or_else(|| html! { devices::PLACE_UNKNOWN }, said);
    let address = device.ip_address.as_deref();
    html! {
        <>
            { place }
            if let Some(address) = address {
                { devices::BETWEEN }{ said(address) }
            }
            { devices::BETWEEN }
            if device.current {
                { devices::NOW }
            } else if let Some(at) = device.last_active_at {
                { devices::LAST_USED }
                <time datetime={date::machine(at)}>{ date::recent(at) }</time>
            } else {
                { devices::NEVER_SEEN }
            }
        </>
    }
}

fn ending(ending: &Ending) -> Html {
    match ending {
        Ending::Busy => html! {
            <span class="row-busy">
                <span class="spinner" aria-hidden="true" />
                { devices::SIGNING_OUT }
            </span>
        },
        Ending::Done => html! {
            <span class="badge grey" data-testid={test_id::DEVICE_SIGNED_OUT}>
                { devices::SIGNED_OUT }
            </span>
        },
        Ending::No | Ending::Failed { .. } => html! {},
    }
}
