//! The countries to choose from.

use std::sync::LazyLock;

use latchkey_ipc::view::Country;
use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

/// The country where nothing says another.
pub(super) const FALLBACK: Region = Region::US;

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let mut countries: Vec<_> = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .filter_map(|region| {
            let dial_code = PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
            Some(Country {
                iso: region.to_string(),
                dial_code: u16::try_from(dial_code).ok()?,
                main: PHONE_NUMBER_UTIL.get_region_for_country_code(dial_code) == Some(region),
            })
        })
        .collect();
    countries.sort_unstable_by(|one, other| one.iso.cmp(&other.iso));
    countries
});

/// Every country with phone numbers, by its code.
pub fn countries() -> &'static [Country] {
    &COUNTRIES
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
