//! What is left after a removal.

use latchkey_fapi_types::enums::Strategy;

use latchkey_fapi_types::environment::{Attribute, Environment};
use latchkey_fapi_types::user::User;
use serde_json::json;

use crate::factors::ways::{Removal, Removing, Way, removal};
use crate::testing::{environment, id, user, with_phones, with_totp};

fn shown(ways: &[Way]) -> Vec<(&str, Option<&str>)> {
    ways.iter().map(|way| (way.strategy.as_str(), way.detail.as_deref())).collect()
}

fn second(removal: &Removal) -> Vec<(&str, Option<&str>)> {
    shown(&removal.left.second)
}

/// A user with an authenticator app, two numbers of which the first is used, and backup codes.
fn rich() -> User {
    let mut value = with_phones(&[("idn_1", "verified reserved default"), ("idn_2", "verified")]);
    value["totp_enabled"] = json!(true);
    value["email_addresses"] = json!([
        {"id": "idn_e", "email_address": "test@latchkey.example", "verification": {"status": "verified"}},
        {"id": "idn_f", "email_address": "other@latchkey.example", "verification": {"status": "unverified"}},
    ]);
    user(value)
}

#[test]
fn what_is_left_is_listed() {
    let environment = environment();
    let left = removal(&rich(), &environment, Removing::Totp);
    assert!(left.allowed && !left.last_factor && !left.backup_codes_go);
    assert_eq!(second(&left), [("phone_code", Some("+15555550101")), ("backup_code", None)]);
    let first = [("password", None), ("email_code", Some("test@latchkey.example"))];
    assert_eq!(shown(&left.left.first), first);
    let left = removal(&rich(), &environment, Removing::DisablePhone(&id("idn_1")));
    assert_eq!(second(&left), [("totp", None), ("backup_code", None)]);
}

#[test]
fn the_backup_codes_go_with_the_last_second_factor() {
    let only = user(with_totp());
    let left = removal(&only, &environment(), Removing::Totp);
    assert!(left.allowed && left.last_factor && left.backup_codes_go);
    assert_eq!(second(&left), []);
    let only = user(with_phones(&[("idn_1", "verified reserved")]));
    for removing in [Removing::DisablePhone(&id("idn_1")), Removing::RemovePhone(&id("idn_1"))] {
        assert!(removal(&only, &environment(), removing).backup_codes_go);
    }
}

#[test]
fn the_last_second_factor_cannot_go_where_one_is_demanded() {
    let environment = Environment { mfa_required: true, ..environment() };
    assert!(!removal(&user(with_totp()), &environment, Removing::Totp).allowed);
    assert!(removal(&rich(), &environment, Removing::Totp).allowed);
}

#[test]
fn a_number_that_is_no_second_factor_takes_none_away() {
    let environment = Environment { mfa_required: true, ..environment() };
    let left = removal(&rich(), &environment, Removing::RemovePhone(&id("idn_2")));
    assert!(left.allowed && !left.last_factor);
    let none = user(with_phones(&[("idn_2", "verified")]));
    let left = removal(&none, &environment, Removing::RemovePhone(&id("idn_2")));
    assert!(left.allowed && !left.last_factor && !left.backup_codes_go);
}

#[test]
fn a_number_that_one_signs_in_with_goes_as_a_first_factor_too() {
    let mut environment = environment();
    environment.auth.first_factors = vec![Strategy::PhoneCode];
    let mut value = with_phones(&[("idn_1", "verified reserved"), ("idn_4", "")]);
    value["password_enabled"] = json!(false);
    let user = user(value);
    let left = removal(&user, &environment, Removing::DisablePhone(&id("idn_1")));
    assert_eq!(shown(&left.left.first), [("phone_code", Some("+15555550101"))]);
    let left = removal(&user, &environment, Removing::RemovePhone(&id("idn_1")));
    assert_eq!(left.left, super::super::ways::WaysIn::default(), "nothing is left at all");
}

#[test]
fn a_password_counts_only_where_the_instance_has_passwords() {
    let mut environment = environment();
    environment.attributes.remove("password");
    let left = removal(&user(with_totp()), &environment, Removing::Totp);
    assert_eq!(shown(&left.left.first), []);
}

#[test]
fn a_factor_that_the_instance_no_longer_takes_is_no_way_in() {
    let mut environment = Environment { mfa_required: true, ..environment() };
    environment.attributes.insert("phone_number".to_owned(), Attribute::default());
    let left = removal(&rich(), &environment, Removing::Totp);
    assert!(left.allowed, "the server still counts the number");
    assert!(left.last_factor && !left.backup_codes_go);
    assert_eq!(second(&left), []);
    let left = removal(&rich(), &environment, Removing::DisablePhone(&id("idn_1")));
    assert!(left.allowed && !left.last_factor);
    assert_eq!(second(&left), [("totp", None), ("backup_code", None)]);
    environment.attributes.insert("backup_code".to_owned(), Attribute::default());
    let left = removal(&rich(), &environment, Removing::DisablePhone(&id("idn_1")));
    assert_eq!(second(&left), [("totp", None)]);
    // With it everything goes that the account has, so it is asked about as well.
    let only = user(with_phones(&[("idn_1", "verified reserved")]));
    let left = removal(&only, &environment, Removing::DisablePhone(&id("idn_1")));
    assert!(!left.allowed && left.last_factor && left.backup_codes_go);
}

#[test]
fn every_factor_counts_where_the_instance_could_not_be_asked() {
    let left = removal(&rich(), &Environment::default(), Removing::Totp);
    assert!(left.allowed && !left.last_factor);
    assert_eq!(second(&left), [("phone_code", Some("+15555550101")), ("backup_code", None)]);
}
