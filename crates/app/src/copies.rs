//! The copies that a person makes of secrets which are shown once: on the clipboard, in a file, on
//! paper.

use std::time::Duration;

use latchkey_core::factors::{AddTotp, Codes, Key, Stage, TotpStep};
use latchkey_core::signed_in::SignedIn;
use latchkey_core::ticket::{Ticket, Tickets};
use latchkey_core::time::Instant;
use latchkey_ipc::command::Copyable;
use latchkey_ipc::error::ErrorCode;
use zeroize::Zeroizing;

use crate::input::Done;
use crate::ports::NotWritten;
use crate::work::{Text, Work};

/// How long a secret stays on the clipboard (threat model: clipboard).
const CLIPBOARD_TIME: Duration = Duration::from_secs(30);

/// A window that is to close again this long after the first time is to close indeed.
const INSISTING: Duration = Duration::from_secs(1);

/// Characters of a service or of an account that go into the name of a file, at most.
const LONGEST_PART: usize = 60;

/// What was done so far with the secrets that are on the screen.
#[derive(Default)]
pub(crate) struct Copies {
    /// On their way to the clipboard, in order.
    copying: Vec<Copying>,
    on_clipboard: Option<OnClipboard>,
    /// The file that is being chosen or written.
    writing: Option<Ticket>,
    /// When the window was first to close while a file was chosen.
    held_since: Option<Instant>,
    /// Which secrets are on the screen. A problem goes with those that it is told beside.
    shown: Option<Secrets>,
    printing: Option<Ticket>,
    /// The name of the file that the backup codes were saved to.
    pub(crate) saved_to: Option<String>,
    /// Why they could not be copied, saved or printed. It stays until the next try.
    pub(crate) problem: Option<ErrorCode>,
}

/// Which secrets are on the screen.
#[derive(Clone, Copy, PartialEq)]
enum Secrets {
    Key,
    Codes,
}

struct Copying {
    ticket: Ticket,
    what: Copyable,
    text: Zeroizing<String>,
}

/// A secret on the clipboard.
pub(crate) struct OnClipboard {
    /// Which one.
    pub(crate) what: Copyable,
    /// When it is cleared.
    pub(crate) until: Instant,
    /// Of the wait for that.
    ticket: Ticket,
    text: Zeroizing<String>,
}

impl std::fmt::Debug for Copies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Copies").field("writing", &self.writing).finish_non_exhaustive()
    }
}

impl Copies {
    /// Puts a secret on the clipboard.
    pub(crate) fn copy(
        &mut self,
        what: Copyable,
        text: Zeroizing<String>,
        tickets: &mut Tickets,
    ) -> Work {
        self.problem = None;
        let ticket = tickets.issue();
        self.copying.push(Copying { ticket, what, text: text.clone() });
        Work::Copy { ticket, text: Text::Secret(text) }
    }

    /// Lets the person choose a file for the codes, unless one is being chosen. The name is proposed.
    pub(crate) fn save(
        &mut self,
        name: String,
        contents: Zeroizing<String>,
        tickets: &mut Tickets,
    ) -> Option<Work> {
        if self.is_saving() {
            return None;
        }
        self.problem = None;
        let ticket = tickets.issue();
        self.writing = Some(ticket);
        Some(Work::WriteFile { ticket, name, contents })
    }

    /// Prints the codes.
    pub(crate) fn print(&mut self, tickets: &mut Tickets) -> Work {
        self.problem = None;
        let ticket = tickets.issue();
        self.printing = Some(ticket);
        Work::Print { ticket }
    }

    /// Takes what became of one of these. The codes may be gone by then, and with them the ticket.
    pub(crate) fn done(
        &mut self,
        ticket: Ticket,
        done: Done,
        tickets: &mut Tickets,
        now: Instant,
    ) -> Option<Work> {
        match done {
            Done::Copied(copied) => {
                let place = self.copying.iter().position(|it| it.ticket == ticket)?;
                let copying = self.copying.remove(place);
                if copied.is_err() {
                    self.problem = Some(ErrorCode::CopyFailed);
                    return None;
                }
                let (what, text) = (copying.what, copying.text);
                let (ticket, until) = (tickets.issue(), now.plus(CLIPBOARD_TIME));
                self.on_clipboard = Some(OnClipboard { what, until, ticket, text });
                return Some(Work::Wait { ticket, duration: CLIPBOARD_TIME });
            }
            Done::Written(written) => {
                self.writing.take_if(|writing| *writing == ticket)?;
                self.held_since = None;
                match written {
                    Ok(Some(name)) => self.saved_to = Some(name),
                    Ok(None) => {}
                    Err(NotWritten) => self.problem = Some(ErrorCode::SaveFailed),
                }
            }
            Done::Printed(printed) => {
                self.printing.take_if(|printing| *printing == ticket)?;
                if printed.is_err() {
                    self.problem = Some(ErrorCode::PrintFailed);
                }
            }
            // It is no copy of anything.
            Done::Chosen(_) => {}
        }
        None
    }

