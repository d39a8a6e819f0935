//! The task `choose-organization`: one to use the session for, before it can be used.

use latchkey_ipc::command::{AccountRequest, OrganizationsRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::OrganizationsView;
use yew::prelude::*;

use super::{signed_in_as, wanted};
use crate::components::button::Button;
use crate::components::icon::{Icon, IconView};
use crate::components::offline_banner::RetryButton;
use crate::components::organizations::organizations;
use crate::components::shell::ShellPage;
use crate::copy::{buttons, organizations as words, task};
use crate::frame::{Needs, PageProps, use_frame};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;

/// Clerk's key of the task.
const KEY: &str = "choose-organization";

#[component]
pub(super) fn ChooseOrganization(PageProps { view }: &PageProps<OrganizationsView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let heading = use_node_ref();
    use_first_focus(&heading);
    let refresh = AccountRequest::Organizations(OrganizationsRequest::Refresh);
    html! {
        <ShellPage
            test_id={test_id::PAGE_TASK}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { task::TITLE }}
            lead={html! {
                <>
                    { wanted(test_id::TASK_CHOOSE_ORGANIZATION, KEY, task::AFTER, &frame) }
                    { signed_in_as(view.identifier.as_deref()) }
                </>
            }}
            aside={html! {
                if !frame.offline {
                    <div class="refreshed">
                        <RetryButton
                            label={buttons::REFRESH}
                            busy={!gate.may_ask()}
                            on_retry={frame.asks(refresh)}
                        />
                    </div>
                }
            }}
            {heading}
        >
            if is_dead_end(view) {
                <p class="callout warm">
                    <IconView icon={Icon::Alert} />
                    <span>{ words::NOTHING }</span>
                </p>
            }
            { organizations(view, gate, &frame, None) }
            <div class="page-foot">
                <p class="sub">{ task::NOT_NOW }</p>
                <Button
                    needs={Needs::Server}
                    test_id={test_id::SIGN_OUT}
                    label={buttons::SIGN_OUT}
                    busy_label={view.signing_out.then_some(task::SIGNING_OUT)}
                    open={!view.signing_out}
                    on_press={frame.asks(AccountRequest::SignOut)}
                />
            </div>
        </ShellPage>
    }
}

/// Whether there is nothing to choose, to join or to make, as far as that is known.
fn is_dead_end(view: &OrganizationsView) -> bool {
    let nothing_to_join = view
        .offers
        .as_ref()
        .is_some_and(|offers| offers.invitations.is_empty() && offers.suggestions.is_empty());
    nothing_to_join && view.memberships.is_empty() && view.create.is_none()
}
