//! One connection at a time writes what is kept of an instance. A call that was sent before a person
//! left the instance is carried through, and may bring a token: whoever opens it anew waits for that,
//! and reads what is kept only then.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

/// A connection's right to write, as its keeper has it. It ends when this is dropped, which is when
/// the last of its calls has ended, or when it is withdrawn.
pub(super) struct Lease {
    withdrawn: Arc<Mutex<bool>>,
    _end: oneshot::Sender<()>,
}

/// The same right, as whoever takes it over has it.
pub(super) struct Granted {
    withdrawn: Arc<Mutex<bool>>,
    end: oneshot::Receiver<()>,
}

/// Grants the right to write.
pub(super) fn grant() -> (Lease, Granted) {
    let (end, ended) = oneshot::channel();
    let withdrawn = Arc::new(Mutex::new(false));
    (Lease { withdrawn: Arc::clone(&withdrawn), _end: end }, Granted { withdrawn, end: ended })
}

impl Lease {
    /// Does something with what is kept, unless the right was withdrawn. Whoever withdraws it waits
    /// until this is done.
    pub(super) fn write<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let withdrawn = lock(&self.withdrawn);
        (!*withdrawn).then(work)
    }
}

impl Granted {
    pub(super) fn is_over(&mut self) -> bool {
        matches!(self.end.try_recv(), Err(oneshot::error::TryRecvError::Closed))
    }

    /// Waits for the end of the right, and withdraws it when it takes longer than this.
    pub(super) async fn take_over(self, patience: Duration) {
        // Nothing is ever sent: what ends the wait is the drop of the other side.
        if tokio::time::timeout(patience, self.end).await.is_err() {
            tracing::warn!("a call of an earlier connection is under way; its token is not kept");
            *lock(&self.withdrawn) = true;
        }
    }
}

fn lock(withdrawn: &Mutex<bool>) -> MutexGuard<'_, bool> {
    withdrawn.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    #[tokio::test(start_paused = true)]
    async fn the_next_waits_until_the_one_before_has_ended() {
        let (lease, mut granted) = grant();
        assert!(!granted.is_over());
        let taking = tokio::spawn(granted.take_over(PATIENCE));
        tokio::time::sleep(PATIENCE / 2).await;
        assert!(!taking.is_finished());
        assert_eq!(lease.write(|| 1), Some(1));
        drop(lease);
        taking.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_does_not_end_in_time_writes_no_more() {
        let (lease, granted) = grant();
        granted.take_over(PATIENCE).await;
        assert_eq!(lease.write(|| 1), None);
    }

    #[tokio::test]
    async fn one_that_has_ended_is_over() {
        let (lease, mut granted) = grant();
        drop(lease);
        assert!(granted.is_over());
    }
}
