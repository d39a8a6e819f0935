//! The pages, each a function of its view. They send requests and never decide what comes next.

pub(crate) mod account;
pub(crate) mod add_phone;
pub(crate) mod add_totp;
pub(crate) mod connect;
pub(crate) mod help;
pub(crate) mod loading;
pub(crate) mod manage_mfa;
pub(crate) mod reset_password;
pub(crate) mod sign_in;
pub(crate) mod step_up;
pub(crate) mod task;
pub(crate) mod verify;

use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::view::InstanceView;
use yew::Callback;

use crate::backend::Request;
use crate::copy;

/// What every page is given beside its own view.
#[derive(Clone, PartialEq)]
pub(crate) struct Frame {
    /// The instance, once it is chosen.
    pub(crate) instance: Option<InstanceView>,
    /// The email address, phone number or user name of who is signed in, where it is known.
    pub(crate) account: Option<String>,
    /// False while the last request could not reach the server.
    pub(crate) online: bool,
    /// Which view this is.
    pub(crate) revision: u64,
    /// How many requests got no view for an answer.
    pub(crate) failures: u64,
    /// When the view arrived, on the page's clock in milliseconds.
    pub(crate) arrived_at: f64,
    /// Where the page's requests go.
    pub(crate) send: Callback<Request>,
}

impl Frame {
    /// A callback that sends the same request each time.
    pub(crate) fn asks<T: 'static>(&self, request: Request) -> Callback<T> {
        self.send.reform(move |_| request.clone())
    }

    /// The instance's name, or its host while the name is not known.
    pub(crate) fn instance_name(&self) -> Option<&str> {
        self.instance.as_ref().map(|instance| instance.name.as_deref().unwrap_or(&instance.host))
    }

    /// What the instance is called at the beginning of a sentence.
    pub(crate) fn service(&self) -> &str {
        self.instance_name().unwrap_or(copy::NAMELESS_SERVICE)
    }
}

/// The problem, where it belongs to this field.
pub(crate) fn beside(field: Field, problem: Option<&Problem>) -> Option<Problem> {
    problem.filter(|problem| problem.field == Some(field)).cloned()
}

/// The problem, where it belongs to none of the fields that the page has.
pub(crate) fn apart(fields: &[Field], problem: Option<&Problem>) -> Option<Problem> {
    problem.filter(|problem| problem.field.is_none_or(|field| !fields.contains(&field))).cloned()
}
