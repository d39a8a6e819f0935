//! Says, above a sign-in, that it adds an account, and leads back to the one that is in use.

use latchkey_ipc::command::{AccountRequest, AccountsRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::AddingView;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::copy::person_menu as words;
use crate::frame::Frame;
use crate::said::sentence;

/// Nothing is drawn where none is being added. The live region stands from the start, so that what
/// comes into it is announced.
pub(crate) fn adding_bar(adding: Option<&AddingView>, frame: &Frame) -> Html {
    html! {
        <div role="status">
            if let Some(adding) = adding {
                <div class="bar notice" data-testid={test_id::ADDING_ACCOUNT}>
                    <p>{ words::ADDING }</p>
                    <Button
                        kind={Kind::Plain}
                        test_id={test_id::CANCEL_ADDING}
                        on_press={frame.asks(AccountRequest::Accounts(AccountsRequest::CancelAdding))}
                    >
                        { sentence(&words::back_to(adding.identifier.as_deref())) }
                    </Button>
                </div>
            }
        </div>
    }
}
