//! Where the key is kept that opens what is kept of this device: in the credential store of the
//! desktop, in a file, or nowhere.

use latchkey_ipc::test_id;
use latchkey_tests::keyring::Keyring;
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::scan::{Secrets, files};
use latchkey_tests::wait;
use latchkey_tests::wire::Exchange;
use latchkey_tests::world::{Setup, World, in_a_window};

const STORE: &str = "LATCHKEY_CREDENTIAL_STORE";

/// A start as most people make it: nobody has decided on a place.
fn undecided() -> Setup {
    Setup::default().with_env(STORE, "")
}

async fn signed_in(world: &World, page: &Page) -> Person {
    let person = world.add(Person::new("plain@example.com"));
    sign_in(world, page, &person).await;
    person
}

async fn sign_in(world: &World, page: &Page, person: &Person) {
    world.sign_in(page, person).await;
    page.wait_for_account(&person.email).await;
}

/// Starts anew with an open keyring.
async fn with_keyring(world: &World) -> (Keyring, Page) {
    world.close().await;
    let keyring = Keyring::open(world.desktop(), world.home()).await;
    let page = world.open_again().await;
    page.wait_for(test_id::PAGE_SIGN_IN).await;
    (keyring, page)
}

/// Waits until the page of this device says that the key is there.
async fn wait_for_place(page: &Page, place: &str) {
    page.click(test_id::NAV_THIS_DEVICE).await;
    page.wait_for(test_id::PAGE_THIS_DEVICE).await;
    let there = async || {
        (page.attributes(test_id::STORAGE_BACKEND, "data-place").await == [place]).then_some(())
    };
    let there = wait::until(there).await;
    let place_now = page.attributes(test_id::STORAGE_BACKEND, "data-place").await;
    assert!(there.is_ok(), "the key is in {place_now:?}, not in {place}");
}

/// Waits until the banner tells of this.
async fn wait_for_trouble(page: &Page, trouble: &str) {
    let told = async || {
        let told = page.attributes(test_id::STORAGE_BANNER, "data-trouble").await;
        (told == [trouble]).then_some(())
    };
    assert!(wait::until(told).await.is_ok(), "the banner never tells that it is {trouble}");
}

/// The files of the data folder whose names end so.
fn kept(world: &World, end: &str) -> usize {
    let files = files(&world.desktop().data_dir());
    files.iter().filter(|file| file.to_string_lossy().ends_with(end)).count()
}

/// Nothing that opens the account is in the data folder in the clear.
fn assert_nothing_in_the_clear(world: &World, person: &Person) {
    let mut secrets = Secrets::default().and("the password", &person.password);
    let exchanges = world.wire.exchanges();
    let tokens: Vec<_> = exchanges.iter().flat_map(Exchange::client_tokens).collect();
    assert!(!tokens.is_empty(), "the relay saw the token");
    for token in tokens {
        secrets = secrets.and("a token", token.trim_start_matches("Bearer "));
    }
    let found = secrets.in_folder(&world.desktop().data_dir());
    assert!(found.is_empty(), "{found:#?}");
}

/// Started again with a keyring that is locked.
async fn locked(world: &World) -> (Keyring, Page) {
    world.close().await;
    let keyring = Keyring::open(world.desktop(), world.home()).await;
    keyring.lock();
    let page = world.open_again().await;
    wait_for_trouble(&page, "locked").await;
    (keyring, page)
}

#[test]
fn with_a_keyring_one_stays_signed_in_and_only_a_sealed_file_is_on_disk() {
    in_a_window(undecided(), async |world, _| {
        let (keyring, page) = with_keyring(world).await;
        assert!(!page.shows(test_id::STORAGE_BANNER).await);
        let person = signed_in(world, &page).await;
        wait_for_place(&page, "secret_service").await;
        let passed = async || {
            let outcome = page.attributes(test_id::SELF_TEST, "data-outcome").await;
            (outcome == ["passed"]).then_some(())
        };
        wait::until(passed).await.expect("the self-test passes");
        assert_eq!(keyring.entries(), 1, "the key is in the keyring");
        assert!(kept(world, "sealed") == 1 && kept(world, ".key") == 0);
        assert_nothing_in_the_clear(world, &person);

        let page = world.restart().await;
        page.wait_for_account(&person.email).await;
        page.wait_until_gone(test_id::AS_OF).await;
        assert!(!page.shows(test_id::STORAGE_BANNER).await);
        wait_for_place(&page, "secret_service").await;

        page.click(test_id::FORGET_DEVICE).await;
        page.confirm().await;
        page.wait_for_text(test_id::NOTICE, "device is forgotten").await;
        assert_eq!(keyring.entries(), 0, "the key is deleted");
        assert_eq!(kept(world, "sealed"), 0);
    });
}

