//! Whole journeys with the keyboard alone. The focus has to be seen at every stop.

use latchkey_ipc::test_id;
use latchkey_tests::keyboard::ENTER;
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, in_a_window};

#[test]
fn signing_in_needs_no_mouse() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.tab_to(test_id::IDENTIFIER).await;
        page.type_keys(&person.email).await;
        page.tab_to(test_id::PASSWORD).await;
        page.type_keys(&person.password).await;
        page.tab_and_press(test_id::SIGN_IN_SUBMIT, ENTER).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        page.tab_to(test_id::CODE).await;
        page.type_keys(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;
        page.tab_and_press(test_id::SIGN_OUT, ENTER).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
    });
}
