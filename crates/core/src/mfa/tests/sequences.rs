//! Any sequence of events, in any order, with answers to any ticket.

use proptest::prelude::*;
use proptest::strategy::Strategy;

use super::*;
use crate::step_up;

/// What can happen, without the payloads that do not matter here.
#[derive(Clone, Debug)]
enum Happening {
    Person(Act),
    /// Answers the call this many calls back.
    Answer(usize, Outcome),
    /// Lets this many seconds pass.
    Wait(u64),
    /// The account is another one from now on: its place in [`accounts`].
    Account(usize),
    SetupRequired(bool),
    Stale(bool),
}

#[derive(Clone, Debug)]
enum Act {
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
    Refreshed,
    Prove(&'static str),
    ChooseMethod(usize),
    Resend,
    Retry,
    Cancel,
}

#[derive(Clone, Debug)]
enum Outcome {
    /// What was asked for, with or without backup codes.
    Good {
        codes: bool,
    },
    /// A reverification in this status, to any call.
    Verification(&'static str),
    /// A client with the account of this place.
    Client(usize),
    Refused(&'static str),
    Server,
    Lost,
}

fn accounts() -> Vec<Value> {
    vec![
        plain(),
        with_totp(),
        with_phones(&[("idn_1", "verified reserved default"), ("idn_2", "verified")]),
        with_phones(&[("idn_9", ""), ("idn_2", "verified reserved")]),
    ]
}

fn destination() -> impl Strategy<Value = Destination> {
    prop::sample::select(vec![
        Destination::Page(Page::Account),
        Destination::Page(Page::Overview),
        Destination::Page(Page::Overview),
        Destination::Page(Page::AddTotp),
        Destination::Page(Page::AddTotp),
        Destination::Page(Page::AddPhone),
        Destination::Page(Page::AddPhone),
        Destination::SignOut,
        Destination::Close,
    ])
}

fn change() -> impl Strategy<Value = Change> {
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
fn possible_change() -> impl Strategy<Value = (Change, usize)> {
    prop::sample::select(vec![
        (Change::RemoveTotp, 1),
        (Change::UsePhone(id("idn_2")), 2),
        (Change::DisablePhone(id("idn_1")), 2),
        (Change::MakeDefaultPhone(id("idn_2")), 3),
        (Change::RemovePhone(id("idn_2")), 3),
        (Change::GenerateBackupCodes, 1),
    ])
}

fn typed() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "123456", "123456", "abc"])
}

fn act() -> impl Strategy<Value = Act> {
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
        1 => Just(Act::Refreshed),
        4 => typed().prop_map(Act::Prove),
        1 => (0_usize..5).prop_map(Act::ChooseMethod),
        1 => Just(Act::Resend),
        1 => Just(Act::Retry),
        1 => Just(Act::Cancel),
    ]
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        6 => any::<bool>().prop_map(|codes| Outcome::Good { codes }),
        1 => prop::sample::select(vec![
            "needs_first_factor",
            "needs_second_factor",
            "complete",
            "zzz_new",
        ])
        .prop_map(Outcome::Verification),
        2 => (0_usize..4).prop_map(Outcome::Client),
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

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        10 => act().prop_map(Happening::Person),
        10 => (prop_oneof![4 => Just(0_usize), 1 => 0_usize..5], outcome())
            .prop_map(|(back, outcome)| Happening::Answer(back, outcome)),
        1 => (0_u64..60).prop_map(Happening::Wait),
        1 => (0_usize..4).prop_map(Happening::Account),
        1 => any::<bool>().prop_map(Happening::SetupRequired),
        1 => any::<bool>().prop_map(Happening::Stale),
    ]
}

