//! What the documented bodies decode to.

use latchkey_fapi_types::{
    Client, ClientTrustState, Environment, ErrorBody, FactorVerificationAge, IdentificationId,
    IdentifierKind, Session, SessionId, SessionStatus, SignIn, SignInStatus, Strategy, TaskKey,
    User, VerificationStatus,
};
use serde_json::json;

const CLIENT: &str = include_str!("fixtures/client.json");
const SIGN_IN: &str = include_str!("fixtures/sign_in.json");
const ENVIRONMENT: &str = include_str!("fixtures/environment.json");
const ERROR: &str = include_str!("fixtures/error.json");

#[test]
fn a_sign_in_shows_its_factors() {
    let sign_in: SignIn = serde_json::from_str(SIGN_IN).unwrap();
    assert_eq!(sign_in.status, SignInStatus::NeedsSecondFactor);
    assert_eq!(sign_in.client_trust_state, Some(ClientTrustState::Known));
    assert_eq!(sign_in.created_session_id, None);
    assert_eq!(sign_in.abandon_at, Some(1_772_086_400_000));
    let second: Vec<_> = sign_in.supported_second_factors.iter().map(|it| &it.strategy).collect();
    assert_eq!(second, [&Strategy::Totp, &Strategy::PhoneCode, &Strategy::BackupCode]);
    let phone = &sign_in.supported_second_factors[1];
    assert_eq!(phone.safe_identifier.as_deref(), Some("+1*****0100"));
    assert_eq!(phone.phone_number_id, Some(IdentificationId::new("idn_2xP1")));
    assert!(phone.default && !phone.primary);
    let verification = sign_in.second_factor_verification.unwrap();
    assert_eq!(verification.status, VerificationStatus::Unverified);
    assert_eq!((verification.attempts, verification.expire_at), (Some(0), Some(1_772_000_600_000)));
}

#[test]
fn a_sign_in_may_have_no_factors_yet() {
    let sign_in: SignIn = serde_json::from_value(json!({
        "id": "sia_1", "status": "needs_identifier",
        "supported_first_factors": null, "supported_second_factors": null,
    }))
    .unwrap();
    assert_eq!(sign_in.supported_first_factors, []);
    assert_eq!(sign_in.supported_second_factors, []);
}

#[test]
fn a_client_shows_its_current_session_and_user() {
    let client: Client = serde_json::from_str(CLIENT).unwrap();
    let session = client.current_session().unwrap();
    assert_eq!(session.id, SessionId::new("sess_2xQ8gB1mT"));
    assert_eq!(session.current_task(), Some(&TaskKey::SetupMfa));
    let age = FactorVerificationAge { first_factor: Some(0), second_factor: None };
    assert_eq!(session.factor_verification_age, Some(age));
    let user = session.user.as_ref().unwrap();
    assert_eq!(user.full_name().as_deref(), Some("Every Factor"));
    let email = user.primary_email().unwrap();
    assert_eq!(email.email_address, "every-factor+clerk_test@example.com");
    assert!(email.is_verified());
    assert!(!user.primary_phone().unwrap().is_verified());
    assert!(user.totp_enabled && user.backup_code_enabled && user.two_factor_enabled);
}

#[test]
fn the_session_token_does_not_show() {
    let client: Client = serde_json::from_str(CLIENT).unwrap();
    let token = client.sessions[1].last_active_token.as_ref().unwrap();
    // EXPOSE: a fixture's text.
    assert_eq!(token.jwt.expose(), "eyJhbGciOi.canary.sig");
    assert!(!format!("{client:#?}").contains("canary"));
}

#[test]
fn the_current_session_is_the_last_active_one_else_the_first_that_is_signed_in() {
    let check = |statuses: &[&str], last: Option<&str>, expected: Option<&str>| {
        let sessions: Vec<_> = statuses
            .iter()
            .enumerate()
            .map(|(index, status)| json!({ "id": format!("sess_{index}"), "status": status }))
            .collect();
        let client: Client = serde_json::from_value(
            json!({ "id": "client_1", "sessions": sessions, "last_active_session_id": last }),
        )
        .unwrap();
        let current = client.current_session().map(|session: &Session| session.id.as_str());
        assert_eq!(current, expected, "{statuses:?} {last:?}");
    };
    check(&[], None, None);
    check(&["active", "active"], Some("sess_1"), Some("sess_1"));
    check(&["active", "pending"], Some("sess_1"), Some("sess_1"));
    check(&["active", "ended"], Some("sess_1"), Some("sess_0"));
    check(&["revoked", "pending", "active"], None, Some("sess_1"));
    check(&["active"], Some("sess_gone"), Some("sess_0"));
    check(&["ended", "zzz_new"], Some("sess_1"), None);
}

