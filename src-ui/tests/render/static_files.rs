//! The files around the page: what they may contain, and whether the colours can be read.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// Text on its ground, and what is drawn on its ground, with the least contrast of WCAG 2.2 AA.
const PAIRS: &[(&str, &str, f64)] = &[
    ("--ink", "--bg", 4.5),
    ("--ink", "--surface", 4.5),
    ("--ink", "--sunken", 4.5),
    ("--ink", "--accent-soft", 4.5),
    ("--ink", "--brass-soft", 4.5),
    ("--ink-2", "--bg", 4.5),
    ("--ink-2", "--surface", 4.5),
    ("--ink-2", "--sunken", 4.5),
    ("--ink-2", "--danger-soft", 4.5),
    ("--accent", "--surface", 4.5),
    ("--accent", "--sunken", 4.5),
    ("--accent", "--accent-soft", 4.5),
    ("--accent-ink", "--accent", 4.5),
    ("--accent-ink", "--accent-hover", 4.5),
    ("--brass", "--brass-soft", 4.5),
    ("--brass", "--brass-line", 4.5),
    ("--danger", "--surface", 4.5),
    ("--danger", "--bg", 4.5),
    ("--danger", "--danger-soft", 4.5),
    ("--danger-ink", "--danger", 4.5),
    ("--danger-ink", "--danger-hover", 4.5),
    ("--ink-2", "--accent-soft", 4.5),
    ("--ink", "--danger-soft", 4.5),
    ("--line-strong", "--surface", 3.0),
    ("--line-strong", "--bg", 3.0),
    ("--accent", "--bg", 3.0),
];

/// The files that have colours.
const COLOURS: [&str; 2] = ["styles/brand.css", "styles/tokens.css"];

#[test]
fn colours_can_be_read_in_light_and_dark() {
    let (light, dark) = themes();
    for (theme, name) in [(&light, "light"), (&dark, "dark")] {
        for (above, below, least) in PAIRS {
            let ratio = contrast(theme[*above], theme[*below]);
            assert!(ratio >= *least, "{name}: {above} on {below} is {ratio:.2}, needs {least}");
        }
    }
}

#[test]
fn older_webviews_get_the_same_colours() {
    let newer = COLOURS.map(|file| read(file).split_once("@supports").unwrap().1.to_owned());
    let (light, dark) = themes();
    let pairs = declarations(&newer.concat());
    assert_eq!(pairs.len(), light.len());
    assert_eq!(light.len(), dark.len());
    for (name, value) in pairs {
        let (a, b) =
            value.trim_start_matches("light-dark(").trim_end_matches(')').split_once(", ").unwrap();
        assert_eq!((colour(a), colour(b)), (light[&name], dark[&name]), "{name}");
    }
}

#[test]
fn every_custom_property_in_use_exists() {
    let tokens = COLOURS.map(read).concat();
    let linked = linked();
    assert_eq!(linked[..2], ["brand", "tokens"]);
    for file in &linked[2..] {
        let css = read(&format!("styles/{file}.css"));
        for part in css.split("var(").skip(1) {
            let name = part.split(')').next().unwrap();
            assert!(tokens.contains(&format!("{name}:")), "{file}: {name}");
        }
        assert!(
            !css.contains('#') || !css.contains(": #"),
            "{file}: colours live in brand.css and tokens.css"
        );
    }
}

#[test]
fn every_stylesheet_is_linked() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("static/styles");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap().replace(".css", ""))
        .collect();
    let mut linked = linked();
    files.sort_unstable();
    linked.sort_unstable();
    assert_eq!(linked, files);
}

#[test]
fn the_window_needs_no_inline_script_or_style_and_is_never_blank() {
    let html = read("index.html");
    assert!(!html.contains("<style") && !html.contains(" style="));
    assert_eq!(html.matches("<script").count(), 1);
    assert!(html.contains("<script type=\"module\" async src=\"./boot.js\"></script>"));
    assert!(html.contains("<html lang=\"en\">") && html.contains("theme-color"));
    assert!(html.contains("data-testid=\"page-loading\"") && html.contains("class=\"skeleton\""));
    assert!(
        !html.contains("http:") && !html.contains("https:"),
        "nothing is loaded from elsewhere"
    );
}

#[test]
fn the_page_is_started_under_the_name_that_it_is_built_with() {
    let boot = read("boot.js");
    assert!(boot.contains("'./latchkey-ui.js'") && boot.contains("'./latchkey-ui_bg.wasm'"));
}

/// The names of the stylesheets in the order of the cascade.
fn linked() -> Vec<String> {
    let html = read("index.html");
    let links = html.split("href=\"./styles/").skip(1);
    links.map(|link| link.split_once(".css\"").unwrap().0.to_owned()).collect()
}

type Theme = BTreeMap<String, [f64; 4]>;

fn themes() -> (Theme, Theme) {
    let mut themes = [String::new(), String::new()];
    for css in COLOURS.map(read) {
        let (older, _) = css.split_once("@supports").unwrap();
        let (light, dark) = older.split_once("@media").unwrap();
        for (theme, list) in themes.iter_mut().zip([light, dark]) {
            theme.push_str(list);
        }
    }
    let theme = |css: &str| {
        let colours = declarations(css).into_iter().filter(|(_, value)| value.starts_with('#'));
        colours.map(|(name, value)| (name, colour(&value))).collect()
    };
    (theme(&themes[0]), theme(&themes[1]))
}

fn declarations(css: &str) -> Vec<(String, String)> {
    css.lines()
        .filter_map(|line| line.trim().strip_suffix(';')?.split_once(": "))
        .filter(|(name, _)| name.starts_with("--"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn colour(hex: &str) -> [f64; 4] {
    let digits = hex.strip_prefix('#').unwrap();
    let channel = |at: usize| {
        digits
            .get(at..at + 2)
            .map_or(1.0, |pair| f64::from(u8::from_str_radix(pair, 16).unwrap()) / 255.0)
    };
    [channel(0), channel(2), channel(4), channel(6)]
}

fn contrast(a: [f64; 4], b: [f64; 4]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance (WCAG 2.2).
fn luminance([red, green, blue, _]: [f64; 4]) -> f64 {
    let linear = |channel: f64| {
        if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn read(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("static").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
