//! What a list of sessions says of a device, in the words of the emulator's owner.

use serde::{Deserialize, Serialize};

/// Takes the place of what the emulator says of a device; what is left out stays. The emulator itself reads the device from
/// the `User-Agent`, and knows no places.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Activity {
    /// The device, or its system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
    /// The application, or the browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser_name: Option<String>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser_version: Option<String>,
    /// Where it was seen in the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// Where it was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Where it was seen, as two letters or a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}
