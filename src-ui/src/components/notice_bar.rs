//! A notice at the top of the page.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::Icon;
use crate::copy::buttons;

/// Nothing is drawn without a text. The live region stands from the start, so that what comes into
/// it is announced.
pub(crate) fn notice_bar(text: Option<&'static str>, on_dismiss: Callback<()>) -> Html {
    html! {
        <div role="status">
            if let Some(text) = text {
                <div class="bar notice" data-testid={test_id::NOTICE}>
                    <p>{ text }</p>
                    <Button
                        kind={Kind::Bare}
                        test_id={test_id::NOTICE_DISMISS}
                        icon={Icon::Close}
                        spoken={buttons::DISMISS}
                        on_press={on_dismiss}
                    />
                </div>
            }
        </div>
    }
}
