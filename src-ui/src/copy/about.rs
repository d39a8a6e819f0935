//! The words of the page about the program.

use latchkey_ipc::view::LicencesView;

use crate::said::quote;

pub(crate) const TITLE: &str = "About this app";
/// The same in the title of the window.
pub(crate) const ENTRY: &str = "About";
pub(crate) const INDEPENDENT: &str =
    "It works with accounts kept by Clerk. Clerk doesn’t make it, and isn’t responsible for it.";
pub(crate) const BACK: &str = "Back";

pub(crate) const VERSION: &str = "Version";
pub(crate) const COMMIT: &str = "Commit";
pub(crate) const BUILT: &str = "Built on";
pub(crate) const LICENCE: &str = "Licence";

pub(crate) const THIRD_PARTY: &str = "Third-party licences";
pub(crate) const THIRD_PARTY_ABOUT: &str = "What others made and this app contains.";
pub(crate) const READING: &str = "Reading the list…";
pub(crate) const SEARCH: &str = "Search by name or licence";
pub(crate) const NONE_FOUND: &str = "Nothing on the list has this in its name or licence.";

/// How much of the list is shown.
pub(crate) fn count(shown: usize, all: usize) -> String {
    match (shown, all) {
        (1, 1) => "1 part".to_owned(),
        _ if shown == all => format!("{all} parts"),
        _ => format!("{shown} of {all} parts"),
    }
}

/// What the text of a licence is called, by its number among those of a part.
pub(crate) fn text_of(name: &str, number: usize, all: usize) -> String {
    if all == 1 {
        format!("Licence of {name}")
    } else {
        format!("Licence of {name}, text {number} of {all}")
    }
}

/// Why there is no list: what happened, and what to do. None where there is one.
pub(crate) fn trouble(view: &LicencesView) -> Option<(&'static str, String, String)> {
    let again = "Install this app again to put it back.";
    Some(match view {
        LicencesView::Listed(_) => return None,
        LicencesView::Missing { path } => (
            "missing",
            "The list isn’t here".to_owned(),
            format!(
                "It comes with a package of this app, and should be at {}. {again} For a program that you built, cargo xtask licences makes it.",
                quote(path)
            ),
        ),
        LicencesView::Unreadable { path, why } => (
            "unreadable",
            "The list can’t be read".to_owned(),
            format!(
                "The system says: {}. Make {} readable for you, or install this app again.",
                quote(why),
                quote(path)
            ),
        ),
        LicencesView::TooLarge { path } => (
            "too_large",
            "The list is too large to be one".to_owned(),
            format!("Something else is at {}. {again}", quote(path)),
        ),
        LicencesView::Damaged { path } => (
            "damaged",
            "The list is damaged".to_owned(),
            format!("What is at {} isn’t a list of licences. {again}", quote(path)),
        ),
    })
}

/// The same where the backend gave no answer.
pub(crate) fn no_answer() -> (&'static str, String, String) {
    (
        "no_answer",
        "The list couldn’t be asked for".to_owned(),
        "Try again. If it stays like this, close this app and open it again.".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_in_words() {
        assert_eq!(count(1, 1), "1 part");
        assert_eq!(count(431, 431), "431 parts");
        assert_eq!(count(0, 431), "0 of 431 parts");
    }
}
