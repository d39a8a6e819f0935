//! Who may import whom: the table of ARCHITECTURE.md against what cargo resolved.

use anyhow::Result;

use super::Finding;
use crate::app::SHIPPED;
use crate::process::output;
use crate::workspace::{Package, Workspace};

/// What one of our crates may use.
struct Rule {
    name: &'static str,
    /// Which of our crates it may depend on.
    ours: &'static [&'static str],
    /// What it must not reach, however far away.
    never: &'static [&'static str],
    /// The only crates that it may name in its manifest, where that is limited.
    only: Option<&'static [&'static str]>,
}

/// Crates that do I/O, draw or ask a browser.
const OUTSIDE: &[&str] = &["tokio", "reqwest", "hyper", "tauri", "web-sys", "yew", "rusqlite"];

const RULES: &[Rule] = &[
    Rule {
        name: "latchkey-ipc",
        ours: &[],
        never: OUTSIDE,
        only: Some(&["postcard", "serde", "zeroize"]),
    },
    Rule { name: "latchkey-fapi-types", ours: &[], never: OUTSIDE, only: None },
    Rule { name: "latchkey-typed", ours: &[], never: OUTSIDE, only: Some(&[]) },
    Rule {
        name: "latchkey-core",
        ours: &["latchkey-fapi-types", "latchkey-typed"],
        never: OUTSIDE,
        only: None,
    },
    Rule {
        name: "latchkey-fapi-client",
        ours: &["latchkey-fapi-types"],
        never: &["tauri", "yew", "rusqlite"],
        only: None,
    },
    Rule {
        name: "latchkey-pictures",
        ours: &[],
        never: OUTSIDE,
        only: Some(&["image", "thiserror"]),
    },
    Rule {
        name: "latchkey-app",
        ours: &[
            "latchkey-core",
            "latchkey-fapi-client",
            "latchkey-fapi-types",
            "latchkey-ipc",
            "latchkey-pictures",
            "latchkey-typed",
        ],
        never: &["tauri", "yew", "rusqlite"],
        only: None,
    },
    Rule { name: "latchkey-options", ours: &[], never: OUTSIDE, only: Some(&["clap", "jiff"]) },
    Rule {
        name: "latchkey-wiping",
        ours: &[],
        never: OUTSIDE,
        only: Some(&["libc", "zeroizing-alloc"]),
    },
    Rule { name: "latchkey-emulator", ours: &[], never: &["tauri", "reqwest", "yew"], only: None },
    Rule {
        name: "latchkey-vault",
        ours: &[],
        never: &["tauri", "yew", "reqwest", "rusqlite"],
        only: None,
    },
    Rule {
        name: "latchkey-ui",
        ours: &["latchkey-ipc", "latchkey-typed"],
        never: &["reqwest", "tauri", "rusqlite"],
        only: None,
    },
    Rule {
        name: "latchkey",
        ours: &[
            "latchkey-app",
            "latchkey-emulator",
            "latchkey-fapi-types",
            "latchkey-ipc",
            "latchkey-options",
            "latchkey-vault",
            "latchkey-wiping",
        ],
        never: &["yew"],
        only: None,
    },
    Rule { name: "xtask", ours: &[], never: OUTSIDE, only: None },
    Rule { name: "xtask-axe", ours: &[], never: OUTSIDE, only: None },
    Rule { name: "xtask-bindgen", ours: &[], never: &["tauri", "reqwest"], only: None },
    Rule { name: "xtask-brand", ours: &[], never: OUTSIDE, only: None },
    Rule { name: "xtask-manual", ours: &["latchkey-options"], never: OUTSIDE, only: None },
    Rule {
        name: "xtask-bundle",
        ours: &["latchkey-options"],
        never: &["tauri", "reqwest"],
        only: None,
    },
    Rule { name: "xtask-licences", ours: &[], never: OUTSIDE, only: None },
];

