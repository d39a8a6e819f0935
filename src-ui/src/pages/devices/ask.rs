//! The questions before a device is signed out.

use std::rc::Rc;

use latchkey_ipc::command::DeviceRequest;
use latchkey_ipc::view::{DeviceId, DeviceView, DevicesView, Ending};
use yew::prelude::*;

use crate::components::confirm_dialog::ConfirmDialog;
use crate::copy::devices;
use crate::frame::use_frame;
use crate::said::sentence;

/// What the person is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Sign this one out.
    One(DeviceId),
    /// Sign out all but the one in use.
    Others,
}

/// What a question is made of.
struct Words {
    title: String,
    means: String,
    confirm: &'static str,
    request: DeviceRequest,
}

impl Ask {
    /// Whether what it is about is still signed in.
    pub(super) fn concerns(&self, view: &DevicesView) -> bool {
        self.words(view).is_some()
    }

    fn words(&self, view: &DevicesView) -> Option<Words> {
        let all = view.devices.as_ref()?;
        match self {
            Self::One(id) => {
                let device = all.iter().find(|device| device.id == *id && can_end(device))?;
                Some(Words {
                    title: devices::ask_one(device),
                    means: devices::ASK_ONE_MEANS.to_owned(),
                    confirm: devices::SIGN_OUT,
                    request: DeviceRequest::SignOut { device: id.clone() },
                })
            }
            Self::Others => {
                let others = others(all);
                (others > 0).then(|| Words {
                    title: devices::ASK_OTHERS.to_owned(),
                    means: devices::ask_others_means(others),
                    confirm: devices::SIGN_OUT_OTHERS,
                    request: DeviceRequest::SignOutOthers,
                })
            }
        }
    }
}

/// Whether it is another device that is signed in, and is not being signed out.
pub(super) fn can_end(device: &DeviceView) -> bool {
    !device.current && matches!(device.ending, Ending::No | Ending::Failed { .. })
}

/// How many such devices there are.
pub(super) fn others(all: &[DeviceView]) -> usize {
    all.iter().filter(|device| can_end(device)).count()
}

#[derive(Properties, PartialEq)]
pub(super) struct ConfirmationProps {
    pub(super) ask: Ask,
    pub(super) view: Rc<DevicesView>,
    /// Nothing can be asked for now.
    pub(super) busy: bool,
    /// The question is answered, one way or the other.
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn Confirmation(props: &ConfirmationProps) -> Html {
    let frame = use_frame();
    let Some(words) = props.ask.words(&props.view) else { return html! {} };
    let on_confirm = {
        let on_close = props.on_close.clone();
        frame.asks_with(move |()| {
            on_close.emit(());
            words.request.clone()
        })
    };
    html! {
        <ConfirmDialog
            title={sentence(&words.title)}
            lead={html! { <p>{ words.means }</p> }}
            confirm={words.confirm}
            busy={props.busy}
            {on_confirm}
            on_cancel={props.on_close.clone()}
        />
    }
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::view::Activity;
    use yew::ServerRenderer;

    use super::*;

    #[tokio::test]
    async fn a_question_names_the_device_and_stays_whole_whatever_that_is_called() {
        let html = rendered(Ask::One(id("2")), view(Ending::No)).await;
        let title = "Sign out <bdi>&lt;b&gt;</bdi> on <bdi>Linux</bdi>?";
        assert!(html.contains(title) && html.contains(devices::ASK_ONE_MEANS), "{html}");
        assert!(html.contains("class=\"button danger\""));
    }

    #[tokio::test]
    async fn signing_out_all_others_says_how_many_that_are() {
        let html = rendered(Ask::Others, view(Ending::No)).await;
        assert!(html.contains("1 session ends now. This device stays signed in."));
    }

    #[test]
    fn a_question_ends_with_what_it_is_about() {
        for ask in [Ask::One(id("2")), Ask::Others] {
            assert!(ask.concerns(&view(Ending::No)));
            for gone in [Ending::Busy, Ending::Done] {
                assert!(!ask.concerns(&view(gone)));
            }
            assert!(!ask.concerns(&DevicesView { devices: None, ..view(Ending::No) }));
        }
        assert!(!Ask::One(id("1")).concerns(&view(Ending::No)), "this one is signed out elsewhere");
    }

    async fn rendered(ask: Ask, view: DevicesView) -> String {
        let props = move || ConfirmationProps {
            ask,
            view: Rc::new(view),
            busy: false,
            on_close: Callback::noop(),
        };
        ServerRenderer::<Confirmation>::with_props(props).hydratable(false).render().await
    }

    fn id(name: &str) -> DeviceId {
        DeviceId(name.to_owned())
    }

    /// This device and another.
    fn view(ending: Ending) -> DevicesView {
        let device = |name: &str, current, ending| DeviceView {
            id: id(name),
            current,
            app: Some("<b>".to_owned()),
            system: Some("Linux".to_owned()),
            mobile: false,
            place: None,
            ip_address: None,
            last_active_at: None,
            ending,
        };
        DevicesView {
            devices: Some(vec![device("1", true, Ending::No), device("2", false, ending)]),
            activity: Activity::Idle,
            problem: None,
            others: None,
        }
    }
}
