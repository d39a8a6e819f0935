//! A native client of Clerk's Frontend API.
