//! A thread that does one thing after the other: for what may block, and has to happen in order.

use std::io;
use std::sync::mpsc;
use std::thread;

use tokio::sync::oneshot;

/// A thread with a state of its own. It ends with its handle, once all that it was given is done.
pub(crate) struct Worker<S>(mpsc::Sender<Job<S>>);

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

impl<S: 'static> Worker<S> {
    /// Starts a thread of this name, which makes its state itself.
    pub(crate) fn start(
        name: &str,
        state: impl FnOnce() -> S + Send + 'static,
    ) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel::<Job<S>>();
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            let mut state = state();
            for job in queue {
                job(&mut state);
            }
        })?;
        Ok(Self(jobs))
    }

    /// Has something done, after all that it was given before. None if the thread died over it.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> impl Future<Output = Option<T>> + Send + 'static {
        let (done, outcome) = oneshot::channel();
        let job: Job<S> = Box::new(move |state| {
            // Whoever asked may not wait for it any more.
            let _ = done.send(job(state));
        });
        if self.0.send(job).is_err() {
            tracing::error!("a worker thread has died");
        }
        async move { outcome.await.ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn jobs_are_done_in_the_order_they_were_given_in_even_if_nobody_waits() {
        let worker = Worker::start("test", Vec::new).unwrap();
        for number in 0..100 {
            drop(worker.run(move |done: &mut Vec<u32>| done.push(number)));
        }
        let done = worker.run(|done| done.clone()).await.unwrap();
        assert_eq!(done, (0..100).collect::<Vec<_>>());
    }
}
