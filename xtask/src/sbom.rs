//! What the program that ships is made of, as `CycloneDX` 1.6: every crate in program and page with its
//! version, licence and checksum. It is made of what cargo resolves, and has no date: the same sources
//! give the same file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

use crate::app::SHIPPED;
use crate::arguments::Arguments;
use crate::process::output;
use crate::workspace::{WASM, Workspace};

/// `cargo xtask sbom`.
pub(crate) fn task(workspace: &Workspace, _: &Arguments) -> Result<()> {
    let rustc = output(Command::new("rustc").arg("-vV"))?;
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.context("rustc names no host")?;
    let lock = workspace.read("Cargo.lock")?;
    let mut made = Made::default();
    made.add(&metadata(workspace, host)?, "latchkey", &lock)?;
    // The page is inside the program.
    made.add(&metadata(workspace, WASM)?, "latchkey-ui", &lock)?;
    let folder = workspace.target.join("sbom");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let file = folder.join(format!("latchkey-{host}.cdx.json"));
    fs::write(&file, made.document("latchkey")?)
        .with_context(|| format!("writing {}", file.display()))?;
    println!("{}: {} crates", file.display(), made.components.len());
    Ok(())
}

fn metadata(workspace: &Workspace, target: &str) -> Result<Value> {
    let words = ["metadata", "--locked", "--format-version", "1", "--filter-platform", target];
    let text = output(workspace.cargo(words).args(SHIPPED))?;
    serde_json::from_str(&text).context("reading cargo metadata")
}

/// What was found so far, by the reference that each crate has in the document.
#[derive(Default)]
struct Made {
    components: BTreeMap<String, Value>,
    dependencies: BTreeMap<String, BTreeSet<String>>,
}

impl Made {
    /// Adds a crate and what is linked into it. What only tests or build scripts use is not.
    fn add(&mut self, metadata: &Value, root: &str, lock: &str) -> Result<()> {
        let by_id = |list: &Value| -> BTreeMap<String, Value> {
            let items = list.as_array().into_iter().flatten();
            items.map(|item| (text(item, "id").to_owned(), item.clone())).collect()
        };
        let packages = by_id(metadata.get("packages").unwrap_or(&Value::Null));
        let nodes = by_id(metadata.pointer("/resolve/nodes").unwrap_or(&Value::Null));
        let first = packages.iter().find(|(_, package)| text(package, "name") == root);
        let mut waiting =
            vec![first.with_context(|| format!("there is no crate {root}"))?.0.clone()];
        while let Some(id) = waiting.pop() {
            let package =
                packages.get(&id).with_context(|| format!("cargo does not say what {id} is"))?;
            let name = reference(package);
            if self.dependencies.contains_key(&name) {
                continue;
            }
            let node = nodes.get(&id).with_context(|| format!("cargo did not resolve {id}"))?;
            let linked: Vec<&str> = linked(node).collect();
            let to = linked.iter().filter_map(|id| packages.get(*id)).map(reference).collect();
            self.dependencies.insert(name.clone(), to);
            self.components.insert(name, component(package, lock));
            waiting.extend(linked.into_iter().map(str::to_owned));
        }
        Ok(())
    }

