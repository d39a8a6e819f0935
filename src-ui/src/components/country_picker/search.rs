//! Finds countries by name, ISO code or dial code.

use latchkey_ipc::view::Country;

/// The places in `countries` of those that match, the best first; all of them without a query.
pub(crate) fn matching(countries: &[Country], query: &str) -> Vec<usize> {
    let query = folded(query.trim());
    if query.is_empty() {
        return (0..countries.len()).collect();
    }
    let mut found: Vec<_> = countries
        .iter()
        .enumerate()
        .filter_map(|(place, country)| Some((rank(country, &query)?, place)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, place)| place).collect()
}

/// How well a country matches: the lower, the better.
fn rank(country: &Country, query: &str) -> Option<u8> {
    let dialled = query.strip_prefix('+').or_else(|| query.strip_prefix("00")).unwrap_or(query);
    if !dialled.is_empty() && dialled.bytes().all(|byte| byte.is_ascii_digit()) {
        let dial_code = country.dial_code.to_string();
        return match dial_code.strip_prefix(dialled) {
            Some("") => Some(0),
            Some(_) => Some(1),
            // More digits than a dial code has: the beginning of a number.
            None => dialled.starts_with(&dial_code).then_some(2),
        };
    }
    let name = folded(&country.name);
    if folded(&country.iso) == query {
        Some(0)
    } else if name.starts_with(query) {
        Some(1)
    } else if name.split([' ', '-', '(', '’', '\'']).any(|word| word.starts_with(query)) {
        Some(2)
    } else {
        name.contains(query).then_some(3)
    }
}

/// In small letters and without accents, as people type names.
fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
            'ñ' => 'n',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            '’' => '\'',
            other => other,
        })
        // The dot that a Turkish capital İ leaves.
        .filter(|letter| *letter != '\u{307}')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_by_name_iso_code_and_dial_code() {
        for (query, found) in [
            ("", "AU AX BR CA CI GB NO US"),
            ("norway", "NO"),
            ("  NOR ", "NO"),
            ("no", "NO"),
            ("us", "US AU"),
            ("king", "GB"),
            ("states", "US"),
            ("aland", "AX"),
            ("cote d'iv", "CI"),
            ("ivoire", "CI"),
            ("+47", "NO"),
            ("0047", "NO"),
            ("4", "GB NO"),
            ("1", "CA US"),
            ("+15555550100", "CA US"),
            ("xyz", ""),
            ("+", ""),
            ("999", ""),
        ] {
            let countries = countries();
            let names: Vec<_> = matching(&countries, query)
                .into_iter()
                .map(|place| countries[place].iso.as_str())
                .collect();
            assert_eq!(names.join(" "), found, "{query:?}");
        }
    }

    fn countries() -> Vec<Country> {
        [
            ("AU", "Australia", 61),
            ("AX", "Åland Islands", 358),
            ("BR", "Brazil", 55),
            ("CA", "Canada", 1),
            ("CI", "Côte d’Ivoire", 225),
            ("GB", "United Kingdom", 44),
            ("NO", "Norway", 47),
            ("US", "United States", 1),
        ]
        .map(|(iso, name, dial_code)| Country {
            iso: iso.to_owned(),
            name: name.to_owned(),
            dial_code,
        })
        .to_vec()
    }
}
