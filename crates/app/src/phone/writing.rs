//! How people write the beginning of a number.
//!
//! Only whole numbers have a written form. So the digits typed are completed with those of an
//! example from the numbering plan, and of how that is written, the part that was typed is shown.

use super::countries::has_numbers;
use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region,
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
    let completions = completions(home, digits, |completed| {
        PHONE_NUMBER_UTIL.parse(format!("+{dial_code}{completed}"), None).ok()
    });
    let text = completions.iter().find_map(|(_, number)| {
        let written = number.format_as(PhoneNumberFormat::International);
        beginning(&written, &format!("{dial_code}{digits}"))
    });
    Written {
        text: text.unwrap_or_else(|| format!("+{dial_code} {digits}").trim_end().to_owned()),
        region: completions
            .iter()
            .find_map(|(_, number)| number.get_region_code())
            .filter(|region| has_numbers(*region)),
    }
}

/// The digits as they are dialled inside the region, with or without the prefix that is put before
/// numbers there.
pub(super) fn national(region: Region, digits: &str) -> String {
    let completions =
        completions(Some(region), digits, |it| PHONE_NUMBER_UTIL.parse(it, Some(region)).ok());
    let text = completions.iter().find_map(|(dialled, number)| {
        let national = number.format_as(PhoneNumberFormat::National);
        let international = number.format_as(PhoneNumberFormat::International);
        let international = international.strip_prefix(&format!("+{} ", number.country_code))?;
        let written =
            |digits| beginning(&national, digits).or_else(|| beginning(international, digits));
        // Where something is dialled before it that is not written, as the 1 in North America.
        let with_prefix = || {
            let prefix = dialled.strip_suffix(&get_national_significant_number_owned(number))?;
            let text = written(digits.strip_prefix(prefix)?)?;
            Some(format!("{prefix} {text}").trim_end().to_owned())
        };
        written(digits).or_else(with_prefix)
    });
    text.unwrap_or_else(|| digits.to_owned())
}

/// Whole numbers that begin with these digits, with what would be dialled for them. The likeliest is
/// first: what was typed, if it is a number in use already, then the digits completed.
fn completions(
    region: Option<Region>,
    digits: &str,
    parse: impl Fn(&str) -> Option<PhoneNumber>,
) -> Vec<(String, PhoneNumber)> {
    let examples = KINDS.into_iter().filter_map(|kind| {
        PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region?, kind).ok()
    });
    let completed = examples.flat_map(|example| {
        let significant = get_national_significant_number_owned(&example);
        let national = example.format_as(PhoneNumberFormat::National);
        [
            PHONE_NUMBER_UTIL.normalize_digits_only(&national),
            format!("{}{significant}", example.country_code),
            significant,
        ]
        .into_iter()
        .filter_map(|example| Some(format!("{digits}{}", example.get(digits.len()..)?)))
    });
    let mut numbers: Vec<_> = std::iter::once(digits.to_owned())
        .chain(completed)
        .filter_map(|dialled| parse(&dialled).map(|number| (dialled, number)))
        .filter(|(_, number)| number.is_possible_with_reason() == Ok(NumberLengthType::IsPossible))
        .collect();
    numbers.sort_by_cached_key(|(dialled, number)| {
        let typed = dialled == digits;
        let valid = number.is_valid();
        // A beginning may have the length of a short number that nobody has.
        (!valid, typed != valid)
    });
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
                    return Some(
                        text.trim_end_matches(|it: char| " -./()".contains(it)).to_owned(),
                    );
                }
            }
        }
        text.push(character);
    }
    wanted.next().is_none().then_some(text)
}
