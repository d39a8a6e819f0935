//! The session that is shown, and what several views of it need.

use latchkey_fapi_client::{Product, harmless};
use latchkey_fapi_types::client::Session;
use latchkey_ipc::view::SelfTest;

use crate::connection::{Connection, OpenSession};
use crate::now::Now;
use crate::ports::Storage;

/// The session that is shown, and all that its views are made of.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) connection: &'a Connection,
    pub(super) open: &'a OpenSession,
    pub(super) session: &'a Session,
    pub(super) now: Now,
    /// How this device's trust is kept.
    pub(super) storage: Option<Storage>,
    /// What came of testing that.
    pub(super) self_test: SelfTest,
}

/// Names that are told of a list of a server.
const MOST_NAMES: usize = 20;

/// What support needs to know; no secret in it.
pub(super) fn describe(connection: &Connection, what: &str, value: &str) -> String {
    let host = connection.key.host();
    let Product { name, version } = &connection.product;
    // The server chose it: it may be more than a name, or several with a comma between.
    let value: Vec<_> = value.split(", ").take(MOST_NAMES).map(harmless).collect();
    let value = value.join(", ");
    format!("{name} {version}\nInstance: {host}\n{what}: {value}\n")
}
