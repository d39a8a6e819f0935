//! The icons: made from the one drawing by the command line of Tauri, with the same bytes at each run.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::arguments::Arguments;
use crate::files::write_if_changed;
use crate::process::run;
use crate::workspace::Workspace;

/// The drawing.
const DRAWING: &str = "icons/latchkey.svg";
/// What is made of it, of all that the command makes by itself.
const ICONS: [&str; 6] =
    ["32x32.png", "128x128.png", "128x128@2x.png", "icon.png", "icon.ico", "icon.icns"];
/// The other sizes that a desktop on Linux looks for.
const SIZES: [&str; 7] = ["16", "22", "24", "48", "64", "96", "256"];
/// The command line of Tauri, as the npm registry has it.
const TAURI: &str = "@tauri-apps/cli@2.12.5";
const NPX: &str = if cfg!(windows) { "npx.cmd" } else { "npx" };
/// How a file of macOS icons begins; its length follows.
const ICNS: &[u8] = b"icns";

/// `cargo xtask icons`.
pub(crate) fn task(workspace: &Workspace, _: &Arguments) -> Result<()> {
    let made = workspace.target.join("icons");
    let draw = |more: &[&str]| {
        run(Command::new(NPX)
            .current_dir(&workspace.root)
            .args(["--yes", TAURI, "icon", DRAWING])
            .args(more)
            .arg("--output")
            .arg(&made))
        .context("npx comes with Node.js")
    };
    draw(&[])?;
    draw(&["--png", &SIZES.join(",")])?;
    let sizes = SIZES.map(|size| format!("{size}x{size}.png"));
    let (mut all, mut changed) = (0, 0);
    for name in ICONS.into_iter().chain(sizes.iter().map(String::as_str)) {
        let mut new = fs::read(made.join(name)).with_context(|| format!("reading {name}"))?;
        if new.starts_with(ICNS) {
            new = in_order(&new).with_context(|| format!("putting {name} in order"))?;
        }
        let icon = workspace.root.join("icons").join(name);
        if write_if_changed(&icon, &new)? {
            println!("icons/{name}");
            changed += 1;
        }
        all += 1;
    }
    println!("{changed} of {all} icons changed");
    Ok(())
}

/// The same icons, sorted by their type. The command writes them in another order at each run, which
/// no reader cares about: each part begins with its type and its length, these eight bytes included.
fn in_order(file: &[u8]) -> Result<Vec<u8>> {
    let (head, mut rest) = file.split_at_checked(8).context("it has no head")?;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let Some(&[_, _, _, _, a, b, c, d]) = rest.first_chunk::<8>() else {
            bail!("a part has no head");
        };
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d]))?;
        let Some((part, after)) = rest.split_at_checked(length).filter(|_| length >= 8) else {
            bail!("a part of {length} bytes does not fit");
        };
        parts.push(part);
        rest = after;
    }
    parts.sort_unstable();
    Ok([head].into_iter().chain(parts).collect::<Vec<_>>().concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &[u8] = b"ic07\0\0\0\x0aAB";
    const OTHER: &[u8] = b"ic12\0\0\0\x09C";

    fn file(parts: &[&[u8]]) -> Vec<u8> {
        [b"icns\0\0\0\x1b".as_slice()].iter().chain(parts).copied().collect::<Vec<_>>().concat()
    }

    #[test]
    fn the_order_of_the_parts_no_longer_depends_on_the_run() {
        let sorted = file(&[ONE, OTHER]);
        assert_eq!(in_order(&file(&[OTHER, ONE])).expect("whole"), sorted);
        assert_eq!(in_order(&sorted).expect("whole"), sorted);
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused() {
        for bad in [&b"icns"[..], b"icns\0\0\0\x0cic07", b"icns\0\0\0\x10ic07\0\0\0\x09"] {
            assert!(in_order(bad).is_err(), "{bad:?}");
        }
        assert!(in_order(b"icns\0\0\0\x10ic07\0\0\0\0").is_err());
    }
}
