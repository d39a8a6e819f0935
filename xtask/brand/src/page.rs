//! What of the page's own files is another for a product of another name.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use crate::colour::{Accent, Shades, hex};

/// The document under another title. The page takes the product's name from there.
pub(crate) fn titled(document: &str, product: &str) -> Result<String> {
    let (before, rest) = document.split_once("<title>").context("index.html has no title")?;
    let (_, after) = rest.split_once("</title>").context("index.html has no title")?;
    let title = product.replace('&', "&amp;").replace('<', "&lt;");
    Ok(format!("{before}<title>{title}</title>{after}"))
}

/// `brand.css` for an accent.
pub(crate) fn stylesheet(accent: &Accent) -> String {
    let Accent { light, dark, .. } = accent;
    let (light, dark) = (named(light), named(dark));
    let list = |pairs: &[(&str, String); 4], indent: &str| {
        pairs.iter().fold(String::new(), |mut list, (name, value)| {
            // Writing to a String cannot fail.
            let _ = writeln!(list, "{indent}--{name}: {value};");
            list
        })
    };
    let mut both = light.clone();
    for ((_, light), (_, dark)) in both.iter_mut().zip(&dark) {
        *light = format!("light-dark({light}, {dark})");
    }
    format!(
        ":root {{\n  --mark: url(\"../mark.png\");\n{}}}\n\n\
         @media (prefers-color-scheme: dark) {{\n  :root {{\n{}  }}\n}}\n\n\
         @supports (color: light-dark(#000, #fff)) {{\n  :root {{\n{}  }}\n}}\n",
        list(&light, "  "),
        list(&dark, "    "),
        list(&both, "    ")
    )
}

fn named(shades: &Shades) -> [(&'static str, String); 4] {
    let Shades { accent, hover, ink, soft } = *shades;
    [("accent", accent), ("accent-hover", hover), ("accent-ink", ink), ("accent-soft", soft)]
        .map(|(name, colour)| (name, hex(colour)))
}

#[cfg(test)]
mod tests {
    use palette::Srgb;

    use super::*;

    const INDEX: &str = include_str!("../../../src-ui/static/index.html");
    const OURS: &str = include_str!("../../../src-ui/static/styles/brand.css");
    const TOKENS: &str = include_str!("../../../src-ui/static/styles/tokens.css");

    #[test]
    fn the_title_is_the_name_as_text() {
        let titled = titled(INDEX, "Locks & <Keys>").expect("there is a title");
        assert!(titled.contains("<title>Locks &amp; &lt;Keys></title>"), "{titled}");
        assert!(!titled.contains("Latchkey"), "{titled}");
    }

    #[test]
    fn the_stylesheet_declares_what_ours_declares() {
        let names = |css: &str| -> Vec<String> {
            let lines = css.lines().filter_map(|line| Some(line.trim().split_once(": ")?.0));
            lines.filter(|name| name.starts_with("--")).map(str::to_owned).collect()
        };
        let accent = Accent::of(Srgb::new(0x7a, 0x1f, 0xa2), TOKENS).expect("made");
        let made = stylesheet(&accent);
        assert_eq!(names(&made), names(OURS), "{made}");
        assert!(made.contains("--accent: #7a1fa2;"), "{made}");
        assert!(made.contains("--accent: light-dark(#7a1fa2, "), "{made}");
    }
}
