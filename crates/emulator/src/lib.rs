//! A local look-alike of Clerk's Frontend API, for development and tests.
