//! Phone numbers as people read them. What is checked and sent is the backend's affair.

/// Writes an E.164 number with spaces; anything else is given as it is.
pub(crate) fn readable(number: &str) -> String {
    let Some(digits) = number.strip_prefix('+') else { return number.to_owned() };
    if digits.len() < 7 || digits.len() > 15 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let (country, national) = digits.split_at(country_code_length(digits));
    match (country, national.len()) {
        ("1", 10) => {
            let (area, rest) = national.split_at(3);
            let (exchange, line) = rest.split_at(3);
            format!("+1 ({area}) {exchange}-{line}")
        }
        _ => format!("+{country} {}", grouped(national)),
    }
}

/// How many digits the country code has (ITU-T E.164: zones 1 and 7 have one, these have two, all
/// others three).
fn country_code_length(digits: &str) -> usize {
    const TWO: &[&str] = &[
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    if digits.starts_with(['1', '7']) {
        1
    } else if TWO.iter().any(|code| digits.starts_with(code)) {
        2
    } else {
        3
    }
}

/// Groups of three, without a single digit at the end.
fn grouped(national: &str) -> String {
    let mut text = String::new();
    for (index, digit) in national.char_indices() {
        let left = national.len() - index;
        if index > 0 && index % 3 == 0 && left > 1 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spaced_by_their_country() {
        for (number, text) in [
            ("+15555550100", "+1 (555) 555-0100"),
            ("+4740000142", "+47 400 001 42"),
            ("+442079460958", "+44 207 946 0958"),
            ("+353201234567", "+353 201 234 567"),
            ("+1555", "+1555"),
            ("15555550100", "15555550100"),
            ("+1•••0100", "+1•••0100"),
            ("+155555501001234567", "+155555501001234567"),
            ("", ""),
        ] {
            assert_eq!(readable(number), text);
        }
    }
}
