//! Chooses a country: a button that opens a list with a search field above it. The keyboard stays
//! in the search field while the arrows walk through the list (ARIA: combobox with a listbox).

mod search;

use latchkey_ipc::test_id;
use latchkey_ipc::view::Country;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlInputElement, Node, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::components::text_field::on_input;
use crate::copy::wizard;
use crate::hooks::focus::focus;

#[derive(Properties, PartialEq)]
pub(crate) struct CountryPickerProps {
    pub(crate) countries: Vec<Country>,
    /// The ISO code of the country that is chosen.
    pub(crate) chosen: AttrValue,
    pub(crate) on_choose: Callback<String>,
    /// Takes the keyboard once a country was chosen.
    pub(crate) next: NodeRef,
}

/// The list while it is open.
#[derive(Clone, Default, PartialEq)]
struct Open {
    query: String,
    /// The place of the option that Enter takes, among those found.
    active: usize,
}

/// How many options a page key goes over.
const PAGE: usize = 8;

const BUTTON_ID: &str = "phone-country";
const LABEL_ID: &str = "phone-country-label";
const LIST_ID: &str = "countries";

#[component]
pub(crate) fn CountryPicker(props: &CountryPickerProps) -> Html {
    let CountryPickerProps { countries, chosen, on_choose, next } = props;
    let open = use_state(|| None::<Open>);
    let (root, button, search) = (use_node_ref(), use_node_ref(), use_node_ref());
    let found = open.as_ref().map(|open| search::matching(countries, &open.query));
    let country = countries.iter().find(|country| country.iso.as_str() == chosen.as_str());
    {
        let search = search.clone();
        use_effect_with(open.is_some(), move |open| {
            if let Some(input) = search.cast::<HtmlInputElement>().filter(|_| *open) {
                // A list that closes at once needs neither.
                let end = u32::try_from(input.value().len()).unwrap_or(u32::MAX);
                let _gone = input.focus();
                let _gone = input.set_selection_range(end, end);
            }
        });
    }

    let show = {
        let open = open.clone();
        let place = countries.iter().position(|country| country.iso.as_str() == chosen.as_str());
        Callback::from(move |query: String| {
            let active = if query.is_empty() { place.unwrap_or_default() } else { 0 };
            open.set(Some(Open { query, active }));
        })
    };
    let choose = {
        let (open, on_choose, next) = (open.clone(), on_choose.clone(), next.clone());
        Callback::from(move |iso: String| {
            open.set(None);
            on_choose.emit(iso);
            focus(&next);
        })
    };
    let onclick = {
        let (open, show) = (open.clone(), show.clone());
        Callback::from(move |_: MouseEvent| {
            if open.is_some() {
                open.set(None);
            } else {
                show.emit(String::new());
            }
        })
    };
    let on_button_key = {
        let show = show.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(query) = opens(&event) {
                event.prevent_default();
                show.emit(query);
            }
        })
    };
    let on_list_key = {
        let (open, choose, button) = (open.clone(), choose.clone(), button.clone());
        let isos: Vec<_> = found
            .iter()
            .flatten()
            .filter_map(|place| countries.get(*place))
            .map(|country| country.iso.clone())
            .collect();
        Callback::from(move |event: KeyboardEvent| {
            let Some(now) = open.as_ref() else { return };
            let key = event.key();
            if key == "Enter" {
                event.prevent_default();
                if let Some(iso) = isos.get(now.active) {
                    choose.emit(iso.clone());
                }
            } else if key == "Escape" {
                event.prevent_default();
                // What lies beneath stays open.
                event.stop_propagation();
                open.set(None);
                focus(&button);
            } else if let Some(active) = moved(&key, now.active, isos.len()) {
                event.prevent_default();
                open.set(Some(Open { active, ..now.clone() }));
            }
        })
    };
    let on_search = {
        let open = open.clone();
        Callback::from(move |query: String| open.set(Some(Open { query, active: 0 })))
    };
    let onfocusout = {
        let (open, root) = (open.clone(), root.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
            let stays = root.cast::<Node>().is_some_and(|root| root.contains(to.as_ref()));
            if open.is_some() && !stays {
                open.set(None);
            }
        })
    };
    html! {
        <div class="field country" ref={root} {onfocusout}>
            <span class="label" id={LABEL_ID}>{ wizard::COUNTRY }</span>
            <button
                ref={button}
                id={BUTTON_ID}
                type="button"
                class="input country-button"
                data-testid={test_id::PHONE_COUNTRY}
                data-country={chosen.clone()}
                aria-labelledby={format!("{LABEL_ID} {BUTTON_ID}")}
                aria-haspopup="listbox"
                aria-expanded={if open.is_some() { "true" } else { "false" }}
                aria-controls={open.is_some().then_some(LIST_ID)}
                {onclick}
                onkeydown={on_button_key}
            >
                { country.map(name_and_code).unwrap_or_default() }
                <IconView icon={Icon::Chevron} />
            </button>
            if let (Some(now), Some(found)) = (open.as_ref(), found) {
                <CountryList
                    countries={countries.clone()}
                    {found}
                    active={now.active}
                    query={now.query.clone()}
                    chosen={chosen.clone()}
                    {search}
                    {on_search}
                    on_choose={choose}
                    on_key={on_list_key}
                />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CountryListProps {
    countries: Vec<Country>,
    /// The places of those that match.
    found: Vec<usize>,
    active: usize,
    query: AttrValue,
    chosen: AttrValue,
    search: NodeRef,
    on_search: Callback<String>,
    on_choose: Callback<String>,
    on_key: Callback<KeyboardEvent>,
}

/// The search field and what it finds.
#[component]
fn CountryList(props: &CountryListProps) -> Html {
    let CountryListProps { countries, found, active, query, chosen, search, .. } = props;
    let list = use_node_ref();
    let shown: Vec<_> = found.iter().filter_map(|place| countries.get(*place)).collect();
    let active = shown.get(*active).map(|country| country.iso.clone());
    {
        let list = list.clone();
        use_effect_with((active.clone(), query.clone()), move |_| show_active(&list));
    }
    let option = |country: &Country| {
        let iso = country.iso.clone();
        let onclick = {
            let (on_choose, iso) = (props.on_choose.clone(), iso.clone());
            Callback::from(move |_: MouseEvent| on_choose.emit(iso.clone()))
        };
        let is_active = active.as_ref() == Some(&iso);
        let is_chosen = iso.as_str() == chosen.as_str();
        html! {
            <li
                key={iso.clone()}
                id={option_id(&iso)}
                class="country-option"
                role="option"
                data-testid={test_id::COUNTRY_OPTION}
                data-country={iso}
                aria-selected={if is_active { "true" } else { "false" }}
                aria-current={is_chosen.then_some("true")}
                {onclick}
            >
                { name_and_code(country) }
                if is_chosen {
                    <IconView icon={Icon::Check} />
                }
            </li>
        }
    };
    // The keyboard stays in the search field while an option is pressed.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    html! {
        <div class="country-panel" tabindex="-1" onkeydown={props.on_key.clone()}>
            <input
                ref={search.clone()}
                class="input"
                type="text"
                role="combobox"
                data-testid={test_id::COUNTRY_SEARCH}
                aria-label={wizard::COUNTRY_SEARCH}
                placeholder={wizard::COUNTRY_SEARCH_HINT}
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls={LIST_ID}
                aria-activedescendant={active.as_deref().map(option_id)}
                autocomplete="off"
                autocapitalize="none"
                autocorrect="off"
                spellcheck="false"
                value={query.clone()}
                oninput={on_input(&props.on_search)}
            />
            <ul
                id={LIST_ID}
                ref={list}
                class="country-list"
                tabindex="-1"
                role="listbox"
                aria-label={wizard::COUNTRIES}
                {onmousedown}
            >
                { for shown.iter().map(|country| option(country)) }
            </ul>
            if shown.is_empty() {
                <p class="country-none">{ wizard::no_country(query) }</p>
            }
            <p class="visually-hidden" role="status">{ wizard::countries_found(shown.len()) }</p>
        </div>
    }
}

fn name_and_code(country: &Country) -> Html {
    html! {
        <>
            <span class="country-name">{ country.name.clone() }</span>
            { " " }
            <span class="country-code">{ format!("+{}", country.dial_code) }</span>
        </>
    }
}

fn option_id(iso: &str) -> String {
    format!("country-{iso}")
}

/// Whether a key on the button opens the list, and what is searched for then: a letter or digit
/// begins the search.
fn opens(event: &KeyboardEvent) -> Option<String> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let key = event.key();
    match key.as_str() {
        "ArrowDown" | "ArrowUp" => Some(String::new()),
        // The button's own keys.
        " " | "Enter" => None,
        _ => (key.chars().count() == 1).then_some(key),
    }
}

