//! What is handed to everything in the window beside the view of its page.

use std::rc::Rc;

use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::view::{InstanceView, StorageView};
use yew::prelude::*;

use crate::album::Album;
use crate::backend::Request;
use crate::copy;
use crate::countries::Listed;
use crate::said::quote;

/// What a page is a function of.
#[derive(Properties, PartialEq)]
pub(crate) struct PageProps<V: PartialEq> {
    pub(crate) view: Rc<V>,
}

/// What the press of a button needs before anything comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing beyond this window and this computer.
    Nothing,
    /// That the server can be reached.
    Server,
    /// That the server has said how things stand, since the press would change something there.
    Certainty,
}

/// Why a press may come to nothing, and where the window says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Obstacle {
    /// The id of the element that says it.
    pub(crate) said_by: &'static str,
    /// The same in a few words.
    pub(crate) in_short: &'static str,
    /// Whether it may be tried all the same.
    pub(crate) may_try: bool,
}

/// The id of the banner that says that the server cannot be reached.
pub(crate) const OFFLINE_ID: &str = "offline";

/// The id of the line that says how old what is shown is.
pub(crate) const AS_OF_ID: &str = "as-of";

/// What everything in the window can know and do, beside the view of its page.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Frame {
    /// The name of the product.
    pub(crate) product: AttrValue,
    /// The instance, once it is chosen.
    pub(crate) instance: Option<InstanceView>,
    /// The email address, phone number or user name of who is signed in, where it is known.
    pub(crate) account: Option<String>,
    /// The last request could not reach the server.
    pub(crate) offline: bool,
    /// When what a signed-in person sees was known, while all of it is from an earlier run.
    pub(crate) as_of: Option<i64>,
    /// How this device's trust is kept, while there is something about that to be told or chosen.
    pub(crate) storage: Option<StorageView>,
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
    /// The pictures that the page has.
    pub(crate) album: Album,
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

    /// What stands between the press of a button and what it is for.
    pub(crate) fn obstacle(&self, needs: Needs) -> Option<Obstacle> {
        let (uncertain, offline) = (self.as_of.is_some(), self.offline);
        match needs {
            Needs::Certainty if uncertain => Some(Obstacle {
                said_by: AS_OF_ID,
                in_short: copy::NOT_CHECKED_YET,
                may_try: false,
            }),
            Needs::Certainty | Needs::Server if offline => {
                Some(Obstacle { said_by: OFFLINE_ID, in_short: copy::NEEDS_SERVER, may_try: true })
            }
            Needs::Nothing | Needs::Certainty | Needs::Server => None,
        }
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
