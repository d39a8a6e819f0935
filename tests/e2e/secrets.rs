//! What the page and the log must never hold: everything that the page hears in a whole run, the
//! document at each step, and the log at its most talkative.

use std::path::{Path, PathBuf};

use latchkey_ipc::{VIEW_EVENT, test_id};
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::wire::Exchange;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::{Value, json};

/// Keeps every answer and every event. Tauri asks the program by `fetch`, so that is where its
/// answers come by; the first view, which came before this, is asked for again.
const LISTEN: &str = "
    const done = arguments[arguments.length - 1];
    const heard = window.heard = [];
    const plain = window.fetch;
    window.fetch = async (...request) => {
        const answer = await plain.apply(window, request);
        heard.push(request[0] + ' ' + await answer.clone().text());
        return answer;
    };
    const internals = window.__TAURI_INTERNALS__;
    const text = bytes => new TextDecoder().decode(new Uint8Array(bytes));
    const handler = internals.transformCallback(({ event, payload }) => {
        heard.push(`event ${event} ${text(payload)}`);
    });
    const listening = internals.invoke(
        'plugin:event|listen',
        { event: arguments[0], target: { kind: 'Any' }, handler },
    );
    listening
        .then(() => internals.invoke('view', new Uint8Array()))
        .then(() => done('listening'), error => done(JSON.stringify(error)));
";

/// What was heard.
const HEARD: &str = "return window.heard ?? []";

/// Everything else that the page can keep.
const KEPT: &str = "
    return [
        document.documentElement.outerHTML,
        JSON.stringify(localStorage),
        JSON.stringify(sessionStorage),
        document.cookie,
        location.href,
        ...[...document.querySelectorAll('input')].map(input => input.value),
    ]";

#[test]
fn neither_tokens_nor_passwords_nor_codes_reach_the_page_or_the_log() {
    let setup = Setup::default().with_env("LATCHKEY_LOG", "trace");
    in_a_window(setup, async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        let mut heard = Vec::new();

        page.wait_for(test_id::PAGE_SIGN_IN).await;
        listen(page).await;
        page.sign_in(&person.email, "a wrong secret 9").await;
        page.wait_for(test_id::FORM_ERROR).await;
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        collect(page, &mut heard).await;

        page.driver.refresh().await.unwrap();
        page.wait_for(test_id::PAGE_VERIFY).await;
        listen(page).await;
        let wrong = world.wrong_totp_code(&person);
        page.enter_code(&wrong).await;
        page.wait_for(test_id::FORM_ERROR).await;
        page.wait_for_value(test_id::CODE, "").await;
        collect(page, &mut heard).await;
        let right = world.totp_code(&person);
        page.enter_code(&right).await;
        page.wait_for_account(&person.email).await;
        collect(page, &mut heard).await;

        page.driver.refresh().await.unwrap();
        page.wait_for_account(&person.email).await;
        listen(page).await;
        page.click(test_id::SIGN_OUT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        collect(page, &mut heard).await;

        let page_heard = heard.join("\n");
        let log = world.log().await;
        // The recorders recorded.
        assert!(page_heard.contains("ipc://localhost/sign_in "), "no answer was heard");
        assert!(page_heard.contains("event view "), "no event was heard");
        assert!(page_heard.contains(&person.email), "the account was not heard of");
        assert!(log.contains("TRACE"), "the log is not at its most talkative");

        let exchanges = world.wire.exchanges();
        let mut secrets: Vec<_> = exchanges.iter().flat_map(Exchange::client_tokens).collect();
        assert!(secrets.len() >= 3, "the relay saw the client token change");
        secrets.extend(exchanges.iter().flat_map(|one| tokens(&one.body)));
        secrets.extend([person.password.clone(), "a wrong secret 9".to_owned()]);
        secrets.push(person.totp_secret.clone().unwrap());
        for (name, place) in [("page", &page_heard), ("log", &log)] {
            for secret in &secrets {
                assert!(!place.contains(secret.as_str()), "the {name} holds {secret}");
            }
            assert!(!place.contains("eyJ"), "the {name} holds something like a token");
            for code in [&wrong, &right] {
                assert!(!holds_number(place, code), "the {name} holds the code {code}");
            }
        }
    });
}

