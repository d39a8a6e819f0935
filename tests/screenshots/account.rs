//! The profile, and organizations.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use latchkey_ipc::test_id;
use latchkey_tests::page::inside;
use latchkey_tests::person::Person;
use latchkey_tests::world::in_a_window;
use serde_json::json;

use crate::camera::cameras;

#[test]
fn the_profile() {
    let names =
        json!({ "attributes": { "username": "on", "first_name": "on", "last_name": "on" } });
    for camera in cameras() {
        in_a_window(camera.setup().with_settings(names.clone()), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_totp());
            world.sign_in(page, &person).await;
            page.click(test_id::EDIT_USERNAME).await;
            page.fill(test_id::USERNAME, "a b").await;
            camera.take(page, "profile-username").await;
            page.click(test_id::EDIT_CANCEL).await;
            page.click(test_id::ADD_EMAIL).await;
            page.fill(test_id::EMAIL, "new@example.com").await;
            page.click(test_id::ADD_EMAIL_SUBMIT).await;
            page.wait_for(test_id::CODE).await;
            camera.take(page, "profile-email").await;
            camera.take_narrow(page, "profile-email").await;
            page.click(test_id::EDIT_CANCEL).await;
            page.click(test_id::DELETE_ACCOUNT).await;
            page.wait_for(test_id::CONFIRM_WORD).await;
            camera.take(page, "profile-delete").await;
        });
    }
}

#[test]
fn organizations() {
    for camera in cameras() {
        in_a_window(camera.setup(), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_totp());
            world.server().in_organization(&person, "Acme");
            world.server().in_organization(&person, "Northwind");
            world.server().invited(&person, "Globex");
            world.sign_in(page, &person).await;
            page.click(test_id::ORGANIZATION_SWITCH).await;
            page.wait_for(test_id::INVITATION).await;
            page.wait_for_state(test_id::PAGE_ORGANIZATIONS, "ready").await;
            camera.take(page, "organizations").await;
            camera.take_narrow(page, "organizations").await;
            page.click(test_id::ORGANIZATION_LEAVE).await;
            page.wait_for(test_id::DIALOG_CONFIRM).await;
            camera.take(page, "organizations-leave").await;
        });
    }
}

#[test]
fn the_task_to_choose_an_organization() {
    let forced = json!({ "organizations": { "force_selection": true } });
    for camera in cameras() {
        in_a_window(camera.setup().with_settings(forced.clone()), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_totp());
            world.server().in_organization(&person, "Acme");
            world.server().invited(&person, "Globex");
            world.sign_in(page, &person).await;
            page.wait_for(test_id::INVITATION).await;
            page.wait_for_state(test_id::PAGE_TASK, "ready").await;
            camera.take(page, "task-choose-organization").await;
            camera.take_narrow(page, "task-choose-organization").await;
        });
    }
}

#[test]
fn several_accounts() {
    let several = json!({ "single_session": false });
    for camera in cameras() {
        in_a_window(camera.setup().with_settings(several.clone()), async |world, page| {
            let first = world.add(Person::new("ada@example.com").with_totp());
            world.server().in_organization(&first, "Acme");
            let second = world.add(Person::new("bob@example.com").with_totp());
            world.sign_in(page, &second).await;
            page.wait_for_account(&second.email).await;
            page.click(test_id::ACCOUNT_MENU).await;
            page.click(test_id::ADD_ACCOUNT).await;
            page.wait_for_state(test_id::PAGE_SIGN_IN, "ready").await;
            camera.take(page, "account-adding").await;
            camera.take_narrow(page, "account-adding").await;
            world.sign_in(page, &first).await;
            page.wait_for_account(&first.email).await;
            page.click(test_id::ACCOUNT_MENU).await;
            page.wait_for(test_id::SIGN_OUT_ALL).await;
            camera.take(page, "account-menu").await;
            camera.take_narrow(page, "account-menu").await;
        });
    }
}

#[test]
fn the_picture_and_the_password() {
    let optional = json!({ "password_required": false });
    for camera in cameras() {
        in_a_window(camera.setup().with_settings(optional.clone()), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_totp());
            let emulator = world.server().emulator();
            let user = emulator.user_id(&person.email).unwrap().unwrap();
            emulator.set_picture(&user, &sunset()).unwrap();
            let acme = world.server().in_organization(&person, "Acme");
            emulator.set_logo(&acme, &sunset()).unwrap();
            world.server().in_organization(&person, "Northwind");
            world.sign_in(page, &person).await;
            page.wait_for(&inside(test_id::PAGE_ACCOUNT, test_id::PICTURE)).await;
            camera.take(page, "account-picture").await;
            camera.take_narrow(page, "account-picture").await;
            page.click(test_id::ORGANIZATION_SWITCH).await;
            page.wait_for(&inside(test_id::PAGE_ORGANIZATIONS, test_id::PICTURE)).await;
            camera.take(page, "organizations-logo").await;
            page.click(test_id::NAV_ACCOUNT).await;
            page.click(test_id::CHANGE_PASSWORD).await;
            page.fill(test_id::NEW_PASSWORD, "short").await;
            camera.take(page, "password-change").await;
            page.click(test_id::EDIT_CANCEL).await;
            page.click(test_id::REMOVE_PASSWORD).await;
            page.wait_for(test_id::REMOVE_SUBMIT).await;
            camera.take(page, "password-remove").await;
            camera.take_narrow(page, "password-remove").await;
        });
    }
}

/// A picture with more than one colour.
fn sunset() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let sky = |_: u32, y: u32| Rgb([240, u8::try_from(y * 2).unwrap_or(u8::MAX), 90]);
    RgbImage::from_fn(96, 96, sky).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}
