//! The details for support.

use std::time::Duration;

use latchkey_core::time::Timestamp;
use latchkey_fapi_client::{Outcome, Sent};
use latchkey_ipc::command::WindowRequest;
use latchkey_ipc::view::{Notice, Screen};

use super::bench::*;
use crate::input::{Done, Input, News, Reply};
use crate::requests::Request;
use crate::startup::Program;
use crate::work::{Text, Work};

pub(super) fn request(number: i64, outcome: Outcome) -> Request {
    Request {
        at: Timestamp::from_millis(1_772_000_000_000 + number * 1_000),
        sent: Sent { method: "GET".to_owned(), path: format!("/v1/me/{number}") },
        outcome,
        took: Duration::from_millis(41),
    }
}

fn answered(status: u16) -> Outcome {
    Outcome { status: Some(status), ..Outcome::default() }
}

fn made(bench: &mut Bench, request: Request) {
    bench.news(News::Requested(Box::new(request)));
}

fn shown(bench: &mut Bench) -> String {
    match bench.ask(WindowRequest::OpenSettings).screen {
        Screen::Settings(settings) => settings.details,
        other => panic!("{other:?}"),
    }
}

#[test]
fn they_say_what_runs_where_and_what_was_asked() {
    let mut bench = Bench::signed_in();
    bench.model.startup.product.version = "1.2.3".to_owned();
    bench.model.startup.program = Program {
        commit: "0123456789ab".to_owned(),
        built: "2026-01-31".to_owned(),
        system: "Debian GNU/Linux 12 (bookworm), x86_64".to_owned(),
        webview: "WebKitGTK 2.50.6".to_owned(),
        ..Program::default()
    };
    made(&mut bench, request(0, answered(200)));
    let trace = Outcome { trace_id: Some("trace_1".to_owned()), ..answered(422) };
    made(&mut bench, request(1, trace));
    let fault = Some("no connection in time".to_owned());
    made(&mut bench, request(2, Outcome { fault, ..Outcome::default() }));
    let expected = "Latchkey: 1.2.3 (commit 0123456789ab, built 2026-01-31)
System: Debian GNU/Linux 12 (bookworm), x86_64
Webview: WebKitGTK 2.50.6
Key kept: Session, as it was decided
Instance: example.accounts.dev (development)
Server: reached
Clock: not compared with the server’s
Requests: 3, the newest last, by UTC
2026-02-25 06:13:20 GET /v1/me/0: 200, 41 ms
2026-02-25 06:13:21 GET /v1/me/1: 422, 41 ms, trace trace_1
2026-02-25 06:13:22 GET /v1/me/2: no answer, 41 ms, no connection in time
";
    assert_eq!(shown(&mut bench), expected);
}

#[test]
fn the_last_fifty_requests_are_kept_and_go_with_their_instance() {
    let mut bench = Bench::signed_in();
    for number in 0..120 {
        made(&mut bench, request(number, answered(200)));
    }
    let told = shown(&mut bench);
    let paths: Vec<_> = told.lines().filter(|line| line.contains(" GET ")).collect();
    assert_eq!(paths.len(), 50);
    assert!(paths[0].contains("/v1/me/70:") && paths[49].contains("/v1/me/119:"), "{told}");
    // A late one of an earlier connection concerns nobody.
    let late = News::Requested(Box::new(request(7, answered(200))));
    bench.take(Input::Instance(bench.number() + 1, late));
    assert_eq!(shown(&mut bench), told);
}

#[test]
fn the_clock_is_told_as_the_newest_answer_has_it() {
    for (ahead, said) in [(3_000, "3000 ms ahead of"), (-20_000, "20000 ms behind")] {
        let mut bench = Bench::signed_out();
        bench.submit();
        let ticket = bench.sign_in_ticket();
        let date = Some(bench.now.wall.as_millis() - ahead);
        let reply = Reply::SignIn(Err(refused("form_password_incorrect")));
        bench.news(News::Answered { ticket, date, reply });
        let told = shown(&mut bench);
        assert!(told.contains(&format!("Clock: {said} the server’s\n")), "{told}");
    }
}

#[test]
fn what_is_copied_is_what_is_shown() {
    let mut bench = Bench::signed_in();
    made(&mut bench, request(0, answered(200)));
    let told = shown(&mut bench);
    bench.ask(WindowRequest::CopyDetails);
    let copied = bench.done(|work| match work {
        Work::Copy { ticket, text: Text::Plain(text) } => Some((*ticket, text.clone())),
        _ => None,
    });
    let (ticket, text) = copied.unwrap();
    assert_eq!(text, told);
    bench.take(Input::Desktop(ticket, Done::Copied(Ok(()))));
    assert_eq!(bench.view().notice, Some(Notice::DetailsCopied));
}

#[test]
fn without_an_instance_there_are_some_all_the_same() {
    let mut bench = Bench::choosing();
    assert!(shown(&mut bench).ends_with("Instance: none\n"));
}
