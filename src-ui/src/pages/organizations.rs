//! Organizations: those that the person is in and can join.

use latchkey_ipc::command::{AccountRequest, OrganizationsRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{OrganizationsView, Page};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::confirm_dialog::ConfirmDialog;
use crate::components::offline_banner::RetryButton;
use crate::components::organizations::organizations;
use crate::components::shell::ShellPage;
use crate::copy::{buttons, organizations as words};
use crate::frame::{PageProps, use_frame};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::hooks::modal::use_focus_kept;
use crate::said::sentence;

#[component]
pub(crate) fn Organizations(PageProps { view }: &PageProps<OrganizationsView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let heading = use_node_ref();
    let asked = use_state(|| None::<(String, String)>);
    use_first_focus(&heading);
    use_focus_kept(view.clone());
    // What has gone meanwhile cannot be asked about.
    let is_there = |id: &String| view.memberships.iter().any(|it| it.id == *id);
    let ask = asked.as_ref().filter(|(id, _)| is_there(id)).cloned();
    let on_close = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(None))
    };
    let on_leave = Callback::from(move |leaving| asked.set(Some(leaving)));
    let refresh = AccountRequest::Organizations(OrganizationsRequest::Refresh);
    html! {
        <>
            <ShellPage
                test_id={test_id::PAGE_ORGANIZATIONS}
                state={gate.page_state(view.problem.as_ref())}
                title={html! { words::TITLE }}
                lead={html! { <p>{ words::LEAD }</p> }}
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
                { organizations(view, gate, &frame, Some(&on_leave)) }
                <div class="page-foot">
                    <Button
                        kind={Kind::Leave}
                        test_id={test_id::WIZARD_DONE}
                        label={words::BACK}
                        on_press={frame.asks(AccountRequest::Open { page: Page::Account })}
                    />
                </div>
            </ShellPage>
            if let Some((organization, name)) = ask {
                <ConfirmDialog
                    title={sentence(&words::ask_leave(&name))}
                    lead={html! { <p>{ words::LEAVE_MEANS }</p> }}
                    confirm={words::LEAVE}
                    busy={!gate.is_open()}
                    on_confirm={
                        let on_close = on_close.clone();
                        frame.asks_with(move |()| {
                            on_close.emit(());
                            let organization = organization.clone();
                            AccountRequest::Organizations(OrganizationsRequest::Leave { organization })
                        })
                    }
                    on_cancel={on_close}
                />
            }
        </>
    }
}