    fn document(&self, root: &str) -> Result<String> {
        let is_root = |component: &&Value| text(component, "name") == root;
        let root = self.components.values().find(is_root).context("the program is not in it")?;
        let mut program = root.clone();
        if let Some(kind) = program.get_mut("type") {
            *kind = json!("application");
        }
        let others: Vec<&Value> = self.components.values().filter(|other| *other != root).collect();
        let dependencies: Vec<Value> = self
            .dependencies
            .iter()
            .map(|(from, to)| json!({ "ref": from, "dependsOn": to }))
            .collect();
        let document = json!({
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": { "component": program },
            "components": others,
            "dependencies": dependencies,
        });
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

/// The ids of what a crate is linked with.
fn linked(node: &Value) -> impl Iterator<Item = &str> {
    let dependencies = node.get("deps").and_then(Value::as_array).into_iter().flatten();
    dependencies
        .filter(|dependency| {
            let kinds = dependency.get("dep_kinds").and_then(Value::as_array).into_iter().flatten();
            // A usual dependency is the one without a kind.
            kinds.into_iter().any(|kind| kind.get("kind").is_none_or(Value::is_null))
        })
        .map(|dependency| text(dependency, "pkg"))
}

fn component(package: &Value, lock: &str) -> Value {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let mut component = Map::new();
    for (key, value) in [
        ("type", "library"),
        ("bom-ref", &reference(package)),
        ("name", name),
        ("version", version),
    ] {
        component.insert(key.to_owned(), json!(value));
    }
    // What is not from the registry is ours.
    if package.get("source").is_some_and(Value::is_string) {
        component.insert("purl".to_owned(), json!(reference(package)));
    }
    if let Some(checksum) = checksum(lock, name, version) {
        component.insert("hashes".to_owned(), json!([{ "alg": "SHA-256", "content": checksum }]));
    }
    if let Some(licence) = package.get("license").and_then(Value::as_str) {
        // An old way of writing 'or'.
        let licence = licence.replace(" / ", "/").replace('/', " OR ");
        component.insert("licenses".to_owned(), json!([{ "expression": licence }]));
    }
    Value::Object(component)
}

fn reference(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(package, "name"), text(package, "version"))
}

fn checksum<'a>(lock: &'a str, name: &str, version: &str) -> Option<&'a str> {
    let start = format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
    let (_, after) = lock.split_once(&start)?;
    let entry = after.split("\n[[package]]").next()?;
    let line = entry.lines().find_map(|line| line.strip_prefix("checksum = \""))?;
    line.strip_suffix('"')
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry\"\n\
                        checksum = \"aa\"\n\n[[package]]\nname = \"latchkey\"\nversion = \"0.1.0\"\n\n\
                        [[package]]\nname = \"a\"\nversion = \"2.0.0\"\nchecksum = \"bb\"\n";

    fn resolved() -> Value {
        let package = |name: &str, source: Value| {
            json!({ "id": name, "name": name, "version": "1.0.0", "source": source,
                    "license": "MIT/Apache-2.0" })
        };
        let needs =
            |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        json!({
            "packages": [
                package("latchkey", Value::Null),
                package("a", json!("registry")),
                package("tests", json!("registry")),
                package("script", json!("registry")),
            ],
            "resolve": { "nodes": [
                { "id": "latchkey", "deps": [
                    needs("a", Value::Null), needs("tests", json!("dev")), needs("script", json!("build"))
                ] },
                { "id": "a", "deps": [needs("a", json!("dev"))] },
            ] },
        })
    }

    #[test]
    fn what_is_linked_is_listed_with_licence_and_checksum_and_nothing_else_is() {
        let mut made = Made::default();
        made.add(&resolved(), "latchkey", LOCK).expect("resolved");
        assert_eq!(
            made.components.keys().collect::<Vec<_>>(),
            ["pkg:cargo/a@1.0.0", "pkg:cargo/latchkey@1.0.0"]
        );
        let document: Value =
            serde_json::from_str(&made.document("latchkey").expect("made")).expect("JSON");
        assert_eq!(document.pointer("/metadata/component/type"), Some(&json!("application")));
        let expected = json!([{
            "type": "library", "bom-ref": "pkg:cargo/a@1.0.0", "name": "a", "version": "1.0.0",
            "purl": "pkg:cargo/a@1.0.0", "hashes": [{ "alg": "SHA-256", "content": "aa" }],
            "licenses": [{ "expression": "MIT OR Apache-2.0" }]
        }]);
        assert_eq!(document.get("components"), Some(&expected));
        let dependency =
            json!({ "ref": "pkg:cargo/latchkey@1.0.0", "dependsOn": ["pkg:cargo/a@1.0.0"] });
        assert_eq!(document.pointer("/dependencies/1"), Some(&dependency));
    }

    #[test]
    fn a_crate_that_is_not_there_is_an_error() {
        assert!(Made::default().add(&resolved(), "nothing", LOCK).is_err());
        assert!(Made::default().document("latchkey").is_err());
    }

    #[test]
    fn a_checksum_is_that_of_the_very_version() {
        assert_eq!(checksum(LOCK, "a", "2.0.0"), Some("bb"));
        assert_eq!(checksum(LOCK, "latchkey", "0.1.0"), None);
    }
}
