//! The pages that add a factor, at each of their steps.

use latchkey_ipc::command::Copyable;
use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::secret::Revealed;
use latchkey_ipc::view::{
    Activity, AddPhoneStep, AddPhoneView, AddTotpStep, AddTotpView, AppView, BackupCodesView,
    ClockDifference, Copied, Country, Delivery, PhoneEntry, PhoneId, PhoneVerdict, QrCode, Screen,
    TotpKeyView,
};

use super::{RATE_LIMITED, app, emulated, problem};

pub(crate) const KEY: &str = "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP";
pub(crate) const URI: &str = "otpauth://totp/Acme:all@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Acme&algorithm=SHA1&digits=6&period=30";

/// Every scene by its name.
pub(crate) fn all() -> Vec<(&'static str, AppView)> {
    let code_wrong = Some(problem(ErrorCode::FormCodeIncorrect, Some(Field::Code)));
    let mut scenes = totp_scenes(code_wrong.clone());
    scenes.extend(phone_scenes(code_wrong));
    scenes
}

fn totp_scenes(code_wrong: Option<latchkey_ipc::error::Problem>) -> Vec<(&'static str, AppView)> {
    let scene = |view| app(Screen::AddTotp(view));
    let copied = Copied { what: Copyable::BackupCodes, clears_in_ms: 27_000 };
    vec![
        (
            "add-totp-preparing",
            scene(AddTotpView { activity: Activity::Busy, ..add_totp(AddTotpStep::Preparing) }),
        ),
        (
            "add-totp-preparing-failed",
            scene(AddTotpView {
                problem: Some(problem(ErrorCode::Unreachable, None)),
                ..add_totp(AddTotpStep::Preparing)
            }),
        ),
        (
            "add-totp-key",
            scene(AddTotpView {
                verified_for_ms: Some(521_000),
                ..add_totp(AddTotpStep::Key(totp_key()))
            }),
        ),
        (
            "add-totp-key-clock",
            emulated(Screen::AddTotp(AddTotpView {
                clock: Some(ClockDifference { ahead_ms: -94_000 }),
                ..add_totp(AddTotpStep::Key(TotpKeyView {
                    copied: Some(Copied { what: Copyable::TotpKey, clears_in_ms: 27_000 }),
                    ..totp_key()
                }))
            })),
        ),
        ("add-totp-code", scene(add_totp(AddTotpStep::Code))),
        (
            "add-totp-code-wrong",
            scene(AddTotpView {
                clock: Some(ClockDifference { ahead_ms: 94_000 }),
                problem: code_wrong,
                ..add_totp(AddTotpStep::Code)
            }),
        ),
        ("backup-codes", scene(add_totp(AddTotpStep::BackupCodes(backup_codes())))),
        (
            "backup-codes-saved",
            emulated(Screen::AddTotp(add_totp(AddTotpStep::BackupCodes(BackupCodesView {
                copied: Some(copied),
                saved_to: Some("backup-codes.txt".to_owned()),
                confirmed: true,
                ..backup_codes()
            })))),
        ),
        (
            "backup-codes-problem",
            scene(add_totp(AddTotpStep::BackupCodes(BackupCodesView {
                saving: true,
                problem: Some(problem(ErrorCode::PrintFailed, None)),
                ..backup_codes()
            }))),
        ),
        ("add-totp-done", scene(add_totp(AddTotpStep::Done))),
    ]
}

