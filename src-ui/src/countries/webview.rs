//! What the webview calls regions: CLDR's names, through `Intl.DisplayNames`.

use js_sys::{Array, Function, Object, Reflect, global};
use wasm_bindgen::{JsCast as _, JsValue};

/// English names of regions. It knows none where the webview is older than `Intl.DisplayNames`.
pub(super) struct RegionNames(Vec<Style>);

/// One style of names: 'United Kingdom' is long, 'UK' is short.
struct Style {
    names: JsValue,
    of: Function,
}

impl RegionNames {
    pub(super) fn english() -> Self {
        Self(["long", "short"].into_iter().filter_map(|style| Style::new(style).ok()).collect())
    }

    /// A region's names, the long one first.
    pub(super) fn of(&self, iso: &str) -> Vec<String> {
        self.0.iter().filter_map(|style| style.name(iso)).collect()
    }
}

impl Style {
    fn new(style: &str) -> Result<Self, JsValue> {
        let intl = Reflect::get(&global(), &"Intl".into())?;
        let display_names = Reflect::get(&intl, &"DisplayNames".into())?.dyn_into::<Function>()?;
        let options = Object::new();
        for (name, value) in [("type", "region"), ("style", style), ("fallback", "none")] {
            Reflect::set(&options, &name.into(), &value.into())?;
        }
        let arguments = Array::of2(&Array::of1(&"en".into()), &options);
        let names = Reflect::construct(&display_names, &arguments)?;
        let of = Reflect::get(&names, &"of".into())?.dyn_into()?;
        Ok(Self { names, of })
    }

    fn name(&self, iso: &str) -> Option<String> {
        self.of.call1(&self.names, &iso.into()).ok()?.as_string()
    }
}
