//! The commands that the page may call: each hands its request to the application and gives back
//! the view. `countries` asks nothing of it: they are the same for as long as the program runs. `licences`
//! has a file read, and `picture` a picture fetched.

use latchkey_app::{App, Request};
use latchkey_ipc::command::{
    AccountRequest, ConnectRequest, DeviceRequest, LicencesRequest, MfaRequest, PictureRequest,
    SignInRequest, StepUpRequest, ViewRequest, WindowRequest,
};
use latchkey_ipc::wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tauri::ipc::{self, InvokeBody, Response};
use tauri::{Builder, Runtime, State};

/// Why a command has nothing to give.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CommandError {
    /// The application has stopped: the window is about to close.
    Stopped,
    /// What was sent is no request of this command.
    Unreadable,
}

/// Makes the commands callable.
pub(crate) fn register<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.invoke_handler(tauri::generate_handler![
        view, countries, licences, picture, connect, sign_in, account, mfa, device, step_up, window
    ])
}

/// Has the application take a request of this kind.
async fn ask<T>(app: &App, call: &ipc::Request<'_>) -> Result<Response, CommandError>
where
    T: DeserializeOwned + Into<Request>,
{
    let request: T = read(call)?;
    // The cause says no more than the error.
    let view = app.request(request).await.map_err(|_| CommandError::Stopped)?;
    Ok(answer(&view))
}

fn read<T: DeserializeOwned>(call: &ipc::Request<'_>) -> Result<T, CommandError> {
    let InvokeBody::Raw(bytes) = call.body() else { return Err(CommandError::Unreadable) };
    wire::read_whole(bytes).map_err(|_| CommandError::Unreadable)
}

/// An answer, filled up to whole buffers. The webview reads answers through a buffer of
/// this size, in bytes, and never empties it: after backup codes, a shorter answer would leave their end in it.
fn answer<T: Serialize>(message: &T) -> Response {
    const BUFFER: usize = 8192;
    let message = wire::write(message);
    let mut bytes = Vec::with_capacity(message.len().next_multiple_of(BUFFER));
    bytes.extend_from_slice(&message);
    bytes.resize(message.len().next_multiple_of(BUFFER), 0);
    Response::new(bytes)
}

#[tauri::command]
async fn view(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    ask::<ViewRequest>(&app, &call).await
}

/// Not on the main thread: the first call reads the numbering plans.
#[tauri::command(async)]
fn countries() -> Response {
    answer(&latchkey_app::countries())
}

#[tauri::command]
async fn licences(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    let LicencesRequest {} = read(&call)?;
    Ok(answer(&app.licences().await))
}

#[tauri::command]
async fn picture(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    let request: PictureRequest = read(&call)?;
    // The cause says no more than the error.
    let picture = app.picture(request).await.map_err(|_| CommandError::Stopped)?;
    Ok(answer(&picture))
}

#[tauri::command]
async fn connect(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    ask::<ConnectRequest>(&app, &call).await
}

#[tauri::command]
async fn sign_in(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    ask::<SignInRequest>(&app, &call).await
}

#[tauri::command]
async fn account(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    ask::<AccountRequest>(&app, &call).await
}

#[tauri::command]
async fn mfa(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    ask::<MfaRequest>(&app, &call).await
}

#[tauri::command]
async fn device(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    ask::<DeviceRequest>(&app, &call).await
}

#[tauri::command]
async fn step_up(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    ask::<StepUpRequest>(&app, &call).await
}

#[tauri::command]
async fn window(app: State<'_, App>, call: ipc::Request<'_>) -> Result<Response, CommandError> {
    ask::<WindowRequest>(&app, &call).await
}
