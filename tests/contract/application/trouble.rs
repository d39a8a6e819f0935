//! What goes wrong with one request, on every page: what was begun ends, is told in words that fit, went out once, and signs
//! nobody out; then everything works again.

use std::pin::Pin;

use latchkey_emulator::{Fault, FaultKind};
use latchkey_ipc::command::{AccountRequest, MfaRequest};
use latchkey_ipc::error::{ErrorCode, Problem};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{Activity, AddPhoneStep, AddTotpStep, AppView, Page, Screen};
use serde_json::json;

use super::run::{Memory, NO_MFA, Run, TOTP};
use crate::api::{Api, PASSWORD};

type Going<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Something that a person does, and the request that it leads to.
struct Journey {
    who: &'static str,
    method: &'static str,
    path: &'static str,
    go: for<'a> fn(&'a mut Run) -> Going<'a>,
}

/// What goes wrong, and what may be told of it.
fn faults() -> Vec<(FaultKind, &'static [ErrorCode])> {
    use ErrorCode as E;
    let respond = |status, body| FaultKind::Respond { status, body };
    let after = |status, body| FaultKind::RespondAfter { status, body };
    let nothing = json!({ "errors": [] });
    let refusal = json!({ "errors": [{ "code": "zzz_new", "message": "m" }] });
    let lost = &[E::OutcomeUnknown, E::AnswerLost];
    vec![
        (respond(500, nothing.clone()), &[E::InternalClerkError]),
        (respond(503, nothing.clone()), &[E::ServiceUnavailable]),
        (respond(504, nothing.clone()), &[E::GatewayTimeout]),
        (after(504, nothing), &[E::GatewayTimeout]),
        (respond(403, refusal), &[E::Unrecognised]),
        (respond(400, json!({})), &[E::UnexpectedAnswer]),
        (respond(200, json!([7])), &[E::UnexpectedAnswer]),
        (after(200, json!([7])), &[E::UnexpectedAnswer]),
        (respond(511, json!({})), &[E::CaptivePortal]),
        (FaultKind::Html { status: 200 }, &[E::CaptivePortal]),
        (FaultKind::RateLimit { retry_after: 7 }, &[E::TooManyRequests]),
        (FaultKind::DropBefore, lost),
        (FaultKind::DropAfter, lost),
        (FaultKind::Truncate, lost),
    ]
}

/// Begins a journey for each fault, with a server and an app of its own.
async fn each_fault(journey: &Journey) {
    let mut problems = 0;
    for (kind, words) in faults() {
        let told = format!("{kind:?}");
        let run = Run::on(Api::unchecked().await, Memory::default());
        let mut run =
            if journey.who.is_empty() { run } else { run.signed_in_as(journey.who).await };
        let before = times(&run, journey);
        run.api.running.emulator().inject_fault(Fault {
            method: Some(journey.method.to_owned()),
            path: Some(journey.path.to_owned()),
            count: 1,
            skip: 0,
            kind,
        });
        (journey.go)(&mut run).await;
        let begun_signed_in = !journey.who.is_empty();
        let view = run.until(&told, |view| is_settled(view, begun_signed_in)).await;
        if let Some(problem) = outcome(&view, begun_signed_in).and_then(|outcome| outcome.problem) {
            assert!(words.contains(&problem.code), "{told}: {problem:?}");
            problems += 1;
        }
        assert_eq!(times(&run, journey) - before, 1, "{told}: {:?}", run.requests());
        if !begun_signed_in {
            continue;
        }
        assert!(view.navigation.is_some(), "{told}: {:?}", view.screen);
        run.api.clock.advance_seconds(10);
        run.open(Page::Account).await;
        run.ask(AccountRequest::Refresh).await;
        run.until(&format!("well again after {told}"), |view| {
            matches!(&view.screen, Screen::Account(page)
                if page.activity == Activity::Idle && page.problem.is_none())
        })
        .await;
    }
    // The others were carried out all the same, or are told at the top of the page.
    assert!(problems >= 8, "only {problems} faults were told of beside what they hit");
}

fn times(run: &Run, journey: &Journey) -> usize {
    let wanted: Vec<&str> = journey.path.split('/').collect();
    let is_it = |request: &&String| {
        let Some((method, path)) = request.split_once(' ') else { return false };
        let path: Vec<&str> = path.split('/').collect();
        let fits = |(wanted, is): (&&str, &&str)| *wanted == "*" || wanted == is;
        method == journey.method && path.len() == wanted.len() && wanted.iter().zip(&path).all(fits)
    };
    run.requests().iter().filter(is_it).count()
}

/// Whether nothing is under way any more, and that is told.
fn is_settled(view: &AppView, begun_signed_in: bool) -> bool {
    outcome(view, begun_signed_in)
        .is_some_and(|it| it.activity != Activity::Busy && (it.problem.is_some() || it.done))
}

