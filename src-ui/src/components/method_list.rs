//! The other ways to prove who one is, shown when they are asked for.

use latchkey_ipc::test_id;
use latchkey_ipc::view::{Method, MethodId, Strategy};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::button::{Button, Kind, offer};
use crate::components::icon::{Icon, IconView};
use crate::copy::factors;
use crate::hooks::disclosure::use_disclosure;
use crate::hooks::id_scope::use_id_scope;
use crate::said::sentence;

#[derive(Clone, Properties, PartialEq)]
pub(crate) struct MethodListProps {
    pub(crate) methods: Vec<Method>,
    /// What the account has beside them and this version cannot do, by Clerk's names.
    pub(crate) unsupported: Vec<String>,
    /// No method can be chosen now.
    pub(crate) busy: bool,
    pub(crate) on_choose: Callback<MethodId>,
}

#[component]
pub(crate) fn MethodList(props: &MethodListProps) -> Html {
    let disclosure = use_disclosure();
    let methods_id = use_id_scope().id("methods");
    let list_node = use_node_ref();
    {
        let list_node = list_node.clone();
        use_effect_with(disclosure.open, move |open| {
            let first =
                list_node.cast::<HtmlElement>().filter(|_| *open).as_ref().and_then(first_button);
            if let Some(first) = first {
                // A list that closes at once needs no focus.
                let _gone = first.focus();
            }
        });
    }
    html! {
        <div class="methods" onkeydown={disclosure.on_key.clone()}>
            <Button
                kind={Kind::Plain}
                test_id={test_id::USE_ANOTHER_METHOD}
                label={factors::OTHERS}
                expanded={disclosure.open}
                controls={methods_id.clone()}
                node={disclosure.toggle_node.clone()}
                on_press={disclosure.on_toggle.clone()}
            >
                <IconView icon={Icon::Chevron} />
            </Button>
            <div id={methods_id} class="methods-shown" ref={list_node} hidden={!disclosure.open}>
                if disclosure.open {
                    <Methods ..props.clone() />
                }
            </div>
        </div>
    }
}

/// The list itself.
#[component]
fn Methods(props: &MethodListProps) -> Html {
    html! {
        <>
            <ul class="method-list">
                { for props.methods.iter().map(|method| entry(props, method)) }
            </ul>
            if props.methods.is_empty() {
                <p class="hint">{ factors::NO_OTHER }</p>
            }
            if !props.unsupported.is_empty() {
                <p class="hint">{ sentence(&factors::not_here(&props.unsupported)) }</p>
            }
        </>
    }
}

fn entry(props: &MethodListProps, method: &Method) -> Html {
    let (test_id, icon) = match method.strategy {
        Strategy::Password => (test_id::METHOD_PASSWORD, Icon::Lock),
        Strategy::Totp => (test_id::METHOD_TOTP, Icon::Shield),
        Strategy::PhoneCode => (test_id::METHOD_PHONE_CODE, Icon::Phone),
        Strategy::EmailCode => (test_id::METHOD_EMAIL_CODE, Icon::Email),
        Strategy::BackupCode => (test_id::METHOD_BACKUP_CODE, Icon::List),
    };
    let (name, about) = factors::method(method);
    let id = method.id;
    html! {
        <li>
            <Button
                kind={Kind::Method}
                {test_id}
                open={!props.busy}
                on_press={props.on_choose.reform(move |()| id)}
            >
                { offer(icon, name, about) }
            </Button>
        </li>
    }
}

fn first_button(list: &HtmlElement) -> Option<HtmlElement> {
    use wasm_bindgen::JsCast as _;
    list.query_selector("button").ok().flatten()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use yew::ServerRenderer;

    use super::*;

    #[tokio::test]
    async fn two_phones_are_two_methods_and_each_names_its_own() {
        let html = rendered(vec![
            method(1, Strategy::PhoneCode, Some("+1 ••• 0100")),
            method(2, Strategy::PhoneCode, Some("+1 ••• 0142")),
            method(3, Strategy::BackupCode, None),
        ])
        .await;
        let of_phones = format!("data-testid=\"{}\"", test_id::METHOD_PHONE_CODE);
        assert_eq!(html.matches(&of_phones).count(), 2);
        assert!(html.contains("A code to <bdi>+1 ••• 0100</bdi>") && html.contains("+1 ••• 0142"));
        assert!(html.contains(test_id::METHOD_BACKUP_CODE));
    }

    #[tokio::test]
    async fn an_account_without_other_methods_is_told_so() {
        assert!(rendered(Vec::new()).await.contains("no other method"));
    }

    #[tokio::test]
    async fn what_cannot_be_done_here_is_named_with_what_to_do_instead() {
        let unsupported = vec!["oauth_google".to_owned(), "passkey".to_owned()];
        let html = drawn(vec![method(1, Strategy::EmailCode, None)], unsupported).await;
        assert!(html.contains("also has <bdi>Google</bdi> and a passkey."), "{html}");
        assert!(html.contains("web browser"));
    }

    #[tokio::test]
    async fn a_hostile_destination_stays_text() {
        let html = rendered(vec![method(1, Strategy::EmailCode, Some("<img src=x>"))]).await;
        assert!(!html.contains("<img") && html.contains("&lt;img src=x&gt;"));
    }

    async fn rendered(methods: Vec<Method>) -> String {
        drawn(methods, Vec::new()).await
    }

    async fn drawn(methods: Vec<Method>, unsupported: Vec<String>) -> String {
        let props = move || {
            let on_choose = Callback::noop();
            MethodListProps { methods, unsupported, busy: false, on_choose }
        };
        ServerRenderer::<Methods>::with_props(props).hydratable(false).render().await
    }

    fn method(id: usize, strategy: Strategy, destination: Option<&str>) -> Method {
        Method { id: MethodId(id), strategy, destination: destination.map(str::to_owned) }
    }
}
