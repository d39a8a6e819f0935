//! Any sequence of events, in any order, with answers to any ticket.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::happening::{
    Act, Happening, accounts, event, happening, outcome, possible_change, reply,
};
use super::*;
use crate::devices::{Call as DeviceCall, Change as DeviceChange, Ending};
use crate::profile::Call as ProfileCall;

fn consumes_a_code(call: &Asked) -> bool {
    match call {
        Asked::Factors(Call::AttemptTotp(_) | Call::AttemptPhone(..))
        | Asked::Profile(ProfileCall::AttemptEmail(..))
        | Asked::StepUp(
            step_up::Call::AttemptFirst { .. }
            | step_up::Call::AttemptSecond { .. }
            | step_up::Call::AttemptPassword(_),
        ) => true,
        Asked::Factors(_)
        | Asked::Devices(_)
        | Asked::Organizations(_)
        | Asked::Password(_)
        | Asked::Profile(_)
        | Asked::StepUp(_)
        | Asked::AskClient
        | Asked::Select
        | Asked::SignOut
        | Asked::SignOutAll
        | Asked::Forget => false,
    }
}

/// Whether the call changes the account, rather than asking or sending a code.
fn is_change(call: &Asked) -> bool {
    match call {
        Asked::Factors(call) => !matches!(call, Call::PreparePhone(_)),
        Asked::Devices(call) => *call != DeviceCall::List,
        Asked::Organizations(call) => !is_look(call),
        Asked::Password(_) => true,
        Asked::Profile(call) => is_change_of_profile(call),
        Asked::StepUp(_)
        | Asked::AskClient
        | Asked::Select
        | Asked::SignOut
        | Asked::SignOutAll
        | Asked::Forget => false,
    }
}

fn is_change_of_profile(call: &ProfileCall) -> bool {
    !matches!(call, ProfileCall::PrepareEmail(_))
}

/// Whether the call may go out before the server has said in this run how things stand.
fn is_harmless(call: &Asked) -> bool {
    match call {
        Asked::Devices(DeviceCall::List)
        | Asked::AskClient
        | Asked::SignOut
        | Asked::SignOutAll
        | Asked::Forget => true,
        Asked::Organizations(call) => is_look(call),
        Asked::Devices(DeviceCall::Revoke(_))
        | Asked::Factors(_)
        | Asked::Password(_)
        | Asked::Profile(_)
        | Asked::Select
        | Asked::StepUp(_) => false,
    }
}

fn is_look(call: &crate::organizations::Call) -> bool {
    matches!(
        call,
        crate::organizations::Call::Invitations | crate::organizations::Call::Suggestions
    )
}

/// The sessions whose end the server was asked for since the person last asked for a change of the
/// devices, how often.
#[derive(Default)]
struct Revoked {
    calls: BTreeMap<SessionId, usize>,
}

impl Revoked {
    /// Never the session that is shown, and none twice without the person: without a proof after a
    /// refusal, which lets one go out once more.
    fn check(
        &mut self,
        call: &Asked,
        before: &SignedIn,
        by_person: bool,
    ) -> Result<(), TestCaseError> {
        let Asked::Devices(DeviceCall::Revoke(id)) = call else { return Ok(()) };
        prop_assert!(id.as_str() != "sess_1");
        let proven = before.step_up().is_some();
        if by_person && !proven {
            self.calls.clear();
        }
        let calls = self.calls.entry(id.clone()).or_default();
        *calls += 1;
        prop_assert!(*calls == 1 || (*calls == 2 && proven), "{:?}", id);
        Ok(())
    }
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
        prop_assert_eq!(bench.signed_in.devices().pending(), None);
        prop_assert!(!bench.signed_in.password().is_busy());
        prop_assert_eq!(bench.signed_in.profile().pending(), None);
    }
    let devices = bench.signed_in.devices();
    prop_assert!(factors.pending().is_none() || devices.pending().is_none());
    let rows = devices.list().unwrap_or_default();
    let busy = rows.iter().any(|row| row.ending == Ending::Busy);
    let waits = bench.signed_in.step_up().is_some_and(|(_, it)| matches!(it, Waiting::Devices(_)));
    prop_assert_eq!(busy, devices.pending().is_some() || waits);
    prop_assert!(!(busy && devices.is_listing()), "a list from before would be outdated");
    for row in rows.iter().filter(|row| row.session.id == bench.session) {
        prop_assert!(row.current && row.ending == Ending::No);
    }
    if bench.signed_in.over().is_some() {
        prop_assert!(!bench.asked.iter().any(|(ticket, _)| bench.signed_in.awaits(*ticket)));
        prop_assert_eq!(bench.page(), Page::Account);
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
    if by_person && is_change(call) && !matches!(happening, Happening::Person(Act::Seen)) {
        // What a page asked for itself is given up with the page.
        let leaves = matches!(happening, Happening::Person(Act::Open(_) | Act::Leave));
        let devices = before.devices().pending();
        let organizations = before.organizations().pending();
        let free = devices.is_none()
            && organizations.is_none()
            && !before.password().is_busy()
            && before.profile().pending().is_none();
        prop_assert!(leaves || (before.pending().is_none() && free));
        prop_assert!(before.hold(now).is_none());
    }
    // Of an earlier change it is not known yet what became of it.
    let of_profile = matches!(call, Asked::Profile(call) if is_change_of_profile(call));
    let of_organizations = matches!(call, Asked::Organizations(call) if !is_look(call));
    let of_password = matches!(call, Asked::Password(_));
    // What the person is in now is used, once the client was seen.
    let seen = matches!(happening, Happening::Person(Act::Seen));
    let unsettled = (of_password && before.password().unsettled().is_some())
        || (of_profile && before.profile().unsettled().is_some())
        || (of_organizations && !seen && before.organizations().unsettled().is_some());
    prop_assert!(!unsettled, "{:?}", call);
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
        // Or the next device has its turn.
        let next = matches!(call, Asked::Devices(_))
            && before.devices().pending() == Some(DeviceChange::SignOutOthers);
        // Or what the person is in now is used.
        let used =
            matches!(call, Asked::Organizations(crate::organizations::Call::Select(Some(_))))
                && before.organizations().pending().is_some();
        prop_assert!(waited || required || next || used, "{:?}", call);
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
        place in 0_usize..5,
        known in any::<bool>(),
        happenings in prop::collection::vec(happening(), 0..80),
    ) {
        let mut bench = Bench::signed_in(user(accounts().swap_remove(place)));
        bench.known_at = known.then_some(NOW);
        let mut answered: Vec<Ticket> = Vec::new();
        let mut revoked = Revoked::default();
        for happening in happenings {
            let before = bench.signed_in.clone();
            let calls = bench.asked.len();
            match happening.clone() {
                Happening::Wait(seconds) => bench.later(Duration::from_secs(seconds)),
                Happening::Account(place) => bench.user = user(accounts().swap_remove(place)),
                Happening::Task(task) => bench.task = task,
                Happening::Known => bench.known_at = Some(bench.now),
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
                        silent.settle(&bench.facts());
                        prop_assert_eq!(&bench.signed_in, &silent);
                    }
                    answered.push(ticket);
                }
            }
            check_state(&bench)?;
            prop_assert!(bench.asked.len() <= calls + 1);
            if let Some((_, call)) = bench.asked.get(calls) {
                check_call(&before, call, &happening, bench.now)?;
                let by_person = matches!(happening, Happening::Person(_));
                revoked.check(call, &before, by_person)?;
                prop_assert!(bench.known_at.is_some() || is_harmless(call), "{:?}", call);
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
