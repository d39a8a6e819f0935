//! A phone number while it is typed: what an edit means, and where the caret stands once the number
//! is written as people write it. What a number is, the backend knows.

/// What stands in the field, and the caret in it, in UTF-16 units as browsers count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) text: String,
    pub(crate) caret: u32,
}

/// What an edit of a formatted number leaves. Where a key deleted nothing but a separator, the digit
/// beside it goes too: formatting would put the separator back, and the key would seem dead.
pub(crate) fn edited(before: &str, after: Typed, forward: bool) -> Typed {
    let deleted = before.chars().count() == after.text.chars().count() + 1;
    if !deleted || counted(before) != counted(&after.text) {
        return after;
    }
    let left = counted_before(&after.text, after.caret);
    let gone = if forward { Some(left) } else { left.checked_sub(1) };
    let Some(gone) = gone else { return after };
    let mut place = 0;
    let text: String = after
        .text
        .chars()
        .filter(|character| {
            let this = counts(*character) && place == gone;
            place += usize::from(counts(*character));
            !this
        })
        .collect();
    let caret = if forward { after.caret } else { caret_behind(&text, gone) };
    Typed { text, caret }
}

/// Where a caret stands after `before` was replaced by `after`, the same number written otherwise:
/// behind the same digit, or at the end where it was at the end.
pub(crate) fn caret_in(after: &str, before: &str, caret: u32) -> u32 {
    if caret >= utf16_len(before) {
        utf16_len(after)
    } else {
        caret_behind(after, counted_before(before, caret))
    }
}

/// The number without the dial code that it begins with, for when another country is chosen.
pub(crate) fn without_dial_code(text: &str, dial_code: u16) -> String {
    let Some(rest) = text.trim_start().strip_prefix('+') else { return text.to_owned() };
    let mut rest = rest.trim_start();
    for digit in dial_code.to_string().chars() {
        let Some(shorter) = rest.strip_prefix(digit) else { return text.to_owned() };
        rest = shorter;
    }
    rest.trim_start_matches(|character| !counts(character)).to_owned()
}

/// Whether a character is part of a number, not of how it is written.
fn counts(character: char) -> bool {
    character.is_numeric() || matches!(character, '+' | '＋')
}

fn counted(text: &str) -> String {
    text.chars().filter(|character| counts(*character)).collect()
}

fn counted_before(text: &str, caret: u32) -> usize {
    let mut at = 0;
    let mut count = 0;
    for character in text.chars() {
        if at >= caret {
            break;
        }
        at += utf16_units(character);
        count += usize::from(counts(character));
    }
    count
}

fn caret_behind(text: &str, count: usize) -> u32 {
    let (mut at, mut seen) = (0, 0);
    for character in text.chars() {
        if seen == count {
            break;
        }
        at += utf16_units(character);
        seen += usize::from(counts(character));
    }
    at
}

fn utf16_len(text: &str) -> u32 {
    text.chars().map(utf16_units).sum()
}

fn utf16_units(character: char) -> u32 {
    if character.len_utf16() == 1 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stays_behind_the_same_digit() {
        for (before, after, expected) in [
            ("5|", "5|", "5|"),
            ("5555|", "(555) 5|", "at the end it stays at the end"),
            ("55|5555", "(55|5) 555", "in the middle"),
            ("|555", "|(555", "at the start"),
            ("+47|40", "+47| 40", "a dial code counts"),
            ("(555) |555", "555| 555", "a separator does not count"),
        ] {
            let (before, caret) = split(before);
            let (after, place) = split(after);
            assert_eq!(caret_in(&after, &before, caret), place, "{expected}");
        }
    }

    #[test]
    fn deleting_a_separator_deletes_the_digit_beside_it() {
        for (before, after, forward, left) in [
            ("(555) 555", "(555)|555", false, "(55|)555"),
            ("(555) 555", "(555)|555", true, "(555)|55"),
            ("(555) 555", "(555 |555", false, "(55| 555"),
            ("555-0100", "555|0100", false, "55|0100"),
        ] {
            let (text, caret) = split(after);
            let typed = edited(before, Typed { text, caret }, forward);
            assert_eq!((typed.text, typed.caret), split(left));
        }
    }

    #[test]
    fn every_other_edit_is_taken_as_it_is() {
        for (before, after) in [
            ("(555) 555", "(555) 55|"),
            ("555", "5551|"),
            ("555", "|"),
            ("(555) 555", "(55|) 555"),
            ("(555", "|555"),
            ("", "+47 400 00 142|"),
        ] {
            let (text, caret) = split(after);
            let typed = Typed { text, caret };
            assert_eq!(edited(before, typed.clone(), false), typed, "{before} -> {after}");
        }
    }

    #[test]
    fn another_country_takes_the_dial_code_away() {
        for (text, dial_code, rest) in [
            ("+1 (555) 555-0100", 1, "555) 555-0100"),
            ("+47 400 00 142", 47, "400 00 142"),
            ("+47", 47, ""),
            ("+44 20", 47, "+44 20"),
            ("400 00 142", 47, "400 00 142"),
            ("", 47, ""),
        ] {
            assert_eq!(without_dial_code(text, dial_code), rest);
        }
    }

    /// A text with a bar for the caret.
    fn split(text: &str) -> (String, u32) {
        let (left, right) = text.split_once('|').unwrap();
        (format!("{left}{right}"), utf16_len(left))
    }
}