/// Crates of tests may use everything: nothing that ships depends on them.
const FREE: &[&str] = &["latchkey-floor", "latchkey-fuzz", "latchkey-tests"];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = direct(&workspace.packages);
    for rule in RULES.iter().filter(|rule| !rule.never.is_empty()) {
        let tree = reached(workspace, &["-p", rule.name])?;
        findings.extend(reach(rule.name, rule.never, &tree));
    }
    let shipped = reached(workspace, &[&["-p", "latchkey"], SHIPPED.as_slice()].concat())?;
    findings.extend(reach("latchkey, as it ships", &["latchkey-emulator", "rusqlite"], &shipped));
    Ok(findings)
}

/// Names only what is linked into the program or runs when it is built, not what tests use.
fn reached(workspace: &Workspace, which: &[&str]) -> Result<String> {
    let edges = ["tree", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    output(workspace.cargo(edges).args(which))
}

fn direct(packages: &[Package]) -> Vec<Finding> {
    let ours: Vec<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let mut findings = Vec::new();
    for package in packages.iter().filter(|package| !FREE.contains(&package.name.as_str())) {
        let Some(rule) = RULES.iter().find(|rule| rule.name == package.name) else {
            findings
                .push(Finding::new(&package.name, "is not in the table of who may import whom"));
            continue;
        };
        for dependency in package.dependencies.iter().map(String::as_str) {
            if ours.contains(&dependency) && !rule.ours.contains(&dependency) {
                findings
                    .push(Finding::new(&package.name, format!("may not depend on {dependency}")));
            }
            if rule.only.is_some_and(|only| !only.contains(&dependency)) {
                findings.push(Finding::new(&package.name, format!("may not use {dependency}")));
            }
        }
    }
    for rule in RULES.iter().filter(|rule| !ours.contains(&rule.name)) {
        findings.push(Finding::new(rule.name, "is in the table and does not exist"));
    }
    findings
}

fn reach(name: &str, never: &[&str], tree: &str) -> Vec<Finding> {
    let reached = |crate_name: &&&str| {
        tree.lines().any(|line| line.split_whitespace().next() == Some(**crate_name))
    };
    never
        .iter()
        .filter(reached)
        .map(|found| Finding::new(name, format!("must not reach {found}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(change: impl Fn(&str) -> Vec<&'static str>) -> Vec<Package> {
        RULES
            .iter()
            .map(|rule| Package {
                name: rule.name.to_owned(),
                dependencies: change(rule.name).into_iter().map(str::to_owned).collect(),
                targets: Vec::new(),
            })
            .collect()
    }

    fn with(name: &'static str, dependency: &'static str) -> Vec<Finding> {
        direct(&table(|found| if found == name { vec![dependency] } else { Vec::new() }))
    }

    #[test]
    fn what_the_table_allows_passes() {
        assert_eq!(direct(&table(|_| Vec::new())), []);
        assert_eq!(with("latchkey-app", "latchkey-core"), []);
        assert_eq!(with("latchkey-app", "tokio"), []);
        assert_eq!(with("latchkey-ipc", "serde"), []);
    }

    #[test]
    fn an_import_against_the_arrows_is_found() {
        assert_eq!(with("latchkey-core", "latchkey-app").len(), 1);
        assert_eq!(with("latchkey-emulator", "latchkey-fapi-types").len(), 1);
        assert_eq!(with("latchkey-ui", "latchkey-core").len(), 1);
        assert_eq!(with("latchkey-ipc", "serde_json").len(), 1);
    }

    #[test]
    fn a_crate_without_a_row_and_a_row_without_a_crate_are_found() {
        let mut packages = table(|_| Vec::new());
        packages.pop();
        packages.push(Package {
            name: "latchkey-utils".to_owned(),
            dependencies: Vec::new(),
            targets: Vec::new(),
        });
        assert_eq!(direct(&packages).len(), 2);
    }

    #[test]
    fn a_crate_that_is_reached_from_afar_is_found() {
        let tree = "latchkey-core v0.1.0 (/x)\nserde v1.0.0\ntokio v1.54.1\n";
        assert_eq!(reach("latchkey-core", OUTSIDE, tree).len(), 1);
        assert_eq!(reach("latchkey-core", OUTSIDE, "tokio-util v0.7.0\n"), []);
    }
}
