//! The pages of a signed-in person, and who that is.

use latchkey_ipc::test_id;
use latchkey_ipc::view::{self, Page};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::{BrandMark, Icon, IconView};
use crate::copy::{self, about, window};
use crate::frame::use_frame;
use crate::said::said;

#[derive(Properties, PartialEq)]
pub(crate) struct NavigationProps {
    /// Who is signed in, and where they can go.
    pub(crate) navigation: view::Navigation,
    /// The page about the program is shown, over the current one.
    pub(crate) about: bool,
    /// Shows another page.
    pub(crate) on_open: Callback<Page>,
    /// Shows the page about the program.
    pub(crate) on_about: Callback<()>,
}

#[component]
pub(crate) fn Navigation(props: &NavigationProps) -> Html {
    let frame = use_frame();
    let view::Navigation { name, identifier, pages, current, setup } = &props.navigation;
    let items = pages.iter().filter_map(|page| {
        let (test_id, icon) = entry(*page, *setup)?;
        let page = *page;
        Some(html! {
            <li key={test_id}>
                <Button
                    kind={Kind::NavItem}
                    {test_id}
                    {icon}
                    label={window::entry(page, *setup)}
                    current={(page == *current && !props.about).then_some("page")}
                    on_press={props.on_open.reform(move |()| page)}
                />
            </li>
        })
    });
    let detail = identifier.as_ref().filter(|_| name.is_some());
    let name = name.as_ref().or(identifier.as_ref());
    // A task that has the window to itself leads nowhere: what is typed there would be lost.
    let leads_to_about = props.about || !pages.is_empty();
    html! {
        <nav class="navigation" aria-label={window::NAVIGATION}>
            <div class="brand"><BrandMark /><span>{ &frame.product }</span></div>
            <ul class="nav-items">{ for items }</ul>
            if leads_to_about {
                <ul class="nav-end">
                    <li>
                        <Button
                            kind={Kind::NavItem}
                            test_id={test_id::NAV_ABOUT}
                            icon={Icon::Info}
                            label={about::ENTRY}
                            current={props.about.then_some("page")}
                            on_press={props.on_about.clone()}
                        />
                    </li>
                </ul>
            }
            <div class="who">
                { avatar(name.map_or("", String::as_str), false) }
                <div class="who-text">
                    <span class="who-name">
                        { name.map_or_else(|| html! { copy::NOBODYS_NAME }, |name| said(name)) }
                    </span>
                    if let Some(detail) = detail {
                        <span class="who-detail">{ said(detail) }</span>
                    }
                </div>
            </div>
        </nav>
    }
}

/// How a page is shown in the navigation; none for those that belong to another.
fn entry(page: Page, setup: bool) -> Option<(&'static str, Icon)> {
    match page {
        Page::Account if setup => Some((test_id::NAV_ACCOUNT, Icon::List)),
        Page::Account => Some((test_id::NAV_ACCOUNT, Icon::Account)),
        Page::ManageMfa => Some((test_id::NAV_MFA, Icon::Shield)),
        Page::Devices => Some((test_id::NAV_DEVICES, Icon::Devices)),
        Page::ThisDevice => Some((test_id::NAV_THIS_DEVICE, Icon::Key)),
        Page::AddTotp | Page::AddPhone | Page::Organizations => None,
    }
}

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
