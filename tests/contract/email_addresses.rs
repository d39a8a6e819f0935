//! The email addresses of the user.

use latchkey_emulator::{NewEmailAddress, NewUser};
use serde_json::json;

use crate::api::{Api, PASSWORD};
use crate::reverification::signed_in;

#[tokio::test]
async fn all_of_them_are_listed_and_each_can_be_read() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    add_with_two(&api);
    signed_in(&mut api, "test@latchkey.example").await;
    let list = api.get("/v1/me/email_addresses").await.body;
    assert_eq!(list, api.get("/v1/me").await.body["response"]["email_addresses"]);
    assert_eq!(list[0]["email_address"], "test@latchkey.example");
    assert_eq!(list[0]["verification"]["status"], "verified");
    assert_eq!(list[1]["verification"], json!(null));
    for email in list.as_array().unwrap() {
        let id = email["id"].as_str().unwrap();
        let one = api.get(&format!("/v1/me/email_addresses/{id}")).await;
        assert_eq!(one.body["response"], *email);
        assert_eq!(one.body["client"]["object"], "client");
    }
}

#[tokio::test]
async fn those_of_others_and_of_nobody_do_not_exist() {
    let mut api = Api::start().await;
    let users = api.running.emulator().users().unwrap();
    let theirs = users[1]["email_addresses"][0]["id"].as_str().unwrap().to_owned();
    api.get("/v1/me/email_addresses").await.assert_error(401, "signed_out");
    api.get("/v1/me/email_addresses/idn_nothing").await.assert_error(401, "signed_out");
    signed_in(&mut api, "no-mfa@latchkey.example").await;
    for id in [theirs.as_str(), "idn_nothing"] {
        let reply = api.get(&format!("/v1/me/email_addresses/{id}")).await;
        reply.assert_error(404, "resource_not_found");
    }
}

/// Somebody with a verified address and one that is not.
pub(crate) fn add_with_two(api: &Api) {
    let email =
        |address: &str, verified| NewEmailAddress { email_address: address.to_owned(), verified };
    api.add(&NewUser {
        password: Some(PASSWORD.to_owned()),
        email_addresses: vec![
            email("test@latchkey.example", true),
            email("unverified@latchkey.example", false),
        ],
        ..NewUser::default()
    });
}
