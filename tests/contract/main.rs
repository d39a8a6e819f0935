//! The emulator and the client against the official description of the API.
