//! The pages of a signed-in person, and who that is.

use latchkey_ipc::test_id;
use latchkey_ipc::view::{self, Page};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::{BrandMark, Icon};
use crate::components::person_menu::PersonMenu;
use crate::copy::{settings, window};
use crate::frame::use_frame;

#[derive(Properties, PartialEq)]
pub(crate) struct NavigationProps {
    /// Who is signed in, and where they can go.
    pub(crate) navigation: view::Navigation,
    /// The settings are shown, or what they lead to, over the current page.
    pub(crate) settings: bool,
    /// Shows another page.
    pub(crate) on_open: Callback<Page>,
    /// Shows the settings.
    pub(crate) on_settings: Callback<()>,
}

#[component]
pub(crate) fn Navigation(props: &NavigationProps) -> Html {
    let frame = use_frame();
    let view::Navigation { name, identifier, picture, pages, current, setup, menu, .. } =
        &props.navigation;
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
                    current={(page == *current && !props.settings).then_some("page")}
                    on_press={props.on_open.reform(move |()| page)}
                />
            </li>
        })
    });
    // A task that has the window to itself leads nowhere: what is typed there would be lost.
    let leads_to_settings = props.settings || !pages.is_empty();
    html! {
        <nav class="navigation" aria-label={window::NAVIGATION}>
            <div class="brand"><BrandMark /><span>{ &frame.product }</span></div>
            <ul class="nav-items">{ for items }</ul>
            if leads_to_settings {
                <ul class="nav-end">
                    <li>
                        <Button
                            kind={Kind::NavItem}
                            test_id={test_id::NAV_SETTINGS}
                            icon={Icon::Settings}
                            label={settings::TITLE}
                            current={props.settings.then_some("page")}
                            on_press={props.on_settings.clone()}
                        />
                    </li>
                </ul>
            }
            <PersonMenu
                name={name.clone()}
                identifier={identifier.clone()}
                picture={*picture}
                menu={menu.clone()}
            />
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