/// What a page shows of what was begun on it.
struct Outcome {
    activity: Activity,
    problem: Option<Problem>,
    /// Whether it was done, or is told at the top of the page.
    done: bool,
}

/// None on a page that no journey comes to. For a sign-in the account is the end.
fn outcome(view: &AppView, begun_signed_in: bool) -> Option<Outcome> {
    let told = view.notice.is_some();
    let (activity, problem, done) = match &view.screen {
        Screen::SignIn(page) => (page.activity, &page.problem, told),
        Screen::Verify(page) => (page.activity, &page.problem, true),
        Screen::Account(page) => (page.activity, &page.problem, told || !begun_signed_in),
        Screen::Devices(page) => (page.activity, &page.problem, page.devices.is_some()),
        Screen::ManageMfa(page) => {
            let problem = page.problem.as_ref().map(|of| of.problem.clone());
            let done = told || page.codes.is_some();
            return Some(Outcome { activity: page.activity, problem, done });
        }
        Screen::AddTotp(page) => {
            let done = matches!(page.step, AddTotpStep::BackupCodes(_) | AddTotpStep::Done);
            (page.activity, &page.problem, done)
        }
        Screen::AddPhone(page) => {
            let done = matches!(page.step, AddPhoneStep::Code { .. });
            (page.activity, &page.problem, done)
        }
        Screen::Connect(_)
        | Screen::Loading
        | Screen::ResetPassword(_)
        | Screen::Task(_)
        | Screen::Organizations(_)
        | Screen::ThisDevice(_)
        | Screen::Help(_)
        | Screen::Settings(_)
        | Screen::About(_) => return None,
    };
    Some(Outcome { activity, problem: problem.clone(), done })
}

#[tokio::test]
async fn refreshing_the_account() {
    each_fault(&Journey {
        who: TOTP,
        method: "GET",
        path: "/v1/client",
        go: |run| Box::pin(async { drop(run.ask(AccountRequest::Refresh).await) }),
    })
    .await;
}

#[tokio::test]
async fn making_backup_codes() {
    each_fault(&Journey {
        who: TOTP,
        method: "POST",
        path: "/v1/me/backup_codes",
        go: |run| {
            Box::pin(async {
                run.open(Page::ManageMfa).await;
                run.ask(MfaRequest::GenerateBackupCodes).await;
            })
        },
    })
    .await;
}

#[tokio::test]
async fn removing_the_authenticator_app() {
    each_fault(&Journey {
        who: TOTP,
        method: "DELETE",
        path: "/v1/me/totp",
        go: |run| {
            Box::pin(async {
                run.open(Page::ManageMfa).await;
                run.ask(MfaRequest::RemoveTotp).await;
            })
        },
    })
    .await;
}

#[tokio::test]
async fn asking_for_the_key_of_an_authenticator_app() {
    each_fault(&Journey {
        who: NO_MFA,
        method: "POST",
        path: "/v1/me/totp",
        go: |run| Box::pin(async { drop(run.open(Page::AddTotp).await) }),
    })
    .await;
}

#[tokio::test]
async fn verifying_the_authenticator_app() {
    each_fault(&Journey {
        who: NO_MFA,
        method: "POST",
        path: "/v1/me/totp/attempt_verification",
        go: |run| {
            Box::pin(async {
                run.open(Page::AddTotp).await;
                let code = run.shown_code().await;
                run.ask(MfaRequest::ContinueTotp).await;
                run.ask(MfaRequest::VerifyTotp { code: SecretText::new(code) }).await;
            })
        },
    })
    .await;
}

#[tokio::test]
async fn listing_the_devices() {
    each_fault(&Journey {
        who: TOTP,
        method: "GET",
        path: "/v1/me/sessions/active",
        go: |run| Box::pin(async { drop(run.open(Page::Devices).await) }),
    })
    .await;
}

#[tokio::test]
async fn beginning_a_sign_in() {
    each_fault(&Journey {
        who: "",
        method: "POST",
        path: "/v1/client/sign_ins",
        go: |run| Box::pin(async { run.submit(TOTP, PASSWORD).await }),
    })
    .await;
}

#[tokio::test]
async fn sending_the_code_of_a_sign_in() {
    each_fault(&Journey {
        who: "",
        method: "POST",
        path: "/v1/client/sign_ins/*/attempt_second_factor",
        go: |run| {
            Box::pin(async {
                run.submit(TOTP, PASSWORD).await;
                run.at_code().await;
                let code = run.totp_code();
                run.verify(&code).await;
            })
        },
    })
    .await;
}

#[tokio::test]
async fn adding_a_phone_number() {
    each_fault(&Journey {
        who: NO_MFA,
        method: "POST",
        path: "/v1/me/phone_numbers",
        go: |run| {
            Box::pin(async {
                run.open(Page::AddPhone).await;
                let (country, text) = ("GB".to_owned(), "07700 900143".to_owned());
                run.ask(MfaRequest::SubmitPhone { country, text }).await;
            })
        },
    })
    .await;
}