#[test]
fn keys_and_backup_codes_are_nowhere_but_on_the_page_that_shows_them() {
    let setup = Setup::default().without_rate_limits().with_env("LATCHKEY_LOG", "trace");
    in_a_window(setup, async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        listen(page).await;
        page.open_add_totp().await;
        let grouped = page.totp_key().await;
        let key = grouped.replace(' ', "");
        let uri = page.text(test_id::TOTP_URI).await;
        let shown = texts(page, KEPT).await.concat();
        for secret in [&grouped, &key] {
            assert!(shown.contains(secret.as_str()), "the search finds what is shown");
        }
        page.click(test_id::TOTP_CONTINUE).await;
        let code = world.code_of(&key);
        page.type_code(&code).await;
        page.wait_for(test_id::BACKUP_CODES).await;
        let shown = texts(page, KEPT).await.concat();
        assert!(!shown.contains(&key) && !shown.contains(&grouped), "the key is gone by now");
        let codes = page.take_backup_codes().await;
        assert!(codes.iter().all(|code| shown.contains(code)), "the search finds what is shown");
        let heard = texts(page, HEARD).await.concat();
        assert!(codes.iter().chain([&key]).all(|secret| heard.contains(secret)));

        page.wait_for(test_id::TOTP_SUCCESS).await;
        page.click(test_id::WIZARD_DONE).await;
        page.click(test_id::BACKUP_GENERATE).await;
        page.confirm().await;
        let more = page.take_backup_codes().await;
        assert_ne!(codes, more);
        page.wait_for(test_id::BACKUP_GENERATE).await;
        let left = texts(page, KEPT).await.concat();
        page.driver.refresh().await.unwrap();
        page.wait_for(test_id::BACKUP_GENERATE).await;
        listen(page).await;
        let mut again = Vec::new();
        collect(page, &mut again).await;
        let (again, log) = (again.concat(), world.log().await);
        assert!(log.contains("TRACE"), "the log is not at its most talkative");
        assert!(again.contains(&person.email), "the view was heard again");

        let mut secrets = [codes, more].concat();
        secrets.extend([grouped, key, uri]);
        for (name, place) in [("page", &left), ("reloaded page", &again), ("log", &log)] {
            for secret in &secrets {
                assert!(!place.contains(secret.as_str()), "the {name} holds {secret}");
            }
            assert!(!holds_number(place, &code), "the {name} holds the code {code}");
        }
        let search = "A text that is searched for.".to_owned();
        std::fs::write(world.home().join("search"), &search).unwrap();
        assert_eq!(files_with(world.home(), &[search]), [world.home().join("search")]);
        assert_eq!(files_with(world.home(), &secrets), Vec::<PathBuf>::new());
    });
}

#[test]
fn a_key_that_was_not_wanted_in_the_end_is_left_nowhere() {
    let setup = Setup::default().without_rate_limits().with_env("LATCHKEY_LOG", "trace");
    in_a_window(setup, async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        world.manage_mfa(page, &person).await;
        page.open_add_totp().await;
        let grouped = page.totp_key().await;
        let key = grouped.replace(' ', "");
        let uri = page.text(test_id::TOTP_URI).await;
        let secrets = [grouped, key, uri];
        let shown = texts(page, KEPT).await.concat();
        assert!(shown.contains(&secrets[0]), "the search finds what is shown");

        page.click(test_id::CANCEL).await;
        page.wait_for_state(test_id::PAGE_MANAGE_MFA, "ready").await;
        page.wait_until_gone(test_id::PAGE_ADD_TOTP).await;
        let left = texts(page, KEPT).await.concat();
        page.driver.refresh().await.unwrap();
        page.wait_for(test_id::TOTP_ADD).await;
        listen(page).await;
        let mut again = Vec::new();
        collect(page, &mut again).await;
        let (again, log) = (again.concat(), world.log().await);
        assert!(again.contains(&person.email), "the view was heard again");
        for (name, place) in [("page", &left), ("reloaded page", &again), ("log", &log)] {
            for secret in &secrets {
                assert!(!place.contains(secret.as_str()), "the {name} holds {secret}");
            }
        }
        assert_eq!(files_with(world.home(), &secrets), Vec::<PathBuf>::new());
    });
}

async fn listen(page: &Page) {
    let answer = page.driver.execute_async(LISTEN, &[json!(VIEW_EVENT)]).await.unwrap();
    assert_eq!(answer, "listening");
}

async fn collect(page: &Page, heard: &mut Vec<String>) {
    heard.extend(texts(page, HEARD).await);
    heard.extend(texts(page, KEPT).await);
}

async fn texts(page: &Page, script: &str) -> Vec<String> {
    let all = page.execute(script, &[]).await;
    all.as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Every file under a folder that holds any of the texts.
fn files_with(folder: &Path, texts: &[String]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(files_with(&entry.path(), texts));
        } else if entry.file_type().unwrap().is_file() {
            // What the webview takes away meanwhile holds nothing.
            let bytes = std::fs::read(entry.path()).unwrap_or_default();
            let holds =
                |text: &String| bytes.windows(text.len()).any(|window| window == text.as_bytes());
            if texts.iter().any(holds) {
                found.push(entry.path());
            }
        }
    }
    found
}

/// Whether the digits stand there by themselves, and not by chance inside something longer.
fn holds_number(text: &str, digits: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == digits)
}

/// The tokens in an answer of the server: JSON in base64 begins like this.
fn tokens(body: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(body);
    text.split('"').filter(|text| text.starts_with("eyJ")).map(str::to_owned).collect()
}
