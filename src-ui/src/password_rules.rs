//! Which rules of the instance a new password meets so far. It only draws the list: whether the
//! password is good enough is decided by the server.

use latchkey_ipc::view::{CharacterClass, PasswordRules};

/// A rule, as the list shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// At least this many characters.
    AtLeast(u32),
    /// At most this many characters.
    AtMost(u32),
    /// At least one of these.
    OneOf(CharacterClass),
}

/// The rules worth showing, each with whether the password meets it. An upper limit is shown only
/// once it is broken.
pub(crate) fn check(rules: &PasswordRules, password: &str) -> Vec<(Rule, bool)> {
    let length = password.chars().count();
    let at_least = |limit: u32| usize::try_from(limit).is_ok_and(|limit| length >= limit);
    let too_long = usize::try_from(rules.max_length).is_ok_and(|limit| length > limit);
    let mut list = vec![(Rule::AtLeast(rules.min_length), at_least(rules.min_length))];
    if too_long {
        list.push((Rule::AtMost(rules.max_length), false));
    }
    list.extend(rules.required.iter().map(|class| (Rule::OneOf(*class), has(*class, password))));
    list
}

fn has(class: CharacterClass, password: &str) -> bool {
    match class {
        CharacterClass::Number => password.chars().any(|c| c.is_ascii_digit()),
        CharacterClass::Uppercase => password.chars().any(char::is_uppercase),
        CharacterClass::Lowercase => password.chars().any(char::is_lowercase),
        CharacterClass::Special => password.chars().any(|c| !c.is_alphanumeric()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_met_on_its_own() {
        let rules = PasswordRules {
            min_length: 8,
            max_length: 12,
            required: vec![CharacterClass::Number, CharacterClass::Special],
        };
        let met =
            |password| check(&rules, password).iter().map(|(_, met)| *met).collect::<Vec<_>>();
        assert_eq!(met(""), [false, false, false]);
        assert_eq!(met("abcdefgh"), [true, false, false]);
        assert_eq!(met("abcdefg1!"), [true, true, true]);
        assert_eq!(met("äöüäöüäö"), [true, false, false], "characters count, not bytes");
    }

    #[test]
    fn an_upper_limit_shows_only_when_it_is_broken() {
        let rules = PasswordRules { min_length: 1, max_length: 3, required: Vec::new() };
        assert_eq!(check(&rules, "abc"), [(Rule::AtLeast(1), true)]);
        assert_eq!(check(&rules, "abcd"), [(Rule::AtLeast(1), true), (Rule::AtMost(3), false)]);
    }
}
