//! Finds countries by name, ISO code or dial code.

use crate::countries::{Listed, folded};

/// How well a country matches, and whether by less than it is known by: the lower, the better.
type Rank = (u8, bool);

/// The places in `countries` of those that match, the best first; all of them without a query.
pub(crate) fn matching(countries: &[Listed], query: &str) -> Vec<usize> {
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

fn rank(country: &Listed, query: &str) -> Option<Rank> {
    let dialled = query.strip_prefix('+').or_else(|| query.strip_prefix("00")).unwrap_or(query);
    if !dialled.is_empty() && dialled.bytes().all(|byte| byte.is_ascii_digit()) {
        return dialled_rank(country, dialled);
    }
    if folded(&country.iso) == query {
        return Some((0, false));
    }
    let shown = name_rank(&country.name, query).map(|rank| (rank, false));
    let others =
        country.others.iter().filter_map(|name| Some((name_rank(name, query)?, true))).min();
    shown.into_iter().chain(others).min()
}

fn dialled_rank(country: &Listed, dialled: &str) -> Option<Rank> {
    let dial_code = country.dial_code.to_string();
    let rank = match dial_code.strip_prefix(dialled) {
        Some("") => 0,
        Some(_) => 1,
        // More digits than a dial code has: the beginning of a number.
        None if dialled.starts_with(&dial_code) => 2,
        None => return None,
    };
    // Who types nothing but a dial code means the main one of its countries.
    Some((rank, !country.main))
}

fn name_rank(name: &str, query: &str) -> Option<u8> {
    let name = folded(name);
    if name == query {
        Some(0)
    } else if name.starts_with(query) {
        Some(1)
    } else if name.split([' ', '-', '(', '\'']).any(|word| word.starts_with(query)) {
        Some(2)
    } else {
        name.contains(query).then_some(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_by_name_iso_code_and_dial_code() {
        for (query, found) in [
            ("", "AU AX BR CA CI FI FM NO KR GB US"),
            ("norway", "NO"),
            ("  NOR ", "NO GB"),
            ("no", "NO GB"),
            ("us", "US AU"),
            ("king", "GB"),
            ("states", "US FM"),
            ("aland", "AX"),
            ("cote d'iv", "CI"),
            ("ivoire", "CI"),
            ("+47", "NO"),
            ("0047", "NO"),
            ("4", "NO GB"),
            ("1", "US CA"),
            ("+358", "FI AX"),
            ("+15555550100", "US CA"),
            ("xyz", ""),
            ("+", ""),
            ("999", ""),
        ] {
            assert_eq!(search(query), found, "{query:?}");
        }
    }

    #[test]
    fn countries_are_found_by_each_of_their_names() {
        for (query, found) in [
            ("south korea", "KR"),
            ("korea", "KR"),
            ("republic of", "KR"),
            ("uk", "GB"),
            ("great britain", "GB"),
            ("northern", "GB"),
            ("ivory coast", "CI"),
        ] {
            assert_eq!(search(query), found, "{query:?}");
        }
    }

    fn search(query: &str) -> String {
        let countries = countries();
        let found = matching(&countries, query);
        let isos: Vec<_> = found.into_iter().map(|place| countries[place].iso.as_str()).collect();
        isos.join(" ")
    }

    fn countries() -> Vec<Listed> {
        [
            ("AU", "Australia", 61, &[][..]),
            ("AX", "Åland Islands", 358, &[]),
            ("BR", "Brazil", 55, &[]),
            ("CA", "Canada", 1, &[]),
            ("CI", "Côte d’Ivoire", 225, &["Ivory Coast"]),
            ("FI", "Finland", 358, &[]),
            ("FM", "Micronesia", 691, &["Micronesia (Federated States of)"]),
            ("NO", "Norway", 47, &[]),
            ("KR", "South Korea", 82, &["Korea (Republic of)"]),
            (
                "GB",
                "United Kingdom",
                44,
                &["UK", "United Kingdom of Great Britain and Northern Ireland"],
            ),
            ("US", "United States", 1, &["United States of America"]),
        ]
        .map(|(iso, name, dial_code, others): (&str, &str, u16, &[&str])| Listed {
            iso: iso.to_owned(),
            name: name.to_owned(),
            others: others.iter().map(|name| (*name).to_owned()).collect(),
            dial_code,
            main: !["AX", "CA"].contains(&iso),
        })
        .to_vec()
    }
}
