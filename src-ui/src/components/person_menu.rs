//! Who is signed in, at the foot of the navigation, and the menu that opens there: what the session is
//! used for, the other accounts of this device, and the ways out.

use latchkey_ipc::command::{AccountRequest, AccountsRequest, OrganizationsRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{
    AccountsMenu, Menu, OrganizationsMenu, OtherAccount, PictureKey, RowState,
};
use yew::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::button::{Button, Kind};
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::copy::{self, buttons, organizations as organization_words, person_menu as words, task};
use crate::frame::{Frame, Needs, use_frame};
use crate::hooks::disclosure::use_disclosure;
use crate::hooks::focus::leaves;
use crate::said::said;

#[derive(Properties, PartialEq)]
pub(crate) struct PersonMenuProps {
    /// First and last name.
    pub(crate) name: Option<String>,
    /// What the person signs in with.
    pub(crate) identifier: Option<String>,
    pub(crate) picture: Option<PictureKey>,
    pub(crate) menu: Menu,
}

const MENU_ID: &str = "person-menu";
/// Apart from that of the page, which may tell the same.
const MENU_PROBLEM_ID: &str = "person-menu-problem";

#[component]
pub(crate) fn PersonMenu(props: &PersonMenuProps) -> Html {
    let frame = use_frame();
    let disclosure = use_disclosure();
    let root = use_node_ref();
    let onfocusout = {
        let (root, on_close) = (root.clone(), disclosure.on_close.clone());
        Callback::from(move |event: FocusEvent| {
            if leaves(&root, &event) {
                on_close.emit(());
            }
        })
    };
    let Menu { organizations, accounts, signing_out, problem } = &props.menu;
    html! {
        <div class="who" ref={root} {onfocusout} onkeydown={disclosure.on_key.clone()}>
            <Button
                kind={Kind::Who}
                test_id={test_id::ACCOUNT_MENU}
                expanded={disclosure.open}
                controls={disclosure.open.then_some(AttrValue::Static(MENU_ID))}
                takes_keyboard=true
                node={disclosure.toggle_node.clone()}
                on_press={disclosure.on_toggle.clone()}
            >
                { whom(props.name.as_deref(), props.identifier.as_deref(), props.picture) }
            </Button>
            if disclosure.open {
                <div
                    id={MENU_ID}
                    class="person-menu"
                    role="group"
                    aria-label={words::MENU}
                    tabindex="-1"
                >
                    if let Some(organizations) = organizations {
                        { of_organizations(organizations, &frame) }
                    }
                    if let Some(accounts) = accounts {
                        { of_accounts(accounts, !signing_out, &frame) }
                    }
                    <div class="menu-part">
                        <ProblemText problem={problem.clone()} id={MENU_PROBLEM_ID} />
                        { item(
                            (test_id::MENU_SIGN_OUT, None),
                            !signing_out,
                            html! { if *signing_out { { task::SIGNING_OUT } } else { { buttons::SIGN_OUT } } },
                            frame.asks(AccountRequest::SignOut),
                        ) }
                        if accounts.as_ref().is_some_and(|it| !it.others.is_empty()) {
                            { item(
                                (test_id::SIGN_OUT_ALL, None),
                                !signing_out,
                                html! { words::SIGN_OUT_ALL },
                                frame.asks(AccountRequest::Accounts(AccountsRequest::SignOutAll)),
                            ) }
                        }
                    </div>
                </div>
            }
        </div>
    }
}

/// A person: initials, name, and under it what they sign in with.
fn whom(name: Option<&str>, identifier: Option<&str>, picture: Option<PictureKey>) -> Html {
    let detail = identifier.filter(|_| name.is_some());
    let name = name.or(identifier);
    html! {
        <>
            <Avatar name={name.unwrap_or_default().to_owned()} {picture} />
            <span class="who-text">
                <span class="who-name">
                    { name.map_or_else(|| html! { copy::NOBODYS_NAME }, said) }
                </span>
                if let Some(detail) = detail {
                    <span class="who-detail">{ said(detail) }</span>
                }
            </span>
        </>
    }
}

fn of_organizations(menu: &OrganizationsMenu, frame: &Frame) -> Html {
    let select = |organization: Option<String>| {
        let request = OrganizationsRequest::Select { organization };
        frame.asks(AccountRequest::Organizations(request))
    };
    let personal = menu.personal.as_ref().map(|it| {
        let name = html! { organization_words::PERSONAL };
        choice(None, name, it.selected, &it.state, select(None))
    });
    let memberships = menu.memberships.iter().map(|it| {
        let on_press = select(Some(it.id.clone()));
        choice(Some(&it.id), html! { said(&it.name) }, it.selected, &it.state, on_press)
    });
    html! {
        <div class="menu-part">
            <p class="menu-title" id="menu-organizations">{ organization_words::TITLE }</p>
            <ul aria-labelledby="menu-organizations">
                { for personal }
                { for memberships }
            </ul>
        </div>
    }
}

/// Something to use the session for.
fn choice(
    id: Option<&str>,
    name: Html,
    selected: bool,
    state: &RowState,
    on_press: Callback<()>,
) -> Html {
    let busy = *state == RowState::Busy;
    let failed = if let RowState::Failed(problem) = state { Some(problem.clone()) } else { None };
    html! {
        <li data-testid={test_id::MENU_ORGANIZATION} data-id={id.map(str::to_owned)}>
            <Button
                kind={Kind::MenuItem}
                test_id={test_id::MENU_ORGANIZATION_SELECT}
                needs={Needs::Certainty}
                open={!selected && !busy}
                current={selected.then_some("true")}
                busy_label={busy.then_some(words::SWITCHING)}
                {on_press}
            >
                if selected {
                    <IconView icon={Icon::Check} />
                } else {
                    <span class="icon" />
                }
                { name }
            </Button>
            <ProblemText problem={failed} id={MENU_PROBLEM_ID} />
        </li>
    }
}

fn of_accounts(menu: &AccountsMenu, open: bool, frame: &Frame) -> Html {
    html! {
        <div class="menu-part">
            <p class="menu-title" id="menu-accounts">{ words::OTHERS }</p>
            <ul aria-labelledby="menu-accounts">
                { for menu.others.iter().map(|it| other(it, open, frame)) }
                <li>
                    { item(
                        (test_id::ADD_ACCOUNT, Some(Icon::Plus)),
                        open,
                        html! { words::ADD },
                        frame.asks(AccountRequest::Accounts(AccountsRequest::Add)),
                    ) }
                </li>
            </ul>
        </div>
    }
}

fn other(it: &OtherAccount, open: bool, frame: &Frame) -> Html {
    let request = AccountsRequest::Switch { account: it.id.clone() };
    html! {
        <li data-testid={test_id::ACCOUNT_ROW} data-identifier={it.identifier.clone()} key={it.id.clone()}>
            <Button
                kind={Kind::MenuItem}
                test_id={test_id::SWITCH_ACCOUNT}
                {open}
                on_press={frame.asks(AccountRequest::Accounts(request))}
            >
                { whom(it.name.as_deref(), it.identifier.as_deref(), it.picture) }
                if it.pending {
                    <span class="badge warm">{ words::PENDING }</span>
                }
            </Button>
        </li>
    }
}

fn item(
    (test_id, icon): (&'static str, Option<Icon>),
    open: bool,
    name: Html,
    on_press: Callback<()>,
) -> Html {
    html! { <Button kind={Kind::MenuItem} {test_id} {icon} {open} {on_press}>{ name }</Button> }
}
