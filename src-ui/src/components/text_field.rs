//! A labelled line of text with its problem beneath.

use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::Strategy;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::problem_text::ProblemText;
use crate::hooks::id_scope::use_id_scope;

#[derive(Properties, PartialEq)]
pub(crate) struct TextFieldProps {
    pub(crate) id: &'static str,
    pub(crate) test_id: &'static str,
    pub(crate) label: AttrValue,
    pub(crate) value: AttrValue,
    pub(crate) on_edit: Callback<String>,
    pub(crate) autocomplete: &'static str,
    /// The problem that belongs to this field, if there is one.
    #[prop_or_default]
    pub(crate) problem: Option<Problem>,
    #[prop_or(test_id::FORM_ERROR)]
    pub(crate) problem_test_id: &'static str,
    /// The factor that is tried with what is typed, if it is a code.
    #[prop_or_default]
    pub(crate) strategy: Option<Strategy>,
    /// Which keys an on-screen keyboard shows first.
    #[prop_or_default]
    pub(crate) inputmode: Option<&'static str>,
    /// Draws all characters equally wide.
    #[prop_or_default]
    pub(crate) monospace: bool,
    /// Marks the field as wrong; the element of this id says why.
    #[prop_or_default]
    pub(crate) invalid_by: Option<&'static str>,
    /// The id of the element that says more about the field.
    #[prop_or_default]
    pub(crate) described_by: Option<&'static str>,
    /// What is to be typed into it (`data-word`), where that is given.
    #[prop_or_default]
    pub(crate) word: Option<&'static str>,
    #[prop_or_default]
    pub(crate) node: NodeRef,
}

#[component]
pub(crate) fn TextField(props: &TextFieldProps) -> Html {
    let scope = use_id_scope();
    let oninput = on_input(&props.on_edit);
    let own_problem = props.problem.is_some().then_some(PROBLEM_ID);
    let describedby = own_problem.or(props.invalid_by).or(props.described_by);
    let describedby = describedby.map(|id| scope.id(id));
    let invalid = props.problem.is_some() || props.invalid_by.is_some();
    html! {
        <div class="field">
            <label for={scope.id(props.id)}>{ props.label.clone() }</label>
            <input
                ref={props.node.clone()}
                id={scope.id(props.id)}
                data-testid={props.test_id}
                data-word={props.word}
                class={classes!("input", props.monospace.then_some("monospace"))}
                type="text"
                value={props.value.clone()}
                autocomplete={props.autocomplete}
                inputmode={props.inputmode}
                autocapitalize="none"
                autocorrect="off"
                spellcheck="false"
                aria-describedby={describedby}
                aria-invalid={invalid.then_some("true")}
                {oninput}
            />
            <ProblemText
                problem={props.problem.clone()}
                id={PROBLEM_ID}
                test_id={props.problem_test_id}
                strategy={props.strategy}
            />
        </div>
    }
}

/// Hands over what stands in a field after an edit.
pub(crate) fn on_input(on_edit: &Callback<String>) -> Callback<InputEvent> {
    on_edit.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value())
}

/// Hands over whether a checkbox is ticked after it was changed.
pub(crate) fn on_check(on_change: &Callback<bool>) -> Callback<Event> {
    on_change.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked())
}

/// The id of a page's problem, beside a field or above the button: it shows one at a time.
pub(crate) const PROBLEM_ID: &str = "problem";
