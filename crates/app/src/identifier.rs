//! What stands in the sign-in form, read as an email address, a phone number or a user name.

use latchkey_core::failure::InputError;
use latchkey_core::sign_in::Identifier;
use latchkey_fapi_types::environment::IdentifierKind;
use latchkey_ipc::error::ErrorCode;

use crate::connection::Connection;
use crate::phone;

/// Reads it as what the instance accepts.
pub(crate) fn read(connection: &Connection, text: &str) -> Identifier {
    let settings = &connection.settings;
    let kinds = settings.known.then(|| settings.environment.identifier_kinds());
    as_one_of(kinds.as_deref(), &connection.country, text)
}

/// A phone number is sent in one form, however it is written. Without the code of a country it is
/// taken for one of this country. Until the instance has said what it accepts, only what is a whole
/// number is taken for one.
pub(crate) fn as_one_of(kinds: Option<&[IdentifierKind]>, country: &str, text: &str) -> Identifier {
    let identifier = Identifier::of(text);
    let accepts = |kind| kinds.is_none_or(|kinds| kinds.contains(&kind));
    let number = accepts(IdentifierKind::PhoneNumber) && phone::looks_like_one(&identifier.typed);
    if !number {
        return identifier;
    }
    let error = match phone::checked(country, &identifier.typed) {
        Ok(e164) => return identifier.read_as(Ok(e164)),
        Err(ErrorCode::PhoneTooLong) => InputError::PhoneTooLong,
        Err(ErrorCode::PhoneIncomplete) => InputError::PhoneIncomplete,
        Err(_) => InputError::PhoneInvalid,
    };
    // Some characters of numbers are those of user names too. No number is a user name.
    if accepts(IdentifierKind::Username) { identifier } else { identifier.read_as(Err(error)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOTH: &[IdentifierKind] = &[IdentifierKind::EmailAddress, IdentifierKind::PhoneNumber];
    const ALL: &[IdentifierKind] =
        &[IdentifierKind::EmailAddress, IdentifierKind::PhoneNumber, IdentifierKind::Username];

    fn sent(kinds: &[IdentifierKind], country: &str, text: &str) -> Result<String, InputError> {
        as_one_of(Some(kinds), country, text).sent
    }

    #[test]
    fn a_phone_number_is_sent_in_one_form_however_it_is_written() {
        for text in [
            "+14155552655",
            "+1 415-555-2655",
            "+1 (415) 555-2655",
            "+1\u{a0}415\u{a0}555\u{a0}2655",
            "＋１ ４１５ ５５５ ２６５５",
            "\u{202a}+1 415-555-2655\u{202c}",
            "+\u{2060}1\u{200b}415 555\u{2011}2655",
            "001 415 555 2655",
            "tel:+1-415-555-2655",
            "  +1.415.555.2655\n",
        ] {
            for kinds in [BOTH, ALL, &[IdentifierKind::PhoneNumber]] {
                assert_eq!(sent(kinds, "DE", text), Ok("+14155552655".to_owned()), "{text:?}");
            }
            let unknown = as_one_of(None, "DE", text);
            assert_eq!(unknown.sent, Ok("+14155552655".to_owned()), "{text:?}");
        }
    }

    #[test]
    fn a_number_without_a_country_is_one_of_this_country() {
        assert_eq!(sent(BOTH, "US", "(415) 555-2655"), Ok("+14155552655".to_owned()));
        assert_eq!(sent(BOTH, "GB", "07700 900142"), Ok("+447700900142".to_owned()));
        assert_eq!(sent(ALL, "US", "4155552655"), Ok("+14155552655".to_owned()));
    }

    #[test]
    fn what_is_no_number_says_so_where_it_can_be_nothing_else() {
        assert_eq!(sent(BOTH, "US", "415"), Err(InputError::PhoneIncomplete));
        assert_eq!(sent(BOTH, "US", "+1 415 555 26555 1"), Err(InputError::PhoneTooLong));
        assert_eq!(sent(BOTH, "US", "+999 12"), Err(InputError::PhoneInvalid));
        assert_eq!(sent(ALL, "US", "1-2-3"), Ok("1-2-3".to_owned()));
        assert_eq!(as_one_of(None, "US", "415").sent, Ok("415".to_owned()));
    }

    #[test]
    fn addresses_and_names_stay_as_they_are() {
        for text in ["jane@example.com", "4155552655@example.com", "jane", "jane_1", "+jane"] {
            for kinds in [BOTH, ALL] {
                assert_eq!(sent(kinds, "US", text), Ok(text.to_owned()), "{text:?}");
            }
        }
        let email_alone = sent(&[IdentifierKind::EmailAddress], "US", "+1 415-555-2655");
        assert_eq!(email_alone, Ok("+1 415-555-2655".to_owned()), "the server says what it wants");
        assert_eq!(sent(BOTH, "US", " \u{feff} "), Err(InputError::IdentifierEmpty));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_the_same_with_marks_and_blanks_around(
            text in any::<String>(),
            marks in "[\u{200b}\u{feff}\u{202a}\u{a0} \n]{0,4}",
            country in prop::sample::select(vec!["US", "DE", "GB", "IT", "JP", "ZZ", ""]),
        ) {
            let plain = as_one_of(Some(BOTH), country, &text);
            let around = as_one_of(Some(BOTH), country, &format!("{marks}{text}{marks}"));
            prop_assert_eq!(&plain, &around);
            // What was sent once is sent the same when it is typed again.
            if let Ok(sent) = &plain.sent {
                prop_assert_eq!(&as_one_of(Some(BOTH), country, sent).sent, &plain.sent);
            }
        }
    }
}