#[test]
fn with_a_locked_keyring_one_is_signed_in_for_now_and_nothing_is_written() {
    in_a_window(undecided(), async |world, _| {
        let (_keyring, page) = locked(world).await;
        page.wait_for_text(test_id::STORAGE_BANNER, "only until this app is closed").await;
        let person = signed_in(world, &page).await;
        assert!(kept(world, "sealed") == 0 && kept(world, ".key") == 0);
        assert_nothing_in_the_clear(world, &person);
        wait_for_place(&page, "session").await;

        let page = world.restart().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_until_open(test_id::SIGN_IN_SUBMIT).await;
        world.advance(30);
        sign_in(world, &page, &person).await;
        assert_eq!(world.sent(), 2, "it counts as a new device");
        // Whoever wants nothing on disk is told of it no more.
        page.click(test_id::STORAGE_SESSION).await;
        page.wait_until_gone(test_id::STORAGE_BANNER).await;
        world.wait_until_saved("\"storage\": \"session\"").await;
        let page = world.restart().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_until_open(test_id::SIGN_IN_SUBMIT).await;
        assert!(!page.shows(test_id::STORAGE_BANNER).await, "the choice is remembered");
    });
}

#[test]
fn a_keyring_that_stays_locked_can_be_done_without_by_a_file() {
    in_a_window(undecided(), async |world, _| {
        let (_keyring, page) = locked(world).await;
        let person = signed_in(world, &page).await;
        page.click(test_id::STORAGE_FILE).await;
        // It stands above the navigation, which moves up when it goes.
        page.wait_until_gone(test_id::STORAGE_BANNER).await;
        wait_for_place(&page, "file").await;
        assert!(kept(world, "sealed") == 1 && kept(world, ".key") == 1);
        assert_nothing_in_the_clear(world, &person);

        let page = world.restart().await;
        page.wait_for_account(&person.email).await;
        page.wait_until_gone(test_id::AS_OF).await;
    });
}

#[test]
fn a_keyring_that_is_unlocked_later_is_used_from_then_on() {
    in_a_window(undecided(), async |world, _| {
        let (keyring, page) = with_keyring(world).await;
        let person = signed_in(world, &page).await;
        keyring.lock();
        let page = world.restart().await;
        page.wait_for(test_id::STORAGE_BANNER).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        assert_eq!(kept(world, "sealed"), 1, "what was kept is untouched");

        drop(keyring);
        let _unlocked = Keyring::open(world.desktop(), world.home()).await;
        page.click(test_id::STORAGE_RETRY).await;
        page.wait_for_account(&person.email).await;
        page.wait_until_gone(test_id::STORAGE_BANNER).await;
        assert_eq!(world.sent(), 1, "the device stayed trusted");
    });
}

#[test]
fn without_a_keyring_one_is_told_and_one_that_comes_later_is_used_by_itself() {
    in_a_window(undecided(), async |world, page| {
        wait_for_trouble(page, "unavailable").await;
        let person = signed_in(world, page).await;
        assert_eq!(kept(world, "sealed"), 0);
        assert_nothing_in_the_clear(world, &person);

        let keyring = Keyring::open(world.desktop(), world.home()).await;
        page.wait_for_text(test_id::NOTICE, "credential store is used from now on").await;
        page.wait_until_gone(test_id::STORAGE_BANNER).await;
        wait_for_place(page, "secret_service").await;
        assert_eq!(keyring.entries(), 1);
        let page = world.restart().await;
        page.wait_for_account(&person.email).await;
        page.wait_until_gone(test_id::AS_OF).await;
        assert_eq!(world.sent(), 1);
    });
}

#[test]
fn whoever_sets_it_up_for_memory_only_gets_no_question_and_no_file() {
    let setup = Setup::default().with_env(STORE, "session");
    in_a_window(setup, async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        assert!(!page.shows(test_id::STORAGE_BANNER).await);
        let person = signed_in(world, page).await;
        wait_for_place(page, "session").await;
        for choice in [test_id::STORAGE_FILE, test_id::STORAGE_SESSION, test_id::STORAGE_RETRY] {
            assert!(!page.shows(choice).await, "{choice}");
        }
        assert!(kept(world, "sealed") == 0 && kept(world, ".key") == 0);
        assert_nothing_in_the_clear(world, &person);
        let page = world.restart().await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_until_open(test_id::SIGN_IN_SUBMIT).await;
        assert!(!page.shows(test_id::PAGE_ACCOUNT).await);
    });
}

#[test]
fn where_the_keyring_is_demanded_and_missing_nothing_is_written() {
    let setup = Setup::default().with_env(STORE, "system");
    in_a_window(setup, async |world, page| {
        wait_for_trouble(page, "unavailable").await;
        let person = signed_in(world, page).await;
        assert!(!page.shows(test_id::STORAGE_FILE).await, "there is nothing to choose");
        assert!(kept(world, "sealed") == 0 && kept(world, ".key") == 0);
        assert_nothing_in_the_clear(world, &person);
    });
}
