//! What happens to a code between the keyboard and the backend: cleaned, sent once, cleared once.

/// How many digits a one-time code has (contract: factors, Clerk sends six).
pub(crate) const CODE_LENGTH: usize = 6;

/// What kind of code is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeKind {
    /// Six digits, sent as soon as they are complete.
    Digits,
    /// Anything, such as a backup code; sent when the person says so.
    Text,
}

/// The field's text and what of it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeEntry {
    kind: CodeKind,
    text: String,
    sent: Option<String>,
    in_flight: bool,
    attempt: u64,
}

impl CodeEntry {
    pub(crate) fn new(kind: CodeKind, attempt: u64) -> Self {
        Self { kind, text: String::new(), sent: None, in_flight: false, attempt }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Takes what now stands in the field. Gives the code when it is complete and was not sent.
    pub(crate) fn typed(&mut self, raw: &str, open: bool) -> Option<String> {
        self.text = match self.kind {
            CodeKind::Digits => digits(raw),
            CodeKind::Text => raw.to_owned(),
        };
        if open { self.due() } else { None }
    }

    /// The person asked to send. Gives the code unless one is on its way: whether it is complete
    /// is the backend's to say.
    pub(crate) fn pressed(&mut self) -> Option<String> {
        if self.in_flight {
            return None;
        }
        Some(self.send())
    }

    /// The backend is at rest again. A refused code is cleared; one that was typed meanwhile stays,
    /// and is given when it is complete.
    pub(crate) fn rested(&mut self, attempt: u64, open: bool) -> Option<String> {
        let refused = attempt > self.attempt;
        self.in_flight = false;
        if refused {
            self.attempt = attempt;
            if self.sent.as_ref() == Some(&self.text) {
                self.text.clear();
            }
            self.sent = None;
        }
        if refused && open { self.due() } else { None }
    }

    fn due(&mut self) -> Option<String> {
        let complete = self.kind == CodeKind::Digits && self.text.len() == CODE_LENGTH;
        let new = self.sent.as_ref() != Some(&self.text);
        (complete && new && !self.in_flight).then(|| self.send())
    }

    fn send(&mut self) -> String {
        self.in_flight = true;
        self.sent = Some(self.text.clone());
        self.text.clone()
    }
}

/// The digits of a text, as many as a code has. Where one group of them, written with blanks or
/// dashes between, is exactly a code, it is taken and all else is ignored.
pub(crate) fn digits(raw: &str) -> String {
    let groups = groups(raw);
    if let Some(code) = groups.iter().find(|group| group.len() == CODE_LENGTH) {
        return code.clone();
    }
    groups.concat().chars().take(CODE_LENGTH).collect()
}

fn groups(raw: &str) -> Vec<String> {
    let mut groups = vec![String::new()];
    for character in raw.chars() {
        let joins =
            matches!(character, ' ' | '-' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2011}');
        if character.is_ascii_digit() {
            if let Some(group) = groups.last_mut() {
                group.push(character);
            }
        } else if !joins {
            groups.push(String::new());
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_code_is_found_in_what_surrounds_it() {
        for (raw, code) in [
            ("123456", "123456"),
            ("123 456", "123456"),
            ("123-456", "123456"),
            (" 1 2 3 4 5 6 ", "123456"),
            ("Your 2FA code is 123456.", "123456"),
            ("123456 is your code. It works for 10 minutes.", "123456"),
            ("12ab34", "1234"),
            ("1234567", "123456"),
            ("abc", ""),
            ("", ""),
            ("١٢٣", ""),
        ] {
            assert_eq!(digits(raw), code, "{raw:?}");
        }
    }

    #[test]
    fn a_code_is_sent_at_its_sixth_digit_and_only_once() {
        let mut entry = CodeEntry::new(CodeKind::Digits, 0);
        assert_eq!(entry.typed("12345", true), None);
        assert_eq!(entry.typed("123456", true), Some("123456".to_owned()));
        assert_eq!(entry.typed("123456", true), None);
        assert_eq!(entry.pressed(), None, "Enter right after the sixth digit sends nothing twice");
    }

    #[test]
    fn a_refused_code_is_cleared_and_may_be_typed_again() {
        let mut entry = sent("123456");
        assert_eq!(entry.rested(1, true), None);
        assert_eq!(entry.text(), "");
        assert_eq!(entry.typed("123456", true), Some("123456".to_owned()));
    }

    #[test]
    fn a_code_that_did_not_arrive_stays_and_goes_again_when_asked() {
        let mut entry = sent("123456");
        assert_eq!(entry.rested(0, true), None);
        assert_eq!(entry.text(), "123456");
        assert_eq!(entry.typed("123456", true), None, "not by itself");
        assert_eq!(entry.pressed(), Some("123456".to_owned()));
    }

    #[test]
    fn an_edit_during_an_attempt_waits_for_its_end() {
        let mut entry = sent("123456");
        assert_eq!(entry.typed("12345", true), None);
        assert_eq!(entry.typed("123457", true), None);
        assert_eq!(entry.rested(1, true), Some("123457".to_owned()));
        assert_eq!(entry.text(), "123457");
    }

    #[test]
    fn nothing_goes_by_itself_while_the_form_is_held() {
        let mut entry = CodeEntry::new(CodeKind::Digits, 0);
        assert_eq!(entry.typed("123456", false), None);
        assert_eq!(entry.pressed(), Some("123456".to_owned()));
    }

    #[test]
    fn a_backup_code_is_kept_as_typed_and_waits_for_the_button() {
        let mut entry = CodeEntry::new(CodeKind::Text, 0);
        assert_eq!(entry.typed("ab12-cd 34", true), None);
        assert_eq!(entry.pressed(), Some("ab12-cd 34".to_owned()));
    }

    fn sent(code: &str) -> CodeEntry {
        let mut entry = CodeEntry::new(CodeKind::Digits, 0);
        assert_eq!(entry.typed(code, true), Some(code.to_owned()));
        entry
    }
}
