//! The last view of the backend, and whether the last request got an answer at all.

use std::rc::Rc;

use latchkey_ipc::view::AppView;
use yew::Reducible;

use crate::backend::{Backend, CallError, Request};
use crate::clock;

/// What the page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Store {
    /// The view to show; none until the first answer.
    pub view: Option<Rc<AppView>>,
    /// When it arrived, on the page's clock in milliseconds.
    pub arrived_at: f64,
    /// The last request got no view for an answer.
    pub failed: bool,
    /// How many requests got none, so that each one is noticed.
    pub failures: u64,
}

/// What can happen to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A request was answered.
    Answered(Result<AppView, CallError>, f64),
    /// The backend published a view.
    Announced(AppView, f64),
    /// The person has read that a request failed.
    FailureRead,
}

impl Store {
    /// Starts with a view that is there already.
    pub fn with_view(view: Option<AppView>) -> Self {
        Self { view: view.map(Rc::new), arrived_at: clock::now_ms(), ..Self::default() }
    }

    /// Views can overtake each other on their two ways here: only a newer one counts.
    fn take(&mut self, view: AppView, at: f64) {
        if self.view.as_ref().is_none_or(|shown| shown.revision < view.revision) {
            self.view = Some(Rc::new(view));
            self.arrived_at = at;
        }
    }
}

impl Reducible for Store {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Self::clone(&self);
        match action {
            Action::Answered(Ok(view), at) => {
                next.failed = false;
                next.take(view, at);
            }
            Action::Answered(Err(CallError), _) => {
                next.failed = true;
                next.failures += 1;
            }
            Action::Announced(view, at) => next.take(view, at),
            Action::FailureRead => next.failed = false,
        }
        Rc::new(next)
    }
}

/// Sends a request and says what that does to the store.
pub async fn exchange(backend: &Backend, request: Request) -> Action {
    let answer = backend.send(request).await;
    Action::Answered(answer, clock::now_ms())
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::command::{AccountRequest, ConnectRequest};
    use latchkey_ipc::view::Screen;

    use super::*;
    use crate::backend::scripted::Script;

    #[test]
    fn an_older_view_that_arrives_late_is_dropped() {
        let store =
            store_after([Action::Announced(view(2), 10.0), Action::Answered(Ok(view(1)), 20.0)]);
        assert_eq!(store.view.as_ref().map(|view| view.revision), Some(2));
        assert!((store.arrived_at - 10.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_same_view_arriving_again_does_not_start_its_countdowns_anew() {
        let store =
            store_after([Action::Answered(Ok(view(2)), 10.0), Action::Announced(view(2), 20.0)]);
        assert!((store.arrived_at - 10.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_refused_request_keeps_the_view_and_is_told_until_it_is_read() {
        let store = store_after([
            Action::Answered(Ok(view(1)), 10.0),
            Action::Answered(Err(CallError), 20.0),
            Action::Announced(view(2), 30.0),
        ]);
        assert!(store.failed);
        assert_eq!(store.view.as_ref().map(|view| view.revision), Some(2));
        assert!(!store.reduce(Action::FailureRead).failed);
    }

    #[test]
    fn the_next_answer_ends_the_failure() {
        let store = store_after([
            Action::Answered(Err(CallError), 10.0),
            Action::Answered(Ok(view(1)), 20.0),
        ]);
        assert!(!store.failed);
        assert_eq!(store.failures, 1);
    }

    #[tokio::test]
    async fn each_request_goes_to_the_command_of_its_group() {
        let script = Script::new([view(1), view(2)]);
        let backend = Backend::Scripted(script.clone());
        assert_eq!(exchange(&backend, Request::View).await, Action::Answered(Ok(view(1)), 0.0));
        let request = Request::Connect(ConnectRequest::Retry);
        assert_eq!(exchange(&backend, request).await, Action::Answered(Ok(view(2)), 0.0));
        let request = Request::Account(AccountRequest::SignOut);
        assert_eq!(exchange(&backend, request).await, Action::Answered(Err(CallError), 0.0));
        assert_eq!(script.asked(), ["view", "connect", "account"]);
    }

    #[tokio::test]
    async fn an_event_reaches_whoever_listens() {
        let script = Script::default();
        let revision = Rc::new(std::cell::Cell::new(0));
        let listener = {
            let revision = Rc::clone(&revision);
            yew::Callback::from(move |view: AppView| revision.set(view.revision))
        };
        Backend::Scripted(script.clone()).listen(listener).await;
        script.announce(view(7));
        assert_eq!(revision.get(), 7);
    }

    fn store_after(actions: impl IntoIterator<Item = Action>) -> Rc<Store> {
        actions.into_iter().fold(Rc::new(Store::default()), Store::reduce)
    }

    fn view(revision: u64) -> AppView {
        AppView {
            revision,
            instance: None,
            emulator: None,
            online: true,
            as_of: None,
            storage: None,
            notice: None,
            navigation: None,
            screen: Screen::Loading,
            step_up: None,
            leaving: false,
            adding: None,
        }
    }
}
