//! No circle between the modules of a crate: each can be read after those that it uses.
//!
//! A module and those inside it may use each other, as a type and the parts of its `impl` do. But
//! where a module uses one that is neither inside it nor around it, no way leads back.

use std::collections::{BTreeSet, VecDeque};

use anyhow::Result;

use super::finding::Finding;
use super::modules::{Arrow, arrows};
use super::repository::Source;
use crate::workspace::Workspace;

pub(super) fn check(workspace: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let targets = workspace.packages.iter().flat_map(|package| &package.targets);
    let roots: BTreeSet<String> = targets
        .filter(|target| !matches!(target.kind.as_str(), "test" | "example" | "custom-build"))
        .filter_map(|target| target.file.strip_prefix(&workspace.root).ok())
        .map(|file| file.to_string_lossy().replace('\\', "/"))
        .collect();
    let mut findings = Vec::new();
    for root in roots {
        findings.extend(circles(&arrows(&root, sources)?));
    }
    Ok(findings)
}

/// Circles, the shortest first. No two have an arrow in common, or a knot of many modules would be
/// shown as hundreds of circles.
fn circles(arrows: &[Arrow]) -> Vec<Finding> {
    let between = arrows.iter().filter(|arrow| !arrow.is_inside());
    let circle = |arrow| Some([&[arrow], way(arrows, arrow)?.as_slice()].concat());
    let mut circles: Vec<Vec<&Arrow>> = between.filter_map(circle).collect();
    circles.sort_by_key(Vec::len);
    let mut shown = BTreeSet::new();
    circles.retain(|circle| {
        let is_new = circle.iter().all(|arrow| !shown.contains(arrow));
        shown.extend(circle.iter().copied().filter(|_| is_new));
        is_new
    });
    circles.iter().map(|circle| finding(circle)).collect()
}

/// The shortest way from where an arrow ends to where it begins.
fn way<'a>(arrows: &'a [Arrow], arrow: &Arrow) -> Option<Vec<&'a Arrow>> {
    let mut seen = BTreeSet::new();
    let mut waiting = VecDeque::from([Vec::new()]);
    while let Some(way) = waiting.pop_front() {
        let here = way.last().map_or(&arrow.to, |last: &&Arrow| &last.to);
        if *here == arrow.from {
            return Some(way);
        }
        if seen.insert(here.clone()) {
            let onward = arrows.iter().filter(|next| next.from == *here);
            waiting.extend(onward.map(|next| [way.as_slice(), &[next]].concat()));
        }
    }
    None
}

fn finding(circle: &[&Arrow]) -> Finding {
    let name = |module: &[String]| match module {
        [] => "crate".to_owned(),
        _ => module.join("::"),
    };
    let names: Vec<String> = circle.iter().map(|arrow| name(&arrow.from) + " -> ").collect();
    let place = |arrow: &&Arrow| {
        format!("{} -> {} at {}", name(&arrow.from), name(&arrow.to), arrow.place())
    };
    let places: Vec<String> = circle.iter().map(place).collect();
    let first = circle.first();
    let problem = format!(
        "`{}{}` is a circle: {}",
        names.concat(),
        first.map(|arrow| name(&arrow.from)).unwrap_or_default(),
        places.join(", ")
    );
    Finding::new(first.map(|arrow| arrow.place()).unwrap_or_default(), problem)
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> = files.iter().map(|(path, text)| source(path, text)).collect();
        let arrows = arrows("src/lib.rs", &sources).expect("this is Rust");
        circles(&arrows).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_circle_is_found_and_each_of_its_arrows_is_told() {
        let files = [
            ("src/lib.rs", "mod a;\nmod b;\nmod c;\n"),
            ("src/a.rs", "\nuse crate::b::B;\n"),
            ("src/b.rs", "\n\nfn b() { crate::c::c() }\n"),
            ("src/c.rs", "use super::a::A;\n"),
        ];
        let circle = "src/a.rs:2: `a -> b -> c -> a` is a circle: a -> b at src/a.rs:2, b -> c at src/b.rs:3, \
                      c -> a at src/c.rs:1";
        assert_eq!(found(&files), [circle]);
    }

    #[test]
    fn modules_that_use_only_what_can_be_read_before_them_pass() {
        let files = [
            ("src/lib.rs", "mod a;\nmod b;\nmod c;\npub use a::A;\n"),
            ("src/a.rs", "use crate::{b::B, c};\n"),
            ("src/b.rs", "use crate::c::C;\n"),
            ("src/c.rs", "use std::fmt;\n"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn a_module_and_those_inside_it_may_use_each_other() {
        let files = [
            ("src/lib.rs", "mod a;\n"),
            ("src/a.rs", "mod b;\nmod c;\nuse b::B;\nuse c::C;\nstruct A;\n"),
            ("src/a/b.rs", "use super::A;\n"),
            ("src/a/c.rs", "use super::A;\n"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn a_circle_through_what_is_around_a_module_is_found() {
        let files = [
            ("src/lib.rs", "mod a;\nmod b;\nstruct Everything(b::B);\n"),
            ("src/a.rs", "use crate::Everything;\n"),
            ("src/b.rs", "use crate::a::A;\n"),
        ];
        let circle = "src/b.rs:1: `b -> a -> crate -> b` is a circle: b -> a at src/b.rs:1, \
                      a -> crate at src/a.rs:1, crate -> b at src/lib.rs:3";
        assert_eq!(found(&files), [circle]);
    }
}
