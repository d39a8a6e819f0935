//! A notice at the top of the page.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::button::dismiss;

/// Nothing is drawn without a text. The live region stands from the start, so that what comes into
/// it is announced.
pub(crate) fn notice_bar(text: Option<&'static str>, on_dismiss: Callback<()>) -> Html {
    html! {
        <div role="status">
            if let Some(text) = text {
                <div class="bar notice" data-testid={test_id::NOTICE}>
                    <p>{ text }</p>
                    { dismiss(on_dismiss) }
                </div>
            }
        </div>
    }
}
