//! Texts of hostile users and servers: they are shown as text, and nothing of them runs.

use latchkey_emulator::Activity;
use latchkey_ipc::test_id;
use latchkey_tests::elsewhere::FIREFOX;
use latchkey_tests::page::{Page, inside};
use latchkey_tests::person::Person;
use latchkey_tests::wait;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::{Value, json};

const SCRIPT: &str = "<script>window.__pwned = 1</script>";
const IMAGE: &str = "<img src=x onerror=\"window.__pwned = 1\">";
const BREAK_OUT: &str = "\"'><svg onload=window.__pwned=1>";
const TURNED: &str = "pay\u{202e}gpj.exe\u{2066}";
const ADDRESS: &str = "javascript:window.__pwned=1";

/// As many characters as no honest text has, without a place to break the line.
fn long() -> String {
    "W".repeat(10_000)
}

fn texts() -> Vec<String> {
    let mut texts = [SCRIPT, IMAGE, BREAK_OUT, TURNED, ADDRESS].map(str::to_owned).to_vec();
    texts.push(long());
    texts
}

/// How a text is shown: without what turns the direction of the text around it, and cut where no
/// honest one is as long.
fn shown(text: &str) -> String {
    let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let tame: String = text.chars().filter(|letter| !turns(*letter)).collect();
    let cut: String = tame.chars().take(320).collect();
    if cut == tame { tame } else { format!("{cut}…") }
}

/// From now on keeps what the policy of the page refused.
async fn watch(page: &Page) {
    let script = "
        window.refused = [];
        document.addEventListener('securitypolicyviolation', event => {
            window.refused.push(event.violatedDirective + ' ' + event.blockedURI);
        });";
    page.execute(script, &[]).await;
}

/// Nothing of a text ran or was tried, and the page is as wide as the window.
async fn assert_unharmed(page: &Page, what: &str) {
    page.settle().await;
    let script = "
        const root = document.documentElement;
        return {
            pwned: window.__pwned ?? null,
            refused: window.refused,
            wider: Math.max(0, root.scrollWidth - root.clientWidth,
                            document.body.scrollWidth - document.body.clientWidth),
            foreign: document.querySelectorAll('script:not([src]), img, [onerror], [onload]').length,
            addresses: [...document.querySelectorAll('[href], [src]')]
                .filter(e => String(e.getAttribute('href') ?? e.getAttribute('src'))
                    .trim().startsWith('javascript:')).length,
        }";
    let state = page.execute(script, &[]).await;
    let unharmed =
        json!({ "pwned": null, "refused": [], "wider": 0, "foreign": 0, "addresses": 0 });
    assert_eq!(state, unharmed, "{what}");
}

/// The watch hears what the policy refuses.
#[test]
fn a_script_that_got_onto_the_page_would_be_refused_and_heard_of() {
    in_a_window(Setup::default(), async |_, page| {
        watch(page).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let script = "
            const script = document.createElement('script');
            script.textContent = 'window.__pwned = 1';
            document.body.append(script);";
        page.execute(script, &[]).await;
        let heard = wait::until(async || {
            let refused = page.execute("return window.refused.length", &[]).await;
            (refused == 1).then_some(())
        });
        heard.await.expect("the policy refuses it");
        assert_eq!(page.execute("return window.__pwned ?? null", &[]).await, Value::Null);
    });
}

/// The texts of everything that has the name, as the document has them.
async fn contents(page: &Page, id: &str) -> String {
    let script = "return [...document.querySelectorAll('[data-testid=\"' + arguments[0] + '\"]')]
        .map(e => e.textContent).join('\\n')";
    let text = page.execute(script, &[json!(id)]).await;
    text.as_str().unwrap_or_default().to_owned()
}

/// Waits until the text of something contains the words, exactly as they are.
async fn wait_for_content(page: &Page, id: &str, words: &str) {
    let reached = wait::until(async || contents(page, id).await.contains(words).then_some(()));
    let reached = reached.await;
    assert!(reached.is_ok(), "{words} is not in {}", contents(page, id).await);
}

/// What is said in the place of every honest text of that name.
fn said(text: &str) -> Value {
    json!({ "texts": {
        "first_name": text,
        "last_name": text,
        "username": text,
        "application_name": text,
    }})
}

