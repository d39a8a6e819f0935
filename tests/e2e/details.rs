//! The details for support: what stands in them, and what never does.

use latchkey_ipc::test_id;
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::scan::Secrets;
use latchkey_tests::wait::until;
use latchkey_tests::wire::{Exchange, Refusal};
use latchkey_tests::world::{Setup, World, in_a_window};

const PHONE: &str = "+447700900142";
const WRONG_PASSWORD: &str = "a wrong secret 9";

async fn details(page: &Page) -> String {
    page.open_settings().await;
    page.text(test_id::DETAILS).await
}

/// The lines about requests.
fn requests(details: &str) -> Vec<&str> {
    details.lines().skip_while(|line| !line.starts_with("Requests: ")).skip(1).collect()
}

/// Copies the details that are shown, and gives what is then on the clipboard.
async fn copied(world: &World, page: &Page) -> String {
    page.click(test_id::COPY_DETAILS).await;
    page.wait_for_text(test_id::NOTICE, "on your clipboard").await;
    world.display().clipboard()
}

#[test]
fn they_name_what_runs_where_and_every_request_with_what_came_of_it() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("test@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let refusal = Refusal { status: 500, code: "internal_clerk_error", retry_after: None };
        world.wire.refuse_next("/sign_ins", refusal);
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::FORM_ERROR).await;
        page.sign_in(&person.email, WRONG_PASSWORD).await;
        let refused = async || {
            let found = world.wire.to_path("/sign_ins");
            found.iter().find_map(|one| one.json()["clerk_trace_id"].as_str().map(str::to_owned))
        };
        let trace = until(refused).await.unwrap();
        page.wait_until_open(test_id::SIGN_IN_SUBMIT).await;
        world.wire.disconnect().await;
        page.click(test_id::SIGN_IN_SUBMIT).await;
        page.wait_for(test_id::OFFLINE_BANNER).await;

        let told = details(page).await;
        let version = env!("CARGO_PKG_VERSION");
        for part in [
            &format!("Latchkey: {version} (commit "),
            "System: ",
            "Webview: WebKitGTK 2.",
            "Key kept: File, as it was decided",
            "(development)",
            &format!("Address: {}", world.wire.base_url()),
            "Server: not reached",
            "Clock: ",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        let requests = requests(&told);
        let is =
            |line: &str, start: &str| line.contains(&format!(" {start}, ")) && line.contains(" ms");
        assert!(requests.iter().any(|line| is(line, "GET /v1/environment: 200")), "{told}");
        let refused = requests.iter().find(|line| is(line, "POST /v1/client/sign_ins: 422"));
        assert!(refused.is_some_and(|line| line.ends_with(&format!("trace {trace}"))), "{told}");
        assert!(requests.iter().any(|line| is(line, "POST /v1/client/sign_ins: 500")), "{told}");
        let lost = requests.last().unwrap();
        assert!(is(lost, "/v1/client/sign_ins: no answer"), "{told}");
        assert!(lost.ends_with("no connection"), "{told}");
        assert_eq!(copied(world, page).await.trim_end(), told.trim_end());
    });
}

#[test]
fn no_secret_no_address_and_no_number_is_in_them() {
    let setup = Setup::default().without_rate_limits();
    in_a_window(setup, async |world, page| {
        let person = world.add(Person::new("ada.lovelace@example.com"));
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.sign_in(&person.email, WRONG_PASSWORD).await;
        page.wait_for(test_id::FORM_ERROR).await;
        world.sign_in(page, &person).await;
        let mut codes = vec![world.newest_code()];
        page.wait_for_account(&person.email).await;

        page.open_manage_mfa().await;
        page.open_add_totp().await;
        let key = page.totp_key().await;
        let uri = page.text(test_id::TOTP_URI).await;
        page.click(test_id::TOTP_CONTINUE).await;
        codes.push(world.code_of(&key));
        page.type_code(&codes[1]).await;
        let backup_codes = page.take_backup_codes().await;
        page.wait_for(test_id::TOTP_SUCCESS).await;
        page.click(test_id::WIZARD_DONE).await;
        page.wait_for_state(test_id::PAGE_MANAGE_MFA, "ready").await;

        let sent = world.sent();
        page.click(test_id::ADD_PHONE).await;
        page.submit_phone(PHONE).await;
        world.wait_until_sent(sent + 1).await;
        codes.push(world.newest_code());
        page.type_code(&codes[2]).await;
        page.wait_for(test_id::PHONE_ADDED).await;
        page.click(test_id::WIZARD_DONE).await;
        page.wait_for_state(test_id::PAGE_MANAGE_MFA, "ready").await;

        page.sign_out().await;
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.use_method(test_id::METHOD_BACKUP_CODE).await;
        page.enter_backup_code(&backup_codes[0]).await;
        page.wait_for_account(&person.email).await;

        let told = details(page).await;
        let on_clipboard = copied(world, page).await;
        assert!(requests(&told).len() > 10, "{told}");
        let exchanges = world.wire.exchanges();
        let mut secrets = Secrets::default()
            .and("password", &person.password)
            .and("wrong password", WRONG_PASSWORD)
            .and("email address", &person.email)
            .and("phone number", PHONE)
            .and("phone number without its country", "7700900142")
            .and("phone number as people write it", "7700 900142")
            .and("key", &key.replace(' ', ""))
            .and("key in groups", &key)
            .and("address of the key", &uri)
            .and("publishable key", &world.publishable_key());
        for code in codes.iter().chain(&backup_codes) {
            secrets = secrets.and("code", code);
        }
        let tokens: Vec<_> = exchanges.iter().flat_map(Exchange::client_tokens).collect();
        assert!(tokens.len() > 3, "the relay saw the client token change");
        for token in &tokens {
            secrets = secrets.and("client token", token);
        }
        // The search finds what is there.
        let holds_all = format!("{told} {PHONE} {} {} {}", person.email, codes[2], tokens[0]);
        assert!(secrets.in_bytes("a text with some", holds_all.as_bytes()).len() > 3);
        for (place, text) in [("page", &told), ("clipboard", &on_clipboard)] {
            let found = secrets.in_bytes(place, text.as_bytes());
            assert!(found.is_empty(), "{found:?}");
            assert!(!text.contains("eyJ") && !text.contains('?') && !text.contains('@'), "{text}");
        }
    });
}
