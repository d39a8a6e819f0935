//! Makes what a product of another name needs, of its overlay file (docs/shipping.md).
//!
//! `xtask-brand FILE FOLDER` is started at the root of the repository. It writes into the folder:
//!
//! - `tauri.conf.json`: what Tauri's configuration says otherwise,
//! - `icons/`: the icon in every size and container that a system wants,
//! - `page/`: what of the page's files is another.
//!
//! `xtask-brand --icons DRAWING FOLDER` makes the icons alone.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on the terminal")]

mod colour;
mod configuration;
mod icons;
mod overlay;
mod page;

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::colour::Accent;
use crate::icons::{Drawing, MARK};
use crate::overlay::Overlay;

/// The page's files, as they are without an overlay.
const PAGE: &str = "src-ui/static";

fn main() -> Result<()> {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    match words.as_slice() {
        [option, drawing, folder] if option == "--icons" => {
            let drawing = Drawing::read(Path::new(drawing))?;
            write_all(Path::new(folder), drawing.icons()?)
        }
        [file, folder] => make(Path::new(file), Path::new(folder)),
        _ => bail!("usage: xtask-brand FILE FOLDER, or xtask-brand --icons DRAWING FOLDER"),
    }
}

fn make(file: &Path, folder: &Path) -> Result<()> {
    let overlay = Overlay::read(file)?;
    let drawing = Drawing::read(&overlay.icon_beside(file))
        .with_context(|| format!("{}: icon", file.display()))?;
    let accent = Accent::of(overlay.accent, &read(&format!("{PAGE}/styles/tokens.css"))?)?;
    if let Some(why) = accent.moved() {
        println!("accent: {why}");
    }
    let icons = drawing.icons()?;
    let mark = icons.iter().find(|(name, _)| name == MARK).map(|(_, bytes)| bytes.clone());
    let configuration = configuration::of(&overlay, folder, &icons)?;
    let index = page::titled(&read(&format!("{PAGE}/index.html"))?, overlay.product_name.as_str())?;
    write_all(&folder.join("icons"), icons)?;
    write_all(
        folder,
        vec![
            ("tauri.conf.json".to_owned(), configuration.into_bytes()),
            ("page/index.html".to_owned(), index.into_bytes()),
            ("page/mark.png".to_owned(), mark.context("no icon is the mark")?),
            ("page/styles/brand.css".to_owned(), page::stylesheet(&accent).into_bytes()),
        ],
    )
}

fn read(file: &str) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {file}"))
}

fn write_all(folder: &Path, files: Vec<(String, Vec<u8>)>) -> Result<()> {
    for (name, bytes) in files {
        let file = folder.join(name);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
        }
        fs::write(&file, bytes).with_context(|| format!("writing {}", file.display()))?;
    }
    Ok(())
}
