//! Help: the server said something that this version does not know. It is named, never guessed at.

use latchkey_ipc::command::{SignInRequest, WindowRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::HelpView;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::sheet::Sheet;
use crate::copy::{self, sign_in};
use crate::frame::{Frame, PageProps, use_frame};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::said::{said, sentence, tame};

#[component]
pub(crate) fn Help(PageProps { view }: &PageProps<HelpView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let heading = use_node_ref();
    use_first_focus(&heading);
    let (title, explanation) = copy::help_subject(view.subject, &view.value);
    html! {
        <Sheet
            test_id={test_id::PAGE_HELP}
            state={gate.page_state(None)}
            title={html! { title }}
            lead={html! { <p>{ sentence(&explanation) }</p> }}
            {heading}
        >
            { unknown(&view.value) }
            <Button
                kind={Kind::PrimaryWide}
                test_id={test_id::START_OVER}
                label={sign_in::START_OVER}
                busy_label={gate.is_busy().then_some(sign_in::STARTING_OVER)}
                open={gate.is_open()}
                on_press={frame.asks(SignInRequest::StartOver)}
            />
            { details(&view.details, &frame) }
        </Sheet>
    }
}

/// What the server said that this version does not know.
pub(crate) fn unknown(value: &str) -> Html {
    html! {
        <p class="unknown">
            <span>{ copy::SERVER_SAID }</span>
            <code data-testid={test_id::HELP_SUBJECT}>{ said(value) }</code>
        </p>
    }
}

/// What to tell somebody who can help, readable before it is copied.
pub(crate) fn details(text: &str, frame: &Frame) -> Html {
    html! {
        <section class="details" aria-label={sign_in::DETAILS}>
            <pre tabindex="0" data-testid={test_id::DETAILS}>{ tame(text) }</pre>
            <Button
                kind={Kind::QuietWide}
                test_id={test_id::COPY_DETAILS}
                label={sign_in::COPY_DETAILS}
                on_press={frame.asks(WindowRequest::CopyDetails)}
            />
        </section>
    }
}
