//! Mounts the page into the element that index.html shows its skeleton in.

/// Starts the page.
#[cfg(target_arch = "wasm32")]
fn main() {
    use latchkey_ui::app::{App, Props};
    use latchkey_ui::backend::Backend;

    let document = web_sys::window().and_then(|window| window.document());
    // Whoever ships it under a name of their own titles the document with it.
    let product = document.as_ref().map(web_sys::Document::title).unwrap_or_default();
    let root = document.and_then(|document| document.get_element_by_id("app"));
    yew::platform::spawn_local(async move {
        let backend = Backend::Tauri;
        let view = backend.first_view().await;
        let product = product.into();
        let props = Props { product, backend, view, countries: None, licences: None };
        match root {
            Some(root) => yew::Renderer::<App>::with_root_and_props(root, props).render(),
            None => yew::Renderer::<App>::with_props(props).render(),
        };
    });
}

/// Elsewhere there is no window to mount into: the native build serves the tests alone.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
