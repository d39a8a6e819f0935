//! A person, in a small circle.

use yew::prelude::*;

use crate::components::icon::{Icon, IconView};

/// A person's initials, or a figure where the name is not known.
pub(crate) fn avatar(name: &str, large: bool) -> Html {
    let class = classes!("avatar", large.then_some("large"));
    let initials = initials(name);
    html! {
        <span {class} aria-hidden="true">
            if initials.is_empty() {
                <IconView icon={Icon::Account} />
            } else {
                { initials }
            }
        </span>
    }
}

/// The first letters of the first and last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()))
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, letters) in [
            ("All Factors", "AF"),
            ("Ada B. Lovelace", "AL"),
            ("ada@example.com", "A"),
            ("  ", ""),
            ("Émile (Work) Zola", "ÉZ"),
        ] {
            assert_eq!(initials(name), letters);
        }
    }
}
