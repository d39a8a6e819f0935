//! The countries as the list has them: each under the name that people know it by, found by its
//! other names too.

#[cfg(target_arch = "wasm32")]
mod webview;

use latchkey_ipc::view::Country;

/// A country in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its ISO 3166 code.
    pub(crate) iso: String,
    /// The name that is shown.
    pub(crate) name: String,
    /// What else it is called.
    pub(crate) others: Vec<String>,
    /// Its dial code, without `+`.
    pub(crate) dial_code: u16,
    /// Whether it is the main one of those that share the dial code.
    pub(crate) main: bool,
}

/// Names in wide use that ISO has otherwise, and that webviews do not tell or older ones do not know.
const COMMON: [(&str, &str); 13] = [
    ("CI", "Ivory Coast"),
    ("CV", "Cape Verde"),
    ("CZ", "Czech Republic"),
    ("GB", "UK"),
    ("KP", "North Korea"),
    ("KR", "South Korea"),
    ("LA", "Laos"),
    ("MM", "Burma"),
    ("SZ", "Swaziland"),
    ("TL", "East Timor"),
    ("TR", "Turkey"),
    ("US", "USA"),
    ("VN", "Vietnam"),
];

/// The backend's countries under the webview's names.
#[cfg(target_arch = "wasm32")]
pub(crate) fn named(countries: &[Country]) -> Vec<Listed> {
    let names = webview::RegionNames::english();
    listed(countries, |iso| names.of(iso))
}

/// The backend's countries. Outside a browser nobody has other names for them.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn named(countries: &[Country]) -> Vec<Listed> {
    listed(countries, |_iso| Vec::new())
}

/// The countries in the order of the names shown: the first that `names` has, or else the backend's
/// (ISO's).
fn listed(countries: &[Country], names: impl Fn(&str) -> Vec<String>) -> Vec<Listed> {
    let mut listed: Vec<_> = countries
        .iter()
        .map(|country| {
            let common = COMMON.iter().filter(|(iso, _)| *iso == country.iso);
            let mut all = names(&country.iso).into_iter().chain([country.name.clone()]);
            let name = all.next().unwrap_or_default();
            let mut others: Vec<_> =
                all.chain(common.map(|(_, name)| (*name).to_owned())).collect();
            others.sort_unstable();
            others.dedup();
            others.retain(|other| *other != name);
            let Country { dial_code, main, .. } = *country;
            Listed { iso: country.iso.clone(), name, others, dial_code, main }
        })
        .collect();
    listed.sort_by_cached_key(|country| folded(&country.name));
    listed
}

/// In small letters and without accents, as people type names and as lists are in order.
pub(crate) fn folded(text: &str) -> String {
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
    fn countries_stand_under_their_usual_names_and_in_the_order_of_those() {
        let listed = listed(&countries(), |iso| match iso {
            "KR" => vec!["South Korea".to_owned(), "South Korea".to_owned()],
            "GB" => vec!["United Kingdom".to_owned(), "UK".to_owned()],
            "AX" => vec!["Åland Islands".to_owned()],
            _ => Vec::new(),
        });
        let shown: Vec<_> = listed.iter().map(|country| country.name.as_str()).collect();
        assert_eq!(shown, ["Åland Islands", "Albania", "South Korea", "Türkiye", "United Kingdom"]);
        let others: Vec<_> = listed.iter().map(|country| country.others.join("; ")).collect();
        let long = "UK; United Kingdom of Great Britain and Northern Ireland";
        assert_eq!(others, ["", "", "Korea (Republic of)", "Turkey", long]);
    }

    #[test]
    fn without_the_webviews_names_those_of_the_view_stand() {
        let shown: Vec<_> = named(&countries()).into_iter().map(|country| country.name).collect();
        assert_eq!(
            shown,
            [
                "Åland Islands",
                "Albania",
                "Korea (Republic of)",
                "Türkiye",
                "United Kingdom of Great Britain and Northern Ireland"
            ]
        );
    }

    fn countries() -> Vec<Country> {
        [
            ("AL", "Albania", 355),
            ("AX", "Åland Islands", 358),
            ("GB", "United Kingdom of Great Britain and Northern Ireland", 44),
            ("KR", "Korea (Republic of)", 82),
            ("TR", "Türkiye", 90),
        ]
        .map(|(iso, name, dial_code)| Country {
            iso: iso.to_owned(),
            name: name.to_owned(),
            dial_code,
            main: iso != "AX",
        })
        .to_vec()
    }
}
