//! The local emulator, in development builds: started in this process when it is asked for.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use latchkey_app::ports::{Emulator, EmulatorAddress, EmulatorFailed, PortFuture};
use latchkey_emulator::{Database, EmulatorConfig, RunningEmulator, demo_accounts};
use latchkey_ipc::view::{DemoAccount, EmulatorView, InboxMessage};

/// How many messages the banner shows.
const SHOWN_MESSAGES: usize = 5;

/// The emulator in this process.
pub(crate) struct LocalEmulator {
    database: PathBuf,
    running: Arc<OnceLock<RunningEmulator>>,
}

impl LocalEmulator {
    /// One that keeps its state in this folder.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { database: folder.join("emulator.sqlite"), running: Arc::default() }
    }
}

impl Emulator for LocalEmulator {
    fn start(
        &self,
        changed: Box<dyn Fn(EmulatorView) + Send + Sync>,
    ) -> PortFuture<Result<EmulatorAddress, EmulatorFailed>> {
        let database = Database::File(self.database.clone());
        let running = Arc::clone(&self.running);
        Box::pin(async move {
            let emulator = if let Some(emulator) = running.get() {
                emulator
            } else {
                let config = EmulatorConfig { database, ..EmulatorConfig::default() };
                let started = latchkey_emulator::Emulator::start(config)
                    .await
                    .map_err(|error| EmulatorFailed(error.to_string()))?;
                // The place is free: the application has one start under way at a time.
                let started = running.get_or_init(|| started);
                tokio::spawn(watch(Arc::clone(&running), changed));
                started
            };
            Ok(EmulatorAddress {
                base_url: emulator.base_url().to_owned(),
                publishable_key: emulator.publishable_key(),
            })
        })
    }
}

/// What the banner shows now. It reads the emulator's database.
fn view(emulator: &RunningEmulator) -> EmulatorView {
    let inbox = emulator.inbox().unwrap_or_else(|error| {
        tracing::warn!(%error, "the emulator's inbox could not be read");
        Vec::new()
    });
    EmulatorView {
        inbox: inbox
            .into_iter()
            .take(SHOWN_MESSAGES)
            .map(|message| InboxMessage { to: message.to, code: message.code })
            .collect(),
        demo_accounts: demo_accounts()
            .iter()
            .map(|account| DemoAccount {
                situation: account.situation.to_owned(),
                identifier: account.identifier.to_owned(),
                password: account.password.to_owned(),
                totp_code: account.totp_secret.and_then(|it| emulator.totp_code(it)),
                backup_code: account.backup_codes.first().map(|&code| code.to_owned()),
            })
            .collect(),
    }
}

/// Tells what the banner shows, now and with each message and each next code of an authenticator app.
async fn watch(
    running: Arc<OnceLock<RunningEmulator>>,
    changed: Box<dyn Fn(EmulatorView) + Send + Sync>,
) {
    let mut messages = None;
    loop {
        let emulator = Arc::clone(&running);
        let read = tokio::task::spawn_blocking(move || emulator.get().map(view)).await;
        let Ok(Some(view)) = read else { return };
        changed(view);
        let Some(emulator) = running.get() else { return };
        let messages = messages.get_or_insert_with(|| emulator.inbox_changes());
        let step = Duration::from_secs(emulator.seconds_to_next_totp_step());
        // The time that is up is the next code; an error is the end of the emulator.
        if let Ok(Err(_)) = tokio::time::timeout(step, messages.changed()).await {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_start_does_not_watch_it_a_second_time() {
        let folder = tempfile::tempdir().unwrap();
        let emulator = LocalEmulator::new(folder.path());
        let first = emulator.start(Box::new(|_| {})).await.unwrap();
        let (told, hears) = std::sync::mpsc::channel();
        let again = emulator.start(Box::new(move |_| told.send(()).unwrap())).await.unwrap();
        assert_eq!(again, first, "the one that runs");
        let kept = hears.try_recv();
        assert_eq!(kept, Err(std::sync::mpsc::TryRecvError::Disconnected), "nobody watches for it");
    }
}
