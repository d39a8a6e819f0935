//! For who has lost what is asked for: who can help, and with what.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::copy::factors;
use crate::frame::Frame;
use crate::said::{said, sentence};

/// Closed at first: most people need it never. `helps` is what whoever manages the service can do.
pub(crate) fn lost_access(frame: &Frame, helps: &str) -> Html {
    let support = frame.instance.as_ref().and_then(|instance| instance.support_email.as_ref());
    html! {
        <details class="lost-access" data-testid={test_id::LOST_ACCESS}>
            <summary>{ factors::LOST_ACCESS }</summary>
            <p>
                { sentence(&factors::who_helps(&frame.service(), helps)) }
                if let Some(support) = support {
                    { factors::WRITE_TO }
                    <span class="number" data-testid={test_id::SUPPORT_EMAIL}>{ said(support) }</span>
                    { "." }
                }
            </p>
        </details>
    }
}
