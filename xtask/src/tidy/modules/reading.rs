//! Reads the modules of a crate out of its tokens. A parser of whole Rust would take longer to
//! compile than the rest of xtask, and would not look into macros.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};

use super::{Module, Path, joined};
use crate::tidy::repository::Source;

/// Every module of the crate whose root is the file `root`.
pub(super) fn read(root: &str, sources: &[Source]) -> Result<BTreeMap<Path, Module>> {
    let mut reader = Reader { sources, found: BTreeMap::new() };
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    reader.file(&Path::new(), root, folder)?;
    Ok(reader.found)
}

struct Reader<'a> {
    sources: &'a [Source],
    found: BTreeMap<Path, Module>,
}

impl Reader<'_> {
    /// Reads the file of a module; the files of the modules inside it lie in `folder`.
    fn file(&mut self, at: &Path, file: &str, folder: &str) -> Result<()> {
        // A file that is made by a build is not there.
        if let Some(source) = self.sources.iter().find(|source| source.path == file) {
            let tokens: TokenStream =
                source.text.parse().map_err(|error| anyhow!("{file} is not Rust: {error}"))?;
            let module = Module { file: at.clone(), source: file.to_owned(), ..Module::default() };
            self.found.insert(at.clone(), module);
            self.tokens(at, folder, tokens)?;
        }
        Ok(())
    }

    fn tokens(&mut self, at: &Path, folder: &str, tokens: TokenStream) -> Result<()> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        loop {
            rest = match rest {
                [] => return Ok(()),
                [mark, TokenTree::Group(attribute), after @ ..]
                    if is(mark, '#') && is_for_tests(&attribute.stream()) =>
                {
                    after_item(after)
                }
                [TokenTree::Ident(word), TokenTree::Ident(name), body, after @ ..]
                    if word == "mod" =>
                {
                    self.module(at, folder, name, body)?;
                    after
                }
                [TokenTree::Ident(word), after @ ..]
                    if word == "use" && !after.first().is_some_and(|next| is(next, '<')) =>
                {
                    let end = after.iter().position(|token| is(token, ';')).unwrap_or(0);
                    let (tree, after) = after.split_at(end);
                    // With `::` in front it is the name of another crate.
                    if after_colons(tree).is_none() {
                        self.use_tree(at, &[], tree);
                    }
                    after
                }
                // The end of a path that does not begin with a name.
                [_, _, ..] if after_colons(rest).is_some() => words(rest).1,
                [TokenTree::Ident(first), after @ ..] => {
                    let (mut path, after) = words(after);
                    if !path.is_empty() {
                        path.insert(0, first.to_string());
                        self.mention(at, path, first.span());
                    }
                    after
                }
                [TokenTree::Group(group), after @ ..] => {
                    self.tokens(at, folder, group.stream())?;
                    after
                }
                [_, after @ ..] => after,
            }
        }
    }

    fn module(&mut self, at: &Path, folder: &str, name: &Ident, body: &TokenTree) -> Result<()> {
        let inner = joined(at, &name.to_string());
        let inner_folder = format!("{folder}/{name}");
        let TokenTree::Group(body) = body else {
            return self.file(&inner, &format!("{inner_folder}.rs"), &inner_folder);
        };
        let outer = self.at(at);
        let (file, source) = (outer.file.clone(), outer.source.clone());
        self.found.insert(inner.clone(), Module { file, source, ..Module::default() });
        self.tokens(&inner, &inner_folder, body.stream())
    }

    /// Reads a tree of `use` after the words that stand `before` it.
    fn use_tree(&mut self, at: &Path, before: &[String], tree: &[TokenTree]) {
        let mut path = before.to_vec();
        let mut rest = tree;
        while let [token, after @ ..] = rest {
            match token {
                TokenTree::Ident(word) if word == "as" => return,
                TokenTree::Ident(word) => {
                    if word != "self" || path.is_empty() {
                        path.push(word.to_string());
                    }
                    if after_colons(after).is_none() {
                        let name = match after {
                            [_, TokenTree::Ident(alias), ..] => alias.to_string(),
                            _ => path.last().cloned().unwrap_or_default(),
                        };
                        self.at(at).names.insert(name, path.clone());
                        self.mention(at, path.clone(), word.span());
                    }
                }
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for tree in inner.split(|token| is(token, ',')) {
                        self.use_tree(at, &path, tree);
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == '*' => {
                    self.mention(at, path.clone(), mark.span());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            rest = after;
        }
    }

    fn at(&mut self, module: &Path) -> &mut Module {
        self.found.entry(module.clone()).or_default()
    }

    fn mention(&mut self, at: &Path, path: Path, place: Span) {
        self.at(at).paths.push((path, place.start().line));
    }
}

fn is(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == mark)
}

/// What follows the `::` that stands here.
fn after_colons(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    match tokens {
        [TokenTree::Punct(first), second, after @ ..]
            if first.as_char() == ':' && first.spacing() == Spacing::Joint && is(second, ':') =>
        {
            Some(after)
        }
        _ => None,
    }
}

/// The words of `::a::b`, and what follows them.
fn words(mut tokens: &[TokenTree]) -> (Path, &[TokenTree]) {
    let mut words = Path::new();
    while let Some(after) = after_colons(tokens) {
        tokens = after;
        let [TokenTree::Ident(word), after @ ..] = tokens else { break };
        words.push(word.to_string());
        tokens = after;
    }
    (words, tokens)
}

fn is_for_tests(attribute: &TokenStream) -> bool {
    attribute.to_string().replace(' ', "") == "cfg(test)"
}

/// What follows an item: all after its `;` or its body.
fn after_item(tokens: &[TokenTree]) -> &[TokenTree] {
    let ends = |token: &TokenTree| {
        let is_body = |group: &Group| group.delimiter() == Delimiter::Brace;
        is(token, ';') || matches!(token, TokenTree::Group(group) if is_body(group))
    };
    let end = tokens.iter().position(ends).map_or(tokens.len(), |at| at + 1);
    tokens.get(end..).unwrap_or_default()
}
