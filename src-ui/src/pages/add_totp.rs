//! AddTotp.

use latchkey_ipc::test_id;
use latchkey_ipc::view::AddTotpView;
use yew::prelude::*;

use super::Frame;
use crate::components::shell::ShellPage;
use crate::hooks::countdown::use_gate;

#[derive(Properties, PartialEq)]
pub(crate) struct AddTotpProps {
    pub(crate) view: AddTotpView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn AddTotp(props: &AddTotpProps) -> Html {
    let gate = use_gate(props.view.activity, props.frame.arrived_at);
    html! {
        <ShellPage test_id={test_id::PAGE_ADD_TOTP} state={gate.page_state(None)} title={html! { "AddTotp" }}>
        </ShellPage>
    }
}
