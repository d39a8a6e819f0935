//! A session in the list of those that are active, with the device that used it last (contract §5).

use serde::{Deserialize, Serialize};

use crate::enums::SessionStatus;
use crate::id::SessionId;
use crate::lenient;

/// A session of the user, on this device or on another. It comes without its user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveSession {
    /// Names the session in later calls.
    pub id: SessionId,
    /// Where it stands.
    pub status: SessionStatus,
    /// When it was last used, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub last_active_at: Option<i64>,
    /// What used it last.
    #[serde(default, deserialize_with = "lenient::option")]
    pub latest_activity: Option<Activity>,
}

/// The device that a session was last used on, as the server reads it from the request: the user agent
/// and the address that it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Names the activity.
    #[serde(default, deserialize_with = "lenient::text")]
    pub id: Option<String>,
    /// The system or the kind of device.
    #[serde(default, deserialize_with = "lenient::text")]
    pub device_type: Option<String>,
    /// The browser or the app.
    #[serde(default, deserialize_with = "lenient::text")]
    pub browser_name: Option<String>,
    /// The version of the browser or the app.
    #[serde(default, deserialize_with = "lenient::text")]
    pub browser_version: Option<String>,
    /// Whether it is a phone or a tablet.
    #[serde(default, deserialize_with = "lenient::option")]
    pub is_mobile: Option<bool>,
    /// The address that it came from.
    #[serde(default, deserialize_with = "lenient::text")]
    pub ip_address: Option<String>,
    /// The city of that address.
    #[serde(default, deserialize_with = "lenient::text")]
    pub city: Option<String>,
    /// The country of that address, by its ISO 3166 code.
    #[serde(default, deserialize_with = "lenient::text")]
    pub country: Option<String>,
}
