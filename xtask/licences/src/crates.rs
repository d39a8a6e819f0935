//! Which crates of others are in the program, and where their files are.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// The target that the page is compiled for.
const WASM: &str = "wasm32-unknown-unknown";

/// Something that was made by others.
#[derive(Clone, Debug)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The licences, as an expression of SPDX.
    pub(crate) licence: String,
    /// Where it comes from.
    pub(crate) repository: String,
    /// Where its files are.
    pub(crate) folder: PathBuf,
    /// A file with its licence that it names itself.
    pub(crate) licence_file: Option<PathBuf>,
}

/// What is linked into the program, with these options for its features, and into its page. What only
/// runs when they are compiled is not in them.
pub(crate) fn in_the_program(options: &[OsString]) -> Result<Vec<Crate>> {
    let host = host()?;
    let edges = ["tree", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
    let tree = |package: &str, target: &str| {
        let mut command = cargo();
        command.args(edges).args(["-p", package, "--target", target]);
        command
    };
    let program = output(tree("latchkey", &host).args(options))?;
    let page = output(&mut tree("latchkey-ui", WASM))?;
    let names: BTreeSet<(String, String)> = [program, page].iter().flat_map(|t| named(t)).collect();

    let mut known = BTreeMap::new();
    for target in [&*host, WASM] {
        let metadata = ["metadata", "--format-version", "1", "--filter-platform", target];
        known.extend(described(&output(cargo().args(metadata))?)?);
    }
    // Our own crates have no source, and are not described.
    Ok(names.iter().filter_map(|name| known.remove(name)).collect())
}

/// Lines such as `url v2.5.8` and `yew v0.23.0 (*)`.
fn named(tree: &str) -> Vec<(String, String)> {
    let crate_of = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
    };
    tree.lines().filter_map(crate_of).collect()
}

/// The crates of others that `cargo metadata` describes.
fn described(metadata: &str) -> Result<BTreeMap<(String, String), Crate>> {
    let metadata: Value = serde_json::from_str(metadata).context("reading cargo metadata")?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.context("cargo metadata has no packages")?;
    let theirs =
        packages.iter().filter(|package| package.get("source").is_some_and(Value::is_string));
    theirs
        .map(|package| {
            let text = |key| package.get(key).and_then(Value::as_str);
            let need = |key| text(key).with_context(|| format!("a crate without its {key}"));
            let (name, version) = (need("name")?.to_owned(), need("version")?.to_owned());
            let manifest = PathBuf::from(need("manifest_path")?);
            let folder = manifest.parent().context("a manifest is in a folder")?.to_owned();
            let known = Crate {
                licence: text("license").unwrap_or("see its own text").to_owned(),
                repository: text("repository").or(text("homepage")).map_or_else(
                    || format!("https://crates.io/crates/{name}"),
                    |address| address.trim().to_owned(),
                ),
                licence_file: text("license_file").map(|file| folder.join(file)),
                folder,
                name: name.clone(),
                version: version.clone(),
            };
            Ok(((name, version), known))
        })
        .collect()
}

fn host() -> Result<String> {
    let text = output(Command::new("rustc").arg("-vV"))?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}

/// The cargo that started us, or the one on the path.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn output(command: &mut Command) -> Result<String> {
    let out = command.output().with_context(|| format!("starting {command:?}"))?;
    if !out.status.success() {
        bail!("{command:?} ended with {}: {}", out.status, String::from_utf8_lossy(&out.stderr));
    }
    String::from_utf8(out.stdout).with_context(|| format!("reading the output of {command:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_named_with_its_version_however_often_it_is_in_the_tree() {
        let tree = "latchkey v0.1.0 (/x)\nurl v2.5.8\n\nurl v2.5.8 (*)\n";
        let pair = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        let url = pair("url", "2.5.8");
        assert_eq!(named(tree), [pair("latchkey", "0.1.0"), url.clone(), url]);
    }

    #[test]
    fn our_own_crates_are_not_those_of_others() {
        let metadata = serde_json::json!({ "packages": [
            { "name": "latchkey", "version": "0.1.0", "source": null, "manifest_path": "/x/Cargo.toml" },
            {
                "name": "url", "version": "2.5.8", "source": "registry+x", "license": "MIT OR Apache-2.0",
                "manifest_path": "/r/url/Cargo.toml", "license_file": "MY-LICENCE"
            },
        ]});
        let known: Vec<_> = described(&metadata.to_string()).expect("read").into_values().collect();
        let [url] = known.as_slice() else { unreachable!("one is of others: {known:?}") };
        assert_eq!(url.repository, "https://crates.io/crates/url");
        assert_eq!(url.licence_file, Some(PathBuf::from("/r/url/MY-LICENCE")));
    }
}
