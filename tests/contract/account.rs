//! Somebody who is signed in and manages what protects the account.

use latchkey_emulator::{NewEmailAddress, NewPhoneNumber, NewUser};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, PASSWORD, Reply};

pub(crate) const EMAIL: &str = "test@latchkey.example";
pub(crate) const PHONES: &str = "/v1/me/phone_numbers";
pub(crate) const TOTP: &str = "/v1/me/totp";
pub(crate) const BACKUP_CODES: &str = "/v1/me/backup_codes";
pub(crate) const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
pub(crate) const RESERVE: [(&str, &str); 1] = [("reserved_for_second_factor", "true")];
pub(crate) const FREE: [(&str, &str); 1] = [("reserved_for_second_factor", "false")];

/// A user with a verified address and a password.
pub(crate) fn user() -> NewUser {
    NewUser {
        password: Some(PASSWORD.to_owned()),
        email_addresses: vec![NewEmailAddress { email_address: EMAIL.to_owned(), verified: true }],
        ..NewUser::default()
    }
}

/// A verified number that is no second factor.
pub(crate) fn phone(number: &str) -> NewPhoneNumber {
    NewPhoneNumber {
        phone_number: number.to_owned(),
        verified: true,
        reserved_for_second_factor: false,
        default_second_factor: false,
    }
}

/// A verified number that is a second factor.
pub(crate) fn mfa_phone(number: &str) -> NewPhoneNumber {
    NewPhoneNumber { reserved_for_second_factor: true, ..phone(number) }
}

/// A server where new devices are trusted, and where nobody is signed in.
pub(crate) async fn start(settings: Value) -> Api {
    let api = Api::start_with(json!({ "device_trust": false })).await;
    api.settings(&settings);
    api
}

/// Signed in without a second factor, by a plain account.
pub(crate) async fn signed_in() -> Api {
    signed_in_as(&user(), json!({})).await
}

/// Signed in as somebody, by whatever second factor there is.
pub(crate) async fn signed_in_as(user: &NewUser, settings: Value) -> Api {
    let mut api = start(settings).await;
    api.add(user);
    sign_in(&mut api, user).await;
    api
}

/// Signs somebody in on the present client, by the first second factor offered. A used code is waited for to change.
pub(crate) async fn sign_in(api: &mut Api, user: &NewUser) {
    let identifier = user.email_addresses.first().map_or_else(
        || user.phone_numbers[0].phone_number.as_str(),
        |email| email.email_address.as_str(),
    );
    let reply = api.sign_in(identifier).await;
    if reply.body["response"]["status"] == "complete" {
        return;
    }
    let id = reply.sign_in_id();
    let strategy = reply.strategies("supported_second_factors").swap_remove(0);
    let code = if strategy == "totp" {
        let code = totp_code(api, user.totp_secret.as_deref().unwrap());
        api.clock.advance_seconds(30);
        code
    } else {
        api.prepare("second", &id, &[("strategy", &strategy)]).await;
        let default = user.phone_numbers.iter().find(|phone| phone.reserved_for_second_factor);
        api.code_for(&default.unwrap().phone_number)
    };
    let form = [("strategy", strategy.as_str()), ("code", code.as_str())];
    api.attempt("second", &id, &form).await.assert_sign_in("complete");
}

/// Puts the present client aside; the next call comes from a new one. The client is what [`use_client`] takes.
pub(crate) fn another_client(api: &mut Api) -> String {
    std::mem::take(&mut api.token)
}

/// Calls as a client that was put aside, and puts the present one aside.
pub(crate) fn use_client(api: &mut Api, client: &str) -> String {
    std::mem::replace(&mut api.token, client.to_owned())
}

pub(crate) async fn patch(api: &mut Api, path: &str, form: &[(&str, &str)]) -> Reply {
    api.call(Method::PATCH, path, form).await
}

pub(crate) async fn delete(api: &mut Api, path: &str) -> Reply {
    api.call(Method::DELETE, path, &[]).await
}

/// Adds a number and gives its id.
pub(crate) async fn add_phone(api: &mut Api, number: &str) -> String {
    let reply = api.post(PHONES, &[("phone_number", number)]).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.body["response"]["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn prepare_phone(api: &mut Api, id: &str) -> Reply {
    let form = [("strategy", "phone_code")];
    api.post(&format!("{PHONES}/{id}/prepare_verification"), &form).await
}

pub(crate) async fn attempt_phone(api: &mut Api, id: &str, code: &str) -> Reply {
    api.post(&format!("{PHONES}/{id}/attempt_verification"), &[("code", code)]).await
}

/// Adds a number, verifies it and gives its id.
pub(crate) async fn verified_phone(api: &mut Api, number: &str) -> String {
    let id = add_phone(api, number).await;
    prepare_phone(api, &id).await;
    let code = api.code_for(number);
    assert_eq!(attempt_phone(api, &id, &code).await.status, 200);
    id
}

/// The path of the user's phone by its place.
pub(crate) async fn phone_path(api: &mut Api, index: usize) -> String {
    let phones = api.get(PHONES).await.body;
    format!("{PHONES}/{}", phones[index]["id"].as_str().unwrap())
}

/// Begins a new authenticator app and gives its secret.
pub(crate) async fn new_secret(api: &mut Api) -> String {
    let reply = api.post(TOTP, &[]).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.body["response"]["secret"].as_str().unwrap().to_owned()
}

pub(crate) async fn attempt_totp(api: &mut Api, code: &str) -> Reply {
    api.post(&format!("{TOTP}/attempt_verification"), &[("code", code)]).await
}

/// Enrols an authenticator app. Gives the answer that has the backup codes.
pub(crate) async fn enrol_totp(api: &mut Api) -> Reply {
    let secret = new_secret(api).await;
    let code = totp_code(api, &secret);
    let reply = attempt_totp(api, &code).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply
}

/// What an app shows at the beginning of a step, so that no step ends in between.
pub(crate) fn totp_code(api: &Api, secret: &str) -> String {
    let rest = api.running.seconds_to_next_totp_step();
    if rest < 5 {
        api.clock.advance_seconds(i64::try_from(rest).unwrap());
    }
    api.running.totp_code(secret).unwrap()
}

/// The user that an answer carries along.
pub(crate) fn user_of(reply: &Reply) -> &Value {
    &session_of(reply)["user"]
}

/// The session that an answer carries along.
pub(crate) fn session_of(reply: &Reply) -> &Value {
    &reply.body["client"]["sessions"][0]
}

/// The codes of a list.
pub(crate) fn codes(list: &Value) -> Vec<String> {
    list.as_array()
        .expect("backup codes")
        .iter()
        .map(|code| code.as_str().unwrap().to_owned())
        .collect()
}
