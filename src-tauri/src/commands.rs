//! The commands that the page may call: each hands its request to the application and gives back
//! the view. `countries` asks nothing of it: they are the same for as long as the program runs. `licences`
//! has a file read.

use latchkey_app::{App, Request};
use latchkey_ipc::command::{
    AccountRequest, ConnectRequest, DeviceRequest, LicencesRequest, MfaRequest, SignInRequest,
    StepUpRequest, ViewRequest, WindowRequest,
};
use latchkey_ipc::view::{AppView, Country, LicencesView};
use serde::Serialize;
use tauri::ipc::Response;
use tauri::{Builder, Runtime, State};

/// Why a command has no view to give.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CommandError {
    /// The application has stopped: the window is about to close.
    Stopped,
}

/// Makes the commands callable.
pub(crate) fn register<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.invoke_handler(tauri::generate_handler![
        view, countries, licences, connect, sign_in, account, mfa, device, step_up, window
    ])
}

async fn ask(app: &App, request: impl Into<Request>) -> Result<Response, CommandError> {
    // The cause says no more than the error.
    let view = app.request(request).await.map_err(|_| CommandError::Stopped)?;
    Ok(answer(&view))
}

/// The view as JSON, filled up with blanks to whole buffers. The webview reads answers through a buffer of
/// this size, in bytes, and never empties it: after backup codes, a shorter answer would leave their end in it.
fn answer(view: &AppView) -> Response {
    const BUFFER: usize = 8192;
    // A view is plain data, which can always be written.
    let mut text = serde_json::to_string(view).unwrap_or_default();
    let size = text.len().next_multiple_of(BUFFER);
    text.reserve_exact(size - text.len());
    text.extend(std::iter::repeat_n(' ', size - text.len()));
    Response::new(text)
}

#[tauri::command]
async fn view(app: State<'_, App>, request: ViewRequest) -> Result<Response, CommandError> {
    ask(&app, request).await
}

/// Not on the main thread: the first call reads the numbering plans.
#[tauri::command(async)]
fn countries() -> &'static [Country] {
    latchkey_app::countries()
}

#[tauri::command]
async fn licences(
    app: State<'_, App>,
    request: LicencesRequest,
) -> Result<LicencesView, CommandError> {
    let LicencesRequest {} = request;
    Ok(app.licences().await)
}

#[tauri::command]
async fn connect(app: State<'_, App>, request: ConnectRequest) -> Result<Response, CommandError> {
    ask(&app, request).await
}

#[tauri::command]
async fn sign_in(app: State<'_, App>, request: SignInRequest) -> Result<Response, CommandError> {
    ask(&app, request).await
}

#[tauri::command]
async fn account(app: State<'_, App>, request: AccountRequest) -> Result<Response, CommandError> {
    ask(&app, request).await
}

#[tauri::command]
async fn mfa(app: State<'_, App>, request: MfaRequest) -> Result<Response, CommandError> {
    ask(&app, request).await
}

#[tauri::command]
async fn device(app: State<'_, App>, request: DeviceRequest) -> Result<Response, CommandError> {
    ask(&app, request).await
}

#[tauri::command]
async fn step_up(app: State<'_, App>, request: StepUpRequest) -> Result<Response, CommandError> {
    ask(&app, request).await
}

#[tauri::command]
async fn window(app: State<'_, App>, request: WindowRequest) -> Result<Response, CommandError> {
    ask(&app, request).await
}
