//! Organizations: the task that waits for one, and their page.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::{ENTER, SPACE};
use latchkey_tests::page::{inside, of_phone};
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::json;

fn forced() -> Setup {
    let forced = json!({ "organizations": { "force_selection": true } });
    Setup::default().without_rate_limits().with_settings(forced)
}

fn row(id: &str) -> String {
    of_phone(test_id::ORGANIZATION, id)
}

#[test]
fn the_task_is_done_by_a_choice_and_is_there_again_after_a_restart() {
    in_a_window(forced(), async |world, page| {
        let person = world.add(Person::new("works@example.com").with_totp());
        world.server().in_organization(&person, "Acme");
        let northwind = world.server().in_organization(&person, "Northwind");
        world.sign_in(page, &person).await;
        page.wait_for_text(test_id::TASK_NAME, "choose an organization").await;
        assert!(!page.shows(test_id::NAV_MFA).await, "nothing else can be done yet");
        let page = &world.restart().await;
        page.wait_for_state(test_id::PAGE_TASK, "ready").await;
        let before = world.wire.exchanges().len();
        page.click(&inside(&row(&northwind), test_id::ORGANIZATION_SELECT)).await;
        page.wait_for_text(test_id::ORGANIZATION_IN_USE, "Northwind").await;
        // One that acts, and no read beside it.
        assert_eq!(world.wire.exchanges().len(), before + 1);
    });
}

#[test]
fn somebody_without_an_organization_makes_one_with_the_keyboard_alone() {
    in_a_window(forced(), async |world, page| {
        let person = world.add(Person::new("works@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.wait_for_state(test_id::PAGE_TASK, "ready").await;
        page.tab_and_press(test_id::ORGANIZATION_CREATE, SPACE).await;
        page.wait_for_focus(test_id::ORGANIZATION_NAME).await;
        page.press_keys(&[ENTER]).await;
        page.wait_for_text(test_id::FORM_ERROR, "Give the organization a name").await;
        page.type_keys("Acme").await;
        page.press_keys(&[ENTER]).await;
        page.wait_for_text(test_id::ORGANIZATION_IN_USE, "Acme").await;
    });
}

#[test]
fn who_is_invited_nowhere_and_may_make_none_is_told_what_to_do() {
    let setup = Setup::default().without_rate_limits();
    let closed = json!({ "organizations": { "force_selection": true, "create": false } });
    in_a_window(setup.with_settings(closed), async |world, page| {
        let person = world.add(Person::new("works@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.wait_for_text(test_id::PAGE_TASK, "Ask somebody in yours to invite you").await;
        world.server().invited(&person, "Acme");
        page.click(test_id::RETRY).await;
        page.click(test_id::INVITATION_ACCEPT).await;
        page.wait_for_text(test_id::ORGANIZATION_IN_USE, "Acme").await;
    });
}

#[test]
fn the_page_switches_and_leaves_after_a_question() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("works@example.com").with_totp());
        let acme = world.server().in_organization(&person, "Acme");
        let other = world.server().in_organization(&person, "Northwind");
        world.sign_in(page, &person).await;
        page.wait_for_text(test_id::ORGANIZATION_IN_USE, "Your own account").await;
        page.click(test_id::ORGANIZATION_SWITCH).await;
        page.click(&inside(&row(&acme), test_id::ORGANIZATION_SELECT)).await;
        page.wait_for_text(&row(&acme), "In use").await;
        world.wire.lose_next_answer(&format!("/organization_memberships/{acme}"));
        page.click(&inside(&row(&acme), test_id::ORGANIZATION_LEAVE)).await;
        page.wait_for_text(test_id::DIALOG_CONFIRM, "Leave").await;
        page.click(&inside(test_id::DIALOG_CONFIRM, test_id::CANCEL)).await;
        page.click(&inside(&row(&acme), test_id::ORGANIZATION_LEAVE)).await;
        page.confirm().await;
        page.wait_for_text(test_id::NOTICE, "You left that organization").await;
        page.wait_until_gone(&row(&acme)).await;
        let path = format!("/organization_memberships/{acme}");
        assert_eq!(world.wire.to_path(&path).len(), 1, "a lost answer is settled by asking");
        world.server().remove_from_organization(&person, &other);
        page.click(&inside(&row(&other), test_id::ORGANIZATION_SELECT)).await;
        page.wait_until_gone(&row(&other)).await;
        assert!(page.shows(test_id::PAGE_ORGANIZATIONS).await, "nobody is signed out by that");
    });
}
