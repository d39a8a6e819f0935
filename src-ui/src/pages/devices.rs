//! Devices: the sessions of the person, and how to end them.

mod ask;
mod row;

use latchkey_ipc::command::DeviceRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{DeviceView, DevicesView, Ending};
use yew::prelude::*;

use self::ask::{Ask, Confirmation};
use self::row::row;
use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::icon::Icon;
use crate::components::offline_banner::RetryButton;
use crate::components::problem_text::ProblemText;
use crate::components::shell::ShellPage;
use crate::components::submit::wait;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{buttons, devices, window};
use crate::frame::{Needs, PageProps, use_frame};
use crate::gate::{self, Gate};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::hooks::modal::use_focus_kept;

#[component]
pub(crate) fn Devices(PageProps { view }: &PageProps<DevicesView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let heading = use_node_ref();
    let asked = use_state(|| None::<Ask>);
    use_first_focus(&heading);
    use_focus_kept(view.devices.clone());
    let problem = gate.shown(view.problem.as_ref());
    // What has gone meanwhile cannot be asked about.
    let ask = asked.as_ref().filter(|ask| ask.concerns(view)).cloned();
    let on_close = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(None))
    };
    let on_ask = Callback::from(move |ask| asked.set(Some(ask)));
    let again = if view.devices.is_some() { buttons::REFRESH } else { buttons::TRY_AGAIN };
    html! {
        <>
            <ShellPage
                test_id={test_id::PAGE_DEVICES}
                state={state(view, gate)}
                title={html! { window::DEVICES }}
                lead={html! { <p>{ devices::LEAD }</p> }}
                aside={html! {
                    // While offline, the button to ask again is in the banner.
                    if !frame.offline && (view.devices.is_some() || problem.is_some()) {
                        <div class="refreshed">
                            <RetryButton
                                label={again}
                                busy={!gate.is_open()}
                                on_retry={frame.asks(DeviceRequest::RefreshDevices)}
                            />
                        </div>
                    }
                }}
                {heading}
            >
                <ProblemText {problem} id={PROBLEM_ID} />
                { wait(gate) }
                <div role="status">
                    if let Some(outcome) = view.others {
                        <p class={classes!("callout", (outcome.failed > 0).then_some("warm"))}
                            data-testid={test_id::OTHERS_OUTCOME}>
                            { devices::outcome(outcome) }
                        </p>
                    }
                </div>
                if let Some(devices) = &view.devices {
                    { list(devices, gate, &on_ask) }
                } else if gate.is_busy() || view.problem.is_none() {
                    { skeleton() }
                }
            </ShellPage>
            if let Some((key, ask)) = ask.map(|ask| (format!("{ask:?}"), ask)) {
                <Confirmation {key} {ask} view={view.clone()} busy={!gate.is_open()} {on_close} />
            }
        </>
    }
}

/// The value of `data-state`.
fn state(view: &DevicesView, gate: Gate) -> &'static str {
    let failed = |device: &DeviceView| matches!(device.ending, Ending::Failed { .. });
    match &view.devices {
        None if gate.is_open() && view.problem.is_none() || gate.is_busy() => gate::LOADING,
        Some(devices) if gate.is_open() && devices.iter().any(failed) => gate::ERROR,
        _ => gate.page_state(view.problem.as_ref()),
    }
}

fn list(all: &[DeviceView], gate: Gate, on_ask: &Callback<Ask>) -> Html {
    let signed_in = all.iter().filter(|device| device.ending != Ending::Done).count();
    let others = ask::others(all) > 0;
    let on_others = on_ask.reform(|()| Ask::Others);
    html! {
        <Card
            icon={Icon::Devices}
            title={html! { devices::LIST }}
            about={html! { devices::count(signed_in) }}
            action={html! {
                if others {
                    <Button
                        kind={Kind::QuietSmall}
                        needs={Needs::Certainty}
                        test_id={test_id::SIGN_OUT_OTHERS}
                        label={devices::SIGN_OUT_OTHERS}
                        open={gate.is_open()}
                        takes_keyboard=true
                        on_press={on_others}
                    />
                }
            }}
        >
            if all.is_empty() {
                <li class="row none">{ devices::NONE }</li>
            }
            { for all.iter().map(|device| row(device, gate, on_ask)) }
            if all.len() == 1 && all.iter().all(|device| device.current) {
                <li class="row none">{ devices::ONLY_THIS }</li>
            }
        </Card>
    }
}

/// The outline of the list.
fn skeleton() -> Html {
    html! {
        <>
            <p class="visually-hidden" role="status">{ devices::LOADING }</p>
            <div class="card skeleton device-skeleton" aria-hidden="true">
                <span class="bone short" />
                <span class="bone box" />
                <span class="bone box" />
                <span class="bone box" />
            </div>
        </>
    }
}
