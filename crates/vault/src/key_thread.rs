//! The one thread on which the credential store is used. A call may block there for as long as it
//! likes: nobody joins the thread, and the program ends without it.

use std::sync::mpsc;
use std::thread;

use crate::place::{KeyStore, StoreError};
use crate::sealed::{Key, Kid};

/// What the store is asked for.
#[derive(Clone)]
pub(crate) enum Request {
    Probe,
    Get(Kid),
    Set(Kid, Key),
    Delete(Kid),
}

/// An answer, with the request that it is for.
pub(crate) struct Answer {
    pub(crate) ticket: u64,
    pub(crate) request: Request,
    /// The key is there after a successful [`Request::Get`] only.
    pub(crate) outcome: Result<Option<Key>, StoreError>,
}

/// The way to the thread.
pub(crate) struct KeyThread(Option<mpsc::Sender<(u64, Request)>>);

impl KeyThread {
    /// Starts it. `tell` is given each answer; once it says that nobody listens, the thread ends.
    pub(crate) fn start(
        store: Box<dyn KeyStore + Send>,
        tell: impl Fn(Answer) -> bool + Send + 'static,
    ) -> Self {
        let (requests, asked) = mpsc::channel();
        let run = move || {
            for (ticket, request) in asked {
                let outcome = perform(store.as_ref(), &request);
                if let Err(error) = &outcome {
                    tracing::debug!(%error, "a call of the credential store failed");
                }
                if !tell(Answer { ticket, request, outcome }) {
                    return;
                }
            }
        };
        let started = thread::Builder::new().name("vault-keys".to_owned()).spawn(run);
        if let Err(error) = &started {
            tracing::warn!(%error, "the thread of the credential store did not start");
        }
        Self(started.is_ok().then_some(requests))
    }

    /// Hands a request over; false when the thread has ended.
    pub(crate) fn send(&self, ticket: u64, request: Request) -> bool {
        self.0.as_ref().is_some_and(|requests| requests.send((ticket, request)).is_ok())
    }
}

fn perform(store: &dyn KeyStore, request: &Request) -> Result<Option<Key>, StoreError> {
    match request {
        Request::Probe => store.probe().map(|()| None),
        // What is no key of ours cannot become one: the key is not there.
        Request::Get(kid) => {
            let text = store.get(&entry(kid))?;
            Key::from_text(&text).map(Some).ok_or(StoreError::Absent)
        }
        Request::Set(kid, key) => store.set(&entry(kid), &key.text()).map(|()| None),
        Request::Delete(kid) => store.delete(&entry(kid)).map(|()| None),
    }
}

/// The user of the entry that holds a key.
fn entry(kid: &Kid) -> String {
    format!("vault-key:{}", kid.as_str())
}
