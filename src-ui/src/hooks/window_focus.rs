//! Notices when the person comes back to the window.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

/// Calls `on_focus` whenever the window gets the keyboard, while `wanted`.
#[hook]
pub(crate) fn use_window_focus(wanted: bool, on_focus: Callback<()>) {
    use_effect_with((wanted, on_focus), |(wanted, on_focus)| {
        let on_focus = on_focus.clone();
        let listener = web_sys::window().filter(|_| *wanted).map(|window| {
            let listener = Closure::<dyn Fn()>::new(move || on_focus.emit(()));
            // Only a listener that is no function is refused.
            let _added =
                window.add_event_listener_with_callback("focus", listener.as_ref().unchecked_ref());
            (window, listener)
        });
        move || {
            if let Some((window, listener)) = listener {
                let _removed = window.remove_event_listener_with_callback(
                    "focus",
                    listener.as_ref().unchecked_ref(),
                );
            }
        }
    });
}
