//! Pictures of people and logos of organizations: shown, chosen, removed.

use std::io::Cursor;
use std::path::PathBuf;

use image::{ImageFormat, Rgb, RgbImage};
use latchkey_ipc::test_id;
use latchkey_tests::page::{Page, inside, of_phone};
use latchkey_tests::person::Person;
use latchkey_tests::wait;
use latchkey_tests::world::{Setup, World, in_a_window};
use serde_json::json;

/// The picture on a page, rather than in the person's corner.
fn shown() -> String {
    inside(test_id::PAGE_ACCOUNT, test_id::PICTURE)
}

/// A photo of one colour.
fn photo(colour: [u8; 3]) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let photo = RgbImage::from_pixel(700, 500, Rgb(colour));
    photo.write_to(&mut file, ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

fn put(world: &World, name: &str, bytes: &[u8]) -> PathBuf {
    let path = world.home().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Chooses a file for the picture.
async fn choose(world: &World, page: &Page, name: &str, bytes: &[u8]) {
    page.click(test_id::PICTURE_CHANGE).await;
    world.display().open_file(&put(world, name, bytes)).await;
}

/// How often a picture was fetched from the server.
fn fetched(world: &World) -> usize {
    world.server().requests().iter().filter(|it| it.path.starts_with("/pictures/")).count()
}

/// Where the picture on the page comes from; none while the initials stand there.
async fn source(page: &Page) -> Option<String> {
    page.attributes(&shown(), "src").await.into_iter().next()
}

#[test]
fn a_picture_is_chosen_shown_on_every_page_changed_and_removed() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("face@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        assert!(!page.shows(test_id::PICTURE_REMOVE).await);
        choose(world, page, "me.jpg", &photo([200, 0, 0])).await;
        page.wait_for(&shown()).await;
        page.wait_for_text(test_id::NOTICE, "picture").await;
        let first = source(page).await.unwrap();
        assert!(first.starts_with("data:image/png;base64,"), "{first}");
        // The corner shows the same; another page, and the way back, fetch nothing.
        page.open_manage_mfa().await;
        page.wait_for(test_id::PICTURE).await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.wait_for(&shown()).await;
        assert_eq!((fetched(world), world.applied("POST", "/me/profile_image")), (1, 1));

        choose(world, page, "other.jpg", &photo([0, 0, 200])).await;
        let changed = wait::until(async || source(page).await.filter(|it| *it != first));
        changed.await.expect("another picture");
        page.click(test_id::PICTURE_REMOVE).await;
        page.confirm().await;
        page.wait_until_gone(test_id::PICTURE).await;
        assert_eq!(world.applied("DELETE", "/me/profile_image"), 1);
    });
}

#[test]
fn a_file_that_is_no_picture_is_told_of_and_sent_nowhere_and_a_dialog_that_is_left_changes_nothing()
{
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("face@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        page.click(test_id::PICTURE_CHANGE).await;
        world.display().cancel_dialog().await;
        page.settle().await;
        assert!(!page.shows(test_id::ROW_ERROR).await);
        choose(world, page, "me.png", b"<svg onload='window.__pwned = 1'/>").await;
        page.wait_for_text(test_id::ROW_ERROR, "Choose a PNG").await;
        choose(world, page, "cut.png", b"\x89PNG\r\n\x1a\n").await;
        page.wait_for_text(test_id::ROW_ERROR, "damaged").await;
        choose(world, page, "large.png", &vec![0; 10 * 1024 * 1024 + 1]).await;
        page.wait_for_text(test_id::ROW_ERROR, "10 MB").await;
        assert!(world.wire.to_path("/me/profile_image").is_empty(), "nothing was sent");
    });
}

#[test]
fn a_picture_whose_answer_was_lost_is_found_by_asking_and_sent_once() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("face@example.com").with_totp());
        world.sign_in(page, &person).await;
        page.wait_for_account(&person.email).await;
        world.wire.lose_next_answer("/me/profile_image");
        choose(world, page, "me.jpg", &photo([200, 0, 0])).await;
        page.wait_for(&shown()).await;
        assert_eq!(world.applied("POST", "/me/profile_image"), 1);
        assert!(!page.shows(test_id::ROW_ERROR).await);
    });
}

#[test]
fn the_logo_of_an_organization_is_shown_and_a_hostile_one_is_not() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("works@example.com").with_totp());
        let acme = world.server().in_organization(&person, "Acme");
        let hostile = world.server().in_organization(&person, "Hostile");
        let emulator = world.server().emulator();
        emulator.set_logo(&acme, &photo([0, 200, 0])).unwrap();
        emulator.set_logo(&hostile, b"GIF89a<script>window.__pwned = 1</script>").unwrap();
        world.sign_in(page, &person).await;
        page.click(test_id::ORGANIZATION_SWITCH).await;
        page.wait_for_state(test_id::PAGE_ORGANIZATIONS, "ready").await;
        let logo = |id: &str| inside(&of_phone(test_id::ORGANIZATION, id), test_id::PICTURE);
        page.wait_for(&logo(&acme)).await;
        page.settle().await;
        assert!(!page.shows(&logo(&hostile)).await, "its initials are shown");
        let pwned = page.execute("return window.__pwned ?? null", &[]).await;
        assert_eq!((pwned, fetched(world)), (json!(null), 2));
    });
}
