//! Chooses a country: a button that opens a list with a search field above it. The keyboard stays
//! in the search field while the arrows walk through the list (ARIA: combobox with a listbox).

mod list;
mod search;

use std::rc::Rc;

use latchkey_ipc::test_id;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use self::list::{CountryList, LIST_ID, name_and_code};
use crate::components::icon::{Icon, IconView};
use crate::copy::wizard;
use crate::countries::Listed;
use crate::hooks::focus::{focus, leaves};

#[derive(Properties, PartialEq)]
pub(crate) struct CountryPickerProps {
    pub(crate) countries: Rc<Vec<Listed>>,
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
            if open.is_some() && leaves(&root, &event) {
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
                { country.map_or_else(|| html! { chosen.clone() }, name_and_code) }
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

#[cfg(test)]
mod tests {
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
}
