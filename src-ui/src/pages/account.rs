//! Account: who is signed in, as the server last said.

use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{AccountView, EmailView, PhoneView};
use yew::prelude::*;

use super::Frame;
use crate::backend::Request;
use crate::components::icon::{Icon, IconView};
use crate::components::navigation::{Avatar, Navigation};
use crate::components::offline_banner::RetryButton;
use crate::components::problem_text::ProblemText;
use crate::components::text_field::PROBLEM_ID;
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::{focus, use_first_focus};
use crate::{date, phone};

#[derive(Properties, PartialEq)]
pub(crate) struct AccountProps {
    pub(crate) view: AccountView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn Account(props: &AccountProps) -> Html {
    let AccountProps { view, frame } = props;
    let gate = use_gate(view.activity, frame.arrived_at);
    let heading = use_node_ref();
    use_first_focus(&heading);
    let on_current = {
        let heading = heading.clone();
        Callback::from(move |()| focus(&heading))
    };
    let sign_out = {
        let send = frame.send.clone();
        Callback::from(move |_: MouseEvent| {
            if !gate.is_busy() {
                send.emit(Request::Account(AccountRequest::SignOut));
            }
        })
    };
    let who = Who::of(view);
    html! {
        <div class="shell">
            <Navigation name={who.name.clone()} initials_of={who.initials_of.clone()} detail={who.detail.clone()} {on_current} />
            <main
                class="page"
                data-testid={test_id::PAGE_ACCOUNT}
                data-state={gate.page_state(view.problem.as_ref())}
                aria-labelledby="page-title"
            >
                <div class="page-column">
                    <header class="page-head">
                        <h1 id="page-title" ref={heading} tabindex="-1">{ "Account" }</h1>
                        <Refreshed view={view.clone()} frame={frame.clone()} busy={gate.is_busy()} />
                    </header>
                    <ProblemText problem={gate.shown(view.problem.as_ref())} id={PROBLEM_ID} />
                    <section class="card identity">
                        <Avatar name={who.initials_of.clone()} large=true />
                        <div class="identity-text">
                            <p class="identity-name" data-testid={test_id::ACCOUNT_NAME}>{ who.name.clone() }</p>
                            if let Some(username) = view.username.as_ref().filter(|_| view.name.is_some()) {
                                <p class="sub">{ format!("@{username}") }</p>
                            }
                            if let Some(at) = view.last_sign_in_at {
                                <p class="sub" data-testid={test_id::LAST_SIGN_IN}>
                                    { "Last sign-in: " }
                                    <time datetime={date::machine(at)}>{ date::moment(at) }</time>
                                </p>
                            }
                        </div>
                        <button
                            type="button"
                            class="button quiet end"
                            data-testid={test_id::SIGN_OUT}
                            aria-disabled={gate.is_busy().then_some("true")}
                            onclick={sign_out}
                        >
                            { "Sign out" }
                        </button>
                    </section>
                    <Card
                        icon={Icon::Email}
                        title="Email addresses"
                        about="Where codes and messages about your account go."
                    >
                        if view.emails.is_empty() {
                            <li class="row none">{ "This account has no email address." }</li>
                        }
                        { for view.emails.iter().map(email_row) }
                    </Card>
                    <Card
                        icon={Icon::Phone}
                        title="Phone numbers"
                        about="Numbers that belong to your account."
                    >
                        if view.phones.is_empty() {
                            <li class="row none">{ "This account has no phone number." }</li>
                        }
                        { for view.phones.iter().map(phone_row) }
                    </Card>
                </div>
            </main>
        </div>
    }
}

/// How a person is called where the account may have no name.
struct Who {
    name: AttrValue,
    initials_of: AttrValue,
    detail: Option<AttrValue>,
}

impl Who {
    fn of(view: &AccountView) -> Self {
        let email = view.emails.first().map(|email| email.address.clone());
        let phone = view.phones.first().map(|phone| phone::readable(&phone.number));
        let mut known =
            [view.name.clone(), view.username.clone(), email, phone].into_iter().flatten();
        let first = known.next();
        let detail = known.find(|other| view.username.as_ref() != Some(other));
        Self {
            initials_of: AttrValue::from(first.clone().unwrap_or_default()),
            name: first.map_or(AttrValue::Static("Your account"), AttrValue::from),
            detail: detail.map(AttrValue::from),
        }
    }
}

#[derive(Properties, PartialEq)]
struct RefreshedProps {
    view: AccountView,
    frame: Frame,
    busy: bool,
}

/// How old all this is. While offline, the button to ask again is in the banner.
#[component]
fn Refreshed(props: &RefreshedProps) -> Html {
    let at = props.view.refreshed_at;
    let on_retry = props.frame.asks::<()>(Request::Account(AccountRequest::Refresh));
    html! {
        <div class="refreshed">
            <p class="sub" data-testid={test_id::ACCOUNT_REFRESHED}>
                { "Updated at " }
                <time datetime={date::machine(at)}>{ date::recent(at) }</time>
            </p>
            if props.frame.online {
                <RetryButton label="Refresh" busy={props.busy} {on_retry} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CardProps {
    icon: Icon,
    title: &'static str,
    about: &'static str,
    children: Html,
}

#[component]
fn Card(props: &CardProps) -> Html {
    html! {
        <section class="card">
            <header class="card-head">
                <span class="tile"><IconView icon={props.icon} /></span>
                <div>
                    <h2>{ props.title }</h2>
                    <p class="sub">{ props.about }</p>
                </div>
            </header>
            <ul class="rows">{ props.children.clone() }</ul>
        </section>
    }
}

fn email_row(email: &EmailView) -> Html {
    html! {
        <li class="row" data-testid={test_id::ACCOUNT_EMAIL}>
            <span class="row-value">{ email.address.clone() }</span>
            <span class="badges">
                if email.primary {
                    <span class="badge">{ "Primary" }</span>
                }
                { verified(email.verified) }
            </span>
        </li>
    }
}

fn phone_row(number: &PhoneView) -> Html {
    html! {
        <li class="row" data-testid={test_id::ACCOUNT_PHONE} data-phone={number.number.clone()}>
            <span class="row-value number">{ phone::readable(&number.number) }</span>
            <span class="badges">
                if number.primary {
                    <span class="badge">{ "Primary" }</span>
                }
                if number.second_factor {
                    <span class="badge">{ "Used for MFA" }</span>
                }
                { verified(number.verified) }
            </span>
        </li>
    }
}

fn verified(verified: bool) -> Html {
    if verified {
        html! { <span class="badge grey">{ "Verified" }</span> }
    } else {
        html! { <span class="badge warm">{ "Unverified" }</span> }
    }
}
