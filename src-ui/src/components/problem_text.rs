//! What is wrong, beside what it belongs to, announced as soon as it appears.

use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::Strategy;
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::copy::errors;
use crate::hooks::id_scope::use_id_scope;
use crate::said::{said, sentence};

#[derive(Properties, PartialEq)]
pub(crate) struct ProblemProps {
    /// Nothing is drawn without one.
    pub(crate) problem: Option<Problem>,
    /// The element's id, for `aria-describedby`.
    #[prop_or_default]
    pub(crate) id: Option<&'static str>,
    #[prop_or(test_id::FORM_ERROR)]
    pub(crate) test_id: &'static str,
    /// The factor that was tried, where a code of it may be wrong.
    #[prop_or_default]
    pub(crate) strategy: Option<Strategy>,
}

#[component]
pub(crate) fn ProblemText(props: &ProblemProps) -> Html {
    let scope = use_id_scope();
    let Some(problem) = &props.problem else { return html! {} };
    html! {
        <div class="problem" id={props.id.map(|id| scope.id(id))} role="alert" data-testid={props.test_id}>
            <IconView icon={Icon::Alert} />
            <div>
                <p>{ sentence(&errors::text(problem, props.strategy)) }</p>
                if let Some(reference) = errors::reference(problem) {
                    <p class="reference">{ errors::REFERENCE }<code>{ said(reference) }</code></p>
                }
            </div>
        </div>
    }
}