fn phone_scenes(code_wrong: Option<latchkey_ipc::error::Problem>) -> Vec<(&'static str, AppView)> {
    let scene = |view| app(Screen::AddPhone(view));
    let code = AddPhoneStep::Code {
        formatted: "+1 555-555-0142".to_owned(),
        delivery: Delivery::Sent { resend_in_ms: 24_000 },
    };
    let invalid = PhoneVerdict::Invalid { code: ErrorCode::PhoneTooLong };
    vec![
        ("add-phone", scene(add_phone(number("", "", PhoneVerdict::Incomplete)))),
        ("add-phone-valid", scene(add_phone(valid()))),
        (
            "add-phone-invalid",
            scene(AddPhoneView {
                problem: Some(problem(ErrorCode::PhoneTooLong, Some(Field::Phone))),
                ..add_phone(number("55555501421", "55555501421", invalid))
            }),
        ),
        (
            "add-phone-refused",
            scene(AddPhoneView {
                problem: Some(problem(ErrorCode::FormIdentifierExists, Some(Field::Phone))),
                ..add_phone(valid())
            }),
        ),
        (
            "add-phone-held",
            scene(AddPhoneView {
                activity: RATE_LIMITED,
                problem: Some(problem(ErrorCode::TooManyRequests, None)),
                ..add_phone(valid())
            }),
        ),
        ("add-phone-busy", scene(AddPhoneView { activity: Activity::Busy, ..add_phone(valid()) })),
        ("add-phone-code", emulated(Screen::AddPhone(add_phone(code.clone())))),
        ("add-phone-code-wrong", scene(AddPhoneView { problem: code_wrong, ..add_phone(code) })),
        ("add-phone-added", scene(add_phone(added(true)))),
        ("add-phone-added-only", scene(add_phone(added(false)))),
        (
            "add-phone-done",
            scene(add_phone(AddPhoneStep::Done { formatted: "+1 555-555-0142".to_owned() })),
        ),
    ]
}

pub(crate) fn add_totp(step: AddTotpStep) -> AddTotpView {
    AddTotpView {
        step,
        clock: None,
        required: false,
        verified_for_ms: None,
        activity: Activity::Idle,
        problem: None,
        attempt: 0,
    }
}

pub(crate) fn totp_key() -> TotpKeyView {
    TotpKeyView {
        qr: QrCode { size: 53, path: Revealed::new(include_str!("totp_qr.txt")) },
        uri: Revealed::new(URI),
        key: Revealed::new(KEY),
        issuer: Some("Acme".to_owned()),
        account: Some("all@example.com".to_owned()),
        digits: 6,
        period: 30,
        copied: None,
    }
}

pub(crate) fn backup_codes() -> BackupCodesView {
    let codes = [
        "7q2m4k9p", "h5t8w1zc", "d3n6r0xa", "b9f2k7ye", "m4c8s1vu", "p6j3g5tq", "x0w7e2rn",
        "y8a4h9dl", "z1u6q3bk", "t5v0m8sf",
    ];
    BackupCodesView {
        codes: codes.map(Revealed::new).to_vec(),
        copied: None,
        saved_to: None,
        confirmed: false,
        saving: false,
        problem: None,
    }
}

pub(crate) fn add_phone(step: AddPhoneStep) -> AddPhoneView {
    AddPhoneView {
        step,
        required: false,
        verified_for_ms: None,
        activity: Activity::Idle,
        problem: None,
        attempt: 0,
    }
}

pub(crate) fn number(typed: &str, formatted: &str, verdict: PhoneVerdict) -> AddPhoneStep {
    AddPhoneStep::Number {
        entry: PhoneEntry {
            country: "US".to_owned(),
            typed: typed.to_owned(),
            formatted: formatted.to_owned(),
            verdict,
        },
    }
}

pub(crate) fn countries() -> Vec<Country> {
    [("BR", 55), ("CI", 225), ("NO", 47), ("GB", 44), ("US", 1)]
        .map(|(iso, dial_code)| Country { iso: iso.to_owned(), dial_code, main: true })
        .to_vec()
}

pub(crate) fn valid() -> AddPhoneStep {
    let verdict = PhoneVerdict::Valid {
        e164: "+15555550142".to_owned(),
        formatted: "+1 555-555-0142".to_owned(),
    };
    number("5555550142", "(555) 555-0142", verdict)
}

pub(crate) fn added(sms_offered: bool) -> AddPhoneStep {
    AddPhoneStep::Added {
        phone: PhoneId("idn_1".to_owned()),
        formatted: "+1 555-555-0142".to_owned(),
        sms_offered,
    }
}
