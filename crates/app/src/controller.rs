//! The loop: takes one input after the other, has done what follows from it, and publishes the view.
//! What an input means is up to [`follow`]; this never waits for anything but the next input.

use latchkey_ipc::view::AppView;
use tokio::sync::mpsc;

use crate::input::{Input, Message, News};
use crate::model::Model;
use crate::now::Now;
use crate::ports::Ports;
use crate::runner::Runner;
use crate::startup::Startup;
use crate::{follow, pictures, view};

/// The loop and what it owns.
pub(crate) struct Controller {
    model: Model,
    runner: Runner,
    ports: Ports,
    revision: u64,
}

impl Controller {
    pub(crate) fn new(
        ports: Ports,
        startup: Startup,
        messages: mpsc::WeakUnboundedSender<Message>,
    ) -> Self {
        let model = Model::new(startup, ports.emulator.is_some());
        let runner = Runner::new(ports.clone(), messages);
        Self { model, runner, ports, revision: 0 }
    }

    pub(crate) async fn run(mut self, mut messages: mpsc::UnboundedReceiver<Message>) {
        self.runner.begin();
        while let Some(message) = messages.recv().await {
            match message {
                Message::Input(input) => {
                    // It changes nothing but the details, which the end of the call shows with it.
                    let shows_later = matches!(input, Input::Instance(_, News::Requested(_)));
                    self.take(input);
                    if !shows_later {
                        let view = self.next_view();
                        self.ports.views.publish(&view);
                    }
                }
                Message::Request(request, reply) => {
                    self.take(Input::Request(request));
                    // A page that has gone in the meantime asks again when it is back.
                    let _ = reply.send(self.next_view());
                }
                Message::Picture(key, reply) => {
                    let address = pictures::address(&self.model, key).map(str::to_owned);
                    self.runner.show_picture(address, key.round, reply);
                }
            }
        }
    }

    fn take(&mut self, input: Input) {
        let now = self.now();
        let work = follow::take(&mut self.model, input, now);
        let model = &self.model;
        self.runner.give_up(|ticket| model.awaits(ticket));
        for work in work {
            self.runner.run(work);
        }
    }

    fn next_view(&mut self) -> AppView {
        self.revision += 1;
        view::of(&self.model, self.revision, self.now())
    }

    fn now(&self) -> Now {
        Now { wall: self.ports.clock.now(), instant: self.ports.clock.instant() }
    }
}
