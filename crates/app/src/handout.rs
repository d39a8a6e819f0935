//! What the person does with secrets that are shown once: on the clipboard, in a file, on paper.

use std::time::Duration;

use latchkey_core::mfa::{AddTotp, Codes, Key, Mfa, Stage, TotpStep};
use latchkey_core::time::Timestamp;
use latchkey_ipc::command::Copyable;
use latchkey_ipc::error::ErrorCode;
use zeroize::Zeroizing;

/// How long a secret stays on the clipboard (threat model: clipboard).
pub(crate) const CLIPBOARD_TIME: Duration = Duration::from_secs(30);

/// The name that is proposed for a file of backup codes.
pub(crate) const FILE_NAME: &str = "backup-codes.txt";

/// What was done so far with the secrets that are on the screen.
#[derive(Default)]
pub(crate) struct Handout {
    copied: Option<Copied>,
    /// Grows with each secret that is copied and each file that is chosen: what was started for an
    /// earlier one ends nothing.
    turn: u64,
    /// The name of the file that the backup codes were saved to.
    pub(crate) saved_to: Option<String>,
    /// The turn in which a file is being chosen or written.
    saving: Option<u64>,
    /// Why they could not be copied, saved or printed.
    pub(crate) problem: Option<ErrorCode>,
}

/// A secret on the clipboard.
pub(crate) struct Copied {
    /// Which one.
    pub(crate) what: Copyable,
    /// When it is cleared.
    pub(crate) until: Timestamp,
    turn: u64,
    text: Zeroizing<String>,
}

impl std::fmt::Debug for Handout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handout").field("saving", &self.is_saving()).finish_non_exhaustive()
    }
}

impl Handout {
    /// Notes that a secret was put on the clipboard. Gives back the turn that its clock is for.
    pub(crate) fn copied(
        &mut self,
        what: Copyable,
        text: Zeroizing<String>,
        now: Timestamp,
    ) -> u64 {
        self.turn += 1;
        self.problem = None;
        let turn = self.turn;
        self.copied = Some(Copied { what, until: now.plus(CLIPBOARD_TIME), turn, text });
        self.turn
    }

    /// Which of the secrets on the screen is on the clipboard.
    pub(crate) fn on_clipboard(&self, mfa: &Mfa) -> Option<&Copied> {
        self.copied.as_ref().filter(|copied| text(mfa, copied.what).as_ref() == Some(&copied.text))
    }

    /// Whether the clock of this turn is that of the newest copy.
    pub(crate) fn is_copied_in(&self, turn: u64) -> bool {
        self.copied.as_ref().is_some_and(|copied| copied.turn == turn)
    }

    /// Notes that a file is being chosen. Gives back the turn that it is for.
    pub(crate) fn begin_saving(&mut self) -> u64 {
        self.turn += 1;
        self.problem = None;
        self.saving = Some(self.turn);
        self.turn
    }

    /// Whether the file that was chosen in this turn is for what is on the screen; it is no longer
    /// being chosen.
    pub(crate) fn end_saving(&mut self, turn: u64) -> bool {
        self.saving.take_if(|saving| *saving == turn).is_some()
    }

    /// Whether a file is being chosen or written.
    pub(crate) fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// The text to take off the clipboard.
    pub(crate) fn take_copied(&mut self) -> Option<Zeroizing<String>> {
        self.copied.take().map(|copied| copied.text)
    }

    /// Forgets what was done with codes that are no longer shown.
    pub(crate) fn follow(&mut self, mfa: &Mfa) {
        let shown = mfa.codes().is_some() || matches!(mfa.stage(), Stage::AddTotp(_));
        if !shown {
            self.saved_to = None;
            self.saving = None;
            self.problem = None;
        }
    }
}

/// The text of a secret, if it is on the screen.
pub(crate) fn text(mfa: &Mfa, what: Copyable) -> Option<Zeroizing<String>> {
    match what {
        Copyable::BackupCodes => mfa.codes().map(lines),
        // EXPOSE: onto the clipboard, at the person's wish.
        Copyable::TotpKey => key(mfa).map(|key| Zeroizing::new(key.secret.expose().to_owned())),
        // EXPOSE: onto the clipboard, at the person's wish.
        Copyable::TotpUri => key(mfa).map(|key| Zeroizing::new(key.uri.expose().to_owned())),
    }
}

/// The authenticator app's key, while it is on the screen.
fn key(mfa: &Mfa) -> Option<&Key> {
    match mfa.stage() {
        Stage::AddTotp(AddTotp { step: TotpStep::Key(key), .. }) => Some(key),
        Stage::Account | Stage::Overview | Stage::AddTotp(_) | Stage::AddPhone(_) => None,
    }
}

/// One code in a line.
fn lines(codes: &Codes) -> Zeroizing<String> {
    // A text that grows leaves its earlier copies behind. EXPOSE: only its length is looked at.
    let length = codes.codes.iter().map(|code| code.expose().len() + 1).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    for code in &codes.codes {
        // EXPOSE: onto the clipboard or into a file, at the person's wish.
        text.push_str(code.expose());
        text.push('\n');
    }
    text
}

/// What a file of backup codes holds: whose they are, and one in a line.
pub(crate) fn file(app: &str, account: Option<&str>, codes: &Codes) -> Zeroizing<String> {
    let whose = account.map(|account| format!(" ({account})")).unwrap_or_default();
    let codes = lines(codes);
    let head = format!(
        "Backup codes for {app}{whose}\nEach works once. New codes make these worthless.\n\n"
    );
    let mut text = Zeroizing::new(String::with_capacity(head.len() + codes.len()));
    text.push_str(&head);
    text.push_str(&codes);
    text
}
