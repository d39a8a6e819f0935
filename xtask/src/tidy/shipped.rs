//! What the program that ships is compiled with: no inspector of the page, and nothing of tests or
//! fuzzers.

use anyhow::Result;

use super::Finding;
use crate::app::SHIPPED;
use crate::process::output;
use crate::workspace::Workspace;

/// The crates that have features which no release has: those of ours that the fuzzers open, the shell
/// and its webview.
const JUDGED: &[&str] = &[
    "latchkey",
    "latchkey-app",
    "latchkey-fapi-client",
    "tauri",
    "tauri-runtime",
    "tauri-runtime-wry",
    "wry",
];
/// Features of theirs that no release has. `devtools` opens the inspector to whoever uses the
/// program, and what the page holds with it.
const NEVER: &[&str] = &["devtools", "emulator", "fuzzing", "test"];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    compiled_with(workspace, &SHIPPED)
}

/// What is wrong with a program that is compiled with these options.
fn compiled_with(workspace: &Workspace, options: &[&str]) -> Result<Vec<Finding>> {
    let tree = ["tree", "--edges", "normal,build", "--prefix", "none", "--format", "{p} [{f}]"];
    let tree = output(workspace.cargo(tree).args(["-p", "latchkey"]).args(options))?;
    Ok(features(&tree))
}

/// Lines such as `wry v0.57.1 [drag-drop,x11]`, one for each place of the tree.
fn features(tree: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in JUDGED {
        let line = tree.lines().find(|line| line.split_whitespace().next() == Some(*name));
        let Some((_, features)) = line.and_then(|line| line.rsplit_once('[')) else {
            findings.push(Finding::new(*name, "is not in the program that ships"));
            continue;
        };
        let on = features.split(']').next().unwrap_or_default().split(',');
        for feature in on.filter(|feature| NEVER.contains(feature)) {
            findings.push(Finding::new(*name, format!("must not ship with `{feature}`")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "latchkey v0.1.0 (/x) [custom-protocol]\nlatchkey-app v0.1.0 (/x) []\n\
                        latchkey-fapi-client v0.1.0 (/x) []\ntauri v2.12.5 [wry,x11]\n\
                        tauri-runtime v2.12.2 []\ntauri-runtime-wry v2.12.3 [x11] (*)\n\
                        wry v0.57.1 [drag-drop]\n";

    #[test]
    fn a_release_without_an_inspector_passes() {
        assert_eq!(features(GOOD), []);
    }

    #[test]
    fn a_release_with_an_inspector_or_an_emulator_is_found() {
        assert_eq!(features(&GOOD.replace("[drag-drop]", "[devtools,drag-drop]")).len(), 1);
        assert_eq!(features(&GOOD.replace("custom-protocol", "custom-protocol,emulator")).len(), 1);
        assert_eq!(features(&GOOD.replace("app v0.1.0 (/x) []", "app v0.1.0 [fuzzing]")).len(), 1);
    }

    #[test]
    fn a_program_that_is_compiled_wrong_is_found_and_the_one_that_ships_is_not() {
        let workspace = Workspace::find().expect("cargo knows the repository");
        let found = |options: &[&str]| compiled_with(&workspace, options).expect("cargo answers");
        assert_eq!(found(&SHIPPED), []);
        // As somebody would build it who forgets the options, or wants to look into the page.
        assert_eq!(found(&[]), [Finding::new("latchkey", "must not ship with `emulator`")]);
        let inspected = found(&["--no-default-features", "--features", "tauri/devtools"]);
        assert!(inspected.contains(&Finding::new("tauri", "must not ship with `devtools`")));
    }

    #[test]
    fn a_tree_in_which_a_crate_is_missing_is_found() {
        assert_eq!(features("").len(), JUDGED.len());
    }
}