/// Where a key goes in a list of so many options, if it is one that does.
fn moved(key: &str, active: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some(if active >= last { 0 } else { active + 1 }),
        "ArrowUp" => Some(active.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        "PageDown" => Some((active + PAGE).min(last)),
        "PageUp" => Some(active.saturating_sub(PAGE)),
        _ => None,
    }
}

fn show_active(list: &NodeRef) {
    let active = list
        .cast::<HtmlElement>()
        .and_then(|list| list.query_selector("[aria-selected=\"true\"]").ok().flatten());
    if let Some(active) = active {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        active.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

#[cfg(test)]
mod tests {
    use yew::ServerRenderer;

    use super::*;

    #[test]
    fn the_keys_walk_through_the_list_and_around_its_ends() {
        for (key, active, to) in [
            ("ArrowDown", 0, Some(1)),
            ("ArrowDown", 19, Some(0)),
            ("ArrowUp", 0, Some(19)),
            ("ArrowUp", 5, Some(4)),
            ("Home", 7, Some(0)),
            ("End", 7, Some(19)),
            ("PageDown", 15, Some(19)),
            ("PageUp", 3, Some(0)),
            ("a", 3, None),
            ("Tab", 3, None),
        ] {
            assert_eq!(moved(key, active, 20), to, "{key} at {active}");
        }
        assert_eq!(moved("ArrowDown", 0, 0), None, "nothing is found");
    }

    #[tokio::test]
    async fn the_search_field_points_at_the_option_that_enter_takes() {
        let html = rendered(vec![1, 0], 1, "n").await;
        assert!(html.contains("aria-activedescendant=\"country-AL\""), "{html}");
        assert!(html.contains("id=\"country-AL\"") && html.contains("id=\"country-NO\""));
        assert_eq!(html.matches("aria-selected=\"true\"").count(), 1);
        assert_eq!(html.matches("aria-current=\"true\"").count(), 1);
        assert!(html.contains("role=\"listbox\"") && html.contains("role=\"combobox\""));
        assert!(html.contains("2 countries"));
    }

    #[tokio::test]
    async fn a_search_that_finds_nothing_says_so() {
        let html = rendered(Vec::new(), 0, "<b>").await;
        assert!(html.contains("No country matches “&lt;b&gt;”"), "{html}");
        assert!(!html.contains("aria-activedescendant") && !html.contains("role=\"option\""));
    }

    async fn rendered(found: Vec<usize>, active: usize, query: &'static str) -> String {
        let country = |iso: &str, name: &str, dial_code| Country {
            iso: iso.to_owned(),
            name: name.to_owned(),
            dial_code,
        };
        let props = move || CountryListProps {
            countries: vec![country("AL", "Albania", 355), country("NO", "Norway", 47)],
            found,
            active,
            query: AttrValue::Static(query),
            chosen: AttrValue::Static("NO"),
            search: NodeRef::default(),
            on_search: Callback::noop(),
            on_choose: Callback::noop(),
            on_key: Callback::noop(),
        };
        ServerRenderer::<CountryList>::with_props(props).hydratable(false).render().await
    }
}
