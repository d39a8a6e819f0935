//! The pages of a signed-in person, and who that is.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::icon::{BrandMark, Icon, IconView};
use crate::copy;

#[derive(Properties, PartialEq)]
pub(crate) struct NavigationProps {
    /// Who is signed in.
    pub(crate) name: AttrValue,
    /// Whose initials to show.
    pub(crate) initials_of: AttrValue,
    /// A second line about them.
    pub(crate) detail: Option<AttrValue>,
    /// Goes to the top of the page that is shown.
    pub(crate) on_current: Callback<()>,
}

/// A page that one can go to.
struct Item {
    test_id: &'static str,
    icon: Icon,
    label: &'static str,
}

const ITEMS: &[Item] =
    &[Item { test_id: test_id::NAV_ACCOUNT, icon: Icon::Account, label: "Account" }];

#[component]
pub(crate) fn Navigation(props: &NavigationProps) -> Html {
    let items = ITEMS.iter().map(|item| {
        html! {
            <li>
                <button
                    type="button"
                    class="nav-item"
                    data-testid={item.test_id}
                    aria-current="page"
                    onclick={props.on_current.reform(|_| ())}
                >
                    <IconView icon={item.icon} />
                    { item.label }
                </button>
            </li>
        }
    });
    html! {
        <nav class="navigation" aria-label="Main">
            <div class="brand"><BrandMark /><span>{ copy::BRAND }</span></div>
            <ul class="nav-items">{ for items }</ul>
            <div class="who">
                <Avatar name={props.initials_of.clone()} />
                <div class="who-text">
                    <span class="who-name">{ props.name.clone() }</span>
                    if let Some(detail) = &props.detail {
                        <span class="who-detail">{ detail.clone() }</span>
                    }
                </div>
            </div>
        </nav>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct AvatarProps {
    pub(crate) name: AttrValue,
    #[prop_or_default]
    pub(crate) large: bool,
}

/// A person's initials, or a figure where nobody knows the name.
#[component]
pub(crate) fn Avatar(props: &AvatarProps) -> Html {
    let class = classes!("avatar", props.large.then_some("large"));
    let initials = initials(&props.name);
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
