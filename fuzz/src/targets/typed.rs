//! Identifiers, codes and backup codes, as they are typed and pasted.

use latchkey_typed::{
    CODE_LENGTH, backup_code, code, digit, digits, identifier, is_invisible, may_be_part_of_code,
};

use super::text;

/// What was read once is read the same, and holds nothing that nobody sees.
pub(crate) fn run(input: &[u8]) {
    let text = text(input);
    for read in [identifier, backup_code] {
        let found = read(&text);
        assert_eq!(read(&found), found, "read again");
        assert_eq!(read(&marked(&text)), found, "with marks inside");
        assert!(found.trim() == found && !found.contains(is_invisible), "{found:?}");
    }
    let is_plain = |it: char| digit(it).is_none_or(|digit| digit == it);
    assert!(backup_code(&text).chars().all(is_plain));
    if let Some(found) = code(&text) {
        assert!(found.len() == CODE_LENGTH && found.bytes().all(|it| it.is_ascii_digit()));
        assert!(digits(&text).contains(&found), "{found} is not in the text");
        assert_eq!(code(&found).as_ref(), Some(&found), "read again");
        assert!(!may_be_part_of_code(&text), "it is a whole code");
    }
    assert_eq!(code(&marked(&text)), code(&text), "with marks inside");
    assert_eq!(may_be_part_of_code(&marked(&text)), may_be_part_of_code(&text));
    assert!(!may_be_part_of_code(&text) || digits(&text).len() < CODE_LENGTH);
}

/// The same text as it may come from a letter: with a mark that nobody sees around each character.
fn marked(text: &str) -> String {
    text.chars().flat_map(|it| ['\u{200b}', it, '\u{2060}']).collect()
}
