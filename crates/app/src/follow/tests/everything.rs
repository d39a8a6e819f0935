//! Every input in every state: none of them panics, each leaves what [`Bench::take`] checks true,
//! every call that goes out is waited for, and an answer that nobody waits for shows nothing new.

use latchkey_core::failure::{BadAnswer, Failure, InputError};
use latchkey_core::profile::Upload;
use latchkey_core::ticket::{Ticket, Tickets};
use latchkey_core::{factors, sign_in, signed_in};
use latchkey_fapi_client::Outcome;
use latchkey_ipc::command::{
    AccountRequest, ConnectRequest, Copyable, DeviceRequest, MfaRequest, PasswordRequest,
    ProfileRequest, SignInRequest, StepUpRequest, ViewRequest, WindowRequest,
};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{
    CodeChannel, DeviceId, EmailId, EmulatorView, MethodId, Page, PhoneId, Theme,
};
use serde_json::json;

use super::bench::*;
use super::details;
use crate::input::{Done, Holding, Input, News, NotOpened, Reply};
use crate::ports::{EmulatorFailed, Loaded, NotSaved, NotWritten, Saved};
use crate::request::Request;
use crate::startup::{Origin, Startup, Target};
use crate::work::{Call, Work};

type State = (&'static str, fn() -> Bench);

const STATES: &[State] = &[
    ("starting", || Bench::starting(Startup::default())),
    ("choosing", Bench::choosing),
    ("starting the emulator", || {
        let mut bench = Bench::choosing();
        bench.ask(ConnectRequest::UseEmulator);
        bench
    }),
    ("opening", || Bench::opening(Saved::default())),
    ("asking for the settings", || {
        let mut bench = Bench::opening(Saved::default());
        bench.opened(Loaded::default());
        bench
    }),
    ("signed out", Bench::signed_out),
    ("signing in", || {
        let mut bench = Bench::signed_out();
        bench.submit();
        bench
    }),
    ("asking the client", || {
        let mut bench = Bench::signed_out();
        bench.submit();
        let ticket = bench.sign_in_ticket();
        bench.answer(ticket, Reply::SignIn(Err(lost())));
        bench
    }),
    ("at the code", Bench::at_code),
    ("verifying", || {
        let mut bench = Bench::at_code();
        bench.verify();
        bench
    }),
    ("an unknown status", || {
        let mut bench = Bench::signed_out();
        bench.submit();
        bench.answer_sign_in(&attempt("zzz_new", None));
        bench
    }),
    ("arriving", || {
        let mut bench = Bench::at_code();
        bench.verify();
        bench.answer_sign_in(&attempt("complete", Some("sess_1")));
        bench
    }),
    ("signed in", Bench::signed_in),
    ("settings", || {
        let mut bench = Bench::signed_in();
        bench.ask(WindowRequest::OpenSettings);
        bench
    }),
    ("about", || {
        let mut bench = Bench::signed_in();
        bench.ask(WindowRequest::OpenAbout);
        bench
    }),
    ("refreshing", || {
        let mut bench = Bench::signed_in();
        bench.ask(AccountRequest::Refresh);
        bench
    }),
    ("signing out", || {
        let mut bench = Bench::signed_in();
        bench.ask(AccountRequest::SignOut);
        bench
    }),
    ("deleting the account", || {
        let mut user = user();
        user["delete_self_enabled"] = json!(true);
        let mut bench = Bench::with(&session("sess_1", &user));
        bench.ask(AccountRequest::Profile(ProfileRequest::DeleteAccount));
        bench
    }),
    ("adding an address", || {
        let mut bench = Bench::signed_in();
        bench.ask(AccountRequest::Profile(ProfileRequest::AddEmail));
        let address = "b@example.com".to_owned();
        bench.ask(AccountRequest::Profile(ProfileRequest::SubmitEmail { address }));
        bench
    }),
    ("verifying an address", || {
        let mut bench = Bench::signed_in();
        let email = EmailId("idn_1".to_owned());
        bench.ask(AccountRequest::Profile(ProfileRequest::VerifyEmail { email }));
        bench
    }),
    ("a task", || {
        let mut waiting = session("sess_1", &user());
        waiting["status"] = json!("pending");
        waiting["tasks"] = json!([{ "key": "setup-mfa" }]);
        Bench::with(&waiting)
    }),
    ("a task of another password", || {
        let mut waiting = session("sess_1", &user());
        waiting["status"] = json!("pending");
        waiting["tasks"] = json!([{ "key": "reset-password" }]);
        Bench::with(&waiting)
    }),
    ("an unknown task", || {
        let mut waiting = session("sess_1", &user());
        waiting["status"] = json!("pending");
        waiting["tasks"] = json!([{ "key": "zzz-new" }]);
        Bench::with(&waiting)
    }),
    ("the overview", || {
        let mut bench = Bench::with(&session("sess_1", &user_with_totp()));
        bench.open(Page::ManageMfa);
        bench
    }),
    ("removing", || {
        let mut bench = Bench::with(&session("sess_1", &user_with_totp()));
        bench.open(Page::ManageMfa);
        bench.ask(MfaRequest::RemoveTotp);
        bench
    }),
    ("a step-up", || {
        let mut bench = Bench::with(&session("sess_1", &user_with_totp()));
        bench.open(Page::ManageMfa);
        bench.ask(MfaRequest::RemoveTotp);
        let refusal = Err(refused("session_reverification_required"));
        bench.answer_factors(&factors::Call::DeleteTotp, refusal);
        bench
    }),
    ("a challenge of the step-up", || {
        let mut bench = Bench::with(&session("sess_1", &user_with_totp()));
        bench.open(Page::ManageMfa);
        bench.ask(MfaRequest::RemoveTotp);
        let refusal = Err(refused("session_reverification_required"));
        bench.answer_factors(&factors::Call::DeleteTotp, refusal);
        let ticket =
            bench.ticket_of(|call| matches!(call, Call::Session(_, signed_in::Call::StepUp(_))));
        let wanted = serde_json::from_value(json!({
            "level": "second_factor", "status": "needs_second_factor",
            "supported_second_factors": [{ "strategy": "totp" }],
        }));
        let reply = signed_in::Reply::StepUp(Box::new(wanted.unwrap()));
        bench.answer(ticket, Reply::Session(Ok(reply)));
        bench
    }),
    ("proving", || {
        let mut bench = Bench::with(&session("sess_1", &user_with_totp()));
        bench.open(Page::ManageMfa);
        bench.ask(MfaRequest::GenerateBackupCodes);
        bench
    }),
    ("held back", || {
        let mut bench = Bench::signed_out();
        bench.submit();
        let ticket = bench.sign_in_ticket();
        bench.answer(ticket, Reply::SignIn(Err(refused("too_many_requests"))));
        bench
    }),
    ("a new password", || {
        let mut bench = Bench::signed_out();
        bench.ask(SignInRequest::ForgotPassword { identifier: "ada@example.com".to_owned() });
        bench.answer_sign_in(&attempt("needs_new_password", None));
        bench
    }),
    ("the code of the app", || {
        let mut bench = Bench::with_key();
        bench.ask(MfaRequest::ContinueTotp);
        bench
    }),
    ("turning the app on", || {
        let mut bench = Bench::with_key();
        bench.ask(MfaRequest::ContinueTotp);
        bench.ask(MfaRequest::VerifyTotp { code: SecretText::new("123456") });
        bench
    }),
    ("adding a number", || {
        let mut bench = Bench::signed_in();
        bench.open(Page::AddPhone);
        bench.ask(MfaRequest::SubmitPhone {
            country: "US".to_owned(),
            text: "(415) 555-0123".to_owned(),
        });
        bench
    }),
    ("codes on the screen", Bench::with_codes),
    ("leaving codes", || {
        let mut bench = Bench::with_codes();
        bench.ask(AccountRequest::SignOut);
        bench
    }),
    ("the key", Bench::with_key),
    ("the number", || {
        let mut bench = Bench::signed_in();
        bench.open(Page::AddPhone);
        bench
    }),
];

fn requests() -> Vec<Request> {
    let text = || "12".to_owned();
    let secret = || SecretText::new("123456");
    let phone = || PhoneId("idn_9".to_owned());
    let email = || EmailId("idn_1".to_owned());
    let number = || ("US".to_owned(), "(415) 555-0123".to_owned());
    let mut all: Vec<Request> = vec![ViewRequest {}.into()];
    all.extend([
        ConnectRequest::Check { key: text() }.into(),
        ConnectRequest::UseKey { key: KEY.to_owned() }.into(),
        ConnectRequest::UseEmulator.into(),
        ConnectRequest::ChangeInstance.into(),
        ConnectRequest::Retry.into(),
        SignInRequest::Submit { identifier: text(), password: Some(secret()) }.into(),
        SignInRequest::SubmitForCode { identifier: text(), channel: CodeChannel::Email }.into(),
        SignInRequest::ForgotPassword { identifier: text() }.into(),
        SignInRequest::Verify { secret: secret() }.into(),
        SignInRequest::ChooseMethod { method: MethodId(7) }.into(),
        SignInRequest::Resend.into(),
        SignInRequest::SetPassword { password: secret(), sign_out_others: true }.into(),
        SignInRequest::StartOver.into(),
    ]);
    for page in [
        Page::Account,
        Page::ManageMfa,
        Page::AddTotp,
        Page::AddPhone,
        Page::Devices,
        Page::ThisDevice,
    ] {
        all.push(AccountRequest::Open { page }.into());
    }
    all.extend([
        AccountRequest::SignOut.into(),
        AccountRequest::Refresh.into(),
        AccountRequest::Password(PasswordRequest::Edit).into(),
        AccountRequest::Password(PasswordRequest::EditRemoval).into(),
        AccountRequest::Password(PasswordRequest::Close).into(),
        AccountRequest::Password(PasswordRequest::Set {
            current: Some(secret()),
            password: secret(),
            sign_out_others: true,
        })
        .into(),
        AccountRequest::Password(PasswordRequest::Remove { current: secret() }).into(),
        AccountRequest::Password(PasswordRequest::DismissProblem).into(),
        AccountRequest::Profile(ProfileRequest::EditName).into(),
        AccountRequest::Profile(ProfileRequest::EditUsername).into(),
        AccountRequest::Profile(ProfileRequest::AddEmail).into(),
        AccountRequest::Profile(ProfileRequest::Close).into(),
        AccountRequest::Profile(ProfileRequest::SaveName {
            first: Some(text()),
            last: Some(text()),
        })
        .into(),
        AccountRequest::Profile(ProfileRequest::SaveUsername { username: text() }).into(),
        AccountRequest::Profile(ProfileRequest::SubmitEmail { address: text() }).into(),
        AccountRequest::Profile(ProfileRequest::VerifyEmail { email: email() }).into(),
        AccountRequest::Profile(ProfileRequest::ResendCode).into(),
        AccountRequest::Profile(ProfileRequest::SubmitCode { code: secret() }).into(),
        AccountRequest::Profile(ProfileRequest::MakePrimaryEmail { email: email() }).into(),
        AccountRequest::Profile(ProfileRequest::RemoveEmail { email: email() }).into(),
        AccountRequest::Profile(ProfileRequest::MakePrimaryPhone { phone: phone() }).into(),
        AccountRequest::Profile(ProfileRequest::ChoosePicture).into(),
        AccountRequest::Profile(ProfileRequest::RemovePicture).into(),
        AccountRequest::Profile(ProfileRequest::DeleteAccount).into(),
        AccountRequest::Profile(ProfileRequest::DismissProblem).into(),
        AccountRequest::Leave.into(),
        AccountRequest::Stay.into(),
        MfaRequest::ResetTotp.into(),
        MfaRequest::ContinueTotp.into(),
        MfaRequest::BackToTotpKey.into(),
        MfaRequest::VerifyTotp { code: secret() }.into(),
        MfaRequest::RemoveTotp.into(),
        MfaRequest::TypePhone { country: number().0, text: number().1 }.into(),
        MfaRequest::SubmitPhone { country: number().0, text: number().1 }.into(),
        MfaRequest::ChangePhone.into(),
        MfaRequest::ResumePhone { phone: phone() }.into(),
        MfaRequest::ResendPhoneCode.into(),
        MfaRequest::VerifyPhone { code: secret() }.into(),
        MfaRequest::UsePhone { phone: phone() }.into(),
        MfaRequest::DisablePhone { phone: phone() }.into(),
        MfaRequest::MakeDefaultPhone { phone: phone() }.into(),
        MfaRequest::RemovePhone { phone: phone() }.into(),
        MfaRequest::GenerateBackupCodes.into(),
        MfaRequest::Copy { what: Copyable::BackupCodes }.into(),
        MfaRequest::Copy { what: Copyable::TotpUri }.into(),
        MfaRequest::SaveBackupCodes.into(),
        MfaRequest::PrintBackupCodes.into(),
        MfaRequest::ConfirmSaved { saved: true }.into(),
        MfaRequest::BackupCodesDone.into(),
        MfaRequest::DismissProblem.into(),
        StepUpRequest::Verify { secret: secret() }.into(),
        StepUpRequest::ChooseMethod { method: MethodId(0) }.into(),
        StepUpRequest::Resend.into(),
        StepUpRequest::Retry.into(),
        StepUpRequest::Cancel.into(),
        WindowRequest::OpenSettings.into(),
        WindowRequest::OpenAbout.into(),
        WindowRequest::Back.into(),
        WindowRequest::SetTheme { theme: Theme::Dark }.into(),
        WindowRequest::CopyDetails.into(),
        WindowRequest::DismissNotice.into(),
        WindowRequest::Focused.into(),
        WindowRequest::Hidden.into(),
        DeviceRequest::Forget.into(),
        DeviceRequest::SelfTest.into(),
        DeviceRequest::RetryStorage.into(),
        DeviceRequest::KeepInMemory.into(),
        DeviceRequest::KeepInFile.into(),
        DeviceRequest::RefreshDevices.into(),
        DeviceRequest::SignOut { device: DeviceId("sess_9".to_owned()) }.into(),
        DeviceRequest::SignOutOthers.into(),
        WindowRequest::Close.into(),
    ]);
    all
}

fn holding(client: Option<serde_json::Value>) -> News {
    let client = client.map(|client| serde_json::from_value(client).unwrap());
    News::Held(Box::new(Holding { client, has_token: true, ..Holding::default() }))
}

/// What can come without being asked for by the person, for the connection with this number.
fn news(number: u64) -> Vec<Input> {
    let of = |news| Input::Instance(number, news);
    vec![
        Input::Saved(Err(NotSaved)),
        Input::EmulatorStarted(
            Target::Emulator(Origin::Chosen),
            Err(EmulatorFailed("why".to_owned())),
        ),
        Input::EmulatorChanged(EmulatorView { inbox: Vec::new(), demo_accounts: Vec::new() }),
        of(News::Opened(Ok(Box::default()))),
        of(News::Opened(Ok(Box::new(kept(&client(&[session("sess_1", &user())])))))),
        of(News::Opened(Err(NotOpened::Http("why".to_owned())))),
        of(News::Requested(Box::new(details::request(1, Outcome::default())))),
        of(holding(None)),
        of(holding(Some(client(&[])))),
        of(holding(Some(client(&[session("sess_1", &user_with_totp())])))),
        of(holding(Some(client(&[session("sess_2", &user())])))),
    ]
}

#[test]
fn whatever_a_person_asks_for() {
    for (state, bench) in STATES {
        for request in requests() {
            let shown = format!("{request:?}, {state}");
            let mut bench = bench();
            bench.work.clear();
            bench.ask(request);
            all_calls_are_awaited(&bench, &shown);
        }
    }
}

#[test]
fn whatever_comes_by_itself() {
    for (state, bench) in STATES {
        for place in 0..news(0).len() {
            let mut bench = bench();
            bench.work.clear();
            let input = news(bench.number()).swap_remove(place);
            let shown = format!("{input:?}, {state}");
            bench.take(input);
            all_calls_are_awaited(&bench, &shown);
        }
    }
}

#[test]
fn whatever_answers_what_is_awaited() {
    let failures = [
        lost(),
        offline(),
        Failure::Server { status: 504, trace_id: None },
        Failure::BadAnswer(BadAnswer::Html),
        refused("signed_out"),
        refused("too_many_requests"),
        refused("user_locked"),
        refused("session_reverification_required"),
        refused("verification_already_verified"),
        refused("zzz_new"),
    ];
    let mut answered = 0;
    for (state, bench) in STATES {
        for failure in &failures {
            let mut bench = bench();
            let Some((ticket, reply)) = awaited(&mut bench, failure) else { break };
            // Whoever wants to be signed out is, whatever the server says.
            let signed_in = bench.session_shown().filter(|_| *state != "signing out");
            bench.work.clear();
            bench.answer(ticket, reply);
            let shown = format!("{failure:?}, {state}");
            all_calls_are_awaited(&bench, &shown);
            if signed_in.is_some() {
                assert_eq!(bench.session_shown(), signed_in, "no failure ends a session: {shown}");
            }
            assert!(!bench.model.awaits(ticket), "an answer ends its wait: {shown}");
            answered += 1;
        }
    }
    assert!(answered > 100, "{answered} answers");
}

/// A call that is awaited, and this failure as the answer to it.
fn awaited(bench: &mut Bench, failure: &Failure) -> Option<(Ticket, Reply)> {
    let model = &bench.model;
    bench.work.iter().rev().find_map(|work| {
        let Work::Call { ticket, call } = work else { return None };
        let failure = failure.clone();
        let reply = match call {
            Call::Environment => Reply::Environment(Err(failure)),
            Call::Client => Reply::Client(Err(failure)),
            Call::SignIn(sign_in::Call::AskClient) => Reply::SignInClient(Err(failure)),
            Call::SignIn(_) => Reply::SignIn(Err(failure)),
            Call::End(session) => Reply::Ended(session.clone(), Err(failure)),
            // It cannot fail.
            Call::Forget => Reply::Forgotten,
            Call::Session(..) => Reply::Session(Err(failure)),
        };
        model.awaits(*ticket).then_some((*ticket, reply))
    })
}

fn all_calls_are_awaited(bench: &Bench, shown: &str) {
    for work in &bench.work {
        if let Work::Call { ticket, .. } = work {
            assert!(bench.model.awaits(*ticket), "nobody waits for it: {shown}");
        }
    }
}

#[test]
fn an_answer_that_nobody_waits_for_shows_nothing_new() {
    let answers: [fn() -> Reply; 7] = [
        || Reply::Environment(Ok(Box::new(environment()))),
        || Reply::Client(Ok(None)),
        || Reply::SignIn(Err(refused("form_code_incorrect"))),
        || {
            Reply::SignIn(Ok(Box::new(
                serde_json::from_value(attempt("complete", Some("sess_1"))).unwrap(),
            )))
        },
        || Reply::SignInClient(Ok(None)),
        || Reply::Session(Ok(signed_in::Reply::Factors(codes()))),
        || Reply::Session(Err(refused("session_reverification_required"))),
    ];
    // The first ticket of another application is none of this one's: the first was answered.
    let ticket = Tickets::default().issue();
    for (state, bench) in STATES {
        for answer in answers {
            let mut bench = bench();
            if bench.model.awaits(ticket) {
                continue;
            }
            let before = bench.view();
            bench.answer(ticket, answer());
            assert_eq!(bench.view(), before, "{:?}, {state}", answer());
        }
        for done in [
            || Done::Copied(Ok(())),
            || Done::Written(Err(NotWritten)),
            || Done::Written(Ok(Some("a".to_owned()))),
            || Done::Printed(Ok(())),
            || Done::Chosen(Ok(Some(Upload::new(b"png".to_vec())))),
            || Done::Chosen(Err(InputError::PictureKind)),
        ] {
            let mut bench = bench();
            let before = bench.view();
            bench.take(Input::Desktop(ticket, done()));
            bench.take(Input::TimeUp(ticket));
            assert_eq!(bench.view(), before, "{:?}, {state}", done());
        }
    }
}
