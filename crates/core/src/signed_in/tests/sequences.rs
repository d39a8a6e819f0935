//! Any sequence of events, in any order, with answers to any ticket.

use proptest::prelude::*;
use proptest::strategy::Strategy;

use super::*;

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
    Refresh,
    Focused,
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
        Destination::Page(OVERVIEW),
        Destination::Page(OVERVIEW),
        Destination::Page(ADD_TOTP),
        Destination::Page(ADD_TOTP),
        Destination::Page(ADD_PHONE),
        Destination::Page(ADD_PHONE),
        Destination::SignOut,
        Destination::ChangeInstance,
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
        1 => Just(Act::Refresh),
        1 => Just(Act::Focused),
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

fn event(act: Act) -> Happens {
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
        Act::Refresh => Happens::Refresh,
        Act::Focused => Happens::Focused,
        Act::Prove(text) => step_up::Event::Verify { secret: Typed::new(text) }.into(),
        Act::ChooseMethod(place) => step_up::Event::ChooseMethod(place).into(),
        Act::Resend => step_up::Event::Resend.into(),
        Act::Retry => step_up::Event::Retry.into(),
        Act::Cancel => step_up::Event::Cancel.into(),
    }
}

fn reply(call: &Asked, outcome: &Outcome) -> Result<Answer, Failure> {
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
            Asked::SignOut | Asked::Forget => Answer::SignedOut,
            Asked::StepUp(step_up::Call::Start(_)) => verification("needs_second_factor"),
            Asked::StepUp(_) => verification("complete"),
        }),
        Outcome::Verification(status) => Ok(verification(status)),
        Outcome::Client(place) => Ok(signed_in(&accounts().swap_remove(*place))),
        Outcome::Refused(code) => Err(refusal(code)),
        Outcome::Server => Err(Failure::Server { status: 500, trace_id: None }),
        Outcome::Lost => Err(Failure::OutcomeUnknown),
    }
}

fn consumes_a_code(call: &Asked) -> bool {
    match call {
        Asked::Factors(Call::AttemptTotp(_) | Call::AttemptPhone(..))
        | Asked::StepUp(
            step_up::Call::AttemptFirst { .. }
            | step_up::Call::AttemptSecond { .. }
            | step_up::Call::AttemptPassword(_),
        ) => true,
        Asked::Factors(_)
        | Asked::StepUp(_)
        | Asked::AskClient
        | Asked::SignOut
        | Asked::Forget => false,
    }
}

/// Whether the call changes the account, rather than asking or sending a code.
fn is_change(call: &Asked) -> bool {
    matches!(call, Asked::Factors(call) if !matches!(call, Call::PreparePhone(_)))
}

/// What holds in every state.
fn check_state(bench: &Bench) -> Result<(), TestCaseError> {
    let factors = bench.signed_in.factors();
    let leaving = bench.signed_in.leaving();
    prop_assert!(!leaving || factors.codes().is_some() || factors.awaits_codes());
    if let Some((dialog, _)) = bench.signed_in.step_up() {
        prop_assert!(dialog.stage() != &step_up::Stage::Done);
        // The change that waits for the proof is the one that there is.
        prop_assert_eq!(factors.pending(), None);
    }
    Ok(())
}

/// What holds for a call that an event led to.
fn check_call(
    before: &SignedIn,
    call: &Asked,
    happening: &Happening,
    now: Instant,
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
            before.factors().delivery(now),
            Some(Delivery::Sent { resend_in } | Delivery::NotSent { resend_in })
                if resend_in.is_zero()
        );
        prop_assert!(waited);
    }
    if !by_person && is_change(call) {
        // The change that waited for a proof, or the use of a number that was just verified, or
        // the key of a page that waited for a proof.
        let waited = before.step_up().is_some();
        let required = matches!(call, Asked::Factors(Call::ReservePhone(_, true)));
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
    for _ in 0..20 {
        bench.act(step_up::Event::Cancel);
        let waiting = bench.asked.iter().find(|(ticket, _)| bench.signed_in.awaits(*ticket));
        let Some((ticket, _)) = waiting.cloned() else {
            prop_assert!(!bench.signed_in.is_busy() && !bench.signed_in.is_account_busy());
            return Ok(());
        };
        let answer = Err(Failure::Server { status: 500, trace_id: None });
        bench.act(Happens::Answered { ticket, answer });
    }
    prop_assert!(false, "it is busy for ever: {:?}", bench.signed_in);
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
            let before = bench.signed_in.clone();
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
                    bench.act(Happens::Answered { ticket, answer: reply(&call, &outcome) });
                    // An answer counts once: a second one changes nothing and asks for nothing.
                    if answered.contains(&ticket) {
                        prop_assert_eq!(calls, bench.asked.len());
                        let mut silent = before.clone();
                        silent.factors.notice = None;
                        prop_assert_eq!(&bench.signed_in, &silent);
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
