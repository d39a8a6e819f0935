//! Tests of the field for a phone number.

use proptest::prelude::*;

use super::*;

fn valid(e164: &str) -> PhoneVerdict {
    PhoneVerdict::Valid { e164: e164.to_owned(), formatted: formatted(e164) }
}

fn invalid(code: ErrorCode) -> PhoneVerdict {
    PhoneVerdict::Invalid { code }
}

/// What the page sends when each character is typed after what the field then shows.
fn typed(country: &str, text: &str) -> PhoneEntry {
    text.chars().fold(entry(country, ""), |before, character| {
        entry(&before.country, &format!("{}{character}", before.formatted))
    })
}

/// What does not depend on how the text came into the field.
fn shown(entry: PhoneEntry) -> (String, String, PhoneVerdict) {
    (entry.country, entry.formatted, entry.verdict)
}

#[test]
fn numbers_are_written_as_in_their_country_and_sent_in_one_form() {
    for (country, text, formatted, e164) in [
        ("US", "2015550123", "(201) 555-0123", "+12015550123"),
        ("US", "12015550123", "1 (201) 555-0123", "+12015550123"),
        ("GB", "07700900123", "07700 900123", "+447700900123"),
        ("GB", "7700900123", "7700 900123", "+447700900123"),
        ("DE", "03012345678", "030 12345678", "+493012345678"),
        ("DE", "015123456789", "01512 3456789", "+4915123456789"),
        ("FR", "0612345678", "06 12 34 56 78", "+33612345678"),
        ("IT", "3123456789", "312 345 6789", "+393123456789"),
        ("IT", "0612345678", "06 1234 5678", "+390612345678"),
        ("CH", "0781234567", "078 123 45 67", "+41781234567"),
        ("JP", "09012345678", "090-1234-5678", "+819012345678"),
        ("IN", "9876543210", "98765 43210", "+919876543210"),
        ("BR", "11961234567", "(11) 96123-4567", "+5511961234567"),
        ("AU", "0412345678", "0412 345 678", "+61412345678"),
        ("ZA", "0711234567", "071 123 4567", "+27711234567"),
        ("MX", "2221234567", "222 123 4567", "+522221234567"),
        ("RU", "89123456789", "8 (912) 345-67-89", "+79123456789"),
        ("SG", "81234567", "8123 4567", "+6581234567"),
    ] {
        let entry = entry(country, text);
        assert_eq!(entry.formatted, formatted, "{country} {text}");
        assert_eq!(entry.verdict, valid(e164), "{country} {text}");
        assert_eq!(entry.country, country, "{text}");
        assert_eq!(entry.typed, text);
        assert_eq!(checked(country, text), Ok(e164.to_owned()));
    }
}

#[test]
fn a_number_that_can_exist_is_told_as_it_is_written_abroad() {
    for (country, text, written) in [
        ("US", "5555550142", "+1 555-555-0142"),
        ("GB", "07700900123", "+44 7700 900123"),
        ("FR", "+33612345678", "+33 6 12 34 56 78"),
    ] {
        let PhoneVerdict::Valid { formatted, .. } = entry(country, text).verdict else { panic!() };
        assert_eq!(formatted, written);
    }
}

#[test]
fn a_number_with_its_dial_code_brings_its_country() {
    for (text, country, formatted) in [
        ("+447700900123", "GB", "+44 7700 900123"),
        ("+44 (0)7700 900123", "GB", "+44 7700 900123"),
        ("00447700900123", "GB", "+44 7700 900123"),
        ("+12015550123", "US", "+1 201-555-0123"),
        ("+16045550123", "CA", "+1 604-555-0123"),
        ("+12425550123", "BS", "+1 242-555-0123"),
        ("+77711234567", "KZ", "+7 771 123 4567"),
        ("+79123456789", "RU", "+7 912 345-67-89"),
        ("+38343201234", "XK", "+383 43 201 234"),
        ("+390612345678", "IT", "+39 06 1234 5678"),
        ("01133612345678", "FR", "+33 6 12 34 56 78"),
    ] {
        let entry = entry("US", text);
        assert_eq!((entry.country.as_str(), entry.formatted.as_str()), (country, formatted));
        assert!(matches!(entry.verdict, PhoneVerdict::Valid { .. }), "{text}: {entry:?}");
    }
}

