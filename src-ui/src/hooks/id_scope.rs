//! Ids of elements, different where a dialog has the same fields as the page beneath it.

use yew::prelude::*;

/// What the ids of a part of the page begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct IdScope(pub(crate) &'static str);

impl IdScope {
    /// The id here for what is called `name`.
    pub(crate) fn id(self, name: &'static str) -> AttrValue {
        if self.0.is_empty() {
            AttrValue::Static(name)
        } else {
            AttrValue::from(format!("{}-{name}", self.0))
        }
    }
}

/// The scope of the dialog around the widget, or that of the page.
#[hook]
pub(crate) fn use_id_scope() -> IdScope {
    use_context::<IdScope>().unwrap_or_default()
}
