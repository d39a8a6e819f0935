//! Proving again to be there: when it is asked for, and what each level and factor does.

use latchkey_emulator::{DemoAccount, demo_accounts};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, PASSWORD, Reply, user_with_phone};
use crate::control::control;

const NO_MFA: &str = "no-mfa@latchkey.example";
const TOTP: &str = "totp@latchkey.example";
const SMS: &str = "sms@latchkey.example";
const ALL: &str = "all-factors@latchkey.example";

#[tokio::test]
async fn a_session_is_fresh_for_ten_minutes() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, NO_MFA).await;
    api.clock.advance_seconds(9 * 60 + 50);
    assert!(is_fresh(&mut api).await);
    api.clock.advance_seconds(10);
    let reply = sensitive(&mut api).await;
    reply.assert_error(403, "session_reverification_required");
    assert_eq!(reply.body["errors"][0]["meta"], json!(null));
    verify(&mut api, &me, "first_factor").await;
    let done = attempt(&mut api, &me, "first", &[("strategy", "password"), ("password", PASSWORD)]);
    assert_eq!(done.await.body["response"]["status"], "complete");
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn an_aged_verification_is_stale_at_once_and_the_clock_stays() {
    let mut api = Api::start().await;
    signed_in(&mut api, TOTP).await;
    assert!(is_fresh(&mut api).await);
    age(&mut api, 10).await;
    assert!(!is_fresh(&mut api).await);
    assert_eq!(ages(&mut api).await, json!([10, 10]));
}

