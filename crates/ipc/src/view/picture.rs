//! Pictures of people and logos of organizations, which travel apart from the views that name them.

use serde::{Deserialize, Serialize};

/// Names a picture that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PictureKey {
    /// Which picture. Another picture of the same person is another one.
    pub of: u64,
    /// Grows when it is worth asking again for one that could not be had.
    pub round: u32,
}
