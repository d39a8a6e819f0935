//! A notice at the top of the page.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::Icon;
use crate::copy::buttons;

#[derive(Properties, PartialEq)]
pub(crate) struct NoticeBarProps {
    /// Nothing is drawn without one.
    pub(crate) text: Option<&'static str>,
    pub(crate) on_dismiss: Callback<()>,
}

/// The live region stands from the start, so that what comes into it is announced.
#[component]
pub(crate) fn NoticeBar(props: &NoticeBarProps) -> Html {
    html! {
        <div role="status">
            if let Some(text) = props.text {
                <div class="bar notice" data-testid={test_id::NOTICE}>
                    <p>{ text }</p>
                    <Button
                        kind={Kind::Bare}
                        test_id={test_id::NOTICE_DISMISS}
                        icon={Icon::Close}
                        spoken={buttons::DISMISS}
                        on_press={props.on_dismiss.clone()}
                    />
                </div>
            }
        </div>
    }
}
