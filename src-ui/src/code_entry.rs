//! What happens to a code between the keyboard and the backend: cleaned, sent once, cleared once.

pub(crate) use latchkey_typed::CODE_LENGTH;

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
    no_code: bool,
}

/// What came of a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pasted {
    /// The field takes it, as if it was typed.
    Typed,
    /// It is settled. The code that was in it, if it is to be sent.
    Settled(Option<String>),
}

impl CodeEntry {
    pub(crate) fn new(kind: CodeKind, attempt: u64) -> Self {
        Self { kind, text: String::new(), sent: None, in_flight: false, attempt, no_code: false }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether there was no code in what came into the field last, all at once.
    pub(crate) fn had_no_code(&self) -> bool {
        self.no_code
    }

    /// Takes what now stands in the field. Gives the code when it is complete and was not sent.
    pub(crate) fn typed(&mut self, raw: &str, open: bool) -> Option<String> {
        let read = match self.kind {
            CodeKind::Digits => self.read(raw),
            CodeKind::Text => Some(raw.to_owned()),
        };
        self.no_code = read.is_none();
        self.text = read?;
        if open { self.due() } else { None }
    }

    /// Takes what is pasted. A whole code replaces what is there, wherever the cursor stands; what
    /// is no code and no part of one changes nothing.
    pub(crate) fn pasted(&mut self, raw: &str, open: bool) -> Pasted {
        if self.kind == CodeKind::Text || latchkey_typed::may_be_part_of_code(raw) {
            return Pasted::Typed;
        }
        let code = latchkey_typed::code(raw);
        self.no_code = code.is_none();
        let Some(code) = code else { return Pasted::Settled(None) };
        self.text = code;
        Pasted::Settled(if open { self.due() } else { None })
    }

    /// The digits of a code in what now stands in the field. None where something came in at once
    /// that has no code in it.
    fn read(&self, raw: &str) -> Option<String> {
        if let Some(code) = latchkey_typed::code(raw) {
            return Some(code);
        }
        let digits = latchkey_typed::digits(raw);
        if digits.len() < CODE_LENGTH && latchkey_typed::may_be_part_of_code(raw) {
            return Some(digits);
        }
        // A key that is no digit, or a digit too many: nothing changes.
        let one_more = self.text.len() == CODE_LENGTH && digits.len() == CODE_LENGTH + 1;
        (digits == self.text || one_more).then(|| self.text.clone())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_from_what_is_pasted_and_replaces_what_is_there() {
        for raw in ["123456", "Your 2FA code is 123 456.", "１２３４５６"] {
            let mut entry = CodeEntry::new(CodeKind::Digits, 0);
            assert_eq!(entry.typed("98", true), None);
            assert_eq!(entry.pasted(raw, true), Pasted::Settled(Some("123456".to_owned())));
            assert_eq!(entry.text(), "123456");
            assert!(!entry.had_no_code());
        }
    }

    #[test]
    fn what_is_no_code_is_not_cut_to_one_and_that_is_told_until_the_next_key() {
        for raw in ["4155552655", "+1 415-555-2655", "12:34:56", "1234567"] {
            let mut entry = CodeEntry::new(CodeKind::Digits, 0);
            entry.typed("12", true);
            assert_eq!(entry.pasted(raw, true), Pasted::Settled(None), "{raw}");
            assert!(entry.had_no_code() && entry.text() == "12", "{raw}");
            // The same, dropped or put in by another program.
            assert_eq!(entry.typed(&format!("12{raw}"), true), None, "{raw}");
            assert!(entry.had_no_code() && entry.text() == "12", "{raw}");
            entry.typed("123", true);
            assert!(!entry.had_no_code());
        }
    }

    #[test]
    fn the_parts_of_a_code_may_be_pasted_one_after_the_other() {
        let mut entry = CodeEntry::new(CodeKind::Digits, 0);
        assert_eq!(entry.pasted("12 3", true), Pasted::Typed);
        assert_eq!(entry.typed("12 3", true), None);
        assert_eq!(entry.text(), "123");
        assert_eq!(entry.typed("12312345", true), None, "eight digits are no code");
        assert_eq!(entry.typed("123456", true), Some("123456".to_owned()));
    }

    #[test]
    fn digits_of_every_script_are_typed_and_other_keys_do_nothing() {
        let mut entry = CodeEntry::new(CodeKind::Digits, 0);
        for raw in ["١", "1a", "1.", "1２"] {
            assert_eq!(entry.typed(raw, true), None);
            assert!(!entry.had_no_code(), "{raw}");
        }
        assert_eq!(entry.text(), "12");
        entry.typed("123456", true);
        assert_eq!(entry.typed("1234567", true), None);
        assert!(entry.text() == "123456" && !entry.had_no_code(), "a seventh key does nothing");
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
