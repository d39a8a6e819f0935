//! The application: one loop that owns all that is known.
//!
//! It takes one closed list of inputs, in order: what a person asks for, what an instance answered,
//! what the desktop did. Whoever asks gets the view as it stands right after the request was taken;
//! what comes of it is published through [`ports::ViewSink`]. What does not change by what a person
//! does is asked for beside the loop.

mod connection;
mod controller;
mod copies;
mod follow;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod identifier;
mod input;
mod licences;
mod model;
mod now;
mod phone;
mod pictures;
pub mod ports;
mod problem;
mod qr;
mod request;
mod requests;
mod runner;
mod startup;
mod utc;
mod view;
mod words;
mod work;

use std::fmt;
use std::sync::Arc;

use latchkey_ipc::command::PictureRequest;
use latchkey_ipc::view::{AppView, LicencesView};
use tokio::sync::{mpsc, oneshot};

pub use latchkey_core::time::{Instant, Timestamp};
pub use latchkey_fapi_client::{BaseUrl, Product};
pub use phone::countries;
pub use request::Request;
pub use startup::{Program, Startup};

use controller::Controller;
use input::{Input, Message};
use ports::{LicenceList, Ports};

/// The running application. Cloning it gives another handle to the same one.
#[derive(Clone)]
pub struct App {
    messages: mpsc::UnboundedSender<Message>,
    licences: Arc<dyn LicenceList>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

/// The application has stopped, so nothing can be asked of it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the application has stopped")]
pub struct Stopped;

impl App {
    /// Starts the application on the present tokio runtime. It stops when the last handle is gone.
    pub fn start(ports: Ports, startup: Startup) -> Self {
        let (messages, received) = mpsc::unbounded_channel();
        let licences = Arc::clone(&ports.licences);
        let controller = Controller::new(ports, startup, messages.downgrade());
        tokio::spawn(controller.run(received));
        Self { messages, licences }
    }

    /// Hands a request over, and gives back the view as it stands right after.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the application has stopped.
    pub async fn request(&self, request: impl Into<Request>) -> Result<AppView, Stopped> {
        let (reply, view) = oneshot::channel();
        // The causes are worthless: both ends closing mean that the application has stopped.
        self.messages.send(Message::Request(request.into(), reply)).map_err(|_| Stopped)?;
        view.await.map_err(|_| Stopped)
    }

    /// The list of what others made of the program, read anew.
    pub async fn licences(&self) -> LicencesView {
        licences::view(self.licences.read().await)
    }

    /// A picture that a view names, as a `data:` URL of a small PNG; none where there is no picture to show. It is
    /// fetched when it is first asked for.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the application has stopped.
    pub async fn picture(&self, request: PictureRequest) -> Result<Option<String>, Stopped> {
        let (reply, picture) = oneshot::channel();
        // The causes are worthless: both ends closing mean that the application has stopped.
        self.messages.send(Message::Picture(request.picture, reply)).map_err(|_| Stopped)?;
        picture.await.map_err(|_| Stopped)
    }

    /// Hands a request over that no page asked for, such as the system's wish to close the window.
    /// What comes of it is published.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the application has stopped.
    pub fn tell(&self, request: impl Into<Request>) -> Result<(), Stopped> {
        // The cause is worthless: a closed end means that the application has stopped.
        self.messages.send(Message::Input(Input::Request(request.into()))).map_err(|_| Stopped)
    }
}
