//! What the person does with secrets that are shown once: the clipboard, a file, paper.

use latchkey_ipc::command::Copyable;
use latchkey_ipc::error::ErrorCode;

use super::{Controller, Input};
use crate::handout;
use crate::model::State;
use crate::ports::NotWritten;

impl Controller {
    pub(super) fn copy_secret(&mut self, what: Copyable) {
        let now = self.ports.clock.now();
        let State::Connected(connection) = &mut self.model.state else { return };
        let Some(text) = handout::text(&connection.mfa, what) else { return };
        let copied = self.ports.clipboard.copy_secret(&text).is_ok();
        if !copied {
            connection.handout.problem = Some(ErrorCode::CopyFailed);
            return;
        }
        let turn = connection.handout.copied(what, text, now);
        let number = connection.number;
        let time_up = self.ports.clock.wait(handout::CLIPBOARD_TIME);
        self.spawn(async move {
            time_up.await;
            Input::ClipboardTimeUp(number, turn)
        });
    }

    pub(super) fn clipboard_time_up(&mut self, number: u64, turn: u64) {
        let Some(connection) = self.connection(number) else { return };
        if connection.handout.is_copied_in(turn) {
            self.clear_clipboard();
        }
    }

    /// Takes a secret off the clipboard, if it still holds it.
    pub(super) fn clear_clipboard(&mut self) {
        let State::Connected(connection) = &mut self.model.state else { return };
        if let Some(text) = connection.handout.take_copied() {
            self.ports.clipboard.clear_if(&text);
        }
    }

    pub(super) fn save_codes(&mut self) {
        let State::Connected(connection) = &mut self.model.state else { return };
        let Some(codes) = connection.mfa.codes() else { return };
        if connection.handout.is_saving() {
            return;
        }
        let contents =
            handout::file(connection.app_name(), connection.identifier().as_deref(), codes);
        let turn = connection.handout.begin_saving();
        let number = connection.number;
        let saving = self.ports.files.save(handout::FILE_NAME, contents);
        self.spawn(async move { Input::CodesSaved(number, turn, saving.await) });
    }

    pub(super) fn codes_saved(
        &mut self,
        number: u64,
        turn: u64,
        answer: Result<Option<String>, NotWritten>,
    ) {
        let Some(connection) = self.connection(number) else { return };
        // A dialog may outlive the codes that it was opened for.
        if !connection.handout.end_saving(turn) {
            return;
        }
        match answer {
            Ok(Some(name)) => connection.handout.saved_to = Some(name),
            Ok(None) => {}
            Err(_not_written) => connection.handout.problem = Some(ErrorCode::SaveFailed),
        }
    }

    pub(super) fn print_codes(&mut self) {
        let State::Connected(connection) = &mut self.model.state else { return };
        if connection.mfa.codes().is_none() {
            return;
        }
        let printed = self.ports.printer.print();
        connection.handout.problem = printed.is_err().then_some(ErrorCode::PrintFailed);
    }
}
