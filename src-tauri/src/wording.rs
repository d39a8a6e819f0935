//! What is repeated in a message for whoever started the program: little of it, and on one line.

/// The beginning of a text that somebody gave, with a sign where more of it follows.
pub(crate) fn beginning(text: &str, characters: usize) -> String {
    let start: String = text.chars().take(characters).collect();
    let rest = if start.len() < text.len() { "…" } else { "" };
    format!("{start}{rest}")
}

/// The text with every character that would do something to a terminal written out.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut line, character| {
        if character.is_control() {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
        line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_beginning_of_a_long_text_is_repeated() {
        assert_eq!(beginning("grün", 4), "grün");
        assert_eq!(beginning("grüner", 4), "grün…");
        assert_eq!(beginning("", 4), "");
    }

    #[test]
    fn no_character_starts_a_line_or_talks_to_the_terminal() {
        assert_eq!(one_line("a\nb\u{1b}[31m\u{7}"), "a\\nb\\u{1b}[31m\\u{7}");
        assert_eq!(one_line("C:\\Data 'ü'"), "C:\\Data 'ü'");
    }
}
