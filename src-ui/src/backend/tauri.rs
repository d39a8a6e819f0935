//! The only place that knows Tauri: one `invoke`, one event.

use js_sys::{Object, Promise, Reflect};
use latchkey_ipc::VIEW_EVENT;
use latchkey_ipc::command::Command;
use latchkey_ipc::view::AppView;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use yew::Callback;

use super::CallError;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI_INTERNALS__"])]
    async fn invoke(command: &str, arguments: JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = transformCallback)]
    fn transform_callback(callback: &Closure<dyn Fn(JsValue)>) -> Result<JsValue, JsValue>;
}

#[derive(Serialize)]
struct Arguments<'a, C> {
    request: &'a C,
}

#[derive(Deserialize)]
struct ViewEvent {
    payload: AppView,
}

pub(super) async fn call<C>(request: &C) -> Result<C::Answer, CallError>
where
    C: Command<Answer: DeserializeOwned> + Serialize,
{
    let arguments = Arguments { request }
        .serialize(&Serializer::json_compatible())
        .map_err(|_cannot_be_written| CallError)?;
    // A refusal names a command or a permission: nothing that a person could act on.
    let answer = invoke(C::NAME, arguments).await.map_err(|_refusal| CallError)?;
    serde_wasm_bindgen::from_value(answer).map_err(|_not_an_answer| CallError)
}

/// Takes what `boot.js` asked for while the page was still on its way. Nothing keeps it: a page that was
/// loaded anew may get a view with secrets.
pub(super) async fn first_view() -> Option<AppView> {
    let (window, name) = (js_sys::global(), JsValue::from("firstView"));
    let asked = Reflect::get(&window, &name).ok()?.dyn_into::<Promise>().ok()?;
    // What cannot be removed is only kept for longer.
    let _ = Reflect::delete_property(&window, &name);
    let answer = JsFuture::from(asked).await.ok()?;
    serde_wasm_bindgen::from_value(answer).ok()
}

pub(super) async fn listen(on_view: Callback<AppView>) {
    let handler = Closure::<dyn Fn(JsValue)>::new(move |event| {
        // An event that is no view leaves the last one standing; the next request tells.
        if let Ok(event) = serde_wasm_bindgen::from_value::<ViewEvent>(event) {
            on_view.emit(event.payload);
        }
    });
    let arguments = transform_callback(&handler).and_then(|id| listen_arguments(&id));
    // The listener lives as long as the page.
    handler.forget();
    if let Ok(arguments) = arguments {
        // Without events the page still gets a view with every answer.
        let _event_id = invoke("plugin:event|listen", arguments).await;
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
