//! The page's only clock: monotonic, and without meaning outside this load of the page.

/// Milliseconds since the page was loaded. Outside a browser time stands still.
#[cfg(target_arch = "wasm32")]
pub(crate) fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// Milliseconds since the page was loaded. Outside a browser time stands still.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn now_ms() -> f64 {
    0.0
}
