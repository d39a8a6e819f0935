//! Says that the app runs on the local emulator, what was 'sent' there, and whom to sign in as.

use latchkey_ipc::test_id;
use latchkey_ipc::view::{DemoAccount, EmulatorView, InboxMessage};
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::hooks::focus::focus;
use crate::pages::Prefill;

#[derive(Properties, PartialEq)]
pub(crate) struct EmulatorBannerProps {
    pub(crate) emulator: EmulatorView,
    /// Puts an account into the sign-in form; none where there is no such form.
    pub(crate) on_use: Option<Callback<Prefill>>,
    /// Shows the accounts from the start.
    #[prop_or_default]
    pub(crate) initially_open: bool,
}

#[component]
pub(crate) fn EmulatorBanner(props: &EmulatorBannerProps) -> Html {
    let open = use_state(|| props.initially_open);
    let toggle_node = use_node_ref();
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let (open, toggle_node) = (open.clone(), toggle_node.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && *open {
                open.set(false);
                focus(&toggle_node);
            }
        })
    };
    let on_use = props.on_use.as_ref().map(|on_use| {
        let (on_use, open) = (on_use.clone(), open.clone());
        Callback::from(move |account| {
            open.set(false);
            on_use.emit(account);
        })
    });
    html! {
        <aside
            class="emulator"
            aria-label="Local emulator"
            data-testid={test_id::EMULATOR_BANNER}
            {onkeydown}
        >
            <div class="bar">
                <p class="emulator-text">
                    <strong>{ "Local emulator" }</strong>
                    <span class="dash">{ " — " }</span>
                    <span>{ "Nothing here leaves this computer." }</span>
                </p>
                <div class="emulator-end">
                    { newest(props.emulator.inbox.first()) }
                    <button
                        ref={toggle_node}
                        type="button"
                        class="button plain"
                        data-testid={test_id::DEMO_ACCOUNTS}
                        aria-expanded={if *open { "true" } else { "false" }}
                        aria-controls="demo-accounts"
                        onclick={toggle}
                    >
                        { "Demo accounts" }
                        <IconView icon={Icon::Chevron} />
                    </button>
                </div>
            </div>
            <div id="demo-accounts" class="demo-panel" hidden={!*open}>
                if *open {
                    <ul class="demo-list">
                        { for props.emulator.demo_accounts.iter().map(|demo| entry(demo, on_use.as_ref())) }
                    </ul>
                }
            </div>
        </aside>
    }
}

fn newest(message: Option<&InboxMessage>) -> Html {
    let Some(message) = message else { return html! {} };
    html! {
        <p class="newest" role="status">
            <span>{ "Newest code" }</span>
            <span class="newest-to">{ format!(" to {}", message.to) }</span>
            { ": " }
            <code data-testid={test_id::INBOX_CODE}>{ message.code.clone() }</code>
        </p>
    }
}

fn entry(demo: &DemoAccount, on_use: Option<&Callback<Prefill>>) -> Html {
    let fact = |name: &'static str, value: &str| {
        html! { <div><dt>{ name }</dt><dd><code>{ value.to_owned() }</code></dd></div> }
    };
    let label = format!("Use {}", demo.identifier);
    html! {
        <li class="demo" data-testid={test_id::DEMO_ACCOUNT}>
            <div class="demo-head">
                <p class="demo-situation">{ demo.situation.clone() }</p>
                if let Some(on_use) = on_use {
                    <button
                        type="button"
                        class="button quiet small"
                        data-testid={test_id::DEMO_ACCOUNT_USE}
                        aria-label={label}
                        onclick={use_account(demo, on_use)}
                    >
                        { "Use" }
                    </button>
                }
            </div>
            <dl class="demo-facts">
                { fact("Sign in as", &demo.identifier) }
                { fact("Password", &demo.password) }
                { for demo.totp_code.as_deref().map(|code| fact("Authenticator code", code)) }
                { for demo.backup_code.as_deref().map(|code| fact("Backup code", code)) }
            </dl>
        </li>
    }
}

fn use_account(demo: &DemoAccount, on_use: &Callback<Prefill>) -> Callback<MouseEvent> {
    let prefill =
        Prefill { identifier: demo.identifier.clone(), password: demo.password.clone(), turn: 0 };
    on_use.reform(move |_| prefill.clone())
}
