//! The environment: what the instance offers, as clients read it at their start.

mod attributes;

use serde_json::{Value, json};

use self::attributes::attributes;
use super::sign_in::supported_identifiers;
use crate::settings::Settings;

pub(crate) fn view(settings: &Settings) -> Value {
    let organizations = &settings.organizations;
    json!({
        "auth_config": auth_config(settings),
        "display_config": display_config(settings),
        "user_settings": user_settings(settings),
        "organization_settings": {
            "enabled": organizations.enabled,
            "max_allowed_memberships": organizations.max_allowed_memberships,
            "actions": { "admin_delete": true },
            "domains": { "enabled": false, "enrollment_modes": [], "default_role": "org:member" },
            "slug": { "disabled": !organizations.slugs },
            "creator_role": "org:admin",
            // No description has this field. The official web client reads from it that an organization has to be chosen.
            "force_organization_selection": organizations.force_selection,
        },
        "fraud_settings": {
            "object": "fraud_settings",
            "native": { "device_attestation_mode": "disabled" },
        },
        "commerce_settings": { "billing": {
            "stripe_publishable_key": null,
            "free_trial_requires_payment_method": false,
            "user": { "enabled": false, "has_paid_plans": false },
            "organization": { "enabled": false, "has_paid_plans": false },
        }},
        "api_keys_settings": {
            "enabled": false,
            "user_api_keys_enabled": false,
            "orgs_api_keys_enabled": false,
        },
        "protect_config": { "loaders": [] },
        "maintenance_mode": false,
        "client_debug_mode": false,
        "partitioned_cookies": false,
    })
}

fn auth_config(settings: &Settings) -> Value {
    json!({
        "object": "auth_config",
        "id": "aconf_emulator",
        "first_name": settings.attributes.first_name.as_str(),
        "last_name": settings.attributes.last_name.as_str(),
        "email_address": if settings.attributes.email_required { "required" } else { "on" },
        "phone_number": phone_number(settings),
        "username": settings.attributes.username.as_str(),
        "password": if settings.password_required { "required" } else { "on" },
        "identification_requirements": [["email_address"]],
        "identification_strategies": supported_identifiers(settings),
        "first_factors": first_factors(settings),
        "second_factors": second_factors(settings),
        "email_address_verification_strategies": ["email_code"],
        "single_session_mode": settings.single_session,
        "enhanced_email_deliverability": false,
        "test_mode": settings.test_mode,
        "cookieless_dev": true,
        "url_based_session_syncing": true,
        "claimed_at": null,
        "reverification": settings.reverification,
        "native_settings": {
            "object": "native_settings",
            "api_enabled": settings.native_api,
            "trusted_device_sign_in_enabled": false,
            "trusted_device_enrollment_prompt_after_sign_in_enabled": false,
            "trusted_device_enrollment_prompt_after_sign_up_enabled": false,
        },
    })
}

fn phone_number(settings: &Settings) -> &'static str {
    if settings.attributes.needs_phone() {
        "required"
    } else if settings.attributes.phone_number {
        "on"
    } else {
        "off"
    }
}

fn first_factors(settings: &Settings) -> Vec<&'static str> {
    let mut factors = vec!["password", "reset_password_email_code"];
    if settings.attributes.email_code {
        factors.push("email_code");
    }
    if settings.attributes.by_phone() {
        factors.extend(["phone_code", "reset_password_phone_code"]);
    }
    factors
}

fn second_factors(settings: &Settings) -> Vec<&'static str> {
    let offered = &settings.attributes;
    [
        (offered.totp, "totp"),
        (offered.by_phone_second(), "phone_code"),
        (offered.email_second_factor, "email_code"),
        (offered.backup_code, "backup_code"),
    ]
    .into_iter()
    .filter_map(|(on, strategy)| on.then_some(strategy))
    .collect()
}

fn display_config(settings: &Settings) -> Value {
    let mut config = json!({
        "object": "display_config",
        "id": "display_config_emulator",
        "instance_environment_type": "development",
        "application_name": settings.application_name,
        "theme": {},
        "preferred_sign_in_strategy": "password",
        "branded": false,
        "experimental_force_oauth_first": false,
        "show_devmode_warning": true,
        "captcha_oauth_bypass": [],
        "captcha_heartbeat": false,
        "terms_url": settings.sign_up.terms_url,
        "privacy_policy_url": settings.sign_up.privacy_policy_url,
    });
    if let Some(config) = config.as_object_mut() {
        config.extend(NO_PAGES.map(|key| (key.to_owned(), Value::from(""))));
        config.extend(NOT_SET.map(|key| (key.to_owned(), Value::Null)));
    }
    config
}

