//! Codes of six digits, and how they are told from other numbers.

use crate::digits::digit;
use crate::is_invisible;

/// How many digits a code has that is sent or shown by an app (contract §9 and §11).
pub const CODE_LENGTH: usize = 6;

/// The code in a text: the one number in it that has six digits, with nothing but blanks and dashes
/// between them. None where there is no such number, or where two of them differ. A phone number, a
/// date or a time is never cut to a code.
pub fn code(text: &str) -> Option<String> {
    let mut codes = numbers(text).into_iter().filter_map(Number::code);
    let first = codes.next()?;
    codes.all(|other| other == first).then_some(first)
}

/// Whether a text can be a part of a code that is put together in the field: fewer digits than a
/// code has, and nothing that would make them another number.
pub fn may_be_part_of_code(text: &str) -> bool {
    let plain = |it| digit(it).is_some() || is_joint(it) || is_invisible(it);
    let count = text.chars().filter_map(digit).count();
    count < CODE_LENGTH && text.chars().all(plain)
}

/// A number in a text, with all that people write inside numbers.
#[derive(Default)]
struct Number {
    digits: String,
    /// It is written as no code is: with a plus, brackets, a slash, or points between the digits.
    foreign: bool,
}

impl Number {
    fn code(self) -> Option<String> {
        (self.digits.len() == CODE_LENGTH && !self.foreign).then_some(self.digits)
    }
}

fn numbers(text: &str) -> Vec<Number> {
    let seen: Vec<char> = text.chars().filter(|it| !is_invisible(*it)).collect();
    let mut numbers = Vec::new();
    let mut number = Number::default();
    // Something stands behind the last digit that makes the next one part of another number.
    let mut foreign = false;
    for (place, &character) in seen.iter().enumerate() {
        let before_digit = seen.get(place + 1).is_some_and(|next| digit(*next).is_some());
        if let Some(digit) = digit(character) {
            number.digits.push(digit);
            number.foreign |= foreign;
            foreign = false;
        } else if matches!(character, '+' | '＋') {
            foreign = true;
        } else if is_bracket(character) || (is_point(character) && before_digit) {
            foreign |= !number.digits.is_empty();
        } else if !is_joint(character) {
            numbers.push(std::mem::take(&mut number));
            foreign = false;
        }
    }
    numbers.push(number);
    numbers
}

/// Blanks and dashes, which people write between the digits of one number. A line ends a number.
fn is_joint(character: char) -> bool {
    let is_dash = matches!(
        character,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    );
    let ends_line = matches!(character, '\u{9}'..='\u{d}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    is_dash || (character.is_whitespace() && !ends_line)
}

fn is_bracket(character: char) -> bool {
    matches!(character, '(' | ')' | '/' | '（' | '）' | '／')
}

fn is_point(character: char) -> bool {
    matches!(character, '.' | ',' | ':' | '·' | '．' | '：')
}
