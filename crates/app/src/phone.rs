//! Phone numbers: what is being typed, what can be sent, and how people write them.
//!
//! The rules of the world's numbering plans are those of `rlibphonenumber`. A number is refused here
//! only where none of that length can exist in its country: which of the possible ones are in use is
//! for the server to say, and numbers set aside for tests are among them.

mod countries;
#[cfg(test)]
mod tests;
mod writing;

use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{PhoneEntry, PhoneVerdict};
use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat, Region,
    ValidationError, get_national_significant_number_owned,
};

pub use countries::countries;
pub(crate) use countries::default_country;

/// The most digits of a number with its dial code (E.164). The plans of some countries have longer
/// ones, which nobody abroad can dial.
const MOST_DIGITS: usize = 15;

/// More digits than any number has, with everything that can be dialled before it.
const TOO_MANY_DIGITS: usize = 21;

/// Reads what stands in the field: digits of any script, with whatever people put between them. A
/// number that begins with `+`, with `00` or with the country's own way to dial abroad brings its
/// own country. A number gives the same whether it is typed or pasted.
pub(crate) fn entry(country: &str, text: &str) -> PhoneEntry {
    let read = Reading::of(country, text);
    PhoneEntry {
        country: read.region.to_string(),
        typed: text.to_owned(),
        formatted: read.formatted,
        verdict: match read.outcome {
            Ok(e164) => PhoneVerdict::Valid { formatted: formatted(&e164), e164 },
            Err(ErrorCode::PhoneIncomplete) => PhoneVerdict::Incomplete,
            Err(code) => PhoneVerdict::Invalid { code },
        },
    }
}

/// The number in E.164 form, as it is sent.
///
/// # Errors
///
/// [`ErrorCode::PhoneIncomplete`], [`ErrorCode::PhoneTooLong`] or [`ErrorCode::PhoneInvalid`].
pub(crate) fn checked(country: &str, text: &str) -> Result<String, ErrorCode> {
    Reading::of(country, text).outcome
}

/// Whether nothing but a phone number is written like this: digits, and what people put between them.
pub(crate) fn looks_like_one(text: &str) -> bool {
    Typed::read(text).is_some_and(|typed| !typed.digits.is_empty())
}

/// A number in E.164 form as people write it. What is no number stays as it is.
pub(crate) fn formatted(e164: &str) -> String {
    PHONE_NUMBER_UTIL.parse(e164, None).map_or_else(
        |_| e164.to_owned(),
        |number| number.format_as(PhoneNumberFormat::International).into_owned(),
    )
}

/// What a text was found to be.
struct Reading {
    region: Region,
    formatted: String,
    outcome: Result<String, ErrorCode>,
}

impl Reading {
    fn of(country: &str, text: &str) -> Self {
        let chosen = Region::from_code(country)
            .ok()
            .filter(|region| countries::has_numbers(*region))
            .unwrap_or(countries::FALLBACK);
        let Some(typed) = Typed::read(text) else {
            let outcome = Err(ErrorCode::PhoneInvalid);
            return Self { region: chosen, formatted: text.to_owned(), outcome };
        };
        if typed.digits.len() >= TOO_MANY_DIGITS {
            let plus = if typed.abroad { "+" } else { "" };
            let formatted = format!("{plus}{}", typed.digits);
            return Self { region: chosen, formatted, outcome: Err(ErrorCode::PhoneTooLong) };
        }
        if typed.abroad {
            Self::international(chosen, &typed.digits)
        } else {
            Self::national(chosen, &typed.digits)
        }
    }

    /// What was typed after `+`.
    fn international(chosen: Region, digits: &str) -> Self {
        let Some((dial_code, rest)) = split_dial_code(digits) else {
            let outcome = Err(if may_begin_a_dial_code(digits) {
                ErrorCode::PhoneIncomplete
            } else {
                ErrorCode::PhoneInvalid
            });
            return Self { region: chosen, formatted: format!("+{digits}"), outcome };
        };
        let (number, rest) = abroad(dial_code, rest);
        // None for numbers of no country, as satellites have them.
        let home = PHONE_NUMBER_UTIL
            .get_region_for_country_code(dial_code)
            .filter(|region| countries::has_numbers(*region));
        let written = writing::international(dial_code, home, rest);
        Self {
            region: written.region.or(home).unwrap_or(chosen),
            formatted: written.text,
            outcome: outcome(number),
        }
    }

