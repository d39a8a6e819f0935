//! How often the program asks the server.

use latchkey_ipc::test_id;
use latchkey_tests::person::Person;
use latchkey_tests::wire::Exchange;
use latchkey_tests::world::{Setup, in_a_window};

#[test]
fn a_cold_start_asks_at_most_twice_and_nothing_waits_for_another_answer() {
    in_a_window(Setup::default(), async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_until_open(test_id::SIGN_IN_SUBMIT).await;
        let asked: Vec<_> = world.wire.exchanges().iter().map(Exchange::name).collect();
        assert!(asked.len() <= 2, "{asked:?}");
        if asked.len() == 2 {
            let page = {
                world.wire.hold_until(2);
                world.restart().await
            };
            page.wait_for(test_id::PAGE_SIGN_IN).await;
            assert!(world.wire.arrived_together(), "one of {asked:?} waits for the other");
        }
    });
}

#[test]
fn password_and_authenticator_code_take_two_requests_to_an_active_session() {
    in_a_window(Setup::default(), async |world, page| {
        let person = world.add(Person::new("totp@example.com").with_totp());
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.wait_until_open(test_id::SIGN_IN_SUBMIT).await;
        let before = world.wire.exchanges().len();
        page.sign_in(&person.email, &person.password).await;
        page.enter_code(&world.totp_code(&person)).await;
        page.wait_for_account(&person.email).await;

        let exchanges = world.wire.exchanges();
        let asked: Vec<_> = exchanges[before..].iter().map(Exchange::name).collect();
        assert_eq!(asked.len(), 2, "{asked:?}");
        let status = exchanges.last().unwrap().json()["client"]["sessions"][0]["status"].clone();
        assert_eq!(status, "active");
    });
}
