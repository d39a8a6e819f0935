//! How old what is shown is, while the server has not yet said how things stand.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::copy;
use crate::date;
use crate::frame::{AS_OF_ID, use_frame};

/// Nothing is drawn once the server has said it. Buttons that wait for that point here.
#[component]
pub(crate) fn AsOf() -> Html {
    let frame = use_frame();
    let Some(at) = frame.as_of else { return html! {} };
    let (checking, means) = copy::as_of_means(frame.offline);
    html! {
        <p id={AS_OF_ID} class="as-of sub" data-testid={test_id::AS_OF}>
            if !frame.offline {
                <span class="spinner" aria-hidden="true" />
            }
            <span>
                { copy::AS_OF }
                <time datetime={date::machine(at)}>{ date::recent(at) }</time>
                { checking }
                <span class="visually-hidden">{ means }</span>
            </span>
        </p>
    }
}