    /// What was typed as it is dialled inside the country.
    fn national(region: Region, digits: &str) -> Self {
        let mut number = PHONE_NUMBER_UTIL.parse(digits, Some(region));
        if let Ok(found) = &number {
            let (code, rest) = (found.country_code, get_national_significant_number_owned(found));
            if Some(code) != PHONE_NUMBER_UTIL.get_country_code_for_region(region) {
                // It begins with the country's own way to dial abroad.
                return Self::international(region, &format!("{code}{rest}"));
            }
            // Countries that share a dial code do not take the same prefixes away.
            number = abroad(code, &rest).0;
        }
        Self { region, formatted: writing::national(region, digits), outcome: outcome(number) }
    }
}

/// The digits in a text.
struct Typed {
    /// Whether they begin with a dial code.
    abroad: bool,
    digits: String,
}

impl Typed {
    /// None where there is something in it that no phone number has.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = match text.split_at_checked("tel:".len()) {
            Some((scheme, number)) if scheme.eq_ignore_ascii_case("tel:") => number,
            _ => text,
        };
        let before_digits = text.split(char::is_numeric).next().unwrap_or_default();
        let pluses = |text: &str| text.chars().filter(|it| matches!(it, '+' | '＋')).count();
        let plus = pluses(before_digits) == 1;
        let foreign = |it: char| it.is_alphabetic() || "#*;,@&=?".contains(it);
        if text.contains(foreign) || pluses(text) > usize::from(plus) {
            return None;
        }
        let digits = PHONE_NUMBER_UTIL.normalize_digits_only(text);
        let abroad = plus || digits.starts_with("00");
        // No dial code begins with 0.
        let digits = if abroad { digits.trim_start_matches('0').to_owned() } else { digits };
        Some(Self { abroad, digits })
    }
}

/// The dial code at the beginning, and what follows it.
fn split_dial_code(digits: &str) -> Option<(i32, &str)> {
    (1..=3).find_map(|length| {
        let (beginning, rest) = digits.split_at_checked(length)?;
        let dial_code = beginning.parse().ok()?;
        let known = PHONE_NUMBER_UTIL.get_supported_calling_codes().any(|it| it == dial_code);
        known.then_some((dial_code, rest))
    })
}

/// The number behind a dial code as everybody abroad reads it, and its digits: without the prefix that
/// is dialled inside the country only, as in `+44 (0)7700`.
fn abroad(dial_code: i32, mut rest: &str) -> (Result<PhoneNumber, ParseError>, &str) {
    loop {
        let number = PHONE_NUMBER_UTIL.parse(format!("+{dial_code}{rest}"), None);
        let significant = number.as_ref().map(get_national_significant_number_owned);
        match significant.ok().and_then(|it| rest.strip_suffix(it.as_str())) {
            Some(prefix) if !prefix.is_empty() => rest = rest.split_at(prefix.len()).1,
            Some(_) | None => return (number, rest),
        }
    }
}

fn may_begin_a_dial_code(digits: &str) -> bool {
    PHONE_NUMBER_UTIL.get_supported_calling_codes().any(|it| it.to_string().starts_with(digits))
}

fn outcome(number: Result<PhoneNumber, ParseError>) -> Result<String, ErrorCode> {
    let number = number.map_err(|error| match error {
        ParseError::InvalidCountryCode => ErrorCode::PhoneInvalid,
        ParseError::TooLongNsn => ErrorCode::PhoneTooLong,
        ParseError::NotANumber(_) | ParseError::TooShortAfterIdd | ParseError::TooShortNsn => {
            ErrorCode::PhoneIncomplete
        }
    })?;
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {
            let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
            let fits = e164.len() <= "+".len() + MOST_DIGITS;
            if fits { Ok(e164) } else { Err(ErrorCode::PhoneTooLong) }
        }
        // Without its area code it cannot be reached from elsewhere.
        Ok(NumberLengthType::IsPossibleLocalOnly)
        | Err(ValidationError::TooShort | ValidationError::InvalidLength) => {
            Err(ErrorCode::PhoneIncomplete)
        }
        Err(ValidationError::TooLong) => Err(ErrorCode::PhoneTooLong),
        Err(ValidationError::InvalidCountryCode) => Err(ErrorCode::PhoneInvalid),
    }
}
