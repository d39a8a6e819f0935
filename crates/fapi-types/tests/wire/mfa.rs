//! What setting up second factors and proving oneself again decode to.

use latchkey_fapi_types::{
    BackupCode, BackupCodes, Deleted, FactorVerificationAge, IdentificationId, PhoneNumberAnswer,
    Reverification, ReverificationLevel, ReverificationStatus, Strategy, Totp, TotpSecret,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const TOTP: &str = include_str!("fixtures/totp.json");
const BACKUP_CODES: &str = include_str!("fixtures/backup_codes.json");
const PHONE_NUMBER: &str = include_str!("fixtures/phone_number.json");
const REVERIFICATION: &str = include_str!("fixtures/reverification.json");

#[test]
fn a_new_authenticator_app_shows_its_key_in_both_forms() {
    let totp: Totp = serde_json::from_str(TOTP).unwrap();
    let key = "JBSWY3DPEHPK3PXPCANARY2222222222";
    assert_eq!(totp.secret, Some(TotpSecret::new(key)));
    // EXPOSE: a fixture's text.
    assert!(totp.uri.as_ref().unwrap().expose().ends_with(&format!("&secret={key}")));
    assert!(!totp.verified);
    assert_eq!(totp.backup_codes, ["2fj7CANARY", "c0dsCANARY"].map(BackupCode::new));
}

#[test]
fn a_verified_authenticator_app_may_bring_nothing_along() {
    for codes in [json!(null), json!([]), json!(7)] {
        let totp: Totp =
            read(&json!({ "secret": null, "uri": null, "verified": true, "backup_codes": codes }))
                .unwrap();
        let nothing = Totp { secret: None, uri: None, verified: true, backup_codes: Vec::new() };
        assert_eq!(totp, nothing);
    }
    assert!(!read::<Totp>(&json!({})).unwrap().verified);
}

#[test]
fn backup_codes_that_were_asked_for_must_come() {
    let new: BackupCodes = serde_json::from_str(BACKUP_CODES).unwrap();
    assert_eq!(new.codes, ["7q2mCANARY", "h5t8CANARY"].map(BackupCode::new));
    for none in
        [json!({}), json!({ "codes": null }), json!({ "codes": [] }), json!({ "codes": [7] })]
    {
        assert!(read::<BackupCodes>(&none).is_err(), "{none}");
    }
    let some: BackupCodes = read(&json!({ "codes": [7, "h5t8"] })).unwrap();
    assert_eq!(some.codes, [BackupCode::new("h5t8")]);
}

#[test]
fn a_changed_phone_number_comes_with_the_codes_that_the_change_made() {
    let answer: PhoneNumberAnswer = serde_json::from_str(PHONE_NUMBER).unwrap();
    assert_eq!(answer.phone.id, IdentificationId::new("idn_2xP1"));
    assert!(answer.phone.is_verified() && answer.phone.reserved_for_second_factor);
    assert_eq!(answer.backup_codes, ["k3u9CANARY", "x2mzCANARY"].map(BackupCode::new));

    let new = json!({ "id": "idn_1", "phone_number": "+15555550101", "backup_codes": null });
    let answer: PhoneNumberAnswer = read(&new).unwrap();
    assert!(!answer.phone.is_verified() && answer.backup_codes.is_empty());
}

#[test]
fn what_is_deleted_may_say_anything() {
    let usual = json!({ "object": "totp", "id": "totp_1", "deleted": true });
    for said in [usual, json!({}), json!(null), json!([1]), json!("gone")] {
        assert_eq!(read::<Deleted>(&said).unwrap(), Deleted);
    }
}

#[test]
fn a_reverification_shows_what_is_due() {
    let it: Reverification = serde_json::from_str(REVERIFICATION).unwrap();
    assert_eq!(it.level, ReverificationLevel::SecondFactor);
    assert_eq!(it.status, ReverificationStatus::NeedsSecondFactor);
    let strategies: Vec<_> = it.supported_second_factors.iter().map(|it| &it.strategy).collect();
    assert_eq!(strategies, [&Strategy::Totp, &Strategy::PhoneCode, &Strategy::BackupCode]);
    assert_eq!(it.supported_first_factors.len(), 2);
    assert_eq!(it.first_factor_verification, None);
    assert_eq!(it.second_factor_verification.unwrap().attempts, Some(0));
    let age = FactorVerificationAge { first_factor: Some(42), second_factor: Some(43) };
    assert_eq!(it.session.unwrap().factor_verification_age, Some(age));
}

#[test]
fn a_reverification_may_lack_its_session_and_its_factors() {
    for session in [json!(null), json!({}), json!({ "id": "sess_1", "status": "active" })] {
        let it: Reverification = read(&json!({
            "object": "session_verification", "id": "sver_1", "level": "zzz_new",
            "status": "complete", "supported_first_factors": null, "session": session,
        }))
        .unwrap();
        assert_eq!(it.level, ReverificationLevel::Other("zzz_new".to_owned()));
        assert_eq!(it.status, ReverificationStatus::Complete);
        assert_eq!((it.supported_first_factors, it.supported_second_factors), (vec![], vec![]));
        assert_eq!(it.session.is_some(), session.get("id").is_some());
    }
}

#[test]
fn no_secret_shows() {
    let shown = format!(
        "{:?} {:?} {:?}",
        serde_json::from_str::<Totp>(TOTP).unwrap(),
        serde_json::from_str::<BackupCodes>(BACKUP_CODES).unwrap(),
        serde_json::from_str::<PhoneNumberAnswer>(PHONE_NUMBER).unwrap(),
    );
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[test]
fn no_reason_why_a_body_cannot_be_read_quotes_a_code() {
    let body = json!({ "id": 7, "backup_codes": ["k3u9CANARY"] });
    let error = read::<PhoneNumberAnswer>(&body).unwrap_err().to_string();
    assert!(!error.contains("CANARY"), "{error}");
}

fn read<T: DeserializeOwned>(body: &Value) -> serde_json::Result<T> {
    // By way of text, as an answer comes.
    serde_json::from_str(&body.to_string())
}
