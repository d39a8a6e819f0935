//! What can happen, generated.

use proptest::prelude::*;
use proptest::strategy::Strategy;

use super::devices::listed;
use super::organizations::{member, organizations_event, organizations_reply};
use super::password::change_password;
use super::*;
use crate::devices::{Call as DeviceCall, Event as DeviceEvent, Reply as DeviceReply};
use crate::password::{Event as PasswordEvent, Form as PasswordForm};
use crate::profile::{self, Call as ProfileCall, Event as ProfileEvent, Reply as ProfileReply};

/// What can happen, without the payloads that do not matter here.
#[derive(Clone, Debug)]
pub(super) enum Happening {
    Person(Act),
    /// Answers the call this many calls back.
    Answer(usize, Outcome),
    /// Lets this many seconds pass.
    Wait(u64),
    /// The account is another one from now on: its place in [`accounts`].
    Account(usize),
    /// What the session is pending on from now on.
    Task(Option<TaskKey>),
    Stale(bool),
    /// The server says how things stand, for the first time in this run.
    Known,
}

#[derive(Clone, Debug)]
pub(super) enum Act {
    Open(Destination),
    Leave,
    Stay,
    ResetTotp,
    ContinueTotp,
    BackToTotpKey,
    VerifyTotp(&'static str),
    SubmitPhone(&'static str),
    ChangePhone,
    ResumePhone(&'static str),
    ResendPhoneCode,
    VerifyPhone(&'static str),
    Ask(Change),
    ConfirmSaved(bool),
    CodesDone,
    DismissProblem,
    ResumeSetup,
    Devices(DeviceEvent),
    Look,
    Seen,
    Organizations(crate::organizations::Event),
    ChangePassword(&'static str),
    Password(PasswordEvent),
    Profile(ProfileEvent),
    Refresh,
    Focused,
    Selected,
    Prove(&'static str),
    ChooseMethod(usize),
    Resend,
    Retry,
    Cancel,
}

#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// What was asked for, with or without backup codes.
    Good {
        codes: bool,
    },
    /// A list of devices, to any call.
    List(&'static [&'static str]),
    /// A reverification in this status, to any call.
    Verification(&'static str),
    /// A client with the account of this place.
    Client(usize),
    Refused(&'static str),
    Server,
    Lost,
}

pub(super) fn accounts() -> Vec<Value> {
    vec![
        plain(),
        with_totp(),
        with_phones(&[("idn_1", "verified reserved default"), ("idn_2", "verified")]),
        with_phones(&[("idn_9", ""), ("idn_2", "verified reserved")]),
        member(&["org_1", "org_new"]),
        member(&["only_1"]),
        with_profile(),
    ]
}

pub(super) fn destination() -> impl Strategy<Value = Destination> {
    prop::sample::select(vec![
        Destination::Page(Page::Account),
        Destination::Page(OVERVIEW),
        Destination::Page(OVERVIEW),
        Destination::Page(ADD_TOTP),
        Destination::Page(ADD_TOTP),
        Destination::Page(ADD_PHONE),
        Destination::Page(ADD_PHONE),
        Destination::Page(Page::Devices),
        Destination::Page(Page::Devices),
        Destination::Page(Page::Devices),
        Destination::Page(Page::Organizations),
        Destination::Page(Page::Organizations),
        Destination::Page(Page::ThisDevice),
        Destination::Switch(SessionId::new("sess_2")),
        Destination::AddAccount,
        Destination::SignOut,
        Destination::SignOutAll,
        Destination::Forget,
        Destination::ChangeInstance,
        Destination::Close,
    ])
}

pub(super) fn change() -> impl Strategy<Value = Change> {
    prop::sample::select(vec![
        Change::RemoveTotp,
        Change::UsePhone(id("idn_2")),
        Change::UsePhone(id("idn_9")),
        Change::DisablePhone(id("idn_1")),
        Change::MakeDefaultPhone(id("idn_2")),
        Change::RemovePhone(id("idn_2")),
        Change::GenerateBackupCodes,
        Change::AddTotp,
    ])
}

/// A change and the place of an account that it can be asked for on.
pub(super) fn possible_change() -> impl Strategy<Value = (Change, usize)> {
    prop::sample::select(vec![
        (Change::RemoveTotp, 1),
        (Change::UsePhone(id("idn_2")), 2),
        (Change::DisablePhone(id("idn_1")), 2),
        (Change::MakeDefaultPhone(id("idn_2")), 3),
        (Change::RemovePhone(id("idn_2")), 3),
        (Change::GenerateBackupCodes, 1),
    ])
}

pub(super) fn device_event() -> impl Strategy<Value = DeviceEvent> {
    prop::sample::select(vec![
        DeviceEvent::Refresh,
        DeviceEvent::SignOut("sess_1".into()),
        DeviceEvent::SignOut("sess_2".into()),
        DeviceEvent::SignOut("sess_3".into()),
        DeviceEvent::SignOutOthers,
        DeviceEvent::SignOutOthers,
    ])
}

pub(super) fn profile_event() -> impl Strategy<Value = ProfileEvent> {
    let text = || "new@example.com".to_owned();
    prop::sample::select(vec![
        ProfileEvent::Open(profile::Form::Name),
        ProfileEvent::Open(profile::Form::Username),
        ProfileEvent::Open(profile::Form::NewEmail),
        ProfileEvent::Close,
        ProfileEvent::Send(profile::Typed::Name { first: Some(text()), last: None }),
        ProfileEvent::Send(profile::Typed::Username(text())),
        ProfileEvent::Send(profile::Typed::NewEmail(text())),
        ProfileEvent::Send(profile::Typed::Code(Code::new("123456"))),
        ProfileEvent::VerifyEmail(id("idn_5")),
        ProfileEvent::ResendCode,
        ProfileEvent::Ask(profile::Change::RemoveEmail(id("idn_5"))),
        ProfileEvent::Ask(profile::Change::PrimaryPhone(id("idn_2"))),
        ProfileEvent::Ask(profile::Change::Delete),
        ProfileEvent::DismissProblem,
    ])
}

pub(super) fn password_event() -> impl Strategy<Value = PasswordEvent> {
    let current = || latchkey_fapi_types::secret::Password::new("123456");
    prop::sample::select(vec![
        PasswordEvent::Open(PasswordForm::New),
        PasswordEvent::Open(PasswordForm::Remove),
        PasswordEvent::Close,
        PasswordEvent::Remove { current: current() },
        PasswordEvent::DismissProblem,
    ])
}

pub(super) fn typed() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "123456", "123456", "abc"])
}

pub(super) fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => destination().prop_map(Act::Open),
        1 => Just(Act::Leave),
        1 => Just(Act::Stay),
        1 => Just(Act::ResetTotp),
        3 => Just(Act::ContinueTotp),
        1 => Just(Act::BackToTotpKey),
        3 => typed().prop_map(Act::VerifyTotp),
        3 => prop::sample::select(vec!["+15555550109", "+15555550102"]).prop_map(Act::SubmitPhone),
        1 => Just(Act::ChangePhone),
        1 => prop::sample::select(vec!["idn_9", "idn_1"]).prop_map(Act::ResumePhone),
        1 => Just(Act::ResendPhoneCode),
        3 => typed().prop_map(Act::VerifyPhone),
        5 => change().prop_map(Act::Ask),
        1 => any::<bool>().prop_map(Act::ConfirmSaved),
        1 => Just(Act::CodesDone),
        1 => Just(Act::DismissProblem),
        1 => Just(Act::ResumeSetup),
        5 => device_event().prop_map(Act::Devices),
        3 => Just(Act::Look),
        2 => Just(Act::Seen),
        5 => organizations_event().prop_map(Act::Organizations),
        4 => typed().prop_map(Act::ChangePassword),
        3 => password_event().prop_map(Act::Password),
        6 => profile_event().prop_map(Act::Profile),
        1 => Just(Act::Refresh),
        1 => Just(Act::Focused),
        1 => Just(Act::Selected),
        4 => typed().prop_map(Act::Prove),
        1 => (0_usize..5).prop_map(Act::ChooseMethod),
        1 => Just(Act::Resend),
        1 => Just(Act::Retry),
        1 => Just(Act::Cancel),
    ]
}

pub(super) fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        6 => any::<bool>().prop_map(|codes| Outcome::Good { codes }),
        1 => prop::sample::select(vec![
            "needs_first_factor",
            "needs_second_factor",
            "complete",
            "zzz_new",
        ])
        .prop_map(Outcome::Verification),
        2 => (0_usize..7).prop_map(Outcome::Client),
        2 => prop::sample::select(vec![
            &["sess_1"][..],
            &["sess_2", "sess_1"],
            &["sess_2", "sess_3", "sess_1", "sess_4"],
            &[],
        ])
        .prop_map(Outcome::List),
        4 => prop::sample::select(vec![
            "session_reverification_required",
            "session_reverification_required",
            "session_reverification_missing",
            "form_code_incorrect",
            "form_identifier_exists",
            "totp_already_enabled",
            "user_locked",
            "too_many_requests",
            "verification_expired",
            "verification_already_verified",
            "verification_code_too_many_requests",
            "resource_not_found",
            "zzz_new",
        ])
        .prop_map(Outcome::Refused),
        1 => Just(Outcome::Server),
        2 => Just(Outcome::Lost),
    ]
}