fn event(act: Act) -> Event {
    match act {
        Act::Open(destination) => Event::Open(destination),
        Act::Leave => Event::Leave,
        Act::Stay => Event::Stay,
        Act::ResetTotp => Event::ResetTotp,
        Act::ContinueTotp => Event::ContinueTotp,
        Act::BackToTotpKey => Event::BackToTotpKey,
        Act::VerifyTotp(text) => Event::VerifyTotp { code: Code::new(text) },
        Act::SubmitPhone(e164) => Event::SubmitPhone { e164: e164.to_owned() },
        Act::ChangePhone => Event::ChangePhone,
        Act::ResumePhone(phone) => Event::ResumePhone(id(phone)),
        Act::ResendPhoneCode => Event::ResendPhoneCode,
        Act::VerifyPhone(text) => Event::VerifyPhone { code: Code::new(text) },
        Act::Ask(change) => Event::Ask(change),
        Act::ConfirmSaved(saved) => Event::ConfirmSaved(saved),
        Act::CodesDone => Event::CodesDone,
        Act::DismissProblem => Event::DismissProblem,
        Act::Refreshed => Event::Refreshed,
        Act::Prove(text) => Event::StepUp(step_up::Event::Verify { secret: Code::new(text) }),
        Act::ChooseMethod(place) => Event::StepUp(step_up::Event::ChooseMethod(place)),
        Act::Resend => Event::StepUp(step_up::Event::Resend),
        Act::Retry => Event::StepUp(step_up::Event::Retry),
        Act::Cancel => Event::StepUp(step_up::Event::Cancel),
    }
}

fn reply(call: &Call, outcome: &Outcome) -> Result<Reply, Failure> {
    let made: &[&str] =
        if matches!(outcome, Outcome::Good { codes: true }) { &["aaaa"] } else { &[] };
    match outcome {
        Outcome::Good { .. } => Ok(match call {
            Call::CreateTotp => Reply::Totp(key("KEY1")),
            Call::AttemptTotp(_) => verified_totp(made),
            Call::DeleteTotp | Call::DeletePhone(_) => Reply::Done,
            Call::CreatePhone(e164) => added("idn_9", e164, &[]),
            Call::PreparePhone(phone)
            | Call::AttemptPhone(phone, _)
            | Call::ReservePhone(phone, _)
            | Call::MakeDefaultPhone(phone) => added(phone.as_str(), "+15555550109", made),
            Call::CreateBackupCodes => new_codes(&["aaaa"]),
            Call::AskClient | Call::StepUp(step_up::Call::AskClient) => signed_in(&plain()),
            Call::StepUp(step_up::Call::Start(_)) => verification("needs_second_factor"),
            Call::StepUp(_) => verification("complete"),
        }),
        Outcome::Verification(status) => Ok(verification(status)),
        Outcome::Client(place) => Ok(signed_in(&accounts().swap_remove(*place))),
        Outcome::Refused(code) => Err(refusal(code)),
        Outcome::Server => Err(Failure::Server { status: 500, trace_id: None }),
        Outcome::Lost => Err(Failure::OutcomeUnknown),
    }
}

fn consumes_a_code(call: &Call) -> bool {
    match call {
        Call::AttemptTotp(_)
        | Call::AttemptPhone(..)
        | Call::StepUp(
            step_up::Call::AttemptFirst { .. }
            | step_up::Call::AttemptSecond { .. }
            | step_up::Call::AttemptPassword(_),
        ) => true,
        Call::CreateTotp
        | Call::DeleteTotp
        | Call::CreatePhone(_)
        | Call::PreparePhone(_)
        | Call::ReservePhone(..)
        | Call::MakeDefaultPhone(_)
        | Call::DeletePhone(_)
        | Call::CreateBackupCodes
        | Call::AskClient
        | Call::StepUp(_) => false,
    }
}

/// Whether the call changes the account, rather than asking or sending a code.
fn is_change(call: &Call) -> bool {
    !matches!(call, Call::StepUp(_) | Call::AskClient | Call::PreparePhone(_))
}

/// What holds in every state.
fn check_state(bench: &Bench) -> Result<(), TestCaseError> {
    let mfa = &bench.mfa;
    let on_codes_step = match mfa.stage() {
        Stage::AddTotp(wizard) => wizard.step == TotpStep::Codes,
        Stage::AddPhone(wizard) => matches!(wizard.step, PhoneStep::Codes(_)),
        Stage::Overview => mfa.codes().is_some(),
        Stage::Account => false,
    };
    // Codes are kept where they are shown and nowhere else.
    prop_assert_eq!(mfa.codes().is_some(), on_codes_step);
    prop_assert!(!mfa.leaving() || mfa.codes().is_some() || mfa.awaits_codes());
    if let Some((dialog, _)) = mfa.step_up() {
        prop_assert!(dialog.stage() != &step_up::Stage::Done);
    }
    Ok(())
}

