//! The list of countries: the search field and what it finds.

use std::rc::Rc;

use latchkey_ipc::test_id;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::components::text_field::on_input;
use crate::copy::wizard;
use crate::countries::Listed;

/// The id of the list.
pub(super) const LIST_ID: &str = "countries";

#[derive(Properties, PartialEq)]
pub(super) struct CountryListProps {
    pub(super) countries: Rc<Vec<Listed>>,
    /// The places of those that match.
    pub(super) found: Vec<usize>,
    pub(super) active: usize,
    pub(super) query: AttrValue,
    pub(super) chosen: AttrValue,
    pub(super) search: NodeRef,
    pub(super) on_search: Callback<String>,
    pub(super) on_choose: Callback<String>,
    pub(super) on_key: Callback<KeyboardEvent>,
}

/// The search field and what it finds.
#[component]
pub(super) fn CountryList(props: &CountryListProps) -> Html {
    let CountryListProps { countries, found, active, query, chosen, search, .. } = props;
    let list = use_node_ref();
    let shown: Vec<_> = found.iter().filter_map(|place| countries.get(*place)).collect();
    let active = shown.get(*active).map(|country| country.iso.clone());
    {
        let list = list.clone();
        use_effect_with((active.clone(), query.clone()), move |_| show_active(&list));
    }
    let option = |country: &Listed| {
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

pub(super) fn name_and_code(country: &Listed) -> Html {
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
        let country = |iso: &str, name: &str, dial_code| Listed {
            iso: iso.to_owned(),
            name: name.to_owned(),
            others: Vec::new(),
            dial_code,
            main: true,
        };
        let props = move || CountryListProps {
            countries: Rc::new(vec![country("AL", "Albania", 355), country("NO", "Norway", 47)]),
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
