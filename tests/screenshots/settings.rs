//! The settings, and what the program is.

use latchkey_ipc::test_id;
use latchkey_tests::person::Person;
use latchkey_tests::world::in_a_window;

use crate::camera::cameras;

#[test]
fn settings() {
    for camera in cameras() {
        in_a_window(camera.setup(), async |world, page| {
            let person = world.add(Person::new("test@example.com").with_totp());
            world.sign_in(page, &person).await;
            page.wait_for_account(&person.email).await;
            page.open_settings().await;
            // The folder of a test is nobody's.
            let folder = "document.querySelector('[data-testid=data-folder]').textContent =
                '/home/ada/.local/share/app.latchkey.desktop'";
            page.execute(folder, &[]).await;
            camera.take(page, "settings").await;
            camera.take_narrow(page, "settings").await;
            let end = "document.querySelector('[data-testid=copy-details]').scrollIntoView()";
            page.execute(end, &[]).await;
            camera.take(page, "settings-details").await;
            page.click(test_id::SETTINGS_BACK).await;
        });
    }
}
