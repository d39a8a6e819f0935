//! Which rules of the instance a user name meets so far. It only draws the list: whether the name can
//! be taken is decided by the server.

use latchkey_ipc::view::UsernameRules;

/// A rule, as the list shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// At least this many characters.
    AtLeast(u32),
    /// At most this many characters.
    AtMost(u32),
    /// At least one letter.
    Letter,
    /// Letters, digits, the hyphen and the underscore.
    Characters,
    /// Whatever else is taken: no blanks.
    NoBlanks,
}

/// The rules worth showing, each with whether the name meets it. An upper limit is shown only once it
/// is broken. Which further special characters an instance takes, it does not say.
pub(crate) fn check(rules: UsernameRules, typed: &str) -> Vec<(Rule, bool)> {
    let name = typed.trim();
    let length = name.chars().count();
    let enough = usize::try_from(rules.min_length).is_ok_and(|limit| length >= limit);
    let too_long = usize::try_from(rules.max_length).is_ok_and(|limit| length > limit);
    let mut list = vec![(Rule::AtLeast(rules.min_length), enough)];
    if too_long {
        list.push((Rule::AtMost(rules.max_length), false));
    }
    if !rules.numeric {
        list.push((Rule::Letter, name.contains(|it: char| it.is_ascii_alphabetic())));
    }
    let taken = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
    list.push(if rules.extended {
        (Rule::NoBlanks, !name.is_empty() && !name.contains(char::is_whitespace))
    } else {
        (Rule::Characters, !name.is_empty() && name.chars().all(taken))
    });
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: UsernameRules =
        UsernameRules { min_length: 4, max_length: 8, extended: false, numeric: false };

    fn met(rules: UsernameRules, typed: &str) -> Vec<bool> {
        check(rules, typed).iter().map(|(_, met)| *met).collect()
    }

    #[test]
    fn each_rule_is_met_on_its_own() {
        assert_eq!(met(RULES, ""), [false, false, false]);
        assert_eq!(met(RULES, "1234"), [true, false, true]);
        assert_eq!(met(RULES, "a.b"), [false, true, false]);
        assert_eq!(met(RULES, " ad-_1 "), [true, true, true]);
        assert_eq!(met(RULES, "ämter"), [true, true, false]);
    }

    #[test]
    fn an_instance_that_takes_more_has_fewer_rules() {
        let open = UsernameRules { extended: true, numeric: true, ..RULES };
        assert_eq!(check(open, "1.2!"), [(Rule::AtLeast(4), true), (Rule::NoBlanks, true)]);
        assert_eq!(met(open, "1 2!"), [true, false]);
    }

    #[test]
    fn an_upper_limit_shows_only_when_it_is_broken() {
        assert!(check(RULES, "adabyron1").contains(&(Rule::AtMost(8), false)));
        assert!(!check(RULES, "adabyron").iter().any(|(rule, _)| matches!(rule, Rule::AtMost(_))));
    }
}
