//! What the page and the backend say to each other: commands, view models, and the names for automation.