#[test]
fn whatever_a_person_is_called_is_shown_as_text_and_nothing_runs() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        watch(page).await;
        let person = world.add(Person::new("totp@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        for text in texts() {
            let what: String = text.chars().take(40).collect();
            world.server().set(&said(&text));
            page.click(test_id::RETRY).await;
            // First and last name, as one.
            let name = shown(&format!("{text} {text}"));
            let named = wait::until(async || {
                (contents(page, test_id::ACCOUNT_NAME).await == name).then_some(())
            });
            let named = named.await;
            assert!(named.is_ok(), "{}", contents(page, test_id::ACCOUNT_NAME).await);
            wait_for_content(page, test_id::PAGE_ACCOUNT, &format!("@{}", shown(&text))).await;
            assert_unharmed(page, &what).await;
            page.click(test_id::NAV_MFA).await;
            page.wait_for_state(test_id::PAGE_MANAGE_MFA, "ready").await;
            assert_unharmed(page, &what).await;
            page.click(test_id::NAV_ACCOUNT).await;
            page.wait_for(test_id::PAGE_ACCOUNT).await;
        }
        page.sign_out().await;
        assert_unharmed(page, "signed out").await;
    });
}

#[test]
fn whatever_a_service_calls_itself_is_shown_as_text_and_nothing_runs() {
    let text = format!("{SCRIPT}{IMAGE}{TURNED}{ADDRESS}");
    for text in [text, long()] {
        in_a_window(Setup::default().with_settings(said(&text)), async |world, page| {
            watch(page).await;
            wait_for_content(page, test_id::PAGE_SIGN_IN, &shown(&text)).await;
            assert_unharmed(page, "the page to sign in").await;
            let person = world.add(Person::new("totp@example.com").with_totp());
            page.sign_in(&person.email, &person.password).await;
            page.wait_for(test_id::PAGE_VERIFY).await;
            assert_unharmed(page, "the page of the code").await;
            page.enter_code(&world.totp_code(&person)).await;
            page.wait_for_account(&person.email).await;
            assert_unharmed(page, "the account").await;
        });
    }
}

#[test]
fn whatever_a_device_calls_itself_is_shown_as_text_and_nothing_runs() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        watch(page).await;
        let person = world.add(Person::new("totp@example.com").with_totp());
        let other = world.server().sign_in_elsewhere(&person, FIREFOX).session_id;
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        page.click(test_id::NAV_DEVICES).await;
        page.wait_for_state(test_id::PAGE_DEVICES, "ready").await;
        for text in texts() {
            let what: String = text.chars().take(40).collect();
            let said = || Some(text.clone());
            let activity = Activity {
                device_type: said(),
                browser_name: said(),
                browser_version: said(),
                ip_address: said(),
                city: said(),
                country: said(),
            };
            world.server().describe(&other, &activity);
            page.click(test_id::RETRY).await;
            wait_for_content(page, test_id::DEVICE, &shown(&format!("{text} {text}"))).await;
            wait_for_content(page, test_id::DEVICE, &shown(&format!("{text}, {text}"))).await;
            assert_unharmed(page, &what).await;
            // The question names the device, and can be answered.
            page.click(test_id::DEVICE_SIGN_OUT).await;
            page.wait_for(test_id::DIALOG_CONFIRM).await;
            assert_unharmed(page, &format!("the question about {what}")).await;
            page.click(&inside(test_id::DIALOG_CONFIRM, test_id::CANCEL)).await;
            page.wait_until_gone(test_id::DIALOG_CONFIRM).await;
        }
        page.click(test_id::DEVICE_SIGN_OUT).await;
        page.confirm().await;
        let gone = async || page.texts(test_id::DEVICE_SIGN_OUT).await.is_empty().then_some(());
        wait::until(gone).await.expect("the device can be signed out");
    });
}

#[test]
fn whatever_a_server_says_of_an_error_is_shown_as_text_and_nothing_runs() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        watch(page).await;
        let person = world.add(Person::new("plain@example.com"));
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        for text in texts() {
            let what: String = text.chars().take(40).collect();
            world.server().set(&json!({ "texts": { "message": text, "long_message": text } }));
            // A code that no version knows, so that the server's own words are told.
            let known = "\"form_password_incorrect\"";
            world.wire.replace_in_next("/sign_ins", known, "\"something_of_tomorrow\"");
            page.sign_in(&person.email, "a wrong secret 9").await;
            wait_for_content(page, test_id::FORM_ERROR, &shown(&text)).await;
            assert_unharmed(page, &what).await;
        }
        world.server().set(&json!({ "texts": null }));
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
    });
}
