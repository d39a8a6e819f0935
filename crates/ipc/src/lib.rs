//! What the page and the backend say to each other: commands, view models, and the names for
//! automation. It knows neither Tauri nor Yew nor Clerk's wire; both sides compile against it, so
//! a field that changes on one side does not build on the other.

pub mod command;
pub mod error;
pub mod secret;
pub mod test_id;
pub mod view;
pub mod wire;

/// The event that carries each new [`view::AppView`] to the page.
pub const VIEW_EVENT: &str = "view";