#[test]
fn names_are_joined_as_far_as_there_are_any() {
    let check = |first: Option<&str>, last: Option<&str>, expected: Option<&str>| {
        let user: User = serde_json::from_value(
            json!({ "id": "user_1", "first_name": first, "last_name": last }),
        )
        .unwrap();
        assert_eq!(user.full_name().as_deref(), expected);
    };
    check(Some("Every"), Some("Factor"), Some("Every Factor"));
    check(None, Some("Factor"), Some("Factor"));
    check(Some("Every"), Some(" "), Some("Every"));
    check(Some(""), None, None);
}

#[test]
fn an_environment_says_what_the_sign_in_page_offers() {
    let environment: Environment = serde_json::from_str(ENVIRONMENT).unwrap();
    assert_eq!(environment.display.application_name.as_deref(), Some("Acme"));
    assert_eq!(environment.display.support_email, None);
    assert_eq!(environment.auth.native_api_enabled, Some(true));
    assert!(environment.auth.single_session_mode && environment.auth.reverification);
    assert_eq!(environment.identifier_kinds(), [IdentifierKind::EmailAddress]);
    assert!(environment.password_enabled());
    assert!(environment.offers_first_factor(&Strategy::EmailCode));
    assert!(!environment.offers_first_factor(&Strategy::PhoneCode));
    assert!(environment.forgot_password());
    assert!(environment.offers_second_factor(&Strategy::Totp));
    assert!(environment.offers_second_factor(&Strategy::PhoneCode));
    assert!(!environment.offers_second_factor(&Strategy::BackupCode));
    assert!(environment.mfa_required);
    assert_eq!(environment.password_settings.min_length, 10);
    assert_eq!(environment.password_settings.max_length, 72);
    assert_eq!(environment.password_settings.min_zxcvbn_strength, 2);
    assert_eq!(environment.user_lockout.duration_in_minutes, Some(60));
}

#[test]
fn an_environment_that_says_nothing_is_the_default_one() {
    for text in ["{}", r#"{"auth_config":null,"user_settings":{},"display_config":7}"#] {
        let environment: Environment = serde_json::from_str(text).unwrap();
        assert_eq!(environment, Environment::default());
    }
    let assumed = Environment::default();
    assert_eq!(assumed.identifier_kinds(), [IdentifierKind::EmailAddress]);
    assert!(assumed.password_enabled());
    assert!(!assumed.forgot_password());
    assert!(!assumed.offers_second_factor(&Strategy::Totp));
    assert!(!assumed.mfa_required);
    assert_eq!(assumed.password_settings.min_length, 8);
}

#[test]
fn a_second_factor_is_offered_where_its_attribute_is_on_and_meant_for_it() {
    let pairs = [
        (Strategy::Totp, "authenticator_app"),
        (Strategy::PhoneCode, "phone_number"),
        (Strategy::BackupCode, "backup_code"),
    ];
    for (strategy, name) in pairs {
        for (enabled, used, expected) in
            [(true, true, true), (true, false, false), (false, true, false)]
        {
            // The lists of strategies may be empty: neither they nor `auth_config` are asked.
            let attribute = json!({ "enabled": enabled, "used_for_second_factor": used });
            let body = json!({
                "auth_config": { "second_factors": [strategy] },
                "user_settings": { "attributes": { name: attribute } },
            });
            let environment: Environment = serde_json::from_str(&body.to_string()).unwrap();
            assert_eq!(environment.offers_second_factor(&strategy), expected, "{body}");
            assert!(!environment.offers_second_factor(&Strategy::Passkey));
        }
    }
}

#[test]
fn what_an_instance_did_not_say_may_be_there_and_what_it_denied_is_not() {
    let silent = Environment::default();
    assert!(silent.may_offer_second_factor(&Strategy::Totp));
    assert!(silent.may_have_phone_numbers());
    for (attributes, totp, phone_numbers) in [
        (
            json!({ "authenticator_app": { "enabled": true, "used_for_second_factor": true } }),
            true,
            false,
        ),
        (
            json!({ "authenticator_app": { "enabled": false, "used_for_second_factor": true } }),
            false,
            false,
        ),
        (json!({ "phone_number": { "enabled": true } }), false, true),
        (json!({ "phone_number": { "enabled": false } }), false, false),
        (json!({ "email_address": { "enabled": true } }), true, true),
    ] {
        let body = json!({ "user_settings": { "attributes": attributes } });
        let environment: Environment = serde_json::from_str(&body.to_string()).unwrap();
        assert_eq!(environment.may_offer_second_factor(&Strategy::Totp), totp, "{body}");
        assert_eq!(environment.may_have_phone_numbers(), phone_numbers, "{body}");
        assert!(
            !environment.may_offer_second_factor(&Strategy::PhoneCode) || phone_numbers,
            "{body}"
        );
    }
}

