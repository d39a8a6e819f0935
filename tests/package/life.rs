//! The package on a system: installed by root, used by somebody else, upgraded, removed.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use latchkey_ipc::test_id;
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, in_a_window};

use crate::debian::{Installed, NAME, can_install, installed_version, packages};

/// `nobody`, on every Debian: somebody who is not root.
pub(crate) const NOBODY: u32 = 65_534;

#[test]
fn what_a_person_did_is_kept_over_an_upgrade_and_after_the_package_is_removed() {
    let Some((package, older)) = packages() else { return };
    if !can_install(NAME) {
        return;
    }
    let installed = Installed::from(NAME, &older);
    assert_eq!(installed_version(NAME).as_deref(), Some("0.0.1"));

    in_a_window(Setup::default().as_user(NOBODY), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        // The program finds the list that its package brought.
        page.open_about().await;
        page.wait_for_state(test_id::PAGE_ABOUT, "ready").await;
        let names = page.attributes(test_id::THIRD_PARTY, "data-part").await;
        for linked in ["ring", "tauri", "yew"] {
            assert!(
                names.iter().any(|name| name == linked),
                "{linked} is not on the list: {names:?}"
            );
        }
        world.close().await;
        let data = world.desktop().data_dir();
        let kept = files(&data);
        assert!(kept.contains(&"preferences.json".to_owned()), "{kept:?}");
        let preferences = std::fs::metadata(data.join("preferences.json")).unwrap();
        assert_eq!(preferences.uid(), NOBODY, "the program ran as somebody who is not root");

        let installed = installed.upgrade(&package);
        assert_eq!(installed_version(NAME).as_deref(), Some(env!("CARGO_PKG_VERSION")));
        assert_eq!(files(&data), kept);
        let page = world.open_again().await;
        page.wait_for_account(&person.email).await;
        assert!(!page.shows(test_id::PAGE_SIGN_IN).await);
        world.close().await;

        let kept = files(&data);
        installed.remove();
        assert!(!Path::new("/usr/bin/latchkey").exists());
        assert!(!Path::new("/usr/share/doc/latchkey").exists());
        assert_eq!(files(&data), kept);

        // Whoever installs it again goes on where they were.
        let installed = Installed::from(NAME, &package);
        let page = world.open_again().await;
        page.wait_for_account(&person.email).await;
        world.close().await;
        installed.remove();
    });
}

/// The names of the files in a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