pub(super) fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        10 => act().prop_map(Happening::Person),
        10 => (prop_oneof![4 => Just(0_usize), 1 => 0_usize..5], outcome())
            .prop_map(|(back, outcome)| Happening::Answer(back, outcome)),
        1 => (0_u64..60).prop_map(Happening::Wait),
        1 => (0_usize..7).prop_map(Happening::Account),
        2 => prop::sample::select(vec![
            None,
            None,
            Some(TaskKey::SetupMfa),
            Some(TaskKey::ResetPassword),
            Some(TaskKey::ResetPassword),
            Some(TaskKey::ChooseOrganization),
        ])
        .prop_map(Happening::Task),
        1 => any::<bool>().prop_map(Happening::Stale),
        1 => Just(Happening::Known),
    ]
}

pub(super) fn event(act: Act) -> Happens {
    match act {
        Act::Open(destination) => Happens::Open(destination),
        Act::Leave => Happens::Leave,
        Act::Stay => Happens::Stay,
        Act::ResetTotp => Event::ResetTotp.into(),
        Act::ContinueTotp => Event::ContinueTotp.into(),
        Act::BackToTotpKey => Event::BackToTotpKey.into(),
        Act::VerifyTotp(text) => Event::VerifyTotp { code: Code::new(text) }.into(),
        Act::SubmitPhone(e164) => Event::SubmitPhone { e164: e164.to_owned() }.into(),
        Act::ChangePhone => Event::ChangePhone.into(),
        Act::ResumePhone(phone) => Event::ResumePhone(id(phone)).into(),
        Act::ResendPhoneCode => Event::ResendPhoneCode.into(),
        Act::VerifyPhone(text) => Event::VerifyPhone { code: Code::new(text) }.into(),
        Act::Ask(change) => Event::Ask(change).into(),
        Act::ConfirmSaved(saved) => Event::ConfirmSaved(saved).into(),
        Act::CodesDone => Event::CodesDone.into(),
        Act::DismissProblem => Event::DismissProblem.into(),
        Act::ResumeSetup => Event::ResumeSetup.into(),
        Act::Devices(event) => event.into(),
        Act::Look => Happens::Look,
        Act::Seen => Happens::Seen,
        Act::Organizations(event) => event.into(),
        Act::ChangePassword(text) => change_password(text),
        Act::Password(event) => event.into(),
        Act::Profile(event) => event.into(),
        Act::Refresh => Happens::Refresh,
        Act::Focused => Happens::Focused,
        Act::Selected => Happens::Selected,
        Act::Prove(text) => step_up::Event::Verify { secret: Typed::new(text) }.into(),
        Act::ChooseMethod(place) => step_up::Event::ChooseMethod(place).into(),
        Act::Resend => step_up::Event::Resend.into(),
        Act::Retry => step_up::Event::Retry.into(),
        Act::Cancel => step_up::Event::Cancel.into(),
    }
}

