//! The system's clocks: the one place that asks them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use latchkey_app::ports::{Clock, PortFuture};
use latchkey_app::{Instant, Timestamp};

/// The system's clocks.
pub(crate) struct SystemClock {
    /// What moments are counted from. This clock goes on while the computer sleeps.
    started: boot_time::Instant,
}

impl SystemClock {
    #[cfg_attr(not(unix), expect(clippy::disallowed_methods, reason = "there it is that of std"))]
    pub(crate) fn start() -> Self {
        Self { started: boot_time::Instant::now() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one home of the time of day")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn instant(&self) -> Instant {
        Instant::from_start(self.started.elapsed())
    }

    fn wait(&self, duration: Duration) -> PortFuture<()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
