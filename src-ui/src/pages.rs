//! The pages, each a function of its view. They send requests and never decide what comes next.

pub(crate) mod about;
pub(crate) mod account;
pub(crate) mod add_phone;
pub(crate) mod add_totp;
pub(crate) mod connect;
pub(crate) mod devices;
pub(crate) mod help;
pub(crate) mod loading;
pub(crate) mod manage_mfa;
pub(crate) mod organizations;
pub(crate) mod reset_password;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod step_up;
pub(crate) mod task;
pub(crate) mod this_device;
pub(crate) mod verify;
