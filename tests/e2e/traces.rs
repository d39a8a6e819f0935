//! What is left of secrets on disk, in the log and in the memory of the program after signing out.

use latchkey_ipc::test_id;
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::scan::{Find, Memory, Owner, Secrets};
use latchkey_tests::wire::Exchange;
use latchkey_tests::world::{Setup, World, in_a_window};
use serde_json::Value;

/// The secrets that passed through the program.
struct Passed {
    /// A person typed them, or the page showed them: the webview engine had them too.
    on_the_page: Secrets,
    /// The page never had them.
    tokens: Secrets,
}

/// Signs in, turns an authenticator app on, makes backup codes and signs out. Nothing is read from
/// the page: what a driver reads goes through the memory that is searched.
async fn do_it_all(world: &World, page: &Page) -> (Person, Passed) {
    let person = world.add(Person::new("plain@example.com"));
    world.sign_in(page, &person).await;
    page.wait_for_account(&person.email).await;
    let new_device_code = world.newest_code();
    page.open_manage_mfa().await;
    page.open_add_totp().await;
    let key = answered(world, "/me/totp", "secret").remove(0);
    page.click(test_id::TOTP_CONTINUE).await;
    let totp_code = world.code_of(&key);
    page.type_code(&totp_code).await;
    page.wait_for(test_id::BACKUP_CODES).await;
    page.click(test_id::BACKUP_SAVED).await;
    page.click(test_id::BACKUP_DONE).await;
    page.wait_for(test_id::TOTP_SUCCESS).await;
    page.click(test_id::WIZARD_DONE).await;
    page.sign_out().await;

    let mut on_the_page = Secrets::default()
        .and("the password", &person.password)
        .and("the code of the authenticator app", &totp_code)
        .and("the new-device code", &new_device_code)
        .and("the key of the authenticator app", &key);
    let backup_codes = answered(world, "/attempt_verification", "backup_codes");
    assert!(backup_codes.len() > 1, "{backup_codes:?}");
    for code in &backup_codes {
        on_the_page = on_the_page.and("a backup code", code);
    }
    let mut old: Vec<_> = world.wire.exchanges().iter().flat_map(Exchange::client_tokens).collect();
    // The newest is held on purpose: it keeps this device trusted.
    let newest = old.last().cloned().unwrap();
    old.retain(|token| *token != newest);
    old.sort();
    old.dedup();
    assert!(!old.is_empty(), "the token was rotated");
    let mut tokens = Secrets::default();
    for token in &old {
        tokens = tokens.and("a client token", token.trim_start_matches("Bearer "));
    }
    (person, Passed { on_the_page, tokens })
}

/// The texts under a name in the answers to a path.
fn answered(world: &World, path_end: &str, name: &str) -> Vec<String> {
    // A list of them, or one alone.
    let texts = |value: &Value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    let answers = world.wire.to_path(path_end).into_iter();
    let found = answers.filter_map(|one| Some(texts(one.json().get("response")?.get(name)?)));
    found.flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// What was found, a line each.
fn told(found: &[Find]) -> String {
    found.iter().map(|find| find.told.clone()).collect::<Vec<_>>().join("\n")
}

#[test]
fn after_signing_out_no_secret_is_on_disk_or_in_the_log() {
    let setup = Setup::default().without_rate_limits().with_env("LATCHKEY_LOG", "trace");
    in_a_window(setup, async |world, page| {
        let (person, secrets) = do_it_all(world, page).await;
        // The search finds what is there.
        let canary = Secrets::default().and("the address", &person.email);
        std::fs::write(world.home().join("canary"), format!("a {} b", person.email)).unwrap();
        assert_eq!(canary.in_folder(world.home()).len(), 1, "{:?}", canary.in_folder(world.home()));
        assert!(world.log().await.contains("TRACE"), "the log is not at its most talkative");
        for secrets in [&secrets.on_the_page, &secrets.tokens] {
            let log = secrets.in_bytes("the log", world.log().await.as_bytes());
            assert!(log.is_empty(), "{}", told(&log));
            // The folders of program, webview and desktop, with the log.
            let found = secrets.in_folder(world.home());
            assert!(found.is_empty(), "{}", told(&found));
        }
    });
}

/// The webview engine frees without wiping, and keeps the buffers that its processes talk through: what
/// the page had is searched for in the rest of the memory alone.
#[test]
fn after_signing_out_no_secret_is_in_the_program_s_memory_and_no_token_in_any() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let (_, secrets) = do_it_all(world, page).await;
        let programs = world.desktop().processes();
        let [program] = programs.as_slice() else { panic!("one runs: {programs:?}") };
        let memory = Memory::of(*program);
        // The search finds what is there: the key of the instance, and the folder of the page's files.
        let canary = Secrets::default().and("the key", &world.publishable_key());
        assert!(!canary.in_memory(&memory, Owner::Program).is_empty(), "the program's is searched");
        let canary = Secrets::default().and("the page", "tauri://localhost");
        assert!(!canary.in_memory(&memory, Owner::Engine).is_empty(), "the engine's is searched");
        let mut found = secrets.tokens.in_memory(&memory, Owner::Engine);
        for secrets in [&secrets.on_the_page, &secrets.tokens] {
            found.extend(secrets.in_memory(&memory, Owner::Program));
        }
        assert!(found.is_empty(), "{} finds\n{}", found.len(), told(&found));
    });
}
