//! Account: who is signed in.

use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{AccountView, EmailView, Page, PhoneView};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::icon::Icon;
use crate::components::navigation::avatar;
use crate::components::problem_text::ProblemText;
use crate::components::refreshed::Refreshed;
use crate::components::shell::ShellPage;
use crate::components::submit::wait;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::{self, account, buttons, organizations};
use crate::date;
use crate::frame::{Needs, PageProps, use_frame};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::said::said;

#[component]
pub(crate) fn Account(PageProps { view }: &PageProps<AccountView>) -> Html {
    let gate = use_gate(view.activity);
    let heading = use_node_ref();
    use_first_focus(&heading);
    let frame = use_frame();
    let sign_out = frame.asks(AccountRequest::SignOut);
    let open_factors = frame.asks(AccountRequest::Open { page: Page::ManageMfa });
    let name = called(view);
    html! {
        <ShellPage
            test_id={test_id::PAGE_ACCOUNT}
            state={gate.page_state(view.problem.as_ref())}
            title={html! { account::TITLE }}
            aside={html! { <Refreshed at={view.refreshed_at} open={gate.may_ask()} /> }}
            {heading}
        >
            <ProblemText problem={gate.shown(view.problem.as_ref())} id={PROBLEM_ID} />
            { wait(gate) }
            <section class="card identity">
                { avatar(name.unwrap_or_default(), true) }
                <div class="identity-text">
                    <p class="identity-name" data-testid={test_id::ACCOUNT_NAME}>
                        { name.map_or_else(|| html! { copy::NOBODYS_NAME }, said) }
                    </p>
                    if let Some(username) = view.username.as_ref().filter(|_| view.name.is_some()) {
                        <p class="sub">{ "@" }{ said(username) }</p>
                    }
                    if let Some(at) = view.last_sign_in_at {
                        <p class="sub" data-testid={test_id::LAST_SIGN_IN}>
                            { account::LAST_SIGN_IN }
                            <time datetime={date::machine(at)}>{ date::moment(at) }</time>
                        </p>
                    }
                </div>
                <Button
                    kind={Kind::QuietEnd}
                    needs={Needs::Server}
                test_id={test_id::SIGN_OUT}
                    label={buttons::SIGN_OUT}
                    open={!gate.is_busy()}
                    on_press={sign_out}
                />
            </section>
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
                            on_press={frame.asks(AccountRequest::Open { page: Page::Organizations })}
                        />
                    }}
                >
                    <li class="row">
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
                            on_press={open_factors}
                        />
                    }}
                />
            }
            <Card
                icon={Icon::Email}
                title={html! { account::EMAILS }}
                about={html! { account::EMAILS_ABOUT }}
            >
                if view.emails.is_empty() {
                    <li class="row none">{ account::NO_EMAILS }</li>
                }
                { for view.emails.iter().map(email_row) }
            </Card>
            <Card
                icon={Icon::Phone}
                title={html! { account::PHONES }}
                about={html! { account::PHONES_ABOUT }}
            >
                if view.phones.is_empty() {
                    <li class="row none">{ account::NO_PHONES }</li>
                }
                { for view.phones.iter().map(phone_row) }
            </Card>
        </ShellPage>
    }
}

/// How a person is called where the account may have no name.
fn called(view: &AccountView) -> Option<&str> {
    let email = view.emails.first().map(|email| &email.address);
    let phone = view.phones.first().map(|phone| &phone.formatted);
    let known = [view.name.as_ref(), view.username.as_ref(), email, phone];
    known.into_iter().flatten().next().map(String::as_str)
}

fn email_row(email: &EmailView) -> Html {
    html! {
        <li class="row">
            <span class="row-value" data-testid={test_id::ACCOUNT_EMAIL}>{ said(&email.address) }</span>
            <span class="badges">
                if email.primary {
                    <span class="badge">{ account::PRIMARY }</span>
                }
                { verified(email.verified) }
            </span>
        </li>
    }
}

fn phone_row(number: &PhoneView) -> Html {
    html! {
        <li class="row" data-testid={test_id::ACCOUNT_PHONE} data-phone={number.number.clone()}>
            <span class="row-value number">{ said(&number.formatted) }</span>
            <span class="badges">
                if number.primary {
                    <span class="badge">{ account::PRIMARY }</span>
                }
                if number.second_factor {
                    <span class="badge">{ account::SECOND_FACTOR }</span>
                }
                { verified(number.verified) }
            </span>
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
