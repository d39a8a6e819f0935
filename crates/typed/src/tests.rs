//! Tests of the rules, with texts of people and with any text.

use proptest::prelude::*;

use super::*;
use crate::digits::ZEROS;

#[test]
fn a_code_is_found_in_what_surrounds_it() {
    for text in [
        "123456",
        "123 456",
        "123-456",
        " 1 2 3 4 5 6 ",
        "123\u{a0}456",
        "123\u{2011}456",
        "\u{feff}123456\u{200b}",
        "\u{202a}123 456\u{202c}",
        "123456\n",
        "\t123456\t",
        "１２３４５６",
        "١٢٣٤٥٦",
        "१२३ ४५६",
        "G-123456",
        "(123456)",
        "Your 2FA code is 123456.",
        "123456 is your code. It works for 10 minutes.",
        "123456 is your code.\n\n@example.com #123456",
        "Code: 123456, valid until 10:30.",
    ] {
        assert_eq!(code(text).as_deref(), Some("123456"), "{text:?}");
    }
}

#[test]
fn what_is_no_code_is_not_cut_to_one() {
    for text in [
        "",
        "abc",
        "12345",
        "1234567",
        "4155552655",
        "+1 415-555-2655",
        "415 555 2655",
        "(030) 123456",
        "030 123456",
        "+49 30/123456",
        "+123456",
        "555.123.4567",
        "12:34:56",
        "12.34.56",
        "2026-11-27",
        "1,234,56",
        "123456 7",
        "123456 or 654321",
        "12ab34",
    ] {
        assert_eq!(code(text), None, "{text:?}");
    }
}

#[test]
fn a_part_of_a_code_is_digits_and_what_stands_between_them() {
    for part in ["", "1", "12 34", "１２３-４", "\u{200b}12345"] {
        assert!(may_be_part_of_code(part), "{part:?}");
    }
    for other in ["123456", "12a", "+12", "1.2", "12\n34"] {
        assert!(!may_be_part_of_code(other), "{other:?}");
    }
}

#[test]
fn marks_and_outer_blanks_are_no_part_of_an_identifier() {
    for text in [
        "jane@example.com",
        "\u{feff}jane@example.com",
        "jane@example.com\u{200b}",
        "\u{202a}jane@example.com\u{202c}",
        "  jane@\u{ad}example.com\r\n",
        "\u{a0}jane@example.com\u{3000}",
        "\u{0}jane@example.com\u{7f}",
    ] {
        assert_eq!(identifier(text), "jane@example.com", "{text:?}");
    }
    assert_eq!(identifier("Jane Doe"), "Jane Doe");
    assert_eq!(identifier("žofie.ß@例え.jp"), "žofie.ß@例え.jp");
    assert_eq!(identifier(" \u{feff} "), "");
}

#[test]
fn a_backup_code_keeps_what_can_be_seen_of_it() {
    for text in [
        "  K8QX-9m2T-pm \n",
        "\u{a0}K8QX-9m2T-pm",
        "\tK8QX-9m2T-pm\u{feff}",
        "\u{202a}K8QX-９m２T-pm\u{202c}",
    ] {
        assert_eq!(backup_code(text), "K8QX-9m2T-pm", "{text:?}");
    }
    assert_eq!(backup_code("two words"), "two words");
}

#[test]
fn each_script_has_ten_digits_of_its_own() {
    for zeros in ZEROS.windows(2) {
        let [one, next] = zeros else { panic!() };
        assert!(u32::from(*one) + 10 <= u32::from(*next), "{one:?} {next:?}");
    }
    for zero in ZEROS {
        for value in 0..10 {
            let character = char::from_u32(u32::from(*zero) + value).unwrap();
            assert!(character.is_numeric(), "{character:?}");
            assert_eq!(digit(character), char::from_digit(value, 10));
        }
    }
    for other in ['a', 'Ⅷ', '½', '²', '一', '/', ':'] {
        assert_eq!(digit(other), None, "{other:?}");
    }
}

/// A code as somebody may write it: in one script, with one mark or blank between its digits.
fn written() -> impl Strategy<Value = (String, String)> {
    let joint =
        prop::sample::select(vec!["", " ", "-", "\u{a0}", "\u{200b}", "\u{2011}", "\u{202f}"]);
    let around = prop::sample::select(vec!["", " ", "\n", "\u{feff}", "\u{202a}", "\u{3000}"]);
    ("[0-9]{6}", prop::sample::select(ZEROS.to_vec()), joint, around).prop_map(
        |(code, zero, joint, around)| {
            let of_script = |it: char| char::from_u32(u32::from(it) - 48 + u32::from(zero));
            let digits: Vec<_> = code.chars().filter_map(of_script).map(String::from).collect();
            (format!("{around}{}{around}", digits.join(joint)), code)
        },
    )
}

proptest! {
    #[test]
    fn a_code_is_read_however_it_is_written((text, expected) in written()) {
        prop_assert_eq!(code(&text), Some(expected));
    }

    #[test]
    fn longer_numbers_are_never_codes(number in "[0-9]{7,20}", joint in "[ ()/+.-]?| \\(|\\) ", at in 1_usize..6) {
        let (head, tail) = number.split_at(at);
        prop_assert_eq!(code(&format!("{head}{joint}{tail}")), None);
    }

    #[test]
    fn a_code_is_six_digits_of_the_text_in_their_order(text in any::<String>()) {
        if let Some(found) = code(&text) {
            prop_assert!(found.len() == CODE_LENGTH && found.bytes().all(|it| it.is_ascii_digit()));
            prop_assert!(digits(&text).contains(&found));
        }
    }

    #[test]
    fn what_was_read_reads_the_same(text in any::<String>(), marks in "[\u{200b}\u{feff}\u{202a} \n]{0,4}") {
        let read = identifier(&text);
        prop_assert_eq!(&identifier(&read), &read);
        prop_assert_eq!(identifier(&format!("{marks}{text}{marks}")), read);
        let read = backup_code(&text);
        prop_assert_eq!(&backup_code(&read), &read);
        prop_assert_eq!(backup_code(&format!("{marks}{text}{marks}")), read);
        let read = code(&text);
        prop_assert_eq!(read.as_deref().and_then(code), read);
    }

    #[test]
    fn nothing_that_can_be_seen_is_lost_inside(text in "[!-~]([ -~]{0,20}[!-~])?") {
        prop_assert_eq!(identifier(&text), text.clone());
        prop_assert_eq!(backup_code(&text), text);
    }
}