#[test]
fn numbers_set_aside_for_tests_and_fiction_are_let_through() {
    for last in 100..200 {
        let e164 = format!("+12015550{last}");
        assert_eq!(checked("DE", &e164), Ok(e164));
    }
    for last in ["000", "123", "999"] {
        let e164 = format!("+447700900{last}");
        assert_eq!(checked("US", &e164), Ok(e164));
    }
    // Possible by its length alone, and in no plan: for the server to judge.
    assert_eq!(checked("US", "9995550123"), Ok("+19995550123".to_owned()));
}

#[test]
fn what_people_paste_around_digits_is_no_matter() {
    for text in [
        "  +44 7700 900123 ",
        "tel:+447700900123",
        "TEL:+44-7700-900-123",
        "(+44) 7700 / 900.123",
        "+44\u{a0}7700\u{2011}900\u{2013}123",
        "\u{202a}+447700900123\u{202c}",
        "＋４４７７００９００１２３",
        "+٤٤٧٧٠٠٩٠٠١٢٣",
        "+४४ ७७०० ९००१२३",
        "00 44 7700 900 123",
        "+0044 7700 900123",
    ] {
        let entry = entry("US", text);
        assert_eq!(entry.verdict, valid("+447700900123"), "{text}");
        assert_eq!(entry.formatted, "+44 7700 900123", "{text}");
    }
}

#[test]
fn the_beginning_of_a_number_is_incomplete() {
    for text in ["", "+", "00", "+4", "+44", "+44 7700", "+44 7700 9001", "+99", "+1", " ", "-"] {
        assert_eq!(entry("US", text).verdict, PhoneVerdict::Incomplete, "{text}");
        assert_eq!(checked("US", text), Err(ErrorCode::PhoneIncomplete), "{text}");
    }
    for text in ["2", "201", "201555", "5550123", "201555012", "011", "01144", "0114477"] {
        assert_eq!(checked("US", text), Err(ErrorCode::PhoneIncomplete), "{text}");
    }
}

#[test]
fn a_number_is_sent_as_it_is_read_abroad() {
    // They share a dial code, and not all of them take this 0 away.
    for country in ["CC", "CX", "AU"] {
        for text in ["094914", "94914", "+61 094914", "+61 94914"] {
            assert_eq!(checked(country, text), Ok("+6194914".to_owned()), "{country}: {text}");
        }
    }
}

#[test]
fn too_many_digits_and_what_no_number_has_are_refused() {
    let longer = ["20155501234", "+1 201 555 01234", "+44 7700 900123 4567", &"9".repeat(500)];
    // The plan of Japan has numbers of this length, which cannot be dialled abroad.
    for text in longer.into_iter().chain(["+81 98190 1901 2345678"]) {
        assert_eq!(entry("US", text).verdict, invalid(ErrorCode::PhoneTooLong), "{text}");
    }
    for text in ["abc", "201-555-CALL", "2015550123 ext. 5", "201#", "++1", "1+2", "+999123", "*"] {
        let entry = entry("US", text);
        assert_eq!(entry.verdict, invalid(ErrorCode::PhoneInvalid), "{text}");
        assert_eq!(entry.country, "US", "{text}");
    }
    assert_eq!(entry("US", "201-555-CALL").formatted, "201-555-CALL");
}

#[test]
fn a_number_is_written_while_it_is_typed() {
    let steps = |country: &str, text: &str| {
        let shown = (1..=text.len()).map(|end| entry(country, text.get(..end).unwrap()).formatted);
        shown.collect::<Vec<_>>().join("|")
    };
    assert_eq!(
        steps("US", "2015550123"),
        "(2|(20|(201|(201) 5|(201) 55|(201) 555|(201) 555-0|(201) 555-01|(201) 555-012|\
         (201) 555-0123"
    );
    assert_eq!(
        steps("US", "+447700900123"),
        "+|+4|+44|+44 7|+44 77|+44 770|+44 7700|+44 7700 9|+44 7700 90|+44 7700 900|\
         +44 7700 9001|+44 7700 90012|+44 7700 900123"
    );
}

#[test]
fn an_unknown_country_counts_as_the_usual_one() {
    for country in ["", "ZZ", "USA", "001", "é"] {
        assert_eq!(entry(country, "2015550123").country, "US", "{country}");
    }
}

