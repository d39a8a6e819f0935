//! The stylesheets of the page as one file: the webview asks the program for each file by a request of its
//! own, and draws nothing before it has all of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// Beside the stylesheets that it is made of, so that what they name is found from it.
const JOINED: &str = "styles/page.css";
const DOCUMENT: &str = "index.html";

/// Puts one stylesheet in the place of all that the document links, in their order.
pub(super) fn join(files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    let document = files.get(Path::new(DOCUMENT)).context("there is no index.html")?;
    let document = String::from_utf8(document.clone()).context("index.html is no text")?;
    let (mut lines, mut joined) = (Vec::new(), Vec::new());
    for line in document.lines() {
        let Some(link) = Link::read(line) else {
            lines.push(line.to_owned());
            continue;
        };
        if joined.is_empty() {
            lines.push(format!("    <link rel=\"stylesheet\" href=\"./{JOINED}\" />"));
        }
        let css = files
            .remove(Path::new(link.file))
            .with_context(|| format!("index.html links {}, which is not there", link.file))?;
        match link.media {
            Some(media) => {
                joined.extend(format!("@media {media} {{\n").into_bytes());
                joined.extend(css);
                joined.extend(b"}\n");
            }
            None => joined.extend(css),
        }
    }
    if joined.is_empty() {
        bail!("index.html links no stylesheet");
    }
    files.insert(JOINED.into(), joined);
    files.insert(DOCUMENT.into(), (lines.join("\n") + "\n").into_bytes());
    Ok(())
}

/// A stylesheet that a line of the document links.
struct Link<'a> {
    file: &'a str,
    media: Option<&'a str>,
}

impl<'a> Link<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let attributes = line.trim().strip_prefix("<link rel=\"stylesheet\" ")?;
        let value = |name: &str| {
            let (_, rest) = attributes.split_once(&format!("{name}=\""))?;
            Some(rest.split_once('"')?.0)
        };
        Some(Self { file: value("href")?.trim_start_matches("./"), media: value("media") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(document: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        [("index.html", document), ("styles/b.css", "b {}\n"), ("styles/a.css", "a {}\n")]
            .map(|(file, text)| (PathBuf::from(file), text.as_bytes().to_vec()))
            .into()
    }

    #[test]
    fn one_stylesheet_stands_for_all_that_are_linked_in_their_order() {
        let mut files = files(
            "<head>\n  <link rel=\"stylesheet\" href=\"./styles/b.css\" />\n  \
             <link rel=\"stylesheet\" href=\"./styles/a.css\" media=\"print\" />\n</head>\n",
        );
        join(&mut files).expect("joined");
        let text = |file: &str| {
            let bytes = files.get(Path::new(file)).expect("it is there").clone();
            String::from_utf8(bytes).expect("text")
        };
        assert_eq!(text("styles/page.css"), "b {}\n@media print {\na {}\n}\n");
        let link = "    <link rel=\"stylesheet\" href=\"./styles/page.css\" />";
        assert_eq!(text("index.html"), format!("<head>\n{link}\n</head>\n"));
        assert_eq!(files.len(), 2, "what was joined is not there any more");
    }

    #[test]
    fn a_stylesheet_that_is_not_there_is_told() {
        let document = "<link rel=\"stylesheet\" href=\"./styles/c.css\" />";
        let error = join(&mut files(document)).expect_err("there is no such file");
        assert!(error.to_string().contains("styles/c.css"), "{error}");
        assert!(join(&mut files("<head>\n</head>\n")).is_err());
    }
}
