//! This device: since when it is trusted, where that is kept, and how to end it.

use latchkey_ipc::command::DeviceRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{SelfTest, StoragePlace, StorageTrouble, StorageView, ThisDeviceView};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::confirm_dialog::ConfirmDialog;
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::components::refreshed::Refreshed;
use crate::components::shell::ShellPage;
use crate::components::storage_banner::{place_name, storage_choices, trouble_name};
use crate::components::submit::wait;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{storage, this_device, window};
use crate::date;
use crate::frame::{Frame, Needs, PageProps, use_frame};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;

#[component]
pub(crate) fn ThisDevice(PageProps { view }: &PageProps<ThisDeviceView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let heading = use_node_ref();
    let asked = use_state(|| false);
    use_first_focus(&heading);
    {
        let test = frame.asks(DeviceRequest::SelfTest);
        use_effect_with((), move |()| test.emit(()));
    }
    let on_close = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(false))
    };
    let on_ask = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(true))
    };
    html! {
        <>
            <ShellPage
                test_id={test_id::PAGE_THIS_DEVICE}
                state={gate.page_state(view.problem.as_ref())}
                title={html! { window::THIS_DEVICE }}
                lead={html! { <p>{ this_device::LEAD }</p> }}
                aside={html! { <Refreshed at={view.refreshed_at} open={gate.may_ask()} /> }}
                {heading}
            >
                <ProblemText problem={gate.shown(view.problem.as_ref())} id={PROBLEM_ID} />
                { wait(gate) }
                { trust(view) }
                { kept(view.storage, view.self_test, &frame) }
                <Card
                    icon={Icon::Close}
                    title={html! { this_device::FORGET }}
                    about={html! { this_device::FORGET_ABOUT }}
                    active=false
                    action={html! {
                        <Button
                            kind={Kind::Danger}
                            needs={Needs::Server}
                            test_id={test_id::FORGET_DEVICE}
                            label={this_device::FORGET_ASK}
                            busy_label={gate.is_busy().then_some(this_device::FORGETTING)}
                            open={gate.is_open()}
                            takes_keyboard=true
                            on_press={on_ask}
                        />
                    }}
                />
            </ShellPage>
            if *asked {
                <ForgetDialog busy={!gate.is_open()} {on_close} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ForgetDialogProps {
    /// It cannot be asked for now.
    busy: bool,
    /// The question is answered, one way or the other.
    on_close: Callback<()>,
}

/// Asks before this device is forgotten.
#[component]
fn ForgetDialog(props: &ForgetDialogProps) -> Html {
    let frame = use_frame();
    let on_confirm = {
        let on_close = props.on_close.clone();
        frame.asks_with(move |()| {
            on_close.emit(());
            DeviceRequest::Forget
        })
    };
    html! {
        <ConfirmDialog
            title={html! { this_device::FORGET_TITLE }}
            lead={html! {
                <>
                    <p>{ this_device::FORGET_MEANS }</p>
                    <p>{ this_device::FORGET_COSTS }</p>
                    if frame.offline {
                        <p><strong>{ this_device::FORGET_OFFLINE }</strong></p>
                    }
                </>
            }}
            confirm={this_device::FORGET}
            needs={Needs::Server}
            busy={props.busy}
            {on_confirm}
            on_cancel={props.on_close.clone()}
        />
    }
}

/// Since when it is trusted.
fn trust(view: &ThisDeviceView) -> Html {
    let day = view.trusted_since.map(date::day);
    let kept = view.storage.place != StoragePlace::Session;
    html! {
        <Card
            icon={Icon::Device}
            title={html! {
                <span data-testid={test_id::TRUST_STATE}>
                    { this_device::trusted_since(day.as_deref()) }
                </span>
            }}
            about={html! { this_device::trusted_means(day.is_some(), kept) }}
        />
    }
}

/// Where that is kept, what is wrong with it, and whether it works.
fn kept(storage: StorageView, self_test: SelfTest, frame: &Frame) -> Html {
    let (place, worth) = storage::place(storage.place);
    let active = !matches!(storage.place, StoragePlace::File | StoragePlace::Session);
    let data_place = place_name(storage.place);
    html! {
        <Card
            icon={Icon::Key}
            title={html! {
                <span data-testid={test_id::STORAGE_BACKEND} data-place={data_place}>{ place }</span>
            }}
            about={html! { worth }}
            {active}
            note={html! {
                <>
                    if let Some(trouble) = storage.trouble {
                        { explained(trouble, storage.place) }
                    }
                    if storage.decided {
                        <p class="card-note">{ storage::DECIDED }</p>
                    }
                    { storage_choices(storage, frame) }
                </>
            }}
        >
            { self_test_row(self_test, frame) }
        </Card>
    }
}

/// What is wrong: what happened, what that means, and what to do next.
fn explained(trouble: StorageTrouble, place: StoragePlace) -> Html {
    let storage::Explained { happened, means, next } = storage::explained(trouble, place);
    html! {
        <div
            class="callout warm in-card"
            data-testid={test_id::STORAGE_TROUBLE}
            data-trouble={trouble_name(trouble)}
        >
            <IconView icon={Icon::Alert} />
            <div>
                <p class="callout-title">{ happened }</p>
                <p>{ means }</p>
                <p>{ next }</p>
            </div>
        </div>
    }
}

fn self_test_row(outcome: SelfTest, frame: &Frame) -> Html {
    let (data_outcome, badge) = match outcome {
        SelfTest::Running => ("running", "badge grey"),
        SelfTest::Passed => ("passed", "badge"),
        SelfTest::NothingToTest => ("nothing_to_test", "badge grey"),
        SelfTest::Failed { .. } => ("failed", "badge bad"),
    };
    let (word, means) = storage::self_test(outcome);
    html! {
        <li class="row self-test">
            <div
                class="row-value"
                role="status"
                data-testid={test_id::SELF_TEST}
                data-outcome={data_outcome}
            >
                <p class="self-test-word">
                    { storage::SELF_TEST }
                    <span class={badge}>{ word }</span>
                </p>
                <p class="sub">{ means }</p>
            </div>
            <Button
                kind={Kind::QuietSmall}
                test_id={test_id::SELF_TEST_RUN}
                label={storage::SELF_TEST_RUN}
                open={outcome != SelfTest::Running}
                on_press={frame.asks(DeviceRequest::SelfTest)}
            />
        </li>
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use yew::ServerRenderer;

    use super::*;

    #[tokio::test]
    async fn forgetting_is_asked_about_with_what_goes_and_what_it_costs() {
        let html = rendered(false).await;
        for part in [this_device::FORGET_MEANS, this_device::FORGET_COSTS] {
            assert!(html.contains(part), "{part}");
        }
        assert!(html.contains("class=\"button danger\"") && html.contains("role=\"alertdialog\""));
        assert!(!html.contains(this_device::FORGET_OFFLINE));
    }

    #[tokio::test]
    async fn who_is_offline_is_told_what_the_server_will_not_hear() {
        let html = rendered(true).await;
        assert!(html.contains(this_device::FORGET_OFFLINE));
        assert!(!html.contains("aria-disabled"), "it can be forgotten all the same");
    }

    async fn rendered(offline: bool) -> String {
        let props = move || InFrameProps { offline };
        ServerRenderer::<InFrame>::with_props(props).hydratable(false).render().await
    }

    #[derive(Properties, PartialEq)]
    struct InFrameProps {
        offline: bool,
    }

    #[component]
    fn InFrame(props: &InFrameProps) -> Html {
        let frame = Frame { offline: props.offline, ..Frame::default() };
        html! {
            <ContextProvider<Rc<Frame>> context={Rc::new(frame)}>
                <ForgetDialog busy=false on_close={Callback::noop()} />
            </ContextProvider<Rc<Frame>>>
        }
    }
}
