//! The words for what is wrong with the command line.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use latchkey_fapi_types::key::KeyProblem;

use crate::wording::{beginning, one_line};

/// How much of a bad option is repeated.
const SHOWN_CHARACTERS: usize = 20;

/// A fault of the command line, in one line.
#[expect(clippy::wildcard_enum_match_arm, reason = "our options lead to these kinds only")]
pub(super) fn told(error: &clap::Error) -> String {
    let argument = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => argument.as_str(),
        _ => "",
    };
    // An option comes with its placeholder.
    let option = argument.split(' ').next().unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument if is_secret_key(argument) => KeyProblem::SecretKey.to_string(),
        ErrorKind::UnknownArgument => {
            format!("there is no option {}; --help lists all of them", shown(argument))
        }
        ErrorKind::InvalidValue => format!("{option} needs a value"),
        ErrorKind::TooManyValues => format!("{option} takes no value"),
        ErrorKind::ArgumentConflict => format!("{option} may be given once only"),
        other => format!("the options cannot be read: {other}"),
    }
}

/// What was typed, for a message: the beginning of it, and nothing of a secret key.
pub(super) fn shown(text: &str) -> String {
    if is_secret_key(text) {
        return "a secret key".to_owned();
    }
    format!("'{}'", one_line(&beginning(text, SHOWN_CHARACTERS)))
}

/// Whether there is a secret key in the text.
pub(super) fn is_secret_key(text: &str) -> bool {
    text.contains("sk_")
}
