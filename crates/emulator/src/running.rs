//! Starting an emulator and serving it.

use axum::Router;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use tokio::sync::watch;

use crate::config::EmulatorConfig;
use crate::emulator::Emulator;
use crate::error::{ControlError, StartError};
use crate::model::message::Message;
use crate::rules::totp;
use crate::server::{self, Server, dispatch};

/// The host in the publishable key. It resolves nowhere: clients are given the base URL as well.
const HOST: &str = "emulator.latchkey.example";
impl Emulator {
    /// Opens and serves an emulator. The one call that most programs need.
    pub async fn start(config: EmulatorConfig) -> Result<RunningEmulator, StartError> {
        server::refuse_public(config.address)?;
        let opened = tokio::task::spawn_blocking(move || Self::new(config)).await;
        let emulator = opened.map_err(|stopped| StartError::Database(Box::new(stopped)))??;
        let router = emulator.router();
        emulator.serve(router).await
    }

    /// The whole API, for a test to put its own layers around before it serves it.
    pub fn router(&self) -> Router {
        dispatch::router(self)
    }

    /// Serves a router made by [`Emulator::router`].
    pub async fn serve(&self, router: Router) -> Result<RunningEmulator, StartError> {
        let instance = self.instance();
        let (server, bound) = server::listen(instance.config.address, router).await?;
        let base_url = format!("http://{bound}");
        // A second server of the same emulator keeps the first one's issuer.
        let _ = instance.base_url.set(base_url.clone());
        Ok(RunningEmulator { emulator: self.clone(), server, base_url })
    }
}

/// An emulator that listens. It stops when this is dropped.
#[derive(Debug)]
pub struct RunningEmulator {
    emulator: Emulator,
    server: Server,
    base_url: String,
}

impl RunningEmulator {
    /// Where it listens, such as `http://127.0.0.1:4010`, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// A publishable key that clients accept; its host is never contacted.
    pub fn publishable_key(&self) -> String {
        format!("pk_test_{}", STANDARD_NO_PAD.encode(format!("{HOST}$")))
    }

    /// The instance behind it, to change settings, add users, order faults.
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// The newest messages, newest first.
    pub fn inbox(&self) -> Result<Vec<Message>, ControlError> {
        self.emulator.inbox()
    }

    /// Changes whenever a message goes out.
    pub fn inbox_changes(&self) -> watch::Receiver<u64> {
        self.emulator.inbox_changes()
    }

    /// What an authenticator app with this base32 secret shows now, by the emulator's clock.
    pub fn totp_code(&self, secret: &str) -> Option<String> {
        totp::code_at(secret, self.emulator.instance().config.clock.now())
    }

    /// Seconds until such an app shows another code.
    pub fn seconds_to_next_totp_step(&self) -> u64 {
        totp::seconds_to_next_step(self.emulator.instance().config.clock.now())
    }

    /// Stops listening and waits, for two seconds at most, for the requests in flight.
    pub async fn shutdown(self) {
        self.server.shutdown().await;
    }
}
