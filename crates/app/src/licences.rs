//! Reads the list of what others made of the program, which `xtask/licences` writes for people: a
//! head, then four lines for each part, then the texts that the parts name by number.

use latchkey_ipc::view::{Licences, LicencesView, Part};

use crate::ports::{ListFile, ListNotRead};

/// The line under the number of a text.
const RULE: &str = "------------------------------------------------------------------------";

/// What came of reading the file, for the page.
pub(crate) fn view(file: ListFile) -> LicencesView {
    let path = file.path;
    match file.contents {
        Ok(text) => match read(&text) {
            Some(licences) => LicencesView::Listed(licences),
            None => LicencesView::Damaged { path },
        },
        Err(ListNotRead::Missing) => LicencesView::Missing { path },
        Err(ListNotRead::TooLarge) => LicencesView::TooLarge { path },
        Err(ListNotRead::NoText) => LicencesView::Damaged { path },
        Err(ListNotRead::Failed(why)) => LicencesView::Unreadable { path, why },
    }
}

/// The list in a text; none where a part is not as it is written, or names a text that is not there.
fn read(text: &str) -> Option<Licences> {
    let (parts, texts) = text.split_once(&format!("\n[1]\n{RULE}\n"))?;
    let parts = parts.split("\n\n").filter(|block| block.contains("\n  "));
    let parts: Vec<Part> = parts.map(part).collect::<Option<_>>()?;
    let texts = self::texts(texts);
    let is_there = |part: &Part| part.texts.iter().all(|place| *place < texts.len());
    (!parts.is_empty() && parts.iter().all(is_there)).then_some(Licences { parts, texts })
}

/// A part: name and version, and indented under them licence, source and the numbers of its texts.
fn part(block: &str) -> Option<Part> {
    let mut lines = block.trim().lines();
    let (name, version) = lines.next()?.split_once(' ')?;
    let mut indented = || lines.next()?.strip_prefix("  ");
    let (licence, source, numbers) = (indented()?, indented()?, indented()?);
    Some(Part {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: licence.to_owned(),
        source: source.to_owned(),
        texts: numbers.split(' ').map(place).collect::<Option<_>>()?,
    })
}

/// A number such as `[1]` as the place of its text in the list of them.
fn place(number: &str) -> Option<usize> {
    let number = number.strip_prefix('[')?.strip_suffix(']')?;
    number.parse::<usize>().ok()?.checked_sub(1)
}

/// The texts from the first on. A text ends where the next number stands over a line of dashes.
fn texts(all: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = all;
    loop {
        let next = format!("\n[{}]\n{RULE}\n", texts.len() + 2);
        let (text, after) =
            rest.split_once(&next).map_or((rest, None), |(text, after)| (text, Some(after)));
        texts.push(text.trim_end().to_owned());
        match after {
            Some(after) => rest = after,
            None => return texts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `xtask/licences` writes it.
    fn list() -> String {
        format!(
            "What Acme is made of\n====\n\nAcme itself is licensed under MIT.\nIt contains this:\n\n\
             ring 0.17.14\n  Apache-2.0 AND ISC\n  https://github.com/briansmith/ring\n  [1] [2]\n\n\
             url 2.5.8\n  MIT OR Apache-2.0\n  https://github.com/servo/rust-url\n  [1]\n\
             \n[1]\n{RULE}\nApache License\n\n[2] is a footnote of this text.\n\
             \n[2]\n{RULE}\nISC License\n"
        )
    }

    fn listed(text: &str) -> LicencesView {
        view(ListFile { path: "/x/list".to_owned(), contents: Ok(text.to_owned()) })
    }

    #[test]
    fn every_part_comes_with_its_texts() {
        let LicencesView::Listed(licences) = listed(&list()) else {
            panic!("{:?}", listed(&list()))
        };
        let part = |name: &str, version: &str, licence: &str, source: &str, texts: &[usize]| Part {
            name: name.to_owned(),
            version: version.to_owned(),
            licence: licence.to_owned(),
            source: source.to_owned(),
            texts: texts.to_vec(),
        };
        let ring = "https://github.com/briansmith/ring";
        let url = "https://github.com/servo/rust-url";
        assert_eq!(
            licences.parts,
            [
                part("ring", "0.17.14", "Apache-2.0 AND ISC", ring, &[0, 1]),
                part("url", "2.5.8", "MIT OR Apache-2.0", url, &[0]),
            ]
        );
        let apache = "Apache License\n\n[2] is a footnote of this text.";
        assert_eq!(licences.texts, [apache, "ISC License"]);
    }

    #[test]
    fn what_is_not_as_it_is_written_is_damaged() {
        let damaged = LicencesView::Damaged { path: "/x/list".to_owned() };
        let list = list();
        for text in [
            String::new(),
            "hello".to_owned(),
            // The texts are not there, or not all of them.
            list.split(RULE).next().unwrap().to_owned(),
            list.replace("[1] [2]", "[1] [3]"),
            list.replace("[1] [2]", "[0]"),
            list.replace("[1] [2]", "[one]"),
            // A part is half there, or none is.
            list.replace("\n  https://github.com/servo/rust-url\n  [1]\n", "\n"),
            format!("Head\n\n[1]\n{RULE}\nISC License\n"),
        ] {
            assert_eq!(listed(&text), damaged, "{text}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_had_is_told_with_its_place() {
        let path = || "/x/list".to_owned();
        let told = |why| view(ListFile { path: path(), contents: Err(why) });
        assert_eq!(told(ListNotRead::Missing), LicencesView::Missing { path: path() });
        assert_eq!(told(ListNotRead::TooLarge), LicencesView::TooLarge { path: path() });
        assert_eq!(told(ListNotRead::NoText), LicencesView::Damaged { path: path() });
        let why = "Permission denied".to_owned();
        let unreadable = LicencesView::Unreadable { path: path(), why: why.clone() };
        assert_eq!(told(ListNotRead::Failed(why)), unreadable);
    }
}
