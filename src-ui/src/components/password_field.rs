//! A password, hidden until its owner wants to see it.

use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::Icon;
use crate::components::problem_text::ProblemText;
use crate::components::text_field::{PROBLEM_ID, on_input};
use crate::copy::sign_in;
use crate::hooks::id_scope::use_id_scope;

#[derive(Properties, PartialEq)]
pub(crate) struct PasswordFieldProps {
    pub(crate) id: &'static str,
    pub(crate) test_id: &'static str,
    pub(crate) label: &'static str,
    pub(crate) value: AttrValue,
    pub(crate) on_edit: Callback<String>,
    /// `current-password` or `new-password`.
    pub(crate) autocomplete: &'static str,
    /// The problem that belongs to this field, if there is one.
    #[prop_or_default]
    pub(crate) problem: Option<Problem>,
    /// The id of the element that says more about the field.
    #[prop_or_default]
    pub(crate) described_by: Option<&'static str>,
    /// Stands at the end of the label's line and comes after the field for the keyboard.
    #[prop_or_default]
    pub(crate) aside: Html,
    #[prop_or_default]
    pub(crate) node: NodeRef,
}

#[component]
pub(crate) fn PasswordField(props: &PasswordFieldProps) -> Html {
    let scope = use_id_scope();
    let id = scope.id(props.id);
    let shown = use_state(|| false);
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(!*shown))
    };
    let (kind, icon) = if *shown { ("text", Icon::EyeOff) } else { ("password", Icon::Eye) };
    let own_problem = props.problem.is_some().then_some(PROBLEM_ID);
    html! {
        <div class="field with-aside">
            <label for={id.clone()}>{ props.label }</label>
            <div class="input-group">
                <input
                    ref={props.node.clone()}
                    id={id.clone()}
                    data-testid={props.test_id}
                    class="input"
                    type={kind}
                    value={props.value.clone()}
                    autocomplete={props.autocomplete}
                    autocapitalize="none"
                    autocorrect="off"
                    spellcheck="false"
                    aria-describedby={own_problem.or(props.described_by).map(|id| scope.id(id))}
                    aria-invalid={own_problem.map(|_| "true")}
                    oninput={on_input(&props.on_edit)}
                />
                <Button
                    kind={Kind::Reveal}
                    test_id={test_id::SHOW_PASSWORD}
                    {icon}
                    spoken={sign_in::SHOW_PASSWORD}
                    pressed={*shown}
                    controls={id}
                    on_press={toggle}
                />
            </div>
            <div class="aside">{ props.aside.clone() }</div>
            <ProblemText problem={props.problem.clone()} id={PROBLEM_ID} />
        </div>
    }
}
