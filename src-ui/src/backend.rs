//! The way to the backend. Pages hand over a [`Request`]; what comes back is a view or the fact
//! that there was none.

#[cfg(not(target_arch = "wasm32"))]
pub mod scripted;
#[cfg(target_arch = "wasm32")]
mod tauri;

use latchkey_ipc::command::{
    AccountRequest, Command, ConnectRequest, CountriesRequest, DeviceRequest, LicencesRequest,
    MfaRequest, PictureRequest, SignInRequest, StepUpRequest, ViewRequest, WindowRequest,
};
use latchkey_ipc::view::{AppView, Country, LicencesView, PictureKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use yew::Callback;

/// All that a page can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// The current view.
    View,
    /// Of the Connect page.
    Connect(ConnectRequest),
    /// Of a sign-in.
    SignIn(SignInRequest),
    /// Of a signed-in person.
    Account(AccountRequest),
    /// Of the pages of multi-factor authentication.
    Mfa(MfaRequest),
    /// Of devices, and of where this one's trust is kept.
    Device(DeviceRequest),
    /// Of the step-up dialog.
    StepUp(StepUpRequest),
    /// Of any page.
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
    Connect(ConnectRequest),
    SignIn(SignInRequest),
    Account(AccountRequest),
    Mfa(MfaRequest),
    Device(DeviceRequest),
    StepUp(StepUpRequest),
    Window(WindowRequest),
}

/// The backend gave no answer: it refused the command or answered something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallError;

/// Where the requests go.
#[derive(Clone, PartialEq)]
pub enum Backend {
    /// The program around the webview.
    #[cfg(target_arch = "wasm32")]
    Tauri,
    /// A list of prepared answers, for tests.
    #[cfg(not(target_arch = "wasm32"))]
    Scripted(scripted::Script),
}

impl Backend {
    /// Sends a request and gives the view right after it was taken.
    pub async fn send(&self, request: Request) -> Result<AppView, CallError> {
        match request {
            Request::View => self.call(&ViewRequest {}).await,
            Request::Connect(request) => self.call(&request).await,
            Request::SignIn(request) => self.call(&request).await,
            Request::Account(request) => self.call(&request).await,
            Request::Mfa(request) => self.call(&request).await,
            Request::Device(request) => self.call(&request).await,
            Request::StepUp(request) => self.call(&request).await,
            Request::Window(request) => self.call(&request).await,
        }
    }

    /// Asks for the countries with phone numbers.
    pub async fn countries(&self) -> Result<Vec<Country>, CallError> {
        self.call(&CountriesRequest {}).await
    }

    /// Asks for the list of what others made of the program.
    pub async fn licences(&self) -> Result<LicencesView, CallError> {
        self.call(&LicencesRequest {}).await
    }

    /// Asks for a picture that a view names.
    pub async fn picture(&self, picture: PictureKey) -> Result<Option<String>, CallError> {
        self.call(&PictureRequest { picture }).await
    }

    /// The view that was asked for while the page was on its way; none where that failed.
    #[cfg(target_arch = "wasm32")]
    pub async fn first_view(&self) -> Option<AppView> {
        match self {
            Self::Tauri => tauri::first_view().await,
        }
    }

    /// Has every later view handed to `on_view`, for as long as the page lives; done when that
    /// stands.
    pub async fn listen(&self, on_view: Callback<AppView>) {
        match self {
            #[cfg(target_arch = "wasm32")]
            Self::Tauri => tauri::listen(on_view).await,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Scripted(script) => script.listen(on_view).await,
        }
    }

    async fn call<C>(&self, request: &C) -> Result<C::Answer, CallError>
    where
        C: Command<Answer: DeserializeOwned + 'static> + Serialize,
    {
        match self {
            #[cfg(target_arch = "wasm32")]
            Self::Tauri => tauri::call(request).await,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Scripted(script) => script.answer(request).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::scripted::Script;
    use super::*;

    #[tokio::test]
    async fn the_countries_are_asked_for_by_a_command_of_their_own() {
        let country = Country { iso: "NO".to_owned(), dial_code: 47, main: true };
        let script = Script::default().then(vec![country.clone()]);
        let backend = Backend::Scripted(script.clone());
        assert_eq!(backend.countries().await, Ok(vec![country]));
        assert_eq!(backend.countries().await, Err(CallError), "no more answers");
        assert_eq!(script.asked(), ["countries", "countries"]);
    }
}
