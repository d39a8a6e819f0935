//! The countries to choose from.

use std::collections::HashMap;
use std::sync::LazyLock;

use latchkey_ipc::view::Country;
use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

/// The country where nothing says another.
pub(super) const FALLBACK: Region = Region::US;

/// Regions with phone numbers of their own that ISO 3166 has not assigned a code to, under the codes
/// that are in use for them.
const UNASSIGNED: [(&str, &str); 3] =
    [("AC", "Ascension Island"), ("TA", "Tristan da Cunha"), ("XK", "Kosovo")];

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let names: HashMap<_, _> =
        rust_iso3166::ALL.iter().map(|it| (it.alpha2, it.name)).chain(UNASSIGNED).collect();
    let mut countries: Vec<_> = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .filter_map(|region| {
            let iso = region.to_string();
            let dial_code = PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
            Some(Country {
                name: (*names.get(iso.as_str())?).to_owned(),
                dial_code: u16::try_from(dial_code).ok()?,
                main: PHONE_NUMBER_UTIL.get_region_for_country_code(dial_code) == Some(region),
                iso,
            })
        })
        .collect();
    countries.sort_by_cached_key(|country| sorting_key(&country.name));
    countries
});

/// Accents count as nothing, as in every English list: Åland is among the As.
fn sorting_key(name: &str) -> String {
    name.chars().map(|it| if it == 'Å' { 'A' } else { it }).collect()
}

/// Every country with phone numbers, by its English name.
pub(crate) fn countries() -> Vec<Country> {
    COUNTRIES.clone()
}

/// The country of the system's locale, such as `de-AT` or `en_GB.UTF-8`.
pub(crate) fn default_country(locale: Option<&str>) -> String {
    let named = locale.unwrap_or_default();
    let named = named.split(['.', '@']).next().unwrap_or_default();
    named
        .split(['-', '_'])
        // The first part is the language.
        .skip(1)
        .filter_map(|part| Region::from_code(part).ok())
        .find(|region| has_numbers(*region))
        .unwrap_or(FALLBACK)
        .to_string()
}

/// Whether a region has phone numbers of its own.
pub(super) fn has_numbers(region: Region) -> bool {
    region != Region::World && PHONE_NUMBER_UTIL.get_country_code_for_region(region).is_some()
}
