//! Any sequence of events, in any order, with answers to any ticket.

use proptest::prelude::*;
use proptest::strategy::Strategy;

use super::resuming::kept;
use super::*;
use crate::testing::WALL;

/// What can happen, without the payloads that do not matter here.
#[derive(Clone, Debug)]
enum Happening {
    Submit,
    SubmitForCode,
    Forgot,
    Verify(&'static str),
    Choose(usize),
    Resend,
    SetPassword,
    StartOver,
    /// Goes on with an attempt in this status, and whether its code still counts.
    Resume(&'static str, bool),
    /// Answers the effect this many effects back.
    Answer(usize, Reply),
    /// Lets this many seconds pass.
    Wait(u64),
}

#[derive(Clone, Debug)]
enum Reply {
    Status(&'static str),
    Refused(&'static str),
    Server,
    Lost,
    NoClient,
    /// A client with the session that was there all along, and with that of this sign-in.
    ClientWithSession,
    /// A client with the session that was there all along.
    ClientAsHeld,
}

const STATUSES: [&str; 8] = [
    "needs_identifier",
    "needs_first_factor",
    "needs_second_factor",
    "needs_client_trust",
    "needs_new_password",
    "complete",
    "abandoned",
    "zzz_new",
];

fn reply() -> impl Strategy<Value = Reply> {
    prop_oneof![
        prop::sample::select(STATUSES.to_vec()).prop_map(Reply::Status),
        prop::sample::select(vec![
            "form_password_incorrect",
            "form_code_incorrect",
            "user_locked",
            "too_many_requests",
            "verification_expired",
            "verification_code_too_many_requests",
            "resource_forbidden",
            "cookie_invalid",
            "session_exists",
            "zzz_new",
        ])
        .prop_map(Reply::Refused),
        Just(Reply::Server),
        Just(Reply::Lost),
        Just(Reply::NoClient),
        Just(Reply::ClientWithSession),
        Just(Reply::ClientAsHeld),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => Just(Happening::Submit),
        1 => Just(Happening::SubmitForCode),
        1 => Just(Happening::Forgot),
        3 => prop::sample::select(vec!["", "123456", "abc"]).prop_map(Happening::Verify),
        1 => (0_usize..6).prop_map(Happening::Choose),
        1 => Just(Happening::Resend),
        1 => Just(Happening::SetPassword),
        1 => Just(Happening::StartOver),
        2 => (prop::sample::select(STATUSES.to_vec()), any::<bool>())
            .prop_map(|(status, running)| Happening::Resume(status, running)),
        8 => (0_usize..4, reply()).prop_map(|(back, reply)| Happening::Answer(back, reply)),
        1 => (0_u64..60).prop_map(Happening::Wait),
    ]
}

fn event(happening: &Happening, effects: &[Sent]) -> Option<Event> {
    Some(match happening {
        Happening::Submit => submit(),
        Happening::SubmitForCode => Event::SubmitForCode {
            identifier: Identifier::of("a@b.example"),
            channel: Channel::Email,
        },
        Happening::Forgot => Event::ForgotPassword { identifier: Identifier::of("a@b.example") },
        Happening::Verify(text) => code(text),
        Happening::Choose(place) => Event::ChooseMethod(*place),
        Happening::Resend => Event::Resend,
        Happening::SetPassword => {
            Event::SetPassword { password: Password::new("new"), sign_out_others: true }
        }
        Happening::StartOver => Event::StartOver,
        Happening::Resume(status, running) => {
            let ends = WALL.plus(Duration::from_secs(u64::from(*running))).as_millis();
            let strategy =
                if *status == "needs_first_factor" { "email_code" } else { "phone_code" };
            let sent = json!({"status": "unverified", "strategy": strategy, "expire_at": ends});
            Event::Resume { attempt: Box::new(kept(status, &sent)), wall: WALL }
        }
        Happening::Wait(_) => return None,
        Happening::Answer(back, reply) => {
            let effect = effects.iter().rev().nth(*back)?;
            let ticket = effect.ticket;
            if effect.call == Call::AskClient {
                let answer = match reply {
                    Reply::Refused(code) => Err(refusal(code)),
                    Reply::Server => Err(Failure::Server { status: 500, trace_id: None }),
                    Reply::Lost => Err(Failure::OutcomeUnknown),
                    Reply::ClientWithSession => Ok(Some(with_sessions(&["sess_0", "sess_1"]))),
                    Reply::ClientAsHeld => Ok(Some(with_sessions(&["sess_0"]))),
                    Reply::Status(_) | Reply::NoClient => Ok(None),
                };
                Event::ClientKnown { ticket, answer }
            } else {
                Event::Answered {
                    ticket,
                    answer: match reply {
                        Reply::Status(status) => Ok(attempt(status, &all_factors())),
                        Reply::Refused(code) => Err(refusal(code)),
                        Reply::Server => Err(Failure::Server { status: 500, trace_id: None }),
                        Reply::Lost
                        | Reply::NoClient
                        | Reply::ClientWithSession
                        | Reply::ClientAsHeld => Err(Failure::OutcomeUnknown),
                    },
                }
            }
        }
    })
}

fn consumes_a_code(call: &Call) -> bool {
    match call {
        Call::AttemptFirst { .. }
        | Call::AttemptPassword { .. }
        | Call::AttemptSecond { .. }
        | Call::ResetPassword { .. } => true,
        Call::Create { .. }
        | Call::PrepareFirst { .. }
        | Call::PrepareSecond { .. }
        | Call::AskClient => false,
    }
}

proptest! {
    #[test]
    fn no_sequence_of_events_breaks_the_rules(
        happenings in prop::collection::vec(happening(), 0..60)
    ) {
        let mut flow = SignIn::default();
        let held = with_sessions(&["sess_0"]);
        let mut now = NOW;
        let mut effects: Vec<Sent> = Vec::new();
        let mut answered: Vec<Ticket> = Vec::new();
        for happening in happenings {
            if let Happening::Wait(seconds) = happening {
                now = now.plus(Duration::from_secs(seconds));
            }
            let Some(event) = event(&happening, &effects) else { continue };
            let before = flow.clone();
            let stale =
                matches!(&event, Event::Answered { ticket, .. } if answered.contains(ticket));
            if let Event::Answered { ticket, .. } = &event {
                answered.push(*ticket);
            }
            let (next, effect) = applied(flow, event, Some(&held), now);
            // An answer counts once: a second one changes nothing and asks for nothing.
            if stale {
                prop_assert_eq!(&next, &before);
                prop_assert_eq!(&effect, &None);
            }
            if let Some(effect) = &effect {
                // Only a person's own act leads to a call that may consume a code.
                if consumes_a_code(&effect.call) {
                    prop_assert!(matches!(happening, Happening::Verify(_) | Happening::SetPassword));
                    prop_assert!(before.hold(now).is_none());
                    prop_assert!(!before.is_busy());
                }
                // A code is sent only after the wait.
                if matches!(effect.call, Call::PrepareFirst { .. } | Call::PrepareSecond { .. })
                    && let (Stage::Challenge(then), Happening::Resend) = (before.stage(), &happening)
                {
                    let waits = match then.delivery(now) {
                        Delivery::Sent { resend_in } | Delivery::NotSent { resend_in } => resend_in,
                        Delivery::Sending | Delivery::NotNeeded => Duration::MAX,
                    };
                    prop_assert_eq!(waits, Duration::ZERO);
                }
            }
            // Going on sends nothing, and replaces nothing that has begun.
            if let Happening::Resume(_, running) = happening {
                prop_assert_eq!(&effect, &None);
                let begun = before.is_busy() || !matches!(before.stage(), Stage::Identify(_));
                prop_assert!(!begun || next == before);
                if let (false, Stage::Challenge(now_shown)) = (begun, next.stage()) {
                    let sent = matches!(now_shown.delivery(now), Delivery::Sent { .. });
                    prop_assert_eq!(sent, running);
                }
            }
            // It completes as somebody who was signed in before only where the server refused to begin
            // because of that.
            if let Stage::Complete(session) = next.stage() {
                let met = |sent: &Sent| {
                    let Stage::Identify(page) = before.stage() else { return false };
                    page.form.asked_because(sent.ticket).is_some_and(is_signed_in_already)
                };
                let own = *session == SessionId::from("sess_1");
                let stayed = before.stage() == next.stage();
                prop_assert!(own || stayed || effects.iter().any(met), "{session:?}");
            } else if matches!(happening, Happening::StartOver) {
                prop_assert!(!effects.iter().any(|sent| next.awaits(sent.ticket)));
            }
            if let Stage::Challenge(challenge) = next.stage() {
                prop_assert!(challenge.current() < challenge.methods.len());
            }
            // Nothing that was typed as the identifier gets lost.
            if !before.identifier().is_empty() {
                prop_assert!(!next.identifier().is_empty());
            }
            effects.extend(effect);
            flow = next;
        }
    }
}
