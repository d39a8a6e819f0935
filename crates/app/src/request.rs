//! What a person can ask for, on whichever page.

use latchkey_ipc::command::{
    AccountRequest, ConnectRequest, DeviceRequest, MfaRequest, SignInRequest, StepUpRequest,
    ViewRequest, WindowRequest,
};

/// What a person can ask for.
#[derive(Clone, Debug)]
pub enum Request {
    /// The current view.
    View(ViewRequest),
    /// Something on the Connect page.
    Connect(ConnectRequest),
    /// Something in a sign-in.
    SignIn(SignInRequest),
    /// Something with the account.
    Account(AccountRequest),
    /// Something on the pages of multi-factor authentication.
    Mfa(MfaRequest),
    /// Something with a device, or with where this one's trust is kept.
    Device(DeviceRequest),
    /// Something in the step-up dialog.
    StepUp(StepUpRequest),
    /// Something on any page.
    Window(WindowRequest),
}

macro_rules! from_requests {
    ($($variant:ident($request:ty),)+) => {
        $(impl From<$request> for Request {
            fn from(request: $request) -> Self {
                Self::$variant(request)
            }
        })+
    };
}

from_requests! {
    View(ViewRequest),
    Device(DeviceRequest),
    Connect(ConnectRequest),
    SignIn(SignInRequest),
    Account(AccountRequest),
    Mfa(MfaRequest),
    StepUp(StepUpRequest),
    Window(WindowRequest),
}
