//! Settings: what can be set of the program itself, and what there is to know of it.

use latchkey_ipc::command::{AccountRequest, ConnectRequest, WindowRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{GivenBy, InstanceView, Page, SettingsView, StoragePlace, Theme};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::icon::Icon;
use crate::components::sheet::instance_line;
use crate::components::shell::ShellPage;
use crate::components::storage_banner::place_name;
use crate::copy::{about, settings, sign_in, storage, window};
use crate::frame::{Frame, PageProps, use_frame};
use crate::gate;
use crate::hooks::focus::use_first_focus;
use crate::pages::help::details;
use crate::said::{said, sentence};

#[component]
pub(crate) fn Settings(PageProps { view }: &PageProps<SettingsView>) -> Html {
    let frame = use_frame();
    let heading = use_node_ref();
    use_first_focus(&heading);
    html! {
        <ShellPage
            test_id={test_id::PAGE_SETTINGS}
            state={gate::READY}
            title={html! { settings::TITLE }}
            dated=false
            aside={html! {
                <Button
                    kind={Kind::QuietSmall}
                    test_id={test_id::SETTINGS_BACK}
                    label={settings::BACK}
                    on_press={frame.asks(WindowRequest::Back)}
                />
            }}
            {heading}
        >
            { appearance(view.theme, &frame) }
            { instance(frame.instance.as_ref(), view.given_by.as_ref(), &frame) }
            { stored(view, &frame) }
            { program(&frame) }
            { support(&view.details, &frame) }
        </ShellPage>
    }
}

/// The colours of the window.
fn appearance(theme: Theme, frame: &Frame) -> Html {
    let choice = |test_id: &'static str, choice: Theme| {
        let on_choose = frame.asks(WindowRequest::SetTheme { theme: choice });
        html! {
            <label class="choice-radio">
                <input
                    type="radio"
                    name="theme"
                    data-testid={test_id}
                    checked={theme == choice}
                    onchange={move |_: Event| on_choose.emit(())}
                />
                { settings::theme(choice) }
            </label>
        }
    };
    html! {
        <Card
            icon={Icon::Eye}
            title={html! { settings::THEME }}
            about={html! { settings::THEME_ABOUT }}
            note={html! {
                <div class="choice-radios" role="radiogroup" aria-label={settings::THEME}>
                    { choice(test_id::THEME_SYSTEM, Theme::System) }
                    { choice(test_id::THEME_LIGHT, Theme::Light) }
                    { choice(test_id::THEME_DARK, Theme::Dark) }
                </div>
            }}
        />
    }
}

/// The instance in use, and how to change it.
fn instance(instance: Option<&InstanceView>, given_by: Option<&GivenBy>, frame: &Frame) -> Html {
    let Some(InstanceView { name, host, address, kind, changeable, .. }) = instance else {
        return html! {
            <Card
                icon={Icon::Lock}
                title={html! { settings::NO_INSTANCE }}
                about={html! { settings::NO_INSTANCE_ABOUT }}
                active=false
            />
        };
    };
    let title = name.as_ref().map_or_else(|| html! { settings::INSTANCE }, |name| said(name));
    let changed_by = match given_by {
        _ if *changeable => html! { <p class="card-note">{ settings::INSTANCE_CHOSEN }</p> },
        Some(given_by) => {
            let place = match given_by {
                GivenBy::Start { place } => Some(place.clone()),
                GivenBy::Build => None,
            };
            html! {
                <p class="card-note" data-testid={test_id::INSTANCE_GIVEN} data-place={place}>
                    { sentence(&settings::given_by(given_by)) }
                </p>
            }
        }
        None => html! {},
    };
    html! {
        <Card
            icon={Icon::Lock}
            {title}
            about={html! {
                <span data-testid={test_id::SETTINGS_INSTANCE}>
                    { instance_line(address.as_ref().unwrap_or(host), *kind, true) }
                </span>
            }}
            action={html! {
                if *changeable {
                    <Button
                        kind={Kind::QuietEnd}
                        test_id={test_id::CHANGE_INSTANCE}
                        label={sign_in::CHANGE_INSTANCE}
                        on_press={frame.asks(ConnectRequest::ChangeInstance)}
                    />
                }
            }}
            note={changed_by}
        />
    }
}

/// Where things are stored.
fn stored(view: &SettingsView, frame: &Frame) -> Html {
    let (place, _) = storage::place(view.storage.place);
    html! {
        <Card
            icon={Icon::Key}
            title={html! { settings::STORED }}
            about={html! { settings::STORED_ABOUT }}
            active={view.storage.place != StoragePlace::Session}
        >
            <li class="row">
                <div class="row-value">
                    <p class="sub">{ settings::SIGN_IN }</p>
                    <p
                        data-testid={test_id::SETTINGS_STORAGE}
                        data-place={place_name(view.storage.place)}
                    >
                        { place }
                    </p>
                </div>
                if view.leads_to_device {
                    <span class="row-actions">
                        <Button
                            kind={Kind::QuietSmall}
                            test_id={test_id::SETTINGS_DEVICE}
                            label={window::THIS_DEVICE}
                            on_press={frame.asks(AccountRequest::Open { page: Page::ThisDevice })}
                        />
                    </span>
                }
            </li>
            <li class="row">
                <div class="row-value">
                    <p class="sub">{ settings::FOLDER }</p>
                    <p class="path" data-testid={test_id::DATA_FOLDER}>{ said(&view.folder) }</p>
                </div>
            </li>
        </Card>
    }
}

/// What to tell somebody who can help.
fn support(text: &str, frame: &Frame) -> Html {
    html! {
        <Card
            icon={Icon::List}
            title={html! { settings::DETAILS }}
            about={html! { settings::DETAILS_ABOUT }}
            note={html! { <div class="support">{ details(text, frame) }</div> }}
        />
    }
}

/// The way to what the program is.
fn program(frame: &Frame) -> Html {
    html! {
        <Card
            icon={Icon::Info}
            title={html! { about::TITLE }}
            about={html! { settings::ABOUT }}
            action={html! {
                <Button
                    kind={Kind::QuietEnd}
                    test_id={test_id::NAV_ABOUT}
                    label={about::ENTRY}
                    on_press={frame.asks(WindowRequest::OpenAbout)}
                />
            }}
        />
    }
}
