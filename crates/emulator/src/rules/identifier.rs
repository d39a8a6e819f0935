//! Identifiers: which kind a text is, how it is masked, and which ones are for tests.

/// A text that names a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Identifier {
    Email(String),
    Phone(String),
}

impl Identifier {
    /// Reads an email address, or a phone number in E.164.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix('+') {
            let valid = (7..=15).contains(&digits.len())
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && !digits.starts_with('0');
            return valid.then(|| Self::Phone(text.to_owned()));
        }
        let (local, domain) = text.rsplit_once('@')?;
        let valid = !local.is_empty()
            && !text.contains(char::is_whitespace)
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty());
        valid.then(|| Self::Email(text.to_ascii_lowercase()))
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Email(text) | Self::Phone(text) => text,
        }
    }

    /// Whether codes for it are always 424242 (contract: test mode).
    pub(crate) fn is_for_tests(&self) -> bool {
        match self {
            Self::Email(email) => email
                .split_once('@')
                .and_then(|(local, _)| local.split_once('+'))
                .is_some_and(|(_, tag)| tag.starts_with("clerk_test")),
            Self::Phone(phone) => is_test_phone(phone),
        }
    }

    /// What a factor shows of it.
    pub(crate) fn masked(&self) -> String {
        match self {
            Self::Email(email) => {
                let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
                let first: String = local.chars().take(1).collect();
                format!("{first}***@{domain}")
            }
            Self::Phone(phone) => {
                let shown = if phone.starts_with("+1") { 2 } else { 3 };
                let start: String = phone.chars().take(shown).collect();
                let end: String =
                    phone.chars().skip(phone.chars().count().saturating_sub(4)).collect();
                format!("{start}*****{end}")
            }
        }
    }
}

/// `+1XXX5550100` to `+1XXX5550199`.
fn is_test_phone(phone: &str) -> bool {
    phone
        .strip_prefix("+1")
        .filter(|rest| rest.len() == 10)
        .and_then(|rest| rest.get(3..))
        .is_some_and(|line| line.starts_with("55501"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_told_from_nonsense() {
        assert_eq!(
            Identifier::parse(" Totp@Latchkey.Example "),
            Some(Identifier::Email("totp@latchkey.example".to_owned()))
        );
        assert_eq!(
            Identifier::parse("+15555550100"),
            Some(Identifier::Phone("+15555550100".to_owned()))
        );
        for nonsense in ["", "totp", "totp@", "@a.b", "a@b", "a@b..c", "a b@c.d", "+0123456", "+12"]
        {
            assert_eq!(Identifier::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn test_addresses_are_recognised() {
        for text in ["a+clerk_test@b.c", "a+clerk_test_1@b.c", "+15555550100", "+12015550199"] {
            assert!(Identifier::parse(text).unwrap().is_for_tests(), "{text}");
        }
        for text in ["a@b.c", "clerk_test@b.c", "+15555550200", "+447700900100"] {
            assert!(!Identifier::parse(text).unwrap().is_for_tests(), "{text}");
        }
    }

    #[test]
    fn masks_show_the_ends_only() {
        let masked = |text: &str| Identifier::parse(text).unwrap().masked();
        assert_eq!(masked("totp@latchkey.example"), "t***@latchkey.example");
        assert_eq!(masked("+15555550100"), "+1*****0100");
        assert_eq!(masked("+447700900123"), "+44*****0123");
    }
}
