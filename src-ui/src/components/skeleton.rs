//! The outline of a form, while it is not known yet. index.html shows the same before the page runs.

use yew::prelude::*;

#[component]
pub(crate) fn Skeleton() -> Html {
    html! {
        <div class="skeleton" aria-hidden="true">
            <span class="bone short" />
            <span class="bone box" />
            <span class="bone short" />
            <span class="bone box" />
            <span class="bone box strong" />
        </div>
    }
}