    /// Takes the secret off the clipboard whose time is up.
    pub(crate) fn time_up(&mut self, ticket: Ticket) -> Option<Work> {
        let over = self.on_clipboard.take_if(|it| it.ticket == ticket)?;
        Some(Work::ClearClipboard(over.text))
    }

    /// Which of the secrets on the screen is on the clipboard.
    pub(crate) fn on_clipboard(&self, machine: &SignedIn) -> Option<&OnClipboard> {
        self.on_clipboard.as_ref().filter(|it| text(machine, it.what).as_ref() == Some(&it.text))
    }

    /// Whether a window that is to close stays for the sake of the file: the first time, and for as
    /// long as nobody can have seen that.
    pub(crate) fn holds_window(&mut self, now: Instant) -> bool {
        if self.writing.is_none() {
            return false;
        }
        let since = *self.held_since.get_or_insert(now);
        now.since(since) < INSISTING
    }

    /// Whether a file is being chosen or written.
    pub(crate) fn is_saving(&self) -> bool {
        self.writing.is_some()
    }

    /// The texts to take off the clipboard, where everything ends that they were copied for.
    pub(crate) fn take_copied(&mut self) -> Vec<Zeroizing<String>> {
        let copying = std::mem::take(&mut self.copying).into_iter().map(|it| it.text);
        copying.chain(self.on_clipboard.take().map(|it| it.text)).collect()
    }

    /// Forgets what was done with codes that are no longer shown. A secret stays on the clipboard
    /// until its time is up.
    pub(crate) fn follow(&mut self, machine: &SignedIn) {
        let shown = if machine.factors().codes().is_some() {
            Some(Secrets::Codes)
        } else {
            add_totp(machine).map(|_| Secrets::Key)
        };
        if shown != self.shown {
            self.shown = shown;
            self.problem = None;
            self.printing = None;
        }
        if shown.is_none() {
            self.saved_to = None;
            self.writing = None;
            self.held_since = None;
        }
    }
}

/// The text of a secret, if it is on the screen.
pub(crate) fn text(machine: &SignedIn, what: Copyable) -> Option<Zeroizing<String>> {
    let key = totp_key(machine);
    match what {
        Copyable::BackupCodes => machine.factors().codes().map(lines),
        // EXPOSE: onto the clipboard, at the person's wish.
        Copyable::TotpKey => key.map(|key| Zeroizing::new(key.secret.expose().to_owned())),
        // EXPOSE: onto the clipboard, at the person's wish.
        Copyable::TotpUri => key.map(|key| Zeroizing::new(key.uri.expose().to_owned())),
    }
}

/// The authenticator app's key, while it is on the screen.
pub(crate) fn totp_key(machine: &SignedIn) -> Option<&Key> {
    match &add_totp(machine)?.step {
        TotpStep::Key(key) => Some(key),
        TotpStep::Preparing | TotpStep::Code(_) | TotpStep::Codes(_) | TotpStep::Done => None,
    }
}

fn add_totp(machine: &SignedIn) -> Option<&AddTotp> {
    match machine.factors().stage()? {
        Stage::AddTotp(page) => Some(page),
        Stage::Overview { .. } | Stage::AddPhone(_) => None,
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

/// The name that is proposed for a file of backup codes. It says whose they are, so that those of two
/// accounts do not replace each other.
pub(crate) fn file_name(app: &str, account: Option<&str>) -> String {
    let parts = [Some("backup-codes"), Some(app), account];
    let parts: Vec<_> = parts.into_iter().flatten().map(part_of_name).collect();
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.txt", parts.join("-"))
}

/// Of letters, digits and what every system takes in the name of a file.
fn part_of_name(text: &str) -> String {
    let safe = |it: char| it.is_alphanumeric() || matches!(it, '@' | '.' | '_' | '+');
    let words = text.split(|it| !safe(it)).filter(|word| !word.is_empty());
    let part: String = words.collect::<Vec<_>>().join("-").chars().take(LONGEST_PART).collect();
    part.trim_matches(['.', '-']).to_owned()
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

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn the_name_of_a_file_says_whose_codes_are_in_it() {
        for (app, account, name) in [
            ("Acme", Some("jane@example.com"), "backup-codes-Acme-jane@example.com.txt"),
            ("Acme Ltd.", Some("+447700900142"), "backup-codes-Acme-Ltd-+447700900142.txt"),
            ("例え", None, "backup-codes-例え.txt"),
            ("../../etc", Some("a/b\\c:d\u{202e}e\0"), "backup-codes-etc-a-b-c-d-e.txt"),
            ("...", Some(""), "backup-codes.txt"),
        ] {
            assert_eq!(file_name(app, account), name);
        }
        assert!(file_name(&"a".repeat(500), Some(&"b".repeat(500))).len() < 150);
    }
}
