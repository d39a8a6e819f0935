//! About: what the program is, and what others made of it.

mod list;

use std::rc::Rc;

use latchkey_ipc::command::WindowRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{AboutView, LicencesView};
use yew::prelude::*;

use self::list::List;
use crate::backend::Backend;
use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::icon::{Icon, IconView};
use crate::components::shell::ShellPage;
use crate::copy::{about, buttons};
use crate::frame::use_frame;
use crate::gate;
use crate::hooks::focus::use_first_focus;
use crate::hooks::licences::{Answer, use_licences};
use crate::said::{said, sentence};

#[derive(Properties, PartialEq)]
pub(crate) struct AboutProps {
    pub(crate) view: Rc<AboutView>,
    /// Where the list is asked for.
    pub(crate) backend: Backend,
    /// The list, where it is there already.
    pub(crate) licences: Option<LicencesView>,
}

#[component]
pub(crate) fn About(props: &AboutProps) -> Html {
    let frame = use_frame();
    let heading = use_node_ref();
    use_first_focus(&heading);
    let (licences, on_retry) = use_licences(&props.backend, props.licences.as_ref());
    let state = match &licences {
        None => gate::LOADING,
        Some(Ok(view)) if matches!(**view, LicencesView::Listed(_)) => gate::READY,
        Some(Ok(_) | Err(_)) => gate::ERROR,
    };
    html! {
        <ShellPage
            test_id={test_id::PAGE_ABOUT}
            {state}
            title={html! { about::TITLE }}
            lead={html! { <p>{ about::INDEPENDENT }</p> }}
            dated=false
            aside={html! {
                <Button
                    kind={Kind::QuietSmall}
                    test_id={test_id::ABOUT_BACK}
                    label={about::BACK}
                    on_press={frame.asks(WindowRequest::Back)}
                />
            }}
            {heading}
        >
            { program(&props.view, &frame.product) }
            <Card
                icon={Icon::List}
                title={html! { about::THIRD_PARTY }}
                about={html! { about::THIRD_PARTY_ABOUT }}
                note={third_party(&licences, on_retry)}
            />
        </ShellPage>
    }
}

/// What the program is.
fn program(view: &AboutView, product: &AttrValue) -> Html {
    let AboutView { version, commit, built, licence } = view;
    let row = |label: &'static str, value: &str, test_id: Option<&'static str>| {
        html! {
            <li class="row">
                <span class="sub">{ label }</span>
                <span class="row-value" data-testid={test_id}>{ said(value) }</span>
            </li>
        }
    };
    html! {
        <Card
            icon={Icon::Info}
            title={html! { product }}
            about={html! { <>{ about::LICENCE }{ ": " }{ said(licence) }</> }}
        >
            { row(about::VERSION, version, Some(test_id::APP_VERSION)) }
            { row(about::COMMIT, commit, None) }
            { row(about::BUILT, built, None) }
        </Card>
    }
}

/// What others made, or why that is not known.
fn third_party(licences: &Answer, on_retry: Callback<()>) -> Html {
    let trouble = match licences {
        None => return html! { <p class="card-note" role="status">{ about::READING }</p> },
        Some(Err(_)) => about::no_answer(),
        Some(Ok(view)) => match about::trouble(view) {
            None => return html! { <List licences={Rc::clone(view)} /> },
            Some(trouble) => trouble,
        },
    };
    let (name, happened, next) = trouble;
    html! {
        <div
            class="callout warm in-card"
            role="alert"
            data-testid={test_id::LICENCES_ERROR}
            data-trouble={name}
        >
            <IconView icon={Icon::Alert} />
            <div>
                <p class="callout-title">{ happened }</p>
                <p>{ sentence(&next) }</p>
                <Button
                    kind={Kind::QuietSmall}
                    test_id={test_id::LICENCES_RETRY}
                    label={buttons::TRY_AGAIN}
                    on_press={on_retry}
                />
            </div>
        </div>
    }
}
