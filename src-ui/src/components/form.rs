//! The forms: each is sent only while its gate is open, tells the problem that none of its fields
//! tells, and ends with the button that sends it.

use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::test_id;
use latchkey_ipc::view::Strategy;
use yew::prelude::*;

use crate::components::problem_text::ProblemText;
use crate::components::submit::Submit;
use crate::components::text_field::PROBLEM_ID;
use crate::frame::{Needs, apart, use_frame};
use crate::gate::Gate;

#[derive(Properties, PartialEq)]
pub(crate) struct FormProps {
    pub(crate) gate: Gate,
    /// Called when the form is sent while its gate is open.
    pub(crate) on_submit: Callback<()>,
    /// The problem to show.
    pub(crate) problem: Option<Problem>,
    /// The fields that tell a problem of theirs.
    #[prop_or_default]
    pub(crate) fields: &'static [Field],
    #[prop_or(test_id::FORM_ERROR)]
    pub(crate) problem_test_id: &'static str,
    /// The factor that is tried, if it is a code.
    #[prop_or_default]
    pub(crate) strategy: Option<Strategy>,
    /// Stands between the problem and the button.
    #[prop_or_default]
    pub(crate) note: Html,
    pub(crate) submit_test_id: &'static str,
    /// What the button says.
    pub(crate) submit: &'static str,
    /// What it says meanwhile.
    pub(crate) busy: &'static str,
    /// False while there is nothing to send.
    #[prop_or(true)]
    pub(crate) sendable: bool,
    #[prop_or_default]
    pub(crate) class: Option<&'static str>,
    /// In a wizard: the class of what stands above the foot. The button stands in the foot.
    #[prop_or_default]
    pub(crate) body: Option<&'static str>,
    /// In a wizard: the buttons before it in the foot.
    #[prop_or_default]
    pub(crate) foot: Html,
    /// In a wizard: whether a press on a button of the foot leaves the keyboard where it is.
    #[prop_or_default]
    pub(crate) keeps_keyboard: bool,
    /// The fields.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Form(props: &FormProps) -> Html {
    let gate = props.gate;
    let may_send = gate.is_open()
        && use_frame().obstacle(Needs::Certainty).is_none_or(|obstacle| obstacle.may_try);
    let onsubmit = {
        let on_submit = props.on_submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if may_send {
                on_submit.emit(());
            }
        })
    };
    let content = html! {
        <>
            { props.children.clone() }
            <ProblemText
                problem={apart(props.fields, props.problem.as_ref())}
                id={PROBLEM_ID}
                test_id={props.problem_test_id}
                strategy={props.strategy}
            />
            { props.note.clone() }
        </>
    };
    let submit = html! {
        if props.sendable {
            <Submit
                test_id={props.submit_test_id}
                label={props.submit}
                busy_label={props.busy}
                {gate}
            />
        }
    };
    let onmousedown =
        props.keeps_keyboard.then(|| Callback::from(|event: MouseEvent| event.prevent_default()));
    html! {
        <form class={props.class} novalidate=true {onsubmit}>
            if let Some(body) = props.body {
                <div class={body}>{ content }</div>
                <div class="wizard-foot" {onmousedown}>
                    { props.foot.clone() }
                    { submit }
                </div>
            } else {
                { content }
                { submit }
            }
        </form>
    }
}
