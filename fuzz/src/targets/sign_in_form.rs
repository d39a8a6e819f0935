//! What is typed into the form of a sign-in: an email address, a phone number or a user name.

use latchkey_app::fuzzing::identifier;
use latchkey_fapi_types::IdentifierKind::{EmailAddress, PhoneNumber, Username};

use super::{first_line, text};

/// The country, then the text.
pub(crate) fn run(input: &[u8]) {
    let (country, typed) = first_line(input);
    let (country, typed) = (text(country), text(typed));
    let every = [EmailAddress, PhoneNumber, Username];
    for kinds in [None, Some(&every[..2]), Some(&every[..])] {
        let read = identifier(kinds, &country, &typed);
        assert_eq!(read.typed, latchkey_typed::identifier(&typed));
        let marked = identifier(kinds, &country, &format!("\u{feff} {typed}\u{200b}\n"));
        assert_eq!(marked, read, "marks and blanks around it change it");
        let Ok(sent) = &read.sent else { continue };
        assert!(!sent.is_empty() && sent.trim() == sent, "{sent:?}");
        assert!(!sent.contains(latchkey_typed::is_invisible), "{sent:?}");
        assert_eq!(identifier(kinds, &country, sent).sent.as_ref(), Ok(sent), "sent once more");
    }
}
