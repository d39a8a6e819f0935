//! What is handed to everything in the window beside the view of its page.

use std::rc::Rc;

use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::view::InstanceView;
use yew::prelude::*;

use crate::backend::Request;
use crate::copy;
use crate::countries::Listed;
use crate::said::quote;

/// What a page is a function of.
#[derive(Properties, PartialEq)]
pub(crate) struct PageProps<V: PartialEq> {
    pub(crate) view: Rc<V>,
}

/// What everything in the window can know and do, beside the view of its page.
#[derive(Clone, Default, PartialEq)]
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
    /// What the notice bar says. A dialog says it again, as nothing beneath one is announced.
    pub(crate) notice: Option<&'static str>,
    /// The countries to choose from; none until they are known.
    pub(crate) countries: Rc<Vec<Listed>>,
    /// Where the page's requests go.
    pub(crate) send: Callback<Request>,
}

/// The frame of the window.
#[hook]
pub(crate) fn use_frame() -> Rc<Frame> {
    use_context::<Rc<Frame>>().unwrap_or_default()
}

impl Frame {
    /// A callback that sends the same request each time.
    pub(crate) fn asks(&self, request: impl Into<Request>) -> Callback<()> {
        let request = request.into();
        self.send.reform(move |()| request.clone())
    }

    /// A callback that sends a request about what it is given.
    pub(crate) fn asks_with<T: 'static, R: Into<Request>>(
        &self,
        request: impl Fn(T) -> R + 'static,
    ) -> Callback<T> {
        self.send.reform(move |about| request(about).into())
    }

    /// The instance's name, or its host while the name is not known.
    pub(crate) fn instance_name(&self) -> Option<&str> {
        self.instance.as_ref().map(|instance| instance.name.as_deref().unwrap_or(&instance.host))
    }

    /// What the instance is called at the beginning of a sentence.
    pub(crate) fn service(&self) -> String {
        self.instance_name().map_or_else(|| copy::NAMELESS_SERVICE.to_owned(), quote)
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
