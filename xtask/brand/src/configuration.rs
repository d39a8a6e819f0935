//! What Tauri's configuration says otherwise for a product of another name. It is laid over
//! `tauri.conf.json`, whose lists it replaces whole.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::icons::{DRAWN, FIRST};
use crate::overlay::Overlay;

/// The configuration for an overlay whose files are in `folder`, and whose icons are these.
pub(crate) fn of(overlay: &Overlay, folder: &Path, icons: &[(String, Vec<u8>)]) -> Result<String> {
    let text =
        |path: &Path| path.to_str().map(str::to_owned).context("the folder's path is no text");
    let mut names: Vec<&str> = icons.iter().map(|(name, _)| name.as_str()).collect();
    names.retain(|name| *name != DRAWN);
    // Tauri takes the first one for the window's.
    names.sort_by_key(|name| *name != FIRST);
    let list: Vec<String> =
        names.iter().map(|name| text(&folder.join("icons").join(name))).collect::<Result<_>>()?;
    let configuration = json!({
        "productName": overlay.product_name.as_str(),
        "mainBinaryName": overlay.program_name()?.as_str(),
        "identifier": overlay.identifier.as_str(),
        "build": { "frontendDist": text(&folder.join("dist"))? },
        "bundle": {
            "publisher": overlay.publisher.as_str(),
            "icon": list,
            "windows": { "nsis": { "installerIcon": text(&folder.join("icons/icon.ico"))? } },
        },
    });
    Ok(format!("{configuration:#}\n"))
}
