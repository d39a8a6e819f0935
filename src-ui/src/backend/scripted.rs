//! A backend that gives prepared answers and remembers what it was asked.

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, ready};
use std::rc::Rc;

use latchkey_ipc::command::Command;
use latchkey_ipc::view::AppView;
use yew::Callback;

use super::CallError;

/// The answers still to be given and the commands asked so far.
#[derive(Clone, Default)]
pub struct Script(Rc<Shared>);

#[derive(Default)]
struct Shared {
    answers: RefCell<VecDeque<Box<dyn Any>>>,
    asked: RefCell<Vec<&'static str>>,
    listener: RefCell<Option<Callback<AppView>>>,
}

impl PartialEq for Script {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Script {
    /// A backend that answers with these views, in this order, and then refuses.
    pub fn new(answers: impl IntoIterator<Item = AppView>) -> Self {
        answers.into_iter().fold(Self::default(), Self::then)
    }

    /// After its other answers it gives this one, to a command that answers such a thing.
    #[must_use]
    pub fn then(self, answer: impl Any) -> Self {
        self.0.answers.borrow_mut().push_back(Box::new(answer));
        self
    }

    /// The names of the commands asked, oldest first.
    pub fn asked(&self) -> Vec<&'static str> {
        self.0.asked.borrow().clone()
    }

    /// Announces a view as the backend does by event. Nothing happens before the page listens.
    pub fn announce(&self, view: AppView) {
        if let Some(listener) = self.0.listener.borrow().as_ref() {
            listener.emit(view);
        }
    }

    pub(super) fn listen(&self, on_view: Callback<AppView>) -> impl Future<Output = ()> {
        *self.0.listener.borrow_mut() = Some(on_view);
        ready(())
    }

    pub(super) fn answer<C: Command<Answer: 'static>>(
        &self,
        _request: &C,
    ) -> impl Future<Output = Result<C::Answer, CallError>> + use<C> {
        self.0.asked.borrow_mut().push(C::NAME);
        let answer = self.0.answers.borrow_mut().pop_front();
        let answer = answer.and_then(|answer| answer.downcast().ok());
        ready(answer.map(|answer| *answer).ok_or(CallError))
    }
}
