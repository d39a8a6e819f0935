//! AddPhone.

use latchkey_ipc::test_id;
use latchkey_ipc::view::AddPhoneView;
use yew::prelude::*;

use super::Frame;
use crate::components::shell::ShellPage;
use crate::hooks::countdown::use_gate;

#[derive(Properties, PartialEq)]
pub(crate) struct AddPhoneProps {
    pub(crate) view: AddPhoneView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn AddPhone(props: &AddPhoneProps) -> Html {
    let gate = use_gate(props.view.activity, props.frame.arrived_at);
    html! {
        <ShellPage test_id={test_id::PAGE_ADD_PHONE} state={gate.page_state(None)} title={html! { "AddPhone" }}>
        </ShellPage>
    }
}
