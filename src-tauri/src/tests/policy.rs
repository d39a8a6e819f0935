//! What the webview is told about the page: the policy as Tauri sends it, and the page as it was
//! built.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::shell;

const PAGE: &str = "index.html";

/// The whole policy. To `script-src` Tauri adds the hash of each of the program's own files.
const POLICY: [(&str, &[&str]); 9] = [
    ("base-uri", &["'none'"]),
    ("connect-src", &["'self'", "http://ipc.localhost", "ipc:"]),
    ("default-src", &["'none'"]),
    ("form-action", &["'none'"]),
    ("frame-ancestors", &["'none'"]),
    ("img-src", &["'self'", "data:"]),
    ("object-src", &["'none'"]),
    ("script-src", &["'self'", "'wasm-unsafe-eval'"]),
    ("style-src", &["'self'"]),
];

fn page() -> String {
    let page = shell().asset_resolver().get(PAGE.to_owned()).expect("the page is in the program");
    String::from_utf8(page.bytes).expect("the page is a text")
}

#[test]
fn the_page_is_sent_with_a_policy_that_lets_in_nothing_else() {
    let page = shell().asset_resolver().get(PAGE.to_owned()).expect("the page is in the program");
    let policy = page.csp_header.expect("the page is sent with a policy");
    let sent: BTreeMap<&str, BTreeSet<&str>> = policy
        .split(';')
        .map(|directive| {
            let mut words = directive.split_whitespace();
            (words.next().unwrap_or_default(), words.collect())
        })
        .collect();
    let hashes = hashes_of_own_scripts();
    let hashes = hashes.iter().map(String::as_str);
    let mut wanted =
        BTreeMap::from(POLICY.map(|(name, words)| (name, words.iter().copied().collect())));
    wanted.entry("script-src").or_insert_with(BTreeSet::new).extend(hashes);
    assert_eq!(sent, wanted);
}

fn hashes_of_own_scripts() -> Vec<String> {
    let app = shell();
    let files = app.asset_resolver().iter().map(|(name, _)| name.into_owned()).collect::<Vec<_>>();
    let scripts = files.iter().filter(|name| has_ending(name, &["js"]));
    let hash = |name: &String| {
        let script = app.asset_resolver().get(name.clone()).expect("the file is in the program");
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script.bytes)))
    };
    scripts.map(hash).collect()
}

#[test]
fn the_one_page_of_the_program_holds_no_script_and_no_style() {
    let app = shell();
    let pages: Vec<_> = app
        .asset_resolver()
        .iter()
        .map(|(name, _)| name.into_owned())
        .filter(|name| has_ending(name, &["html", "htm", "svg", "xml"]))
        .collect();
    assert_eq!(pages, [format!("/{PAGE}")]);
    let page = page();
    assert!(page.contains("<script") && page.contains("<link"), "the search finds what is there");
    assert_eq!(inside(&page), Vec::<String>::new());
}

/// The webview asks for each by a request of its own, and a start waits for all of them.
#[test]
fn the_page_comes_in_six_files() {
    let app = shell();
    let mut files: Vec<_> =
        app.asset_resolver().iter().map(|(name, _)| name.into_owned()).collect();
    files.sort();
    let (glue, program) = ("/latchkey-ui.js", "/latchkey-ui_bg.wasm");
    let wanted = ["/boot.js", "/index.html", glue, program, "/mark.png", "/styles/page.css"];
    assert_eq!(files, wanted);
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    Path::new(name).extension().is_some_and(|found| endings.iter().any(|ending| found == *ending))
}

/// Every script and style in a page that is not a file of its own.
fn inside(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in page.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').unwrap_or((tag, ""));
        let mut words = tag.split_whitespace();
        let name = words.next().unwrap_or_default().to_ascii_lowercase();
        let attributes: Vec<_> = words.map(str::to_ascii_lowercase).collect();
        let has = |start: &str| attributes.iter().any(|attribute| attribute.starts_with(start));
        let wrong = name == "style"
            || name == "script" && (!has("src=") || !text.trim().is_empty())
            || has("style=")
            || has("on")
            || attributes.iter().any(|attribute| attribute.contains("javascript:"));
        if wrong {
            found.push(format!("<{tag}>"));
        }
    }
    found
}

#[test]
fn a_script_or_a_style_inside_a_page_is_found() {
    for bad in [
        "<script>run()</script>",
        "<SCRIPT type=\"module\">run()</SCRIPT>",
        "<script src=\"a.js\">run()</script>",
        "<style>p { color: red }</style>",
        "<p style=\"color: red\">",
        "<img src=\"x\" onerror=\"run()\">",
        "<a href=\"javascript:run()\">",
    ] {
        assert_eq!(inside(bad).len(), 1, "{bad}");
    }
    assert!(inside("<script type=\"module\" src=\"./boot.js\"></script><p>on</p>").is_empty());
}