#[test]
fn a_refusal_keeps_every_entry() {
    let body: ErrorBody = serde_json::from_str(ERROR).unwrap();
    let [password, locked] = &body.errors[..] else { panic!("{body:?}") };
    assert_eq!(password.code, "form_password_incorrect");
    assert_eq!(password.param_name.as_deref(), Some("password"));
    assert_eq!(password.text(), "Password is incorrect. Try again, or use another method.");
    assert_eq!(locked.lockout_expires_in_seconds, Some(1800));
    assert_eq!(body.clerk_trace_id.as_deref(), Some("9bc8a3f1d2e04c7cb0a1"));
    assert_eq!(body.client.unwrap().id.as_str(), "client_2x");
}

#[test]
fn a_lockout_and_a_session_may_stand_in_the_common_meta() {
    let body: ErrorBody = serde_json::from_value(json!({
        "errors": [{ "code": "user_locked", "message": "Account locked" }],
        "meta": { "lockout_expires_in_seconds": 60, "session_id": "sess_1" },
    }))
    .unwrap();
    assert_eq!(body.errors[0].lockout_expires_in_seconds, Some(60));
    assert_eq!(body.errors[0].session_id, Some(SessionId::new("sess_1")));
    assert_eq!(body.errors[0].text(), "Account locked");
}

#[test]
fn a_client_beside_the_errors_comes_before_the_one_in_meta() {
    let client = |id: &str| json!({ "id": id, "sessions": [] });
    let body: ErrorBody = serde_json::from_value(json!({
        "errors": [], "client": client("client_1"), "meta": { "client": client("client_2") },
    }))
    .unwrap();
    assert_eq!(body.client.unwrap().id.as_str(), "client_1");
}

#[test]
fn a_refusal_does_not_show_what_the_server_wrote_freely() {
    let body: ErrorBody = serde_json::from_value(json!({
        "errors": [{
            "code": "cookie_invalid",
            "message": "canary-1", "long_message": "does not match the given one canary-2",
            "meta": { "value": "canary-3" },
        }],
    }))
    .unwrap();
    let shown = format!("{body:?}");
    assert!(shown.contains("cookie_invalid") && !shown.contains("canary"), "{shown}");
}

#[test]
fn an_unknown_status_is_no_signed_in_session() {
    let session: Session =
        serde_json::from_value(json!({ "id": "sess_1", "status": "zzz_new" })).unwrap();
    assert_eq!(session.status, SessionStatus::Other("zzz_new".to_owned()));
    assert!(!session.is_signed_in());
}

#[test]
fn what_users_may_change_is_read_and_what_is_left_open_has_a_default() {
    let environment: Environment = serde_json::from_value(json!({ "user_settings": {
        "attributes": {
            "email_address": { "enabled": true, "verifications": ["email_link"] },
            "first_name": { "enabled": true, "immutable": true },
            "last_name": { "enabled": true, "required": true },
            "username": { "enabled": false },
        },
        "username_settings": { "min_length": 6, "max_length": null, "allow_numeric_usernames": true },
        "actions": { "delete_self": true },
    }}))
    .unwrap();
    assert!(environment.has("first_name") && !environment.lets_change("first_name"));
    assert!(environment.lets_change("last_name") && environment.requires("last_name"));
    assert!(!environment.has("username") && !environment.lets_change("username"));
    assert!(!environment.verifies_emails_by_code(), "a link alone is no code");
    let rules = &environment.username_settings;
    assert_eq!((rules.min_length, rules.max_length), (6, 64));
    assert!(rules.allow_numeric_usernames && !rules.allow_extended_special_characters);
    assert!(environment.delete_self);
    let silent = Environment::default();
    assert!(!silent.delete_self && silent.verifies_emails_by_code());
    assert_eq!(silent.username_settings.min_length, 4);
}

#[test]
fn an_address_that_came_from_elsewhere_says_so() {
    let user: User = serde_json::from_value(json!({
        "id": "user_1", "delete_self_enabled": true,
        "email_addresses": [
            { "id": "idn_1", "email_address": "a@example.com",
                "linked_to": [{ "type": "oauth_google", "id": "idn_9" }, 7] },
            { "id": "idn_2", "email_address": "b@example.com", "linked_to": null },
        ],
    }))
    .unwrap();
    let links = &user.email_addresses[0].linked_to;
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].kind.as_deref(), Some("oauth_google"));
    assert!(user.email_addresses[1].linked_to.is_empty() && user.delete_self_enabled);
}
