//! Says that the app runs on the local emulator, what was 'sent' there, and whom to sign in as.

use latchkey_ipc::test_id;
use latchkey_ipc::view::{DemoAccount, EmulatorView, InboxMessage};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::{Icon, IconView};
use crate::copy::window;
use crate::draft::Edit;
use crate::hooks::disclosure::use_disclosure;
use crate::said::sentence;

#[derive(Properties, PartialEq)]
pub(crate) struct EmulatorBannerProps {
    pub(crate) emulator: EmulatorView,
    /// Puts an account into the sign-in form; none where there is no such form.
    pub(crate) on_use: Option<Callback<Edit>>,
}

#[component]
pub(crate) fn EmulatorBanner(props: &EmulatorBannerProps) -> Html {
    let disclosure = use_disclosure();
    let on_use = props.on_use.as_ref().map(|on_use| {
        let (on_use, on_close) = (on_use.clone(), disclosure.on_close.clone());
        Callback::from(move |account| {
            on_close.emit(());
            on_use.emit(account);
        })
    });
    html! {
        <aside
            class="emulator"
            aria-label={window::EMULATOR}
            data-testid={test_id::EMULATOR_BANNER}
            onkeydown={disclosure.on_key.clone()}
        >
            <div class="bar">
                <p class="emulator-text">
                    <strong>{ window::EMULATOR }</strong>
                    { window::DASH }
                    <span>{ window::EMULATOR_ABOUT }</span>
                </p>
                <div class="emulator-end">
                    { newest(props.emulator.inbox.first()) }
                    <Button
                        kind={Kind::Plain}
                        test_id={test_id::DEMO_ACCOUNTS}
                        label={window::DEMO_ACCOUNTS}
                        expanded={disclosure.open}
                        controls="demo-accounts"
                        node={disclosure.toggle_node.clone()}
                        on_press={disclosure.on_toggle.clone()}
                    >
                        <IconView icon={Icon::Chevron} />
                    </Button>
                </div>
            </div>
            <div id="demo-accounts" class="demo-panel" hidden={!disclosure.open}>
                if disclosure.open {
                    <DemoAccounts accounts={props.emulator.demo_accounts.clone()} {on_use} />
                }
            </div>
        </aside>
    }
}

fn newest(message: Option<&InboxMessage>) -> Html {
    let Some(message) = message else { return html! {} };
    html! {
        <p class="newest" role="status">
            <span>{ window::NEWEST_CODE }</span>
            <span class="newest-to">{ sentence(&window::newest_to(&message.to)) }</span>
            { ": " }
            <code data-testid={test_id::INBOX_CODE}>{ message.code.clone() }</code>
        </p>
    }
}

#[derive(Properties, PartialEq)]
struct DemoAccountsProps {
    accounts: Vec<DemoAccount>,
    on_use: Option<Callback<Edit>>,
}

/// The accounts to try.
#[component]
fn DemoAccounts(props: &DemoAccountsProps) -> Html {
    html! {
        <ul class="demo-list">
            { for props.accounts.iter().map(|demo| entry(demo, props.on_use.as_ref())) }
        </ul>
    }
}

fn entry(demo: &DemoAccount, on_use: Option<&Callback<Edit>>) -> Html {
    let fact = |name: &'static str, value: &str| {
        html! { <div><dt>{ name }</dt><dd><code>{ value.to_owned() }</code></dd></div> }
    };
    html! {
        <li class="demo" data-testid={test_id::DEMO_ACCOUNT}>
            <div class="demo-head">
                <p class="demo-situation">{ demo.situation.clone() }</p>
                if let Some(on_use) = on_use {
                    <Button
                        kind={Kind::QuietSmall}
                        test_id={test_id::DEMO_ACCOUNT_USE}
                        label={window::DEMO_USE}
                        spoken={window::demo_use(&demo.identifier)}
                        on_press={use_account(demo, on_use)}
                    />
                }
            </div>
            <dl class="demo-facts">
                { fact(window::DEMO_IDENTIFIER, &demo.identifier) }
                { fact(window::DEMO_PASSWORD, &demo.password) }
                { for demo.totp_code.as_deref().map(|code| fact(window::DEMO_TOTP_CODE, code)) }
                { for demo.backup_code.as_deref().map(|code| fact(window::DEMO_BACKUP_CODE, code)) }
            </dl>
        </li>
    }
}

fn use_account(demo: &DemoAccount, on_use: &Callback<Edit>) -> Callback<()> {
    let (identifier, password) = (demo.identifier.clone(), demo.password.clone());
    let fill = Edit::Fill { identifier, password };
    on_use.reform(move |()| fill.clone())
}

#[cfg(test)]
mod tests {
    use yew::ServerRenderer;

    use super::*;

    #[tokio::test]
    async fn an_account_shows_all_that_one_needs_to_sign_in_as_it() {
        let html = rendered(true).await;
        for text in ["All factors", "all@example.com", "pass-word-1", "123456", "backup-1"] {
            assert!(html.contains(text), "{text}");
        }
        assert!(html.contains(test_id::DEMO_ACCOUNT_USE));
    }

    #[tokio::test]
    async fn away_from_the_sign_in_form_there_is_nothing_to_fill() {
        assert!(!rendered(false).await.contains(test_id::DEMO_ACCOUNT_USE));
    }

    async fn rendered(signing_in: bool) -> String {
        let account = DemoAccount {
            situation: "All factors".to_owned(),
            identifier: "all@example.com".to_owned(),
            password: "pass-word-1".to_owned(),
            totp_code: Some("123456".to_owned()),
            backup_code: Some("backup-1".to_owned()),
        };
        let props = move || DemoAccountsProps {
            accounts: vec![account],
            on_use: signing_in.then(Callback::noop),
        };
        ServerRenderer::<DemoAccounts>::with_props(props).hydratable(false).render().await
    }
}
