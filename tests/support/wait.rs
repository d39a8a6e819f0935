//! Waiting for something to be so.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long anything in a window may take before its test fails.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// Asks again and again until there is an answer.
///
/// # Errors
/// When there is none within [`PATIENCE`].
pub async fn until<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> Result<T, TooLate> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask().await {
            return Ok(answer);
        }
        if Instant::now() >= deadline {
            return Err(TooLate);
        }
        // There is nothing to be told by: the driver can only be asked.
        sleep(Duration::from_millis(25)).await;
    }
}

/// It never came to be.
#[derive(Debug)]
pub struct TooLate;
