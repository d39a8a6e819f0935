//! Account: who is signed in, and what of that can be changed here.

mod ask;
mod edit_form;
mod emails;
mod identity;
mod names;
mod parts;
mod password;

use latchkey_ipc::command::{AccountRequest, ProfileRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{
    AccountView, Page, PasswordForm, PhoneView, ProfileForm, ProfileTarget, RowState,
};
use yew::prelude::*;

use crate::components::avatar::{Avatar, Place};
use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::icon::Icon;
use crate::components::problem_text::ProblemText;
use crate::components::refreshed::Refreshed;
use crate::components::shell::ShellPage;
use crate::components::submit::wait;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{account, organizations, profile};
use crate::frame::{Needs, PageProps, use_frame};
use crate::gate::{self, Gate};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::{focus, use_first_focus};
use crate::hooks::id_scope::IdScope;
use crate::hooks::modal::use_focus_kept;
use crate::said::said;
use ask::{Ask, Confirmation};
use parts::{Controls, action, busy, problem};

#[component]
pub(crate) fn Account(PageProps { view }: &PageProps<AccountView>) -> Html {
    let gate = use_gate(view.activity);
    let changes = use_gate(view.profile.activity);
    let heading = use_node_ref();
    use_first_focus(&heading);
    use_focus_kept((view.emails.clone(), view.picture));
    let openers = [0; 5].map(|_| NodeRef::default());
    let openers = (*use_memo((), |()| openers)).clone();
    let opened = view.password.as_ref().and_then(|it| it.form).map(opener_of_password);
    let opened = view.profile.form.as_ref().map(opener).or(opened);
    use_focus_back(opened, &openers);
    let frame = use_frame();
    let asked = use_state(|| None::<Ask>);
    // What can no longer be done cannot be asked about.
    let ask = asked.as_ref().filter(|ask| ask.concerns(view)).cloned();
    let on_close = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(None))
    };
    let controls = Controls {
        view: &view.profile,
        is_form_open: opened.is_some(),
        gate: changes,
        frame: frame.clone(),
        on_ask: Callback::from(move |ask| asked.set(Some(ask))),
        openers,
    };
    let open_factors = frame.asks(AccountRequest::Open { page: Page::ManageMfa });
    html! {
        <>
            <ShellPage
                test_id={test_id::PAGE_ACCOUNT}
                state={state(view, gate, changes)}
                title={html! { account::TITLE }}
                aside={html! { <Refreshed at={view.refreshed_at} open={gate.may_ask()} /> }}
                {heading}
            >
                <ProblemText problem={gate.shown(view.problem.as_ref())} id={PROBLEM_ID} />
                { wait(gate) }
                { identity::card(view, gate, &controls) }
                if let Some(organization) = &view.organization {
                    <Card
                        icon={Icon::Account}
                        title={html! { organizations::ON_ACCOUNT }}
                        about={html! { organizations::ON_ACCOUNT_ABOUT }}
                        action={html! {
                            <Button
                                kind={Kind::QuietEnd}
                                test_id={test_id::ORGANIZATION_SWITCH}
                                label={organizations::SWITCH}
                                on_press={frame.asks(AccountRequest::Open {
                                    page: Page::Organizations,
                                })}
                            />
                        }}
                    >
                        <li class="row">
                            if let Some(name) = &organization.name {
                                <Avatar
                                    name={name.clone()}
                                    picture={organization.logo}
                                    place={Place::Organization}
                                />
                            }
                            <span class="row-value" data-testid={test_id::ORGANIZATION_IN_USE}>
                                { organization.name.as_deref().map_or_else(
                                    || html! { organizations::PERSONAL },
                                    said,
                                ) }
                            </span>
                        </li>
                    </Card>
                }
                if view.by_backup_code {
                    <Card
                        icon={Icon::Key}
                        title={html! { account::BY_BACKUP_CODE }}
                        about={html! { account::BY_BACKUP_CODE_ABOUT }}
                        action={html! {
                            <Button
                                kind={Kind::QuietEnd}
                                test_id={test_id::REPLACE_FACTORS}
                                label={account::REPLACE}
                                on_press={open_factors.clone()}
                            />
                        }}
                    />
                }
                <ContextProvider<IdScope> context={IdScope("profile")}>
                    { names::card(view.name.as_deref(), &controls) }
                    { emails::card(&view.emails, &controls) }
                    { password::card(view.password.as_deref(), &controls) }
                    { phones(&view.phones, open_factors, &controls) }
                    { deletion(&controls) }
                </ContextProvider<IdScope>>
            </ShellPage>
            if let Some((key, ask)) = ask.map(|ask| (format!("{ask:?}"), ask)) {
                <Confirmation
                    {key}
                    {ask}
                    view={view.clone()}
                    busy={!changes.is_open()}
                    {on_close}
                />
            }
        </>
    }
}

