//! ManageMfa.

use latchkey_ipc::test_id;
use latchkey_ipc::view::ManageMfaView;
use yew::prelude::*;

use super::Frame;
use crate::components::shell::ShellPage;
use crate::hooks::countdown::use_gate;

#[derive(Properties, PartialEq)]
pub(crate) struct ManageMfaProps {
    pub(crate) view: ManageMfaView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn ManageMfa(props: &ManageMfaProps) -> Html {
    let gate = use_gate(props.view.activity, props.frame.arrived_at);
    html! {
        <ShellPage test_id={test_id::PAGE_MANAGE_MFA} state={gate.page_state(None)} title={html! { "ManageMfa" }}>
        </ShellPage>
    }
}
