//! The lists of organizations, which the page of their own and the task that waits for one share.

mod create;

use std::rc::Rc;

use latchkey_ipc::command::{AccountRequest, OrganizationsRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{
    MembershipView, OfferView, OrganizationsView, PersonalView, PictureKey, RowState,
};
use yew::prelude::*;

use self::create::NewOrganization;
use crate::components::avatar::{Avatar, Place};
use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::icon::Icon;
use crate::components::problem_text::ProblemText;
use crate::components::row_state::{unsettled, working};
use crate::components::submit::wait;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{buttons, organizations as words};
use crate::frame::{Frame, Needs};
use crate::gate::Gate;
use crate::said::said;

/// What a row does.
struct Action {
    test_id: &'static str,
    label: &'static str,
    request: OrganizationsRequest,
}

/// The lists. Where `on_leave` is given, an organization can be left: it is called with its id and its name.
pub(crate) fn organizations(
    view: &Rc<OrganizationsView>,
    gate: Gate,
    frame: &Frame,
    on_leave: Option<&Callback<(String, String)>>,
) -> Html {
    html! {
        <>
            <ProblemText problem={gate.shown(view.problem.as_ref())} id={PROBLEM_ID} />
            { wait(gate) }
            <Card
                icon={Icon::Account}
                title={html! { words::YOURS }}
                about={html! { words::YOURS_ABOUT }}
            >
                { for view.memberships.iter().map(|it| membership(it, gate, frame, on_leave)) }
                if let Some(it) = &view.personal {
                    { personal(it, gate, frame) }
                } else if view.memberships.is_empty() {
                    <li class="row none">{ words::NONE }</li>
                }
            </Card>
            { offers(view, gate, frame) }
            if let Some(create) = &view.create {
                // With an organization made, the form has done its work.
                <NewOrganization key={create.made.to_string()} create={create.clone()} {gate} />
            }
        </>
    }
}

fn offers(view: &OrganizationsView, gate: Gate, frame: &Frame) -> Html {
    let Some(offers) = &view.offers else {
        let looks = gate.is_busy() || view.problem.is_none();
        return html! {
            if looks {
                <p class="sub" role="status">
                    <span class="spinner" aria-hidden="true" />
                    { words::LOOKING }
                </p>
            }
        };
    };
    html! {
        <>
            if !offers.invitations.is_empty() {
                <Card
                    icon={Icon::Email}
                    title={html! { words::INVITATIONS }}
                    about={html! { words::INVITATIONS_ABOUT }}
                >
                    { for offers.invitations.iter().map(|it| {
                        let request = OrganizationsRequest::Join { invitation: it.id.clone() };
                        let test_id = test_id::INVITATION_ACCEPT;
                        let action = Action { test_id, label: words::JOIN, request };
                        offer(test_id::INVITATION, it, &action, gate, frame)
                    }) }
                </Card>
            }
            if !offers.suggestions.is_empty() {
                <Card
                    icon={Icon::Info}
                    title={html! { words::SUGGESTIONS }}
                    about={html! { words::SUGGESTIONS_ABOUT }}
                >
                    { for offers.suggestions.iter().map(|it| {
                        let request = OrganizationsRequest::Request { suggestion: it.id.clone() };
                        let test_id = test_id::SUGGESTION_REQUEST;
                        let action = Action { test_id, label: words::REQUEST, request };
                        offer(test_id::SUGGESTION, it, &action, gate, frame)
                    }) }
                </Card>
            }
        </>
    }
}

fn membership(
    it: &MembershipView,
    gate: Gate,
    frame: &Frame,
    on_leave: Option<&Callback<(String, String)>>,
) -> Html {
    let request = OrganizationsRequest::Select { organization: Some(it.id.clone()) };
    let select = Action { test_id: test_id::ORGANIZATION_SELECT, label: words::USE, request };
    let leave = on_leave.map(|on_leave| {
        let asked = (it.id.clone(), it.name.clone());
        html! {
            <Button
                kind={Kind::LeaveSmall}
                needs={Needs::Certainty}
                test_id={test_id::ORGANIZATION_LEAVE}
                label={words::LEAVE}
                spoken={buttons::of(words::LEAVE, &it.name)}
                open={gate.is_open()}
                takes_keyboard=true
                on_press={on_leave.reform(move |()| asked.clone())}
            />
        }
    });
    let does = if it.selected {
        html! { <span class="badge">{ words::IN_USE }</span> }
    } else {
        button(&select, &it.name, gate, frame)
    };
    let actions = html! { <>{ does }{ leave.unwrap_or_default() }</> };
    let names = (logo(&it.name, it.logo), said(&it.name), it.role.as_deref());
    row((test_id::ORGANIZATION, &it.id), names, &it.state, actions, frame)
}

fn personal(it: &PersonalView, gate: Gate, frame: &Frame) -> Html {
    let request = OrganizationsRequest::Select { organization: None };
    let select = Action { test_id: test_id::ORGANIZATION_PERSONAL, label: words::USE, request };
    let does = if it.selected {
        html! { <span class="badge">{ words::IN_USE }</span> }
    } else {
        button(&select, words::PERSONAL, gate, frame)
    };
    let names = (html! {}, html! { words::PERSONAL }, None);
    row((test_id::PERSONAL_ACCOUNT, ""), names, &it.state, does, frame)
}

fn offer(
    test_id: &'static str,
    it: &OfferView,
    action: &Action,
    gate: Gate,
    frame: &Frame,
) -> Html {
    let does = if it.requested {
        html! { <span class="badge grey">{ words::REQUESTED }</span> }
    } else {
        button(action, &it.name, gate, frame)
    };
    let names = (logo(&it.name, it.logo), said(&it.name), it.role.as_deref());
    row((test_id, &it.id), names, &it.state, does, frame)
}

fn logo(name: &str, picture: Option<PictureKey>) -> Html {
    html! { <Avatar name={name.to_owned()} {picture} place={Place::Organization} /> }
}

fn button(action: &Action, name: &str, gate: Gate, frame: &Frame) -> Html {
    html! {
        <Button
            kind={Kind::QuietSmall}
            needs={Needs::Certainty}
            test_id={action.test_id}
            label={action.label}
            spoken={buttons::of(action.label, name)}
            open={gate.is_open()}
            on_press={frame.asks(AccountRequest::Organizations(action.request.clone()))}
        />
    }
}

fn row(
    (test_id, id): (&'static str, &str),
    (logo, name, role): (Html, Html, Option<&str>),
    state: &RowState,
    actions: Html,
    frame: &Frame,
) -> Html {
    let (busy, failed) = match state {
        RowState::Idle | RowState::Unsettled => (false, None),
        RowState::Busy => (true, None),
        RowState::Failed(problem) => (false, Some(problem.clone())),
    };
    html! {
        <li
            key={id.to_owned()}
            class="row device"
            data-testid={test_id}
            data-id={id.to_owned()}
            aria-busy={busy.then_some("true")}
        >
            { logo }
            <div class="device-text">
                <p class="device-name">{ name }</p>
                if let Some(role) = role {
                    <p class="sub">{ said(role) }</p>
                }
            </div>
            <span class="row-actions">
                if busy {
                    <span role="status">{ working() }</span>
                } else {
                    { actions }
                }
            </span>
            if *state == RowState::Unsettled {
                { unsettled(frame.asks(AccountRequest::Refresh)) }
            }
            if failed.is_some() {
                <div class="row-problem">
                    <ProblemText problem={failed} test_id={test_id::ROW_ERROR} />
                </div>
            }
        </li>
    }
}
