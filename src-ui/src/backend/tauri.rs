//! The only place that knows Tauri: one `invoke`, one event.

use js_sys::{Object, Promise, Reflect, Uint8Array};
use latchkey_ipc::command::Command;
use latchkey_ipc::view::AppView;
use latchkey_ipc::{VIEW_EVENT, wire};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use yew::Callback;
use zeroize::Zeroizing;

use super::CallError;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI_INTERNALS__"])]
    async fn invoke(command: &str, arguments: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = transformCallback)]
    fn transform_callback(callback: &Closure<dyn Fn(JsValue)>) -> Result<JsValue, JsValue>;
}

pub(super) async fn call<C>(request: &C) -> Result<C::Answer, CallError>
where
    C: Command<Answer: DeserializeOwned> + Serialize,
{
    let answer = send(C::NAME, &wire::write(request)).await?;
    wire::read(&answer).map_err(|_not_an_answer| CallError)
}

/// Sends the bytes of a request and gives those of its answer.
async fn send(command: &str, request: &[u8]) -> Result<Zeroizing<Vec<u8>>, CallError> {
    let request = Uint8Array::from(request);
    let answer = invoke(command, &request).await;
    // Tauri has sent its own copy by now.
    request.fill(0, 0, request.length());
    // A refusal names a command or a permission: nothing that a person could act on.
    answer.map(|answer| taken(&answer)).map_err(|_refusal| CallError)
}

/// Takes the bytes out of a buffer of the webview, or out of a list of numbers.
fn taken(message: &JsValue) -> Zeroizing<Vec<u8>> {
    let bytes = Uint8Array::new(message);
    let copy = Zeroizing::new(bytes.to_vec());
    bytes.fill(0, 0, bytes.length());
    copy
}

/// Takes what `boot.js` asked for while the page was still on its way. Nothing keeps it: a page that was
/// loaded anew may get a view with secrets.
pub(super) async fn first_view() -> Option<AppView> {
    let (window, name) = (js_sys::global(), JsValue::from("firstView"));
    let asked = Reflect::get(&window, &name).ok()?.dyn_into::<Promise>().ok()?;
    // What cannot be removed is only kept for longer.
    let _ = Reflect::delete_property(&window, &name);
    let answer = JsFuture::from(asked).await.ok()?;
    wire::read(&taken(&answer)).ok()
}

pub(super) async fn listen(on_view: Callback<AppView>) {
    let handler = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let payload = Reflect::get(&event, &"payload".into()).unwrap_or_default();
        // An event that is no view leaves the last one standing; the next request tells.
        if let Ok(view) = wire::read(&taken(&payload)) {
            on_view.emit(view);
        }
    });
    let arguments = transform_callback(&handler).and_then(|id| listen_arguments(&id));
    // The listener lives as long as the page.
    handler.forget();
    if let Ok(arguments) = arguments {
        // Without events the page still gets a view with every answer.
        let _event_id = invoke("plugin:event|listen", &arguments).await;
    }
}

fn listen_arguments(handler: &JsValue) -> Result<JsValue, JsValue> {
    let target = Object::new();
    Reflect::set(&target, &"kind".into(), &"Any".into())?;
    let arguments = Object::new();
    Reflect::set(&arguments, &"event".into(), &VIEW_EVENT.into())?;
    Reflect::set(&arguments, &"target".into(), &target)?;
    Reflect::set(&arguments, &"handler".into(), handler)?;
    Ok(arguments.into())
}