/// The value of `data-state`.
fn state(view: &AccountView, gate: Gate, changes: Gate) -> &'static str {
    match gate.page_state(view.problem.as_ref()) {
        gate::READY => {
            let of_password = view.password.as_ref().and_then(|it| match &it.state {
                RowState::Failed(problem) => Some(problem),
                RowState::Idle | RowState::Busy | RowState::Unsettled => None,
            });
            let of_profile = view.profile.problem.as_ref().map(|it| &it.problem);
            changes.page_state(of_profile.or(of_password))
        }
        other => other,
    }
}

/// The place of the button that opens a form.
fn opener(form: &ProfileForm) -> usize {
    match form {
        ProfileForm::Name => 0,
        ProfileForm::Username => 1,
        ProfileForm::NewEmail | ProfileForm::EmailCode { .. } => 2,
    }
}

/// The same, for the forms of the password.
fn opener_of_password(form: PasswordForm) -> usize {
    match form {
        PasswordForm::New => 3,
        PasswordForm::Remove => 4,
    }
}

/// Puts the keyboard back on the button that opened a form, once that is closed.
#[hook]
fn use_focus_back(open: Option<usize>, openers: &[NodeRef; 5]) {
    let last = use_mut_ref(|| None::<usize>);
    let openers = openers.clone();
    use_effect_with(open, move |open| {
        let before = std::mem::replace(&mut *last.borrow_mut(), *open);
        if open.is_none()
            && let Some(opener) = before.and_then(|before| openers.get(before))
        {
            focus(opener);
        }
    });
}

fn phones(phones: &[PhoneView], on_manage: Callback<()>, controls: &Controls<'_>) -> Html {
    html! {
        <Card
            icon={Icon::Phone}
            title={html! { account::PHONES }}
            about={html! { account::PHONES_ABOUT }}
            action={html! {
                <Button
                    kind={Kind::QuietSmall}
                    test_id={test_id::MANAGE_PHONES}
                    label={profile::MANAGE_PHONES}
                    on_press={on_manage}
                />
            }}
        >
            if phones.is_empty() {
                <li class="row none">{ account::NO_PHONES }</li>
            }
            { for phones.iter().map(|phone| phone_row(phone, controls)) }
        </Card>
    }
}

fn phone_row(number: &PhoneView, controls: &Controls<'_>) -> Html {
    let target = ProfileTarget::Phone(number.id.clone());
    html! {
        <li
            key={number.id.0.clone()}
            class="row phone-row"
            data-testid={test_id::ACCOUNT_PHONE}
            data-phone={number.number.clone()}
        >
            <span class="row-value">
                <span class="number">{ said(&number.formatted) }</span>
                <span class="badges">
                    if number.primary {
                        <span class="badge">{ account::PRIMARY }</span>
                    }
                    if number.second_factor {
                        <span class="badge">{ account::SECOND_FACTOR }</span>
                    }
                    { verified(number.verified) }
                </span>
                { busy(&target, controls) }
            </span>
            if number.verified && !number.primary {
                <span class="row-actions">
                    { action(
                        test_id::MAKE_PRIMARY,
                        profile::MAKE_PRIMARY,
                        &number.formatted,
                        controls.gate,
                        controls.asks(ProfileRequest::MakePrimaryPhone { phone: number.id.clone() }),
                    ) }
                </span>
            }
            { problem(&target, controls) }
        </li>
    }
}

fn verified(verified: bool) -> Html {
    if verified {
        html! { <span class="badge grey">{ account::VERIFIED }</span> }
    } else {
        html! { <span class="badge warm">{ account::UNVERIFIED }</span> }
    }
}

/// The end of the account, where the instance lets people ask for it.
fn deletion(controls: &Controls<'_>) -> Html {
    if !controls.view.can_delete {
        return html! {};
    }
    html! {
        <Card
            icon={Icon::Alert}
            title={html! { profile::DELETE }}
            about={html! { profile::DELETE_ABOUT }}
            active=false
            action={html! {
                <>
                    { busy(&ProfileTarget::Account, controls) }
                    <Button
                        kind={Kind::QuietSmall}
                        needs={Needs::Certainty}
                        test_id={test_id::DELETE_ACCOUNT}
                        label={profile::DELETE}
                        open={controls.gate.is_open()}
                        takes_keyboard=true
                        on_press={controls.confirms(Ask::Delete)}
                    />
                </>
            }}
            note={problem(&ProfileTarget::Account, controls)}
        />
    }
}
