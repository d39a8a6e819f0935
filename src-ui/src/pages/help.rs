//! Help: the server said something that this version does not know. It is named, never guessed at.

use latchkey_ipc::command::{SignInRequest, WindowRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::HelpView;
use yew::prelude::*;

use super::Frame;
use crate::backend::Request;
use crate::components::sheet::Sheet;
use crate::copy::{self, sign_in};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;

#[derive(Properties, PartialEq)]
pub(crate) struct HelpProps {
    pub(crate) view: HelpView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn Help(props: &HelpProps) -> Html {
    let HelpProps { view, frame } = props;
    let gate = use_gate(view.activity, frame.arrived_at);
    let heading = use_node_ref();
    use_first_focus(&heading);
    let (title, explanation) = copy::help_subject(view.subject);
    let onclick = {
        let send = frame.send.clone();
        Callback::from(move |_: MouseEvent| {
            if gate.is_open() {
                send.emit(Request::SignIn(SignInRequest::StartOver));
            }
        })
    };
    html! {
        <Sheet
            test_id={test_id::PAGE_HELP}
            state={gate.page_state(None)}
            title={html! { title }}
            lead={html! { <p>{ explanation }</p> }}
            {heading}
            frame={frame.clone()}
        >
            <p class="unknown">
                <span>{ copy::SERVER_SAID }</span>
                <code data-testid={test_id::HELP_SUBJECT}>{ view.value.clone() }</code>
            </p>
            <button
                type="button"
                class="button primary wide"
                data-testid={test_id::START_OVER}
                aria-disabled={(!gate.is_open()).then_some("true")}
                {onclick}
            >
                if gate.is_busy() {
                    <span class="spinner" aria-hidden="true" />
                    { sign_in::STARTING_OVER }
                } else {
                    { sign_in::START_OVER }
                }
            </button>
            <Details
                text={view.details.clone()}
                on_copy={frame.asks::<()>(Request::Window(WindowRequest::CopyDetails))}
            />
        </Sheet>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct DetailsProps {
    pub(crate) text: AttrValue,
    pub(crate) on_copy: Callback<()>,
}

/// What to tell somebody who can help, readable before it is copied.
#[component]
pub(crate) fn Details(props: &DetailsProps) -> Html {
    html! {
        <section class="details" aria-label={sign_in::DETAILS}>
            <pre tabindex="0">{ props.text.clone() }</pre>
            <button
                type="button"
                class="button quiet wide"
                data-testid={test_id::COPY_DETAILS}
                onclick={props.on_copy.reform(|_| ())}
            >
                { sign_in::COPY_DETAILS }
            </button>
        </section>
    }
}
