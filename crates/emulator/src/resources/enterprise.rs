//! Enterprise connections: whoever has an address of their domain signs in there (next-flows §1.1).

use crate::resources::providers::{self, Asked};
use crate::settings::Settings;
use crate::wire::call::Form;
use crate::wire::error::ApiError;
use crate::work::Work;

/// The strategy by which it is asked for; no verification has it (next-flows §13.3).
pub(crate) const STRATEGY: &str = "enterprise_sso";
const CONNECTION: &str = "enterprise_connection_id";

/// Checks what a form asks for, for an address. Where its domain has several connections, the form names one.
pub(crate) fn asked(work: &Work<'_>, form: &Form, address: &str) -> Result<Asked, ApiError> {
    let connections = work.settings.connections_of(address);
    let connection = match (form.optional(CONNECTION)?, connections.as_slice()) {
        (None, [only]) => *only,
        (None, [_, _, ..]) => return Err(ApiError::enterprise_connection_id_required()),
        (id, _) => connections
            .iter()
            .find(|connection| Some(connection.id.as_str()) == id)
            .ok_or_else(ApiError::enterprise_connection_missing)?,
    };
    let redirect_url = providers::redirect_url(work, form)?;
    Ok(Asked {
        strategy: connection.strategy.clone(),
        page: format!("sso/{}", connection.id),
        redirect_url,
        connection_id: Some(connection.id.clone()),
    })
}

/// Whether a connection may tell of this address.
pub(crate) fn is_of_domain(settings: &Settings, connection_id: &str, address: &str) -> bool {
    settings.connections_of(address).iter().any(|connection| connection.id == connection_id)
}
