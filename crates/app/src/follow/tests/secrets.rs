//! The copies that a person makes of secrets, and what becomes of them.

use std::time::Duration;

use latchkey_core::signed_in::{Call as SessionCall, Reply as SessionReply};
use latchkey_core::ticket::Ticket;
use latchkey_ipc::command::{AccountRequest, Copyable, MfaRequest, WindowRequest};
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{BackupCodesView, Screen};

use super::bench::*;
use crate::input::{Done, Input};
use crate::ports::{NotCopied, NotWritten};
use crate::work::{Text, Work};

fn shown(bench: &Bench) -> BackupCodesView {
    let Screen::ManageMfa(page) = bench.view().screen else { panic!("another page") };
    page.codes.expect("codes on the screen")
}

/// Asks for a copy of the codes. Gives the ticket, and the text that goes to the clipboard.
fn copy(bench: &mut Bench) -> (Ticket, String) {
    bench.ask(MfaRequest::Copy { what: Copyable::BackupCodes });
    bench
        .done(|work| match work {
            Work::Copy { ticket, text: Text::Secret(text) } => Some((*ticket, text.to_string())),
            _ => None,
        })
        .expect("a copy")
}

fn copied(bench: &mut Bench) -> Ticket {
    let (ticket, _) = copy(bench);
    bench.take(Input::Desktop(ticket, Done::Copied(Ok(()))));
    bench
        .done(|work| match work {
            Work::Wait { ticket, .. } => Some(*ticket),
            _ => None,
        })
        .expect("a wait")
}

fn cleared(bench: &mut Bench) -> Option<String> {
    bench.done(|work| match work {
        Work::ClearClipboard(text) => Some(text.to_string()),
        _ => None,
    })
}

#[test]
fn a_copy_is_told_once_it_is_made_and_cleared_when_its_time_is_up() {
    let mut bench = Bench::with_codes();
    let (ticket, text) = copy(&mut bench);
    assert_eq!(text, "aaaa-bbbb\ncccc-dddd\n");
    assert_eq!(shown(&bench).copied, None);
    bench.take(Input::Desktop(ticket, Done::Copied(Ok(()))));
    assert!(shown(&bench).copied.is_some());
    let wait = bench.done(|work| match work {
        Work::Wait { ticket, .. } => Some(*ticket),
        _ => None,
    });
    bench.take(Input::TimeUp(wait.unwrap()));
    assert_eq!(cleared(&mut bench), Some(text));
    assert_eq!(shown(&bench).copied, None);
}

#[test]
fn only_the_clock_of_the_newest_copy_clears() {
    let mut bench = Bench::with_codes();
    let first = copied(&mut bench);
    copied(&mut bench);
    bench.take(Input::TimeUp(first));
    assert_eq!(cleared(&mut bench), None);
}

#[test]
fn a_copy_that_fails_leaves_the_clock_of_the_one_before() {
    let mut bench = Bench::with_codes();
    let first = copied(&mut bench);
    let (ticket, _) = copy(&mut bench);
    bench.take(Input::Desktop(ticket, Done::Copied(Err(NotCopied))));
    assert_eq!(shown(&bench).problem.unwrap().code, ErrorCode::CopyFailed);
    bench.take(Input::TimeUp(first));
    assert!(cleared(&mut bench).is_some());
}

#[test]
fn a_secret_leaves_the_clipboard_with_its_session_and_with_the_window() {
    let mut bench = Bench::with_codes();
    copied(&mut bench);
    bench.hold(Some(&client(&[])));
    assert!(cleared(&mut bench).is_some());

    let mut bench = Bench::with_codes();
    copied(&mut bench);
    bench.ask(MfaRequest::ConfirmSaved { saved: true });
    bench.ask(WindowRequest::Close);
    let clearing = bench.done(|work| match work {
        Work::Close { clearing } => Some(clearing.len()),
        _ => None,
    });
    assert_eq!(clearing, Some(1));
}

#[test]
fn that_the_codes_could_not_be_saved_is_told_until_the_next_try() {
    let mut bench = Bench::with_codes();
    let save = |bench: &mut Bench| {
        bench.ask(MfaRequest::SaveBackupCodes);
        bench
            .done(|work| match work {
                Work::WriteFile { ticket, .. } => Some(*ticket),
                _ => None,
            })
            .expect("a file")
    };
    let ticket = save(&mut bench);
    bench.take(Input::Desktop(ticket, Done::Written(Err(NotWritten))));
    // The dialog is gone, so the window has the focus again, and the account is asked for.
    bench.later(Duration::from_mins(1));
    bench.ask(WindowRequest::Focused);
    bench.answer_session(&SessionCall::AskClient, Ok(SessionReply::Client(None)));
    assert_eq!(shown(&bench).problem.unwrap().code, ErrorCode::SaveFailed);

    let ticket = save(&mut bench);
    assert_eq!(shown(&bench).problem, None);
    let name = Some("codes.txt".to_owned());
    bench.take(Input::Desktop(ticket, Done::Written(Ok(name.clone()))));
    assert_eq!(shown(&bench).saved_to, name);
}

#[test]
fn a_window_stays_while_a_file_is_chosen() {
    let mut bench = Bench::with_codes();
    bench.ask(MfaRequest::ConfirmSaved { saved: true });
    bench.ask(MfaRequest::SaveBackupCodes);
    let closes = |bench: &mut Bench| {
        bench.ask(WindowRequest::Close);
        bench.done(|work| matches!(work, Work::Close { .. }).then_some(())).is_some()
    };
    assert!(!closes(&mut bench));
    bench.later(Duration::from_secs(1));
    assert!(closes(&mut bench), "a dialog that does not answer holds it once");
}

#[test]
fn of_two_copies_on_their_way_the_one_that_was_made_is_cleared() {
    let mut bench = Bench::with_codes();
    let (first, _) = copy(&mut bench);
    let (second, _) = copy(&mut bench);
    bench.take(Input::Desktop(first, Done::Copied(Ok(()))));
    bench.take(Input::Desktop(second, Done::Copied(Err(NotCopied))));
    bench.hold(Some(&client(&[])));
    assert!(cleared(&mut bench).is_some());
}

#[test]
fn nothing_is_copied_that_is_not_on_the_screen() {
    let mut bench = Bench::with_key();
    bench.ask(MfaRequest::Copy { what: Copyable::BackupCodes });
    assert!(bench.done(|work| matches!(work, Work::Copy { .. }).then_some(())).is_none());
    bench.ask(MfaRequest::Copy { what: Copyable::TotpKey });
    assert!(bench.done(|work| matches!(work, Work::Copy { .. }).then_some(())).is_some());
}

#[test]
fn signing_out_asks_about_codes_that_were_not_saved() {
    let mut bench = Bench::with_codes();
    let view = bench.ask(AccountRequest::SignOut);
    assert!(view.leaving);
    bench.ask(AccountRequest::Stay);
    assert!(!bench.view().leaving);
    bench.ask(AccountRequest::SignOut);
    bench.ask(AccountRequest::Leave);
    bench.ticket_of(|call| matches!(call, crate::work::Call::Session(_, SessionCall::SignOut)));
}