/// Pages of a web application; this instance has none.
const NO_PAGES: [&str; 17] = [
    "home_url",
    "sign_in_url",
    "sign_up_url",
    "user_profile_url",
    "waitlist_url",
    "oauth_consent_url",
    "after_sign_in_url",
    "after_sign_up_url",
    "after_sign_out_one_url",
    "after_sign_out_all_url",
    "after_switch_session_url",
    "after_join_waitlist_url",
    "organization_profile_url",
    "create_organization_url",
    "after_leave_organization_url",
    "after_create_organization_url",
    "logo_link_url",
];

const NOT_SET: [&str; 14] = [
    "logo_image_url",
    "favicon_image_url",
    "support_email",
    "clerk_js_version",
    "google_one_tap_client_id",
    "help_url",
    "logo_url",
    "favicon_url",
    "logo_image",
    "favicon_image",
    "captcha_public_key",
    "captcha_widget_type",
    "captcha_public_key_invisible",
    "captcha_provider",
];

/// Disabled providers are left out, as in captured environments.
fn social(settings: &Settings) -> Value {
    let enabled = settings.social.iter().filter(|(_, provider)| provider.enabled);
    let shown = enabled.map(|(strategy, provider)| {
        let view = json!({
            "enabled": true,
            "required": false,
            "authenticatable": provider.authenticatable,
            "block_email_subaddresses": false,
            "strategy": strategy,
            "not_selectable": false,
            "deprecated": false,
            "name": provider.name,
            "logo_url": provider.logo_url,
        });
        (strategy.clone(), view)
    });
    Value::Object(shown.collect())
}

fn user_settings(settings: &Settings) -> Value {
    let lockout = &settings.lockout;
    let password = &settings.password_length;
    let off = json!({ "enabled": false });
    let sso = json!({ "enabled": !settings.enterprise_connections.is_empty() });
    json!({
        "attributes": attributes(settings),
        "social": social(settings),
        "saml": sso,
        "enterprise_sso": sso,
        "sign_in": { "second_factor": { "required": settings.force_mfa } },
        "sign_up": {
            "captcha_enabled": false,
            "captcha_widget_type": "smart",
            "custom_action_required": false,
            "progressive": true,
            "mode": settings.sign_up.mode.as_str(),
            "legal_consent_enabled": settings.sign_up.legal_consent,
            // No description has this field. The official web client reads from it that MFA is forced.
            "mfa": { "required": settings.force_mfa },
        },
        "restrictions": {
            "allowlist": off,
            "blocklist": { "enabled": !settings.blocked_identifiers.is_empty() },
            "allowlist_blocklist_disabled_on_sign_in": off,
            "block_email_subaddresses": off,
            "block_disposable_email_domains": off,
        },
        "password_settings": {
            "disable_hibp": settings.pwned_passwords.is_empty(),
            "disable_password_reverification": false,
            "min_length": password.min,
            "max_length": password.max,
            "require_special_char": false,
            "require_numbers": false,
            "require_uppercase": false,
            "require_lowercase": false,
            "show_zxcvbn": false,
            "min_zxcvbn_strength": 0,
            "enforce_hibp_on_sign_in": false,
            "allowed_special_characters": "",
        },
        "username_settings": settings.username_rules,
        "actions": {
            "delete_self": settings.delete_self_enabled,
            "create_organization": settings.organizations.can_create(),
            "create_organizations_limit": settings.organizations.create_limit,
        },
        "attack_protection": {
            "user_lockout": {
                "enabled": lockout.enabled,
                "max_attempts": lockout.max_attempts,
                "duration_in_minutes": lockout.minutes,
            },
            "pii": { "enabled": settings.mask_identifiers },
            "email_link": { "require_same_client": false },
            "enumeration_protection": { "enabled": settings.enumeration_protection },
        },
        "passkey_settings": {
            "allow_autofill": false,
            "show_sign_in_button": false,
            "satisfies_second_factor": false,
        },
    })
}
