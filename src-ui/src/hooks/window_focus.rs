//! Notices when the person leaves the window out of sight, and comes back to it.

use latchkey_ipc::command::WindowRequest;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::EventTarget;
use yew::prelude::*;

/// Tells whenever the window gets the keyboard or comes into sight, and when it is out of sight. Both
/// are told whoever is signed in: one without the other would leave the backend waiting.
#[hook]
pub(crate) fn use_attention(on_attention: Callback<WindowRequest>) {
    use_effect_with(on_attention, |on_attention| {
        let window = web_sys::window();
        let document = window.as_ref().and_then(web_sys::Window::document);
        if document.as_ref().is_some_and(web_sys::Document::hidden) {
            on_attention.emit(WindowRequest::Hidden);
        }
        let focused = {
            let on_attention = on_attention.clone();
            Listener::new(window, "focus", move || on_attention.emit(WindowRequest::Focused))
        };
        let seen = {
            let (shown, on_attention) = (document.clone(), on_attention.clone());
            Listener::new(document, "visibilitychange", move || {
                let hidden = shown.as_ref().is_some_and(web_sys::Document::hidden);
                let request = if hidden { WindowRequest::Hidden } else { WindowRequest::Focused };
                on_attention.emit(request);
            })
        };
        move || drop((focused, seen))
    });
}

/// Hears an event for as long as it lives.
struct Listener {
    target: EventTarget,
    event: &'static str,
    heard: Closure<dyn Fn()>,
}

impl Listener {
    fn new<T: Into<EventTarget>>(
        target: Option<T>,
        event: &'static str,
        heard: impl Fn() + 'static,
    ) -> Option<Self> {
        let target: EventTarget = target?.into();
        let heard = Closure::<dyn Fn()>::new(heard);
        // Only a listener that is no function is refused.
        let _added = target.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
        Some(Self { target, event, heard })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _removed = self
            .target
            .remove_event_listener_with_callback(self.event, self.heard.as_ref().unchecked_ref());
    }
}
