//! The Frontend API's resources and errors as they travel, with every enum open.
