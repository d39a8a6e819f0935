//! The package of a product of another name (docs/shipping.md), which `packaging/acme/brand.toml` describes.

use std::error::Error;
use std::io::Cursor;
use std::path::Path;

use image::RgbaImage;
use latchkey_ipc::test_id;
use latchkey_tests::display::Display;
use latchkey_tests::environment;
use latchkey_tests::person::Person;
use latchkey_tests::wait;
use latchkey_tests::world::{Setup, in_a_window};
use serde_json::json;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _};

use crate::contents::Unpacked;
use crate::debian::{Installed, can_install, skipped};
use crate::life::NOBODY;

/// What the example says.
const PRODUCT: &str = "Acme Account";
const PACKAGE: &str = "acme-account";
const ACCENT: [u8; 3] = [0x7a, 0x1f, 0xa2];

/// A style of the element of a test id, as the webview computes it.
const STYLE: &str = "return getComputedStyle(document.querySelector(`[data-testid=\"${arguments[0]}\"]`))[arguments[1]]";

#[test]
fn everything_in_the_package_goes_by_its_own_name() {
    let Some(package) = environment::branded_deb() else { return skipped() };
    let unpacked = Unpacked::of(&package);
    let entry = unpacked.text("usr/share/applications/Acme Account.desktop");
    for line in ["Name=Acme Account", "Exec=acme", "Icon=acme"] {
        assert!(entry.lines().any(|found| found == line), "{line} is not in\n{entry}");
    }
    let metainfo = unpacked.text("usr/share/metainfo/com.example.acme.metainfo.xml");
    assert!(metainfo.contains("<name>Acme Account</name>"), "{metainfo}");
    assert!(metainfo.contains("Acme (an example)"), "{metainfo}");
    unpacked.file("usr/share/icons/hicolor/scalable/apps/acme.svg");
    unpacked.file("usr/share/man/man1/acme.1.gz");
    unpacked.file("usr/share/doc/acme-account/THIRD-PARTY-LICENSES.txt");
    let foreign: Vec<_> = unpacked
        .paths()
        .into_iter()
        .filter(|path| path.to_lowercase().contains("latchkey"))
        .collect();
    assert_eq!(foreign, Vec::<String>::new(), "the two can be installed side by side");
}

#[test]
fn its_window_has_its_icon_its_name_and_its_colour() {
    let Some(package) = environment::branded_deb() else { return skipped() };
    if !can_install(PACKAGE) {
        return;
    }
    let installed = Installed::from(PACKAGE, &package);
    let setup = Setup::default().with_settings(json!({ "application_name": "Acme" }));
    in_a_window(setup.for_pictures().as_user(NOBODY), async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let (icon, name) = own_icon(world.display(), PRODUCT).unwrap();
        assert_eq!(name, PRODUCT);
        assert_eq!(icon, drawn(&environment::repository().join("target/brand/icons/32x32.png")));

        // The mark in a picture of the page: a disk in the accent, as the example's icon is.
        // The first pictures may be of a window that is not painted yet.
        let seen = wait::until(async || {
            let picture = page.driver.screenshot().await.ok()?;
            let picture = image::load_from_memory(&picture).ok()?.into_rgba8();
            let accent = picture.pixels().filter(|pixel| pixel.0[..3] == ACCENT).count();
            (accent > 600).then_some(())
        });
        assert!(seen.await.is_ok(), "neither mark nor button are drawn in the accent");
        let button =
            page.execute(STYLE, &[test_id::SIGN_IN_SUBMIT.into(), "backgroundColor".into()]).await;
        assert_eq!(button, "rgb(122, 31, 162)");

        let person = world.add(Person::new("totp@example.com").with_totp());
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        let title = page.execute("return document.title", &[]).await;
        assert!(title.as_str().unwrap().ends_with(" · Acme Account"), "{title}");
        let text = page.execute("return document.body.innerText", &[]).await;
        let text = text.as_str().unwrap();
        assert!(text.contains(PRODUCT) && !text.contains("Latchkey"), "{text}");
        // Clerk names the device of a session by it.
        page.click(test_id::NAV_DEVICES).await;
        page.wait_for_text(test_id::DEVICE, "AcmeAccount").await;
        world.close().await;
    });
    installed.remove();
}

/// The smallest icon of the window with this name that is drawn in 32 pixels, and the name.
fn own_icon(display: &Display, name: &str) -> Result<(RgbaImage, String), Box<dyn Error>> {
    let windows = display.windows();
    let (window, name) = windows
        .iter()
        .find(|(_, found)| found == name)
        .ok_or_else(|| format!("no {name} among {windows:?}"))?;
    let (connection, _) = x11rb::connect(Some(display.name()))?;
    let atom = connection.intern_atom(false, b"_NET_WM_ICON")?.reply()?.atom;
    let icons = connection
        .get_property(false, window.parse()?, atom, AtomEnum::CARDINAL, 0, u32::MAX / 4)?
        .reply()?;
    connection.flush()?;
    let mut values = icons.value32().ok_or("it has no icon")?;
    while let (Some(width), Some(height)) = (values.next(), values.next()) {
        let pixels: Vec<u32> = values.by_ref().take((width * height) as usize).collect();
        if (width, height) == (32, 32) {
            let bytes = pixels.iter().flat_map(|pixel| {
                let [alpha, red, green, blue] = pixel.to_be_bytes();
                [red, green, blue, alpha]
            });
            let image = RgbaImage::from_raw(width, height, bytes.collect()).ok_or("cut off")?;
            return Ok((image, name.clone()));
        }
    }
    Err("none of its icons is 32 pixels wide".into())
}

fn drawn(file: &Path) -> RgbaImage {
    let bytes = std::fs::read(file).unwrap();
    image::load(Cursor::new(bytes), image::ImageFormat::Png).unwrap().into_rgba8()
}
