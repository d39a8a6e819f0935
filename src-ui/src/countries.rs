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

/// Names in wide use that not every webview tells.
const COMMON: [(&str, &str); 12] = [
    ("CI", "Ivory Coast"),
    ("CV", "Cabo Verde"),
    ("CZ", "Czech Republic"),
    ("GB", "Great Britain"),
    ("GB", "UK"),
    ("MM", "Burma"),
    ("SZ", "Swaziland"),
    ("TL", "East Timor"),
    ("TR", "Turkey"),
    ("TR", "Türkiye"),
    ("US", "USA"),
    ("VA", "Holy See"),
];

/// The backend's countries under the webview's names.
#[cfg(target_arch = "wasm32")]
pub(crate) fn named(countries: &[Country]) -> Vec<Listed> {
    let names = webview::RegionNames::english();
    listed(countries, |iso| names.of(iso))
}

/// The backend's countries under the names of those that the tests show: outside a browser nobody
/// knows more.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn named(countries: &[Country]) -> Vec<Listed> {
    const SHOWN: [(&str, &str); 5] = [
        ("BR", "Brazil"),
        ("CI", "Côte d’Ivoire"),
        ("GB", "United Kingdom"),
        ("NO", "Norway"),
        ("US", "United States"),
    ];
    let name = |iso: &str| SHOWN.into_iter().find(|(of, _)| *of == iso);
    listed(countries, |iso| name(iso).map(|(_, name)| name.to_owned()).into_iter().collect())
}

/// The countries in the order of the names shown: the first that `names` has, or else the code.
fn listed(countries: &[Country], names: impl Fn(&str) -> Vec<String>) -> Vec<Listed> {
    let mut listed: Vec<_> = countries
        .iter()
        .map(|country| {
            let Country { iso, dial_code, main } = country.clone();
            let mut others = names(&iso);
            let name = if others.is_empty() { iso.clone() } else { others.remove(0) };
            let common = COMMON.iter().filter(|(of, _)| *of == iso);
            others.extend(common.map(|(_, name)| (*name).to_owned()));
            others.sort_unstable();
            others.dedup();
            others.retain(|other| *other != name);
            Listed { iso, name, others, dial_code, main }
        })
        .collect();
    listed.sort_by_cached_key(|country| folded(&country.name));
    listed
}

/// In small letters and without accents, as people type names and as lists are in order.
pub(crate) fn folded(text: &str) -> String {
    decomposed(text)
        .chars()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            // Letters of their own, not letters with an accent.
            'ø' => 'o',
            'ı' => 'i',
            '’' => '\'',
            other => other,
        })
        .collect()
}

/// With each accent behind its letter (NFD), as the webview knows.
#[cfg(target_arch = "wasm32")]
fn decomposed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFD").into()
}

/// With each accent behind its letter (NFD).
#[cfg(not(target_arch = "wasm32"))]
fn decomposed(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfd(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_stand_under_their_usual_names_and_in_the_order_of_those() {
        let listed = listed(&countries(), |iso| match iso {
            "AL" => vec!["Albania".to_owned()],
            "AX" => vec!["Åland Islands".to_owned()],
            "KR" => vec!["South Korea".to_owned(), "South Korea".to_owned()],
            "GB" => vec!["United Kingdom".to_owned(), "UK".to_owned()],
            "TR" => vec!["Türkiye".to_owned()],
            _ => Vec::new(),
        });
        let shown: Vec<_> = listed.iter().map(|country| country.name.as_str()).collect();
        assert_eq!(shown, ["Åland Islands", "Albania", "South Korea", "Türkiye", "United Kingdom"]);
        let others: Vec<_> = listed.iter().map(|country| country.others.join("; ")).collect();
        assert_eq!(others, ["", "", "", "Turkey", "Great Britain; UK"]);
    }

    #[test]
    fn without_the_webviews_names_the_codes_stand() {
        let listed = listed(&countries(), |_| Vec::new());
        let shown: Vec<_> = listed.iter().map(|country| country.name.as_str()).collect();
        assert_eq!(shown, ["AL", "AX", "GB", "KR", "TR"]);
        assert!(listed.iter().any(|country| country.others == ["Great Britain", "UK"]));
    }

    #[test]
    fn names_are_compared_without_accents_whatever_their_letters() {
        for (name, plain) in [
            ("Åland Islands", "aland islands"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("São Tomé & Príncipe", "sao tome & principe"),
            ("TÜRKİYE", "turkiye"),
            ("Diyarbakır", "diyarbakir"),
            ("Færøerne", "færoerne"),
            ("Čeština, Ő, ș", "cestina, o, s"),
            ("中国", "中国"),
        ] {
            assert_eq!(folded(name), plain);
        }
    }

    fn countries() -> Vec<Country> {
        [("AL", 355), ("AX", 358), ("GB", 44), ("KR", 82), ("TR", 90)]
            .map(|(iso, dial_code)| Country { iso: iso.to_owned(), dial_code, main: iso != "AX" })
            .to_vec()
    }
}
