//! The way of requests to the backend: one after the other, in the order in which a person made them.
//! The backend takes requests that are under way together in any order, and would then answer about
//! a key of which the last characters are still missing.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::backend::Request;

/// The requests that have yet to be sent.
#[derive(Clone, Default)]
pub(crate) struct Outbox(Rc<RefCell<Waiting>>);

#[derive(Default)]
struct Waiting {
    requests: VecDeque<Request>,
    /// Somebody is sending them.
    sending: bool,
}

impl Outbox {
    /// Puts a request behind the others. True says that nobody sends them yet: call
    /// [`Self::send_all`].
    #[must_use]
    pub(crate) fn put(&self, request: Request) -> bool {
        let mut waiting = self.0.borrow_mut();
        waiting.requests.push_back(request);
        !std::mem::replace(&mut waiting.sending, true)
    }

    /// Sends what is waiting, and what comes meanwhile: each once the one before is done.
    pub(crate) async fn send_all(&self, send: impl AsyncFn(Request)) {
        while let Some(request) = self.next() {
            send(request).await;
        }
    }

    fn next(&self) -> Option<Request> {
        let mut waiting = self.0.borrow_mut();
        let next = waiting.requests.pop_front();
        waiting.sending = next.is_some();
        next
    }
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::command::ConnectRequest;
    use tokio::sync::{Semaphore, mpsc};

    use super::*;

    fn check(key: &str) -> Request {
        ConnectRequest::Check { key: key.to_owned() }.into()
    }

    #[tokio::test]
    async fn a_request_goes_out_once_the_one_before_is_answered() {
        let outbox = Outbox::default();
        assert!(outbox.put(check("p")), "the first has to be sent");
        assert!(!outbox.put(check("pk")), "the second follows by itself");
        let answers = Semaphore::new(0);
        let (sends, mut sent) = mpsc::unbounded_channel();
        let sending = outbox.send_all(async |request| {
            sends.send(request).unwrap();
            answers.acquire().await.unwrap().forget();
        });
        let person = async {
            assert_eq!(sent.recv().await, Some(check("p")));
            assert!(!outbox.put(check("pk_")));
            assert!(sent.try_recv().is_err(), "the first is not answered yet");
            answers.add_permits(1);
            assert_eq!(sent.recv().await, Some(check("pk")));
            assert!(sent.try_recv().is_err(), "the second is not answered yet");
            answers.add_permits(2);
            assert_eq!(sent.recv().await, Some(check("pk_")));
        };
        tokio::join!(sending, person);
        assert!(outbox.put(check("pk_t")), "nobody sends any more");
    }
}
