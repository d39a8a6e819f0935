//! How people write the beginning of a number.
//!
//! Only whole numbers have a written form. So the digits typed are completed with those of an
//! example from the numbering plan, and of how that is written, the part that was typed is shown.

use super::countries::has_numbers;
use rlibphonenumber::{
    PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region,
    get_national_significant_number_owned,
};

/// Most people type the first.
const KINDS: [PhoneNumberType; 3] =
    [PhoneNumberType::Mobile, PhoneNumberType::FixedLine, PhoneNumberType::TollFree];

/// The beginning of a number with its dial code.
pub(super) struct Written {
    /// As people write it.
    pub(super) text: String,
    /// The region that it belongs to, as far as the digits tell.
    pub(super) region: Option<Region>,
}

/// The digits after a dial code, of which `home` is the main region.
pub(super) fn international(dial_code: i32, home: Option<Region>, digits: &str) -> Written {
    let numbers = completions(home, digits, |completed| {
        PHONE_NUMBER_UTIL.parse(format!("+{dial_code}{completed}"), None).ok()
    });
    let text = numbers.iter().find_map(|number| {
        let written = number.format_as(PhoneNumberFormat::International);
        beginning(&written, &format!("{dial_code}{digits}"))
    });
    Written {
        text: text.unwrap_or_else(|| format!("+{dial_code} {digits}").trim_end().to_owned()),
        // Numbers of no country, as satellites have them, leave the country as it is.
        region: numbers
            .iter()
            .find_map(PhoneNumber::get_region_code)
            .filter(|region| has_numbers(*region)),
    }
}

/// The digits as they are dialled inside the region, with or without the prefix that is put before
/// numbers there.
pub(super) fn national(region: Region, digits: &str) -> String {
    let numbers =
        completions(Some(region), digits, |it| PHONE_NUMBER_UTIL.parse(it, Some(region)).ok());
    let text = numbers.iter().find_map(|number| {
        beginning(&number.format_as(PhoneNumberFormat::National), digits).or_else(|| {
            let written = number.format_as(PhoneNumberFormat::International);
            let without_code = written.strip_prefix(&format!("+{} ", number.country_code))?;
            beginning(without_code, digits)
        })
    });
    text.unwrap_or_else(|| digits.to_owned())
}

/// Numbers that begin with these digits, the likeliest first: what was typed, if it is a whole
/// number, then the digits completed.
fn completions(
    region: Option<Region>,
    digits: &str,
    parse: impl Fn(&str) -> Option<PhoneNumber>,
) -> Vec<PhoneNumber> {
    let examples = KINDS.into_iter().filter_map(|kind| {
        PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region?, kind).ok()
    });
    let completed = examples.flat_map(|example| {
        let national = example.format_as(PhoneNumberFormat::National);
        [
            get_national_significant_number_owned(&example),
            PHONE_NUMBER_UTIL.normalize_digits_only(&national),
        ]
        .into_iter()
        .filter_map(|example| Some(format!("{digits}{}", example.get(digits.len()..)?)))
    });
    let numbers: Vec<_> =
        std::iter::once(digits.to_owned()).chain(completed).filter_map(|it| parse(&it)).collect();
    let (mut numbers, others): (Vec<_>, Vec<_>) =
        numbers.into_iter().partition(PhoneNumber::is_valid);
    numbers.extend(others.into_iter().filter(|it| it.is_possible_with_reason().is_ok()));
    numbers
}

/// The part of a written number that has these digits, if it begins with them.
fn beginning(written: &str, digits: &str) -> Option<String> {
    let mut wanted = digits.bytes();
    let mut text = String::new();
    for character in written.chars() {
        if character.is_ascii_digit() {
            match wanted.next() {
                Some(digit) if char::from(digit) == character => {}
                Some(_) => return None,
                None => {
                    return Some(text.trim_end_matches(|it: char| " -./(".contains(it)).to_owned());
                }
            }
        }
        text.push(character);
    }
    wanted.next().is_none().then_some(text)
}