/// What holds for a call that an event led to.
fn check_call(
    before: &Mfa,
    call: &Call,
    happening: &Happening,
    now: Timestamp,
) -> Result<(), TestCaseError> {
    let by_person = matches!(happening, Happening::Person(_));
    if by_person && is_change(call) {
        // What a page asked for itself is given up with the page.
        let leaves = matches!(happening, Happening::Person(Act::Open(_) | Act::Leave));
        prop_assert!(leaves || before.pending().is_none());
        prop_assert!(before.hold(now).is_none());
    }
    if matches!(happening, Happening::Person(Act::ResendPhoneCode)) {
        let waited = matches!(
            before.delivery(now),
            Some(Delivery::Sent { resend_in } | Delivery::NotSent { resend_in })
                if resend_in.is_zero()
        );
        prop_assert!(waited);
    }
    if !by_person && is_change(call) {
        // The change that waited for a proof, or the use of a number that was just verified, or
        // the key of a page that waited for a proof.
        let waited = before.step_up().is_some();
        let required = matches!(call, Call::ReservePhone(_, true));
        prop_assert!(waited || required, "{:?}", call);
    }
    // Only a person's own act leads to a call that may consume a code, but for the one that was
    // refused before its code was looked at.
    if consumes_a_code(call) && !by_person {
        prop_assert!(before.step_up().is_some() && is_change(call));
    }
    Ok(())
}

/// Answers whatever is waited for, until nothing is. A dialog that asks a person is cancelled.
fn settle(bench: &mut Bench) -> Result<(), TestCaseError> {
    for _ in 0..10 {
        bench.act(Event::StepUp(step_up::Event::Cancel));
        if !bench.mfa.is_busy() {
            return Ok(());
        }
        bench.answer(Err(Failure::Server { status: 500, trace_id: None }));
    }
    prop_assert!(false, "it is busy for ever: {:?}", bench.mfa);
    Ok(())
}

proptest! {
    #[test]
    fn no_sequence_of_events_breaks_the_rules(
        place in 0_usize..4,
        happenings in prop::collection::vec(happening(), 0..80),
    ) {
        let mut bench = Bench::signed_in(user(accounts().swap_remove(place)));
        let mut answered: Vec<Ticket> = Vec::new();
        for happening in happenings {
            let before = bench.mfa.clone();
            let calls = bench.asked.len();
            match happening.clone() {
                Happening::Wait(seconds) => bench.later(Duration::from_secs(seconds)),
                Happening::Account(place) => bench.user = user(accounts().swap_remove(place)),
                Happening::SetupRequired(required) => bench.setup_required = required,
                Happening::Stale(stale) => {
                    let minutes = Some(if stale { 42 } else { 0 });
                    bench.age = Some(FactorVerificationAge {
                        first_factor: minutes,
                        second_factor: minutes,
                    });
                }
                Happening::Person(act) => {
                    bench.act(event(act));
                }
                Happening::Answer(back, outcome) => {
                    let Some((ticket, call)) = bench.asked.iter().rev().nth(back).cloned() else {
                        continue;
                    };
                    bench.act(Event::Answered { ticket, answer: reply(&call, &outcome) });
                    // An answer counts once: a second one changes nothing and asks for nothing.
                    if answered.contains(&ticket) {
                        prop_assert_eq!(calls, bench.asked.len());
                        let silent = Mfa { notice: None, ..before.clone() };
                        prop_assert_eq!(&bench.mfa, &silent);
                    }
                    answered.push(ticket);
                }
            }
            check_state(&bench)?;
            prop_assert!(bench.asked.len() <= calls + 1);
            if let Some((_, call)) = bench.asked.get(calls) {
                check_call(&before, call, &happening, bench.now)?;
            }
        }
        settle(&mut bench)?;
    }

    #[test]
    fn after_a_proof_the_change_goes_out_exactly_once(
        (change, place) in possible_change(),
        wrong in 0_usize..3,
        again in outcome(),
    ) {
        let mut bench = Bench::of(user(accounts().swap_remove(place)));
        prop_assert!(bench.act(Event::Ask(change)));
        let call = bench.last().clone();
        bench.refuse("session_reverification_required");
        bench.answer(Ok(verification("needs_second_factor")));
        for _ in 0..wrong {
            prop_assert!(bench.prove("000000"));
            bench.refuse("form_code_incorrect");
        }
        bench.prove("123456");
        bench.answer(Ok(verification("complete")));
        prop_assert_eq!(bench.last(), &call);
        bench.answer(reply(&call, &again));
        settle(&mut bench)?;
        prop_assert_eq!(bench.asked.iter().filter(|(_, made)| *made == call).count(), 2);
    }
}
