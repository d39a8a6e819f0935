//! Manage MFA, and the step-up dialog above it.

use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::secret::Revealed;
use latchkey_ipc::view::{
    Activity, AddTotpStep, AppView, BackupCodesRow, BackupCodesView, ClockDifference,
    ManageMfaView, MfaTarget, Notice, PhoneId, PhoneRole, Removal, Screen, StepUpAction,
    StepUpStep, StepUpView, Strategy, TargetProblem, TotpRow, VerifyReason, VerifyView, WaysIn,
};

use super::wizard::add_totp;
use super::{RATE_LIMITED, app, emulated, mfa_phone, problem, removal, verify};

pub(crate) fn all() -> Vec<(&'static str, AppView)> {
    let screen = |view| app(Screen::ManageMfa(view));
    vec![
        ("mfa", emulated(Screen::ManageMfa(manage_mfa()))),
        ("mfa-phones", screen(phones_only())),
        ("mfa-off", screen(off())),
        (
            "mfa-busy",
            screen(ManageMfaView {
                activity: Activity::Busy,
                busy: Some(MfaTarget::Phone(PhoneId("idn_15555550100".to_owned()))),
                ..manage_mfa()
            }),
        ),
        ("mfa-failed", screen(failed(ErrorCode::FormIdentifierExists, Activity::Idle))),
        ("mfa-held", screen(failed(ErrorCode::TooManyRequests, RATE_LIMITED))),
        ("mfa-required", screen(ManageMfaView { required: true, ..off() })),
        ("mfa-last", screen(last_factor(false))),
        ("mfa-offline", AppView { online: false, ..screen(manage_mfa()) }),
        ("mfa-codes", screen(ManageMfaView { codes: Some(codes()), ..manage_mfa() })),
        (
            "mfa-leaving",
            AppView {
                leaving: true,
                ..screen(ManageMfaView { codes: Some(codes()), ..manage_mfa() })
            },
        ),
        ("mfa-notice", AppView { notice: Some(Notice::ChangedElsewhere), ..screen(off()) }),
        ("step-up-starting", stepping_up(StepUpStep::Starting)),
        ("step-up-password", stepping_up(StepUpStep::Verify(proof(Strategy::Password)))),
        ("step-up-sms", stepping_up(StepUpStep::Verify(proof(Strategy::PhoneCode)))),
        (
            "step-up-wrong",
            stepping_up(StepUpStep::Verify(VerifyView {
                problem: Some(problem(ErrorCode::FormCodeIncorrect, Some(Field::Code))),
                clock: Some(ClockDifference { ahead_ms: -94_000 }),
                ..proof(Strategy::Totp)
            })),
        ),
        (
            "step-up-failed",
            stepping_up(not_started(problem(ErrorCode::Unreachable, None), Activity::Idle)),
        ),
        (
            "step-up-held",
            stepping_up(not_started(problem(ErrorCode::TooManyRequests, None), RATE_LIMITED)),
        ),
        (
            "step-up-over-code",
            AppView {
                screen: Screen::AddTotp(add_totp(AddTotpStep::Code)),
                ..stepping_up(StepUpStep::Verify(proof(Strategy::Totp)))
            },
        ),
        ("step-up-unknown", stepping_up(StepUpStep::Unknown { value: "passkey".to_owned() })),
    ]
}

/// Every kind of row.
pub(crate) fn manage_mfa() -> ManageMfaView {
    ManageMfaView {
        totp: Some(TotpRow::On { removal: removal() }),
        phones_offered: true,
        can_add_phone: true,
        sms_offered: true,
        phones: vec![
            mfa_phone("+15555550100", "+1 555-555-0100", factor(true)),
            mfa_phone("+15555550118", "+1 555-555-0118", factor(false)),
            mfa_phone("+4740000142", "+47 40 00 01 42", PhoneRole::Verified),
            mfa_phone("+442079460958", "+44 20 7946 0958", PhoneRole::Unverified),
        ],
        backup_codes: Some(BackupCodesRow { exist: true }),
        password: true,
        required: false,
        codes: None,
        verified_for_ms: Some(520_000),
        refreshed_at: 1_795_337_100_000,
        refreshing: false,
        refresh_problem: None,
        activity: Activity::Idle,
        busy: None,
        problem: None,
    }
}

/// Text messages alone.
pub(crate) fn phones_only() -> ManageMfaView {
    ManageMfaView { totp: Some(TotpRow::Off), verified_for_ms: None, ..manage_mfa() }
}

/// No second factor at all.
pub(crate) fn off() -> ManageMfaView {
    ManageMfaView { phones: Vec::new(), backup_codes: None, ..phones_only() }
}

/// A change of the first number that failed.
pub(crate) fn failed(code: ErrorCode, activity: Activity) -> ManageMfaView {
    ManageMfaView {
        activity,
        problem: Some(TargetProblem {
            target: MfaTarget::Phone(PhoneId("idn_15555550100".to_owned())),
            problem: problem(code, None),
        }),
        ..manage_mfa()
    }
}

/// An authenticator app alone, which may go or not.
pub(crate) fn last_factor(allowed: bool) -> ManageMfaView {
    let removal = Removal {
        allowed,
        last_factor: true,
        backup_codes_go: true,
        left: WaysIn { second: Vec::new(), ..removal().left },
    };
    ManageMfaView {
        totp: Some(TotpRow::On { removal }),
        phones: Vec::new(),
        verified_for_ms: None,
        ..manage_mfa()
    }
}

pub(crate) fn codes() -> BackupCodesView {
    let code = |index: usize| Revealed::new(format!("b4ck-up{index:02}"));
    BackupCodesView {
        codes: (1..=10).map(code).collect(),
        copied: None,
        saved_to: None,
        confirmed: false,
        saving: false,
        problem: None,
    }
}

/// A factor that is proven for a change; the password is the first choice.
pub(crate) fn proof(strategy: Strategy) -> VerifyView {
    VerifyView { reason: VerifyReason::StepUp, ..verify(strategy) }
}

pub(crate) fn not_started(problem: latchkey_ipc::error::Problem, activity: Activity) -> StepUpStep {
    StepUpStep::Failed { problem, activity }
}

pub(crate) fn stepping_up(step: StepUpStep) -> AppView {
    let action = StepUpAction::RemoveTotp;
    AppView { step_up: Some(StepUpView { action, step }), ..app(Screen::ManageMfa(manage_mfa())) }
}

fn factor(default: bool) -> PhoneRole {
    PhoneRole::SecondFactor { default, disabling: removal() }
}
