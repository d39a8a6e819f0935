//! A phone number, as it is typed and pasted.

use latchkey_app::fuzzing::phone_number;
use latchkey_ipc::view::PhoneVerdict;

use super::{first_line, text};

/// The country, then the text.
pub(crate) fn run(input: &[u8]) {
    let (country, number) = first_line(input);
    let (country, number) = (text(country), text(number));
    let entry = phone_number(&country, &number);
    assert_eq!(entry.typed, number);
    // The page puts what is shown into the field: it has to mean the same there.
    let again = phone_number(&entry.country, &entry.formatted);
    assert_eq!((&again.country, &again.verdict), (&entry.country, &entry.verdict), "{entry:?}");
    assert_eq!(again.formatted, entry.formatted);
    let PhoneVerdict::Valid { e164, formatted } = &entry.verdict else { return };
    let digits = e164.strip_prefix('+').unwrap_or_default();
    assert!((3..=15).contains(&digits.len()) && !digits.starts_with('0'), "{e164}");
    assert!(digits.bytes().all(|it| it.is_ascii_digit()), "{e164}");
    assert!(!formatted.contains(char::is_alphabetic), "{formatted}");
    // Whatever stands before them, the last digits are those that were typed.
    let last = digits.split_at(digits.len().saturating_sub(4)).1;
    assert!(latchkey_typed::digits(&number).ends_with(last), "{number:?} is not {e164}");
    // What is sent is the same number everywhere.
    for country in ["IT", &country] {
        assert_eq!(phone_number(country, e164).verdict, entry.verdict, "{country}");
        assert_eq!(phone_number(country, formatted).verdict, entry.verdict, "{country}");
    }
}
