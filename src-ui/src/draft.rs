//! What stands in the sign-in form. It outlives the form for as long as only the Loading page comes
//! between: asking the instance again loses nothing that was typed.

use std::rc::Rc;

use yew::Reducible;

/// What was typed since the sign-in page was reached.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Email address, phone number or user name; none while it is as the view gave it.
    pub(crate) identifier: Option<String>,
    /// The password.
    pub(crate) password: String,
    /// How often the whole form was filled at once.
    pub(crate) filled: u32,
}

/// A change of it. Each stands for itself: a password manager fills two fields before the page is
/// drawn once.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Edit {
    /// The identifier was typed.
    Identifier(String),
    /// The password was typed.
    Password(String),
    /// An account was chosen.
    Fill {
        /// Its identifier.
        identifier: String,
        /// Its password.
        password: String,
    },
    /// The sign-in page was left.
    Leave,
}

impl Reducible for Draft {
    type Action = Edit;

    fn reduce(self: Rc<Self>, edit: Edit) -> Rc<Self> {
        let draft = Self::clone(&self);
        Rc::new(match edit {
            Edit::Identifier(identifier) => Self { identifier: Some(identifier), ..draft },
            Edit::Password(password) => Self { password, ..draft },
            Edit::Fill { identifier, password } => {
                Self { identifier: Some(identifier), password, filled: draft.filled + 1 }
            }
            Edit::Leave => Self::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_fields_that_are_filled_at_once_both_keep_their_text() {
        let edits = [Edit::Identifier("a@example.com".to_owned()), Edit::Password("b".to_owned())];
        let draft = edits.into_iter().fold(Rc::new(Draft::default()), Draft::reduce);
        assert_eq!(draft.identifier.as_deref(), Some("a@example.com"));
        assert_eq!(draft.password, "b");
    }

    #[test]
    fn nothing_typed_is_kept_once_the_page_was_left() {
        let draft = Rc::new(Draft::default()).reduce(Edit::Password("b".to_owned()));
        assert!(draft.reduce(Edit::Leave).password.is_empty());
    }
}