#[tokio::test]
async fn an_instance_may_not_ask_at_all() {
    let mut api = Api::start_with(json!({ "reverification": false })).await;
    signed_in(&mut api, NO_MFA).await;
    age(&mut api, 1000).await;
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn how_long_a_verification_is_fresh_is_a_setting() {
    let mut api = Api::start_with(json!({ "reverification_minutes": 60 })).await;
    signed_in(&mut api, NO_MFA).await;
    age(&mut api, 59).await;
    assert!(is_fresh(&mut api).await);
    age(&mut api, 1).await;
    assert!(!is_fresh(&mut api).await);
}

#[tokio::test]
async fn a_session_that_is_pending_on_a_task_is_fresh() {
    let mut api = Api::start().await;
    signed_in(&mut api, "forced-mfa@latchkey.example").await;
    age(&mut api, 1000).await;
    let form = [("phone_number", "+447700900190")];
    assert_eq!(api.post("/v1/me/phone_numbers", &form).await.status, 200);
}

#[tokio::test]
async fn only_the_second_factor_of_a_user_who_has_one_makes_fresh() {
    let mut api = Api::start().await;
    let me = stale(&mut api, TOTP).await;
    verify(&mut api, &me, "first_factor").await;
    let form = [("strategy", "password"), ("password", PASSWORD)];
    let done = attempt(&mut api, &me, "first", &form).await;
    assert_eq!(done.body["response"]["session"]["factor_verification_age"], json!([0, 10]));
    assert!(!is_fresh(&mut api).await);
    verify(&mut api, &me, "second_factor").await;
    let code = totp(&api, TOTP);
    attempt(&mut api, &me, "second", &[("strategy", "totp"), ("code", &code)]).await;
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn a_second_factor_enrolled_elsewhere_makes_the_session_stale() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, NO_MFA).await;
    let here = api.token.clone();
    api.forget_client();
    signed_in(&mut api, NO_MFA).await;
    let created = api.post("/v1/me/totp", &[]).await;
    let secret = created.body["response"]["secret"].as_str().unwrap().to_owned();
    let code = api.running.totp_code(&secret).unwrap();
    let enrolled = api.post("/v1/me/totp/attempt_verification", &[("code", &code)]).await;
    assert_eq!(enrolled.status, 200);
    assert!(is_fresh(&mut api).await);

    api.token = here;
    assert_eq!(ages(&mut api).await, json!([0, -1]));
    assert!(!is_fresh(&mut api).await);
    verify(&mut api, &me, "second_factor").await;
    api.clock.advance_seconds(30);
    let code = api.running.totp_code(&secret).unwrap();
    attempt(&mut api, &me, "second", &[("strategy", "totp"), ("code", &code)]).await;
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn a_verification_begins_at_the_factor_of_its_level_and_offers_all() {
    let mut api = Api::start().await;
    let me = stale(&mut api, ALL).await;
    for (level, status) in [
        ("first_factor", "needs_first_factor"),
        ("second_factor", "needs_second_factor"),
        ("multi_factor", "needs_first_factor"),
    ] {
        let reply = verify(&mut api, &me, level).await;
        let response = &reply.body["response"];
        assert_eq!((&response["level"], &response["status"]), (&json!(level), &json!(status)));
        assert_eq!(response["object"], "session_reverification");
        let first = ["password", "email_code", "phone_code"];
        assert_eq!(reply.strategies("supported_first_factors"), first);
        let second = ["totp", "phone_code", "backup_code"];
        assert_eq!(reply.strategies("supported_second_factors"), second);
        assert_eq!(
            response["supported_first_factors"][1]["safe_identifier"],
            "a***@latchkey.example"
        );
        assert_eq!(response["supported_second_factors"][1]["default"], true);
        assert_eq!(response["first_factor_verification"], json!(null));
        assert_eq!(response["second_factor_verification"], json!(null));
        let session = &response["session"];
        assert_eq!((&session["id"], &session["user"]["totp_enabled"]), (&json!(me), &json!(true)));
        // Asking for a verification makes nothing fresh, and nothing staler.
        assert_eq!(session["factor_verification_age"], json!([10, 10]));
        assert_eq!(reply.body["client"]["sessions"][0]["id"], json!(me));
    }
}

#[tokio::test]
async fn without_a_second_factor_every_level_is_the_first() {
    let mut api = Api::start().await;
    let me = stale(&mut api, NO_MFA).await;
    for level in ["first_factor", "second_factor", "multi_factor"] {
        let reply = verify(&mut api, &me, level).await;
        assert_eq!(reply.body["response"]["level"], "first_factor");
        assert_eq!(reply.body["response"]["status"], "needs_first_factor");
        assert_eq!(reply.body["response"]["supported_second_factors"], json!(null));
    }
}

#[tokio::test]
async fn factors_that_the_instance_took_away_are_not_asked_for() {
    let mut api = Api::start().await;
    let me = stale(&mut api, TOTP).await;
    api.settings(&json!({ "attributes": { "totp": false } }));
    let reply = verify(&mut api, &me, "second_factor").await;
    assert_eq!(reply.body["response"]["level"], "first_factor");
    attempt(&mut api, &me, "first", &[("strategy", "password"), ("password", PASSWORD)]).await;
    assert!(is_fresh(&mut api).await);
}

#[tokio::test]
async fn a_code_by_email_or_sms_proves_the_first_factor() {
    let mut api = Api::start_with(json!({ "device_trust": false })).await;
    let (email, phone) = ("phone@latchkey.example", "+447700900170");
    api.add(&user_with_phone(email, phone));
    let me = signed_in(&mut api, email).await;
    for (strategy, to) in [("email_code", email), ("phone_code", phone)] {
        age(&mut api, 10).await;
        verify(&mut api, &me, "first_factor").await;
        let prepared = prepare(&mut api, &me, "first", &[("strategy", strategy)]).await;
        let verification = &prepared.body["response"]["first_factor_verification"];
        assert_eq!(
            (&verification["object"], &verification["status"], &verification["strategy"]),
            (&json!("verification_otp"), &json!("unverified"), &json!(strategy))
        );
        let code = api.code_for(to);
        let done =
            attempt(&mut api, &me, "first", &[("strategy", strategy), ("code", &code)]).await;
        let response = &done.body["response"];
        assert_eq!(response["status"], "complete");
        assert_eq!(response["first_factor_verification"]["status"], "verified");
        assert_eq!(response["session"]["factor_verification_age"], json!([0, -1]));
        assert!(is_fresh(&mut api).await);
    }
}

#[tokio::test]
async fn each_second_factor_proves_the_second_and_leaves_the_first() {
    let mut api = Api::start().await;
    let me = signed_in(&mut api, ALL).await;
    let [_, spare, ..] = account(ALL).backup_codes else { panic!() };
    let codes = [
        ("totp", totp(&api, ALL), "verification_totp"),
        ("backup_code", (*spare).to_owned(), "verification_backup_code"),
        ("phone_code", String::new(), "verification_otp"),
    ];
    for (round, (strategy, code, object)) in codes.into_iter().enumerate() {
        age(&mut api, 10).await;
        verify(&mut api, &me, "second_factor").await;
        let code = if strategy == "phone_code" {
            prepare(&mut api, &me, "second", &[("strategy", strategy)]).await;
            api.code_for(account(ALL).phone_numbers[0])
        } else {
            code
        };
        let form = [("strategy", strategy), ("code", code.as_str())];
        let done = attempt(&mut api, &me, "second", &form).await;
        let response = &done.body["response"];
        assert_eq!(response["status"], "complete", "{strategy}");
        let verification = &response["second_factor_verification"];
        assert_eq!(
            (&verification["object"], &verification["status"]),
            (&json!(object), &json!("verified"))
        );
        let first = i64::try_from(round + 1).unwrap() * 10;
        assert_eq!(response["session"]["factor_verification_age"], json!([first, 0]));
        assert!(is_fresh(&mut api).await);
    }
}

#[tokio::test]
async fn several_factors_are_proved_one_after_the_other() {
    let mut api = Api::start().await;
    let me = stale(&mut api, TOTP).await;
    verify(&mut api, &me, "multi_factor").await;
    let form = [("strategy", "password"), ("password", PASSWORD)];
    let half = attempt(&mut api, &me, "first", &form).await;
    assert_eq!(half.body["response"]["status"], "needs_second_factor");
    assert_eq!(half.body["response"]["first_factor_verification"]["status"], "verified");
    assert_eq!(half.body["response"]["session"]["factor_verification_age"], json!([0, 10]));
    let code = totp(&api, TOTP);
    let done = attempt(&mut api, &me, "second", &[("strategy", "totp"), ("code", &code)]).await;
    assert_eq!(done.body["response"]["status"], "complete");
    assert_eq!(done.body["response"]["session"]["factor_verification_age"], json!([0, 0]));
    let jwt = done.body["client"]["sessions"][0]["last_active_token"]["jwt"].as_str().unwrap();
    assert_eq!(crate::tokens::claims(jwt)["fva"], json!([0, 0]));
}

#[tokio::test]
async fn a_new_verification_takes_the_place_of_the_one_before() {
    let mut api = Api::start().await;
    let me = stale(&mut api, SMS).await;
    verify(&mut api, &me, "second_factor").await;
    prepare(&mut api, &me, "second", &[("strategy", "phone_code")]).await;
    let code = api.code_for(account(SMS).phone_numbers[0]);
    let again = verify(&mut api, &me, "second_factor").await;
    assert_eq!(again.body["response"]["second_factor_verification"], json!(null));
    let form = [("strategy", "phone_code"), ("code", code.as_str())];
    let reply = attempt(&mut api, &me, "second", &form).await;
    reply.assert_error(400, "verification_missing");
}

#[tokio::test]
async fn verifications_are_aged_by_the_control_api() {
    let mut api = Api::start().await;
    signed_in(&mut api, NO_MFA).await;
    let user = user_of(&mut api).await;
    let at = format!("/control/users/{user}/age_verification");
    let aged = control(&api, Method::POST, &at, &json!({ "minutes": 10 })).await;
    assert_eq!(aged.body, json!({ "aged": 1 }));
    assert!(!is_fresh(&mut api).await);
    let wrong = control(&api, Method::POST, &at, &json!({ "minutes": -1 })).await;
    assert_eq!(wrong.status, 400);
    let nobody = "/control/users/user_x/age_verification";
    let nobody = control(&api, Method::POST, nobody, &json!({ "minutes": 10 })).await;
    assert_eq!(nobody.status, 404);
}

/// A call that needs a fresh verification and changes nothing.
async fn sensitive(api: &mut Api) -> Reply {
    api.post("/v1/me/change_password", &[]).await
}

/// Whether a sensitive call gets as far as its form.
pub(crate) async fn is_fresh(api: &mut Api) -> bool {
    let reply = sensitive(api).await;
    match reply.status {
        403 => reply.assert_error(403, "session_reverification_required"),
        _ => reply.assert_field_error("form_param_missing", "new_password"),
    }
    reply.status != 403
}

/// Signs somebody in, by a backup code or SMS where there is MFA. Gives the session's id.
pub(crate) async fn signed_in(api: &mut Api, identifier: &str) -> String {
    let Some(account) = demo_accounts().iter().find(|account| account.identifier == identifier)
    else {
        return api.sign_in_fully(identifier).await;
    };
    let (strategy, code) = match (account.backup_codes, account.phone_numbers) {
        ([], []) => return api.sign_in_fully(identifier).await,
        ([code, ..], _) => ("backup_code", (*code).to_owned()),
        ([], [phone, ..]) => {
            let id = api.sign_in(identifier).await.sign_in_id();
            api.prepare("second", &id, &[("strategy", "phone_code")]).await;
            let code = api.code_for(phone);
            return second(api, &id, "phone_code", &code).await;
        }
    };
    let id = api.sign_in(identifier).await.sign_in_id();
    second(api, &id, strategy, &code).await
}

async fn second(api: &mut Api, id: &str, strategy: &str, code: &str) -> String {
    let reply = api.attempt("second", id, &[("strategy", strategy), ("code", code)]).await;
    reply.assert_sign_in("complete");
    reply.body["response"]["created_session_id"].as_str().unwrap().to_owned()
}

/// Somebody whose factors were verified ten minutes ago.
pub(crate) async fn stale(api: &mut Api, identifier: &str) -> String {
    let me = signed_in(api, identifier).await;
    age(api, 10).await;
    me
}

/// Makes the verifications of who is signed in older.
async fn age(api: &mut Api, minutes: u32) {
    let user = user_of(api).await;
    let aged = api.running.emulator().age_verification(&user, minutes).unwrap();
    assert!(aged > 0);
}

async fn user_of(api: &mut Api) -> String {
    api.get("/v1/me").await.body["response"]["id"].as_str().unwrap().to_owned()
}

async fn ages(api: &mut Api) -> Value {
    api.get("/v1/client").await.body["response"]["sessions"][0]["factor_verification_age"].clone()
}

pub(crate) fn path(session: &str, step: &str) -> String {
    format!("/v1/client/sessions/{session}/verify{step}")
}

pub(crate) async fn verify(api: &mut Api, session: &str, level: &str) -> Reply {
    let reply = api.post(&path(session, ""), &[("level", level)]).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply
}

pub(crate) async fn prepare(
    api: &mut Api,
    session: &str,
    step: &str,
    form: &[(&str, &str)],
) -> Reply {
    api.post(&path(session, &format!("/prepare_{step}_factor")), form).await
}

pub(crate) async fn attempt(
    api: &mut Api,
    session: &str,
    step: &str,
    form: &[(&str, &str)],
) -> Reply {
    api.post(&path(session, &format!("/attempt_{step}_factor")), form).await
}

pub(crate) fn totp(api: &Api, identifier: &str) -> String {
    api.running.totp_code(account(identifier).totp_secret.unwrap()).unwrap()
}

pub(crate) fn account(identifier: &str) -> &'static DemoAccount {
    demo_accounts().iter().find(|account| account.identifier == identifier).unwrap()
}
