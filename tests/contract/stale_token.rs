//! A client token that is not the newest one of a client, in each form of what it gets.

use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::api::{Api, Reply};
use crate::reverification::signed_in;
use crate::tokens::claims;

const EMAIL: &str = "no-mfa@latchkey.example";

/// Why a token is stale.
#[derive(Clone, Copy, Debug)]
enum Stale {
    /// Another one of the same client took its place.
    RotatedAway,
    /// The server knows its client no more.
    Forgotten,
}

const BOTH: [Stale; 2] = [Stale::RotatedAway, Stale::Forgotten];

#[tokio::test]
async fn a_stale_token_is_refused() {
    for stale in BOTH {
        let mut api = holding(stale, "cookie_invalid").await;
        let token = api.token.clone();
        let reply = api.get("/v1/client").await;
        reply.assert_error(400, "cookie_invalid");
        assert_eq!(reply.body["meta"], json!(null), "{stale:?}");
        assert!(!reply.headers.contains_key(AUTHORIZATION), "{stale:?}");
        api.sign_in(EMAIL).await.assert_error(400, "cookie_invalid");
        assert_eq!(api.token, token, "{stale:?}");
    }
}

#[tokio::test]
async fn a_stale_token_counts_as_none() {
    for stale in BOTH {
        let mut api = holding(stale, "no_client").await;
        let reply = api.get("/v1/client").await;
        assert_eq!(reply.body, json!({ "response": null, "client": null }), "{stale:?}");
        assert!(!reply.headers.contains_key(AUTHORIZATION), "{stale:?}");
        api.get("/v1/me").await.assert_error(401, "signed_out");
        let reply = api.call(Method::DELETE, "/v1/client/sessions", &[]).await;
        reply.assert_error(404, "resource_not_found");
        // It is a new device from here on.
        api.sign_in(EMAIL).await.assert_sign_in("needs_client_trust");
    }
}

#[tokio::test]
async fn a_stale_token_is_replaced_by_that_of_a_new_client() {
    for stale in BOTH {
        let mut api = holding(stale, "new_client").await;
        let old = claims(&api.token)["id"].clone();
        let client = api.get("/v1/client").await.body["response"].clone();
        let new = claims(&api.token)["id"].clone();
        assert_ne!(new, old, "{stale:?}");
        assert_eq!((&client["id"], &client["sessions"]), (&new, &json!([])), "{stale:?}");
        // The new token is good from then on.
        let reply = api.get("/v1/client").await;
        assert_eq!(reply.body["response"]["id"], new, "{stale:?}");
        assert!(!reply.headers.contains_key(AUTHORIZATION), "{stale:?}");
        api.sign_in(EMAIL).await.assert_sign_in("needs_client_trust");
    }
}

#[tokio::test]
async fn a_refusal_names_the_token_of_the_new_client_too() {
    for stale in BOTH {
        let mut api = holding(stale, "new_client").await;
        let old = claims(&api.token)["id"].clone();
        let reply = api.get("/v1/me").await;
        reply.assert_error(401, "signed_out");
        let client = &reply.body["meta"]["client"];
        assert_eq!(client["id"], claims(&api.token)["id"], "{stale:?}");
        assert_ne!(client["id"], old, "{stale:?}");
    }
}

#[tokio::test]
async fn a_sign_out_by_nobody_known_is_a_success_that_ends_nothing() {
    let mut api = holding(Stale::RotatedAway, "new_client").await;
    let old = claims(&api.token)["id"].clone();
    let reply = api.call(Method::DELETE, "/v1/client/sessions", &[]).await;
    assert_eq!(reply.status, 200);
    assert_ne!(reply.body["response"]["id"], old);
    assert_eq!(reply.body["response"]["sessions"], json!([]));
    let statuses: Vec<Value> = sessions(&api).await.iter().map(|it| it["status"].clone()).collect();
    assert_eq!(statuses, [json!("active")]);
}

#[tokio::test]
async fn unless_it_is_set_the_token_of_a_lost_client_counts_as_none_and_others_are_refused() {
    let mut api = holding(Stale::Forgotten, "by_kind").await;
    assert_eq!(api.get("/v1/client").await.body["response"], json!(null));
    let mut api = holding(Stale::RotatedAway, "by_kind").await;
    api.get("/v1/client").await.assert_error(400, "cookie_invalid");
    let mut api = Api::start().await;
    api.token = "nonsense".to_owned();
    api.get("/v1/client").await.assert_error(400, "cookie_invalid");
}

/// An installation that is trusted and was signed in, and whose token is stale.
async fn holding(stale: Stale, setting: &str) -> Api {
    let mut api = Api::start().await;
    api.settings(&json!({ "stale_token": setting, "single_session": false }));
    api.sign_in_fully(EMAIL).await;
    let token = api.token.clone();
    match stale {
        Stale::RotatedAway => {
            signed_in(&mut api, "totp@latchkey.example").await;
            assert_ne!(api.token, token);
        }
        Stale::Forgotten => {
            let client = claims(&token)["id"].as_str().unwrap().to_owned();
            api.running.emulator().forget_client(&client).unwrap();
        }
    }
    api.token = token;
    api
}

/// Every session of the user, as the control API lists them.
async fn sessions(api: &Api) -> Vec<Value> {
    let user = api.running.emulator().user_id(EMAIL).unwrap().unwrap();
    let path = format!("/control/users/{user}/sessions");
    Reply::of(api.request(Method::GET, &path)).await.body.as_array().unwrap().clone()
}
