//! Which module of a crate uses which, where each file is one module.
//!
//! What counts is `use`, re-exports among it, and every path in the code, also inside macros. What
//! is compiled for tests only does not count.

mod reading;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::repository::Source;

/// The path of a module from the root of its crate, which has an empty one.
pub(super) type Path = Vec<String>;

/// That one module uses another.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrow {
    pub(super) from: Path,
    pub(super) to: Path,
    /// The file and the first line that say so.
    file: String,
    line: usize,
}

impl Arrow {
    /// Whether one of the two is inside the other.
    pub(super) fn is_inside(&self) -> bool {
        self.from.starts_with(&self.to) || self.to.starts_with(&self.from)
    }

    /// File and line.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// Every arrow of the crate whose root is the file `root`.
pub(super) fn arrows(root: &str, sources: &[Source]) -> Result<Vec<Arrow>> {
    let modules = Modules(reading::read(root, sources)?);
    let mut lines = BTreeMap::new();
    for (at, module) in &modules.0 {
        for (path, line) in &module.paths {
            let mut reached = BTreeSet::new();
            modules.follow(&module.file, at, path, MOST_HANDS, &mut reached);
            for to in reached.into_iter().filter(|to| *to != module.file) {
                let from = module.file.clone();
                let first = lines.entry((from, to, module.source.clone())).or_insert(*line);
                *first = (*first).min(*line);
            }
        }
    }
    let arrow = |((from, to, file), line)| Arrow { from, to, file, line };
    Ok(lines.into_iter().map(arrow).collect())
}

/// A module as it is written: a file, or braces in one.
#[derive(Default)]
struct Module {
    /// The module of the file that it stands in: itself, unless it is in braces.
    file: Path,
    /// That file's path in the repository.
    source: String,
    /// What `use` makes known here, and the path that it stands for. What `*` makes known is not in it.
    names: BTreeMap<String, Path>,
    /// The paths in it, with their lines.
    paths: Vec<(Path, usize)>,
}

/// How often a name is followed from one `use` to the next before it is given up.
const MOST_HANDS: usize = 16;

struct Modules(BTreeMap<Path, Module>);

impl Modules {
    /// Collects the files that a path in the module `at` leads `reader` to: the module that the path
    /// names and, where this one has the name by `use`, the one that it comes from. A module around
    /// the reader that only has the name by `use` is left out: it is not what the reader needs.
    fn follow(
        &self,
        reader: &[String],
        at: &[String],
        path: &[String],
        hands: usize,
        reached: &mut BTreeSet<Path>,
    ) {
        let (mut here, rest) = match path.split_first() {
            Some((first, rest)) if first == "crate" => (Path::new(), rest),
            Some((first, rest)) if first == "self" => (at.to_vec(), rest),
            _ => (at.to_vec(), path),
        };
        for (index, word) in rest.iter().enumerate() {
            let inner = joined(&here, word);
            if word == "super" {
                here.pop();
            } else if self.0.contains_key(&inner) {
                here = inner;
            } else if let Some(origin) = self.0.get(&here).and_then(|it| it.names.get(word)) {
                if hands > 0 {
                    reached.extend(self.file(&here).filter(|file| !reader.starts_with(file)));
                    let after = rest.get(index + 1..).unwrap_or_default();
                    let path = [origin.as_slice(), after].concat();
                    self.follow(reader, &here, &path, hands - 1, reached);
                }
                return;
            } else if index == 0 && rest.len() == path.len() {
                return; // Another crate, or a type of this file.
            } else {
                break; // Something in this module.
            }
        }
        reached.extend(self.file(&here));
    }

    fn file(&self, module: &[String]) -> Option<Path> {
        self.0.get(module).map(|module| module.file.clone())
    }
}

fn joined(module: &[String], name: &str) -> Path {
    module.iter().map(String::as_str).chain([name]).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    /// What the module `a` uses, by line, when it has this text.
    fn used(text: &str) -> Vec<String> {
        let files = [
            ("src/lib.rs", "mod a;\nmod b;\npub use b::c::Handed;\nstruct Root;\n"),
            ("src/a.rs", text),
            ("src/a/d.rs", ""),
            ("src/b.rs", "pub mod c;\npub use c::C;\n"),
            ("src/b/c.rs", ""),
        ];
        let sources: Vec<Source> = files.iter().map(|(path, text)| source(path, text)).collect();
        let arrows = arrows("src/lib.rs", &sources).expect("this is Rust");
        let of_a = arrows.iter().filter(|arrow| arrow.from == ["a"]);
        of_a.map(|arrow| format!("{}:{}", arrow.to.join("::"), arrow.line)).collect()
    }

    #[test]
    fn a_path_leads_to_the_deepest_module_on_it() {
        assert_eq!(used("use crate::b::c::D;"), ["b::c:1"]);
        assert_eq!(used("use super::b::{\n    B,\n    c::{self, D as E},\n};"), ["b:2", "b::c:3"]);
        assert_eq!(used("pub(crate) use crate::b::*;"), ["b:1"]);
        assert_eq!(used("mod d;\nuse d::D;\nfn a() { self::d::d() }"), ["a::d:2"]);
        assert_eq!(used("use crate::Root;"), [":1"]);
    }

    #[test]
    fn a_path_in_code_counts_in_macros_and_braces_too() {
        assert_eq!(
            used("fn a() {\n    if x { crate::b::f(0..super::b::c::G) }\n}"),
            ["b:2", "b::c:2"]
        );
        assert_eq!(used("fn a() { html! { <crate::b::Page /> } }"), ["b:1"]);
        assert_eq!(used("mod inner {\n    use super::super::b::B;\n}"), ["b:2"]);
        assert_eq!(used("use crate::b;\nfn a() { b::c::f() }"), ["b:1", "b::c:2"]);
    }

    #[test]
    fn a_name_that_is_handed_on_leads_to_its_origin_as_well() {
        assert_eq!(used("use crate::b::C;"), ["b:1", "b::c:1"]);
        // What is around the module has its own arrow.
        assert_eq!(used("use crate::Handed;"), ["b::c:1"]);
    }

    #[test]
    fn a_use_is_told_by_its_first_line() {
        assert_eq!(used("mod inner {\n    use crate::b;\n}\nuse crate::b;"), ["b:2"]);
    }

    #[test]
    fn other_crates_comments_texts_and_tests_do_not_count() {
        assert_eq!(used("use std::fmt;\nuse b::B;\nfn a(b: T) { b.b::<B>() }"), [""; 0]);
        assert_eq!(used("mod d;\nuse ::d::D;\nfn a() { ::d::d(); <T as x::Y>::d::f() }"), [""; 0]);
        assert_eq!(used("// crate::b::B\nconst A: &str = \"use crate::b;\";\n"), [""; 0]);
        assert_eq!(used("#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}"), [""; 0]);
        assert_eq!(used("#[cfg(test)]\n#[path = \"d.rs\"]\nmod d;\nuse crate::b;"), ["b:4"]);
        assert_eq!(used("fn a() -> impl Sized + use<> {}\nuse crate::b;"), ["b:2"]);
    }
}