pub(super) fn reply(call: &Asked, outcome: &Outcome) -> Result<Answer, Failure> {
    let made: &[&str] =
        if matches!(outcome, Outcome::Good { codes: true }) { &["aaaa"] } else { &[] };
    match outcome {
        Outcome::Good { .. } => Ok(match call {
            Asked::Factors(Call::CreateTotp) => new_key("KEY1"),
            Asked::Factors(Call::AttemptTotp(_)) => verified_totp(made),
            Asked::Factors(Call::DeleteTotp | Call::DeletePhone(_)) => done(),
            Asked::Factors(Call::CreatePhone(e164)) => added("idn_9", e164, &[]),
            Asked::Factors(
                Call::PreparePhone(phone)
                | Call::AttemptPhone(phone, _)
                | Call::ReservePhone(phone, _)
                | Call::MakeDefaultPhone(phone),
            ) => added(phone.as_str(), "+15555550109", made),
            Asked::Factors(Call::CreateBackupCodes) => new_codes(&["aaaa"]),
            Asked::AskClient => signed_in(&plain()),
            Asked::Select => Answer::Selected,
            Asked::SignOut | Asked::SignOutAll => Answer::SignedOut { proven: true },
            Asked::Forget => Answer::Forgotten,
            Asked::Devices(DeviceCall::List) => listed(&["sess_2", "sess_1", "sess_3"]),
            Asked::Devices(DeviceCall::Revoke(_)) => Answer::Devices(DeviceReply::Revoked),
            Asked::Organizations(call) => organizations_reply(call),
            Asked::Password(_) => Answer::PasswordChanged,
            Asked::Profile(call) => Answer::Profile(match call {
                ProfileCall::CreateEmail(_)
                | ProfileCall::PrepareEmail(_)
                | ProfileCall::AttemptEmail(..) => {
                    let email = json!({"id": "idn_6", "email_address": "new@example.com"});
                    ProfileReply::Email(Box::new(serde_json::from_value(email).unwrap()))
                }
                ProfileCall::DeleteEmail(_)
                | ProfileCall::DeletePicture
                | ProfileCall::DeleteUser => ProfileReply::Deleted,
                ProfileCall::SetPicture { .. } => ProfileReply::Picture,
                ProfileCall::SetName { .. }
                | ProfileCall::SetUsername(_)
                | ProfileCall::SetPrimaryEmail(_)
                | ProfileCall::SetPrimaryPhone(_) => ProfileReply::User,
            }),
            Asked::StepUp(step_up::Call::Start(_)) => verification("needs_second_factor"),
            Asked::StepUp(_) => verification("complete"),
        }),
        Outcome::List(ids) => Ok(listed(ids)),
        Outcome::Verification(status) => Ok(verification(status)),
        Outcome::Client(place) => Ok(signed_in(&accounts().swap_remove(*place))),
        Outcome::Refused(code) => Err(refusal(code)),
        Outcome::Server => Err(Failure::Server { status: 500, trace_id: None }),
        Outcome::Lost => Err(Failure::OutcomeUnknown),
    }
}
