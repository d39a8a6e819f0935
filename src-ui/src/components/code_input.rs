//! One real input drawn as six boxes, so that pasting, autofill and assistive technology find the
//! plain field that they know.

use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::Strategy;
use wasm_bindgen::JsCast as _;
use web_sys::ClipboardEvent;
use yew::prelude::*;

use crate::code_entry::CODE_LENGTH;
use crate::components::problem_text::ProblemText;
use crate::components::text_field::{PROBLEM_ID, on_input};
use crate::hooks::id_scope::use_id_scope;

#[derive(Properties, PartialEq)]
pub(crate) struct CodeInputProps {
    pub(crate) label: &'static str,
    /// What the code proves.
    pub(crate) strategy: Strategy,
    /// Digits only.
    pub(crate) value: AttrValue,
    /// Takes what stands in the field, before it is cleaned.
    pub(crate) on_edit: Callback<String>,
    /// Takes what is pasted. True where it is settled with that, false where the field takes it.
    pub(crate) on_paste: Callback<String, bool>,
    /// The problem that belongs to this field, if there is one.
    #[prop_or_default]
    pub(crate) problem: Option<Problem>,
    /// Stands at the end of the label's line and comes after the field for the keyboard.
    #[prop_or_default]
    pub(crate) aside: Html,
    pub(crate) node: NodeRef,
}

/// Room for a code with blanks or words around it; it is cut down after it was read.
const MAX_LENGTH: &str = "64";

#[component]
pub(crate) fn CodeInput(props: &CodeInputProps) -> Html {
    let scope = use_id_scope();
    let id = scope.id("code");
    let onpaste = {
        let on_paste = props.on_paste.clone();
        Callback::from(move |event: Event| {
            if pasted(&event).is_some_and(|text| on_paste.emit(text)) {
                event.prevent_default();
            }
        })
    };
    let boxes = (0..CODE_LENGTH).map(|place| {
        let digit = props.value.chars().nth(place);
        let current = place == props.value.len().min(CODE_LENGTH - 1);
        let class = classes!(
            "code-box",
            current.then_some("current"),
            (current && digit.is_none()).then_some("waiting"),
        );
        html! { <span {class}>{ digit.map(String::from) }</span> }
    });
    let own_problem = props.problem.is_some().then(|| scope.id(PROBLEM_ID));
    html! {
        <div class="field with-aside">
            <label for={id.clone()}>{ props.label }</label>
            <div class="code">
                <input
                    ref={props.node.clone()}
                    {id}
                    data-testid={test_id::CODE}
                    class="code-input"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength={MAX_LENGTH}
                    autocapitalize="none"
                    autocorrect="off"
                    spellcheck="false"
                    value={props.value.clone()}
                    aria-invalid={own_problem.is_some().then_some("true")}
                    aria-describedby={own_problem}
                    oninput={on_input(&props.on_edit)}
                    {onpaste}
                />
                <div class="code-boxes" aria-hidden="true">{ for boxes }</div>
            </div>
            <div class="aside">{ props.aside.clone() }</div>
            <ProblemText
                problem={props.problem.clone()}
                id={PROBLEM_ID}
                strategy={props.strategy}
            />
        </div>
    }
}

fn pasted(event: &Event) -> Option<String> {
    event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?.get_data("text/plain").ok()
}
