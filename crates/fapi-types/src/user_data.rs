//! The little that an attempt or a session shows of its user (contract §4.2 and §5).

use serde::{Deserialize, Serialize};

use crate::id::UserId;
use crate::lenient;

/// A user as a sign-in attempt or a session shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserData {
    /// Who it is; an attempt does not say.
    #[serde(default, deserialize_with = "lenient::option")]
    pub user_id: Option<UserId>,
    /// The identifier that the user signed in with; an attempt does not say.
    #[serde(default, deserialize_with = "lenient::text")]
    pub identifier: Option<String>,
    /// First name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub last_name: Option<String>,
    /// Address of a picture.
    #[serde(default, deserialize_with = "lenient::text")]
    pub image_url: Option<String>,
    /// Whether the picture is the user's own rather than a generated one.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub has_image: bool,
}
