//! What people type and paste: the digits, identifiers and codes in it. The page and the backend read
//! with the same rules, so that a field shows what is then sent.
//!
//! People copy from letters, chats and other apps, and type on keyboards of every script. Marks that
//! nobody sees come with that, blanks of every kind, and digits that are not those of ASCII.

mod code;
mod digits;
#[cfg(test)]
mod tests;

pub use code::{CODE_LENGTH, code, may_be_part_of_code};
pub use digits::{digit, digits};

/// An email address, a phone number or a user name as it is sent: without the marks that nobody sees,
/// and without blanks around it.
pub fn identifier(text: &str) -> String {
    visible(text)
}

/// A backup code as it is sent. Only the server knows its form, so all that can be seen stays as it
/// is; a digit of another script is the digit.
pub fn backup_code(text: &str) -> String {
    visible(text).chars().map(|it| digit(it).unwrap_or(it)).collect()
}

fn visible(text: &str) -> String {
    let seen: String = text.chars().filter(|it| !is_invisible(*it)).collect();
    seen.trim().to_owned()
}

/// Whether a character takes no room and means nothing by itself: marks of direction, joiners, soft
/// hyphens, byte order marks and control characters. A blank is none of them.
pub fn is_invisible(character: char) -> bool {
    // Unicode calls most of them 'default ignorable'.
    let is_ignorable = matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    is_ignorable || (character.is_control() && !character.is_whitespace())
}