#[test]
fn numbers_of_no_country_leave_the_country_as_it_is() {
    let entry = entry("GB", "+80012345678");
    assert_eq!((entry.country.as_str(), entry.formatted.as_str()), ("GB", "+800 1234 5678"));
    assert_eq!(entry.verdict, valid("+80012345678"));
}

#[test]
fn numbers_of_an_account_are_written_for_people() {
    for (e164, written) in [
        ("+12015550123", "+1 201-555-0123"),
        ("+447700900123", "+44 7700 900123"),
        ("+0", "+0"),
        ("", ""),
        ("somebody", "somebody"),
    ] {
        assert_eq!(formatted(e164), written);
    }
}

#[test]
fn every_country_of_the_numbering_plans_can_be_chosen() {
    let countries = countries();
    assert_eq!(countries.len(), PHONE_NUMBER_UTIL.get_supported_regions().len());
    let found = |iso: &str| countries.iter().find(|country| country.iso == iso).unwrap();
    for (iso, dial_code) in [("AT", 43), ("CA", 1), ("XK", 383), ("SE", 46)] {
        assert_eq!(found(iso).dial_code, dial_code);
    }
    assert!(countries.is_sorted_by(|one, other| one.iso < other.iso), "each once");
}

#[test]
fn every_countrys_own_example_can_be_typed_and_is_taken() {
    for country in countries() {
        let region = Region::from_code(&country.iso).unwrap();
        let example = PHONE_NUMBER_UTIL.get_example_number(region).unwrap();
        let e164 = example.format_as(PhoneNumberFormat::E164);
        for format in [PhoneNumberFormat::National, PhoneNumberFormat::International] {
            let text = example.format_as(format);
            let pasted = entry(&country.iso, &text);
            assert_eq!(pasted.verdict, valid(&e164), "{} {text}", country.iso);
            assert_eq!(pasted.formatted, text, "{}", country.iso);
        }
        let text = example.format_as(PhoneNumberFormat::National);
        let pasted = entry(&country.iso, &text);
        assert_eq!(shown(typed(&country.iso, &text)), shown(pasted), "{}", country.iso);
        // From abroad: the country of the number, not the one that was chosen.
        // Some countries share their numbers.
        let found = Region::from_code(&entry("US", &e164).country).unwrap();
        assert!(example.is_valid_for_region(found), "{}: {found}", country.iso);
    }
}

#[test]
fn the_systems_locale_says_the_first_country() {
    for (locale, country) in [
        (Some("de-AT"), "AT"),
        (Some("en_GB.UTF-8"), "GB"),
        (Some("zh-Hant-TW"), "TW"),
        (Some("sr_RS@latin"), "RS"),
        (Some("pt-br"), "BR"),
        (Some("es-419"), "US"),
        (Some("de"), "US"),
        (Some("C"), "US"),
        (Some("xx-ZZ"), "US"),
        (Some(""), "US"),
        (None, "US"),
    ] {
        assert_eq!(default_country(locale), country, "{locale:?}");
    }
}

#[test]
fn each_dial_code_has_one_main_country() {
    let countries = countries();
    let main = |dial_code| {
        let mains = countries.iter().filter(|it| it.dial_code == dial_code && it.main);
        mains.map(|it| it.iso.as_str()).collect::<Vec<_>>()
    };
    for country in countries {
        assert_eq!(main(country.dial_code).len(), 1, "+{}", country.dial_code);
    }
    for (dial_code, iso) in [(1, "US"), (7, "RU"), (44, "GB"), (47, "NO"), (358, "FI")] {
        assert_eq!(main(dial_code), [iso]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn typing_comes_to_the_same_as_pasting(
        country in prop::sample::select(countries()),
        text in r"(\+|00|0)?[0-9 ()-]{0,16}",
    ) {
        let pasted = shown(entry(&country.iso, &text));
        prop_assert_eq!(shown(typed(&country.iso, &text)), pasted);
    }

    #[test]
    fn what_is_shown_means_the_same_as_what_was_typed(
        country in prop::sample::select(countries()),
        text in r"(\+|00)?[0-9]{0,20}",
    ) {
        let first = entry(&country.iso, &text);
        let again = entry(&first.country, &first.formatted);
        prop_assert_eq!(shown(again), shown(first));
    }

    #[test]
    fn any_text_is_answered(country in ".{0,3}", text in ".{0,40}") {
        let entry = entry(&country, &text);
        prop_assert_eq!(entry.typed, text);
    }
}
