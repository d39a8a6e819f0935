//! Searches files and the memory of a program for secrets, in every form that they may take there.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a search that cannot look fails"
)]

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use rustix::process::{Pid, Signal, kill_process};

/// The size of a page of memory, in bytes.
const PAGE: usize = 4096;
/// How many pages are looked up at once.
const PAGES: usize = 1024;
/// The bits of a page that is in memory or in the swap (`proc_pid_pagemap(5)`).
const PRESENT: u64 = 0b11 << 62;
/// The size of the heaps that glibc makes for threads, in bytes, and what their addresses are multiples of
/// (`HEAP_MAX_SIZE` of its `malloc/arena.c` on 64-bit systems).
const HEAP: usize = 64 << 20;
/// The largest stack that a thread has, in bytes: glibc takes the usual limit of a process (`getrlimit(2)`).
const STACK: usize = 8 << 20;
/// How much around a find is told.
const AROUND: usize = 48;

/// What is searched for.
#[derive(Debug, Default)]
pub struct Secrets {
    forms: Vec<Form>,
}

/// A secret in one of its forms.
#[derive(Debug)]
struct Form {
    name: String,
    bytes: Vec<u8>,
    /// Six digits stand in memory by chance, as parts of longer numbers: it counts only by itself.
    apart: bool,
}

/// Whose a part of the memory of a program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The program's: its heap, its stacks and the data of its libraries.
    Program,
    /// The webview engine's, which has an allocator of its own and never wipes what it frees.
    Engine,
}

/// Where a secret was found.
#[derive(Debug)]
pub struct Find {
    /// Which one, in which form, where, and with what around it.
    pub told: String,
}

impl Secrets {
    /// Also searches for this one: as it is, in base64 wherever it stands in a longer text, and in
    /// UTF-16.
    #[must_use]
    pub fn and(mut self, name: &str, secret: &str) -> Self {
        assert!(secret.len() >= 6, "{name} is too short to be told from chance");
        let apart = secret.bytes().all(|byte| byte.is_ascii_digit());
        self.add(format!("{name}, plain"), secret.as_bytes().to_vec(), apart);
        let wide = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.add(format!("{name}, UTF-16"), wide, false);
        for before in 0..3 {
            let standard = in_base64(&STANDARD, secret, before);
            let url_safe = in_base64(&URL_SAFE, secret, before);
            if url_safe != standard {
                self.add(format!("{name}, URL-safe base64 at {before}"), url_safe, false);
            }
            self.add(format!("{name}, base64 at {before}"), standard, false);
        }
        self
    }

    fn add(&mut self, name: String, bytes: Vec<u8>, apart: bool) {
        self.forms.push(Form { name, bytes, apart });
    }

    /// Every secret in the text or file.
    pub fn in_bytes(&self, place: &str, bytes: &[u8]) -> Vec<Find> {
        // One look at two bytes tells almost everywhere that nothing begins there.
        let mut begins = vec![false; 1 << 16];
        for form in &self.forms {
            begins[pair(form.bytes[0], form.bytes[1])] = true;
        }
        let mut found = Vec::new();
        for (at, two) in bytes.windows(2).enumerate() {
            if begins[pair(two[0], two[1])] {
                let here = self.forms.iter().filter(|form| form.stands_at(bytes, at));
                found.extend(here.map(|form| Find { told: told(form, place, bytes, at) }));
            }
        }
        found
    }

    /// Every secret in the files of a folder and of those inside it.
    pub fn in_folder(&self, folder: &Path) -> Vec<Find> {
        let look = |file: PathBuf| {
            // What is taken away meanwhile holds nothing.
            self.in_bytes(&file.display().to_string(), &std::fs::read(&file).unwrap_or_default())
        };
        files(folder).into_iter().flat_map(look).collect()
    }

    /// Every secret in the memory of a program, in the part that this owner has.
    pub fn in_memory(&self, memory: &Memory, owner: Owner) -> Vec<Find> {
        let stretches = memory.0.iter().filter(|stretch| stretch.owner == owner);
        stretches.flat_map(|stretch| self.in_bytes(&stretch.name, &stretch.bytes)).collect()
    }
}

/// What a program had in its writable memory at a moment.
pub struct Memory(Vec<Stretch>);

/// Pages of memory that follow one another.
struct Stretch {
    /// What they are and where.
    name: String,
    owner: Owner,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Memory({} stretches)", self.0.len())
    }
}

impl Memory {
    /// Copies the memory of a running program, which stands still meanwhile.
    pub fn of(program: Pid) -> Self {
        kill_process(program, Signal::STOP).expect("the program runs");
        let stretches = copy(program);
        kill_process(program, Signal::CONT).expect("the program runs");
        Self(stretches)
    }
}

/// Only pages that are there are read: a webview reserves far more than it uses.
fn copy(program: Pid) -> Vec<Stretch> {
    let folder = format!("/proc/{}", program.as_raw_nonzero());
    let maps = std::fs::read_to_string(format!("{folder}/maps")).expect("it can be read");
    let open = |name| File::open(format!("{folder}/{name}")).expect("it can be read");
    let (pages, memory) = (open("pagemap"), open("mem"));
    let mut stretches = Vec::new();
    for region in regions(&maps) {
        let mut stretch = Vec::new();
        let mut end_stretch = |stretch: &mut Vec<u8>, end: usize| {
            if !stretch.is_empty() {
                let name = format!("{} at {:x}", region.name, end - stretch.len());
                let bytes = std::mem::take(stretch);
                stretches.push(Stretch { name, owner: region.owner, bytes });
            }
        };
        for first in (region.start..region.end).step_by(PAGE * PAGES) {
            let mut entries = vec![0; PAGES.min((region.end - first) / PAGE) * 8];
            pages.read_exact_at(&mut entries, (first / PAGE * 8) as u64).expect("it is listed");
            for (number, entry) in entries.chunks_exact(8).enumerate() {
                let at = first + number * PAGE;
                let is_there = entry.try_into().map_or(0, u64::from_ne_bytes) & PRESENT != 0;
                let mut page = [0; PAGE];
                // The pages of some devices cannot be read.
                if is_there && memory.read_exact_at(&mut page, at as u64).is_ok() {
                    stretch.extend_from_slice(&page);
                } else {
                    end_stretch(&mut stretch, at);
                }
            }
        }
        end_stretch(&mut stretch, region.end);
    }
    stretches
}

impl Form {
    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let end = at + self.bytes.len();
        let is_part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        bytes.get(at..end) == Some(&self.bytes)
            && !(self.apart
                && (is_part(at.checked_sub(1).and_then(|at| bytes.get(at)))
                    || is_part(bytes.get(end))))
    }
}

/// All files of a folder and of those inside it.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            // Sockets hold nothing, and what is gone neither.
            Ok(_) | Err(_) => {}
        }
    }
    found
}

/// What base64 makes of the secret when so many bytes stand before it, without the characters that
/// depend on what stands around it.
fn in_base64(engine: &impl base64::Engine, secret: &str, before: usize) -> Vec<u8> {
    let bytes = [vec![0; before], secret.as_bytes().to_vec()].concat();
    let (first, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
    engine.encode(bytes).into_bytes()[first..end].to_vec()
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

fn told(form: &Form, place: &str, bytes: &[u8], at: usize) -> String {
    let from = at.saturating_sub(AROUND);
    let to = (at + form.bytes.len() + AROUND).min(bytes.len());
    format!("{} in {place}+{at:x}: {}", form.name, bytes[from..to].escape_ascii())
}

/// Memory of one owner.
#[derive(Debug, PartialEq, Eq)]
struct Region {
    start: usize,
    end: usize,
    name: String,
    owner: Owner,
}

/// A line of `/proc/PID/maps` (`proc_pid_maps(5)`).
struct Line<'a> {
    start: usize,
    end: usize,
    rights: &'a str,
    /// A file, or a word in brackets; nothing for memory that was just asked for.
    name: &'a str,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (start, end) = words.next()?.split_once('-')?;
        let number = |text| usize::from_str_radix(text, 16).ok();
        let (start, end) = (number(start)?, number(end)?);
        Some(Self { start, end, rights: words.next()?, name: words.nth(3).unwrap_or_default() })
    }

    fn is_writable(&self) -> bool {
        self.rights.starts_with("rw")
    }

    /// Memory that is set aside, and used by nobody yet.
    fn is_reserved(&self) -> bool {
        self.rights.starts_with("---") && self.name.is_empty()
    }

    /// The heap of a thread whose rest, reserved up to the next multiple of its size, this is.
    fn heap_before(&self) -> Option<Range<usize>> {
        let is_rest =
            self.is_reserved() && self.end.is_multiple_of(HEAP) && self.end - self.start < HEAP;
        is_rest.then(|| self.end - HEAP..self.start)
    }
}

/// The writable memory by its owner. Memory without a name is the program's if it is a heap that glibc
/// made for a thread, or the stack of a thread. A block over 128 KiB that glibc mapped by itself counts as
/// the engine's; once freed, it is back with the system.
fn regions(maps: &str) -> Vec<Region> {
    let lines: Vec<_> = maps.lines().filter_map(Line::read).collect();
    let heaps: Vec<_> = lines.iter().filter_map(Line::heap_before).collect();
    let mut regions = Vec::new();
    let mut guard_end = 0;
    for line in &lines {
        let is_stack = line.start == guard_end && line.end - line.start <= STACK;
        if line.is_reserved() && line.end - line.start == PAGE {
            guard_end = line.end;
        }
        if !line.is_writable() {
            continue;
        }
        // The kernel lists neighbours as one, whoever asked for them.
        let cuts = heaps.iter().flat_map(|heap| [heap.start, heap.end]);
        let mut cuts: Vec<_> =
            cuts.filter(|cut| (line.start + 1..line.end).contains(cut)).collect();
        cuts.extend([line.start, line.end]);
        cuts.sort_unstable();
        for piece in cuts.windows(2) {
            let (start, end) = (piece[0], piece[1]);
            let is_heap = heaps.iter().any(|heap| heap.contains(&start));
            let (name, owner) = match line.name {
                "" if is_heap => ("heap of a thread", Owner::Program),
                "" if is_stack => ("stack of a thread", Owner::Program),
                "" => ("memory", Owner::Engine),
                name => (name, Owner::Program),
            };
            regions.push(Region { start, end, name: name.to_owned(), owner });
        }
    }
    regions
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::*;

    fn found(bytes: &[u8]) -> Vec<String> {
        let secrets = Secrets::default().and("password", "correct horse").and("code", "493027");
        let found = secrets.in_bytes("here", bytes).into_iter();
        found
            .map(|find| find.told.split(" in here").next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn a_secret_is_found_in_every_form() {
        assert_eq!(found(b"a correct horse."), ["password, plain"]);
        let wide: Vec<u8> = "a correct horse".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(found(&wide), ["password, UTF-16"]);
        for (before, text) in ["correct horse and", "1correct horse and", "12correct horse and"]
            .into_iter()
            .enumerate()
        {
            let form = format!("password, base64 at {before}");
            assert_eq!(found(STANDARD.encode(text).as_bytes()), [form]);
        }
    }

    #[test]
    fn digits_count_only_by_themselves() {
        assert_eq!(found(b"code=493027&"), ["code, plain"]);
        assert_eq!(found(b"493027"), ["code, plain"]);
        assert!(found(b"1493027").is_empty() && found(b"493027f").is_empty());
    }

    #[test]
    fn heaps_and_stacks_are_the_program_s_and_the_rest_is_the_engine_s() {
        let maps = "55adccda3000-55adcd4bb000 rw-p 00000000 00:00 0    [heap]
7fbc3f7ff000-7fbc3f800000 ---p 00000000 00:00 0
7fbc3f800000-7fbc40000000 rw-p 00000000 00:00 0
7fbc8e800000-7fbc90021000 rw-p 00000000 00:00 0
7fbc90021000-7fbc94000000 ---p 00000000 00:00 0
7fbc94000000-7fbc940cd000 r--p 00000000 00:00 0
7fbcd25ee000-7fbcd30dc000 rw-p 00000000 00:00 0";
        let found = regions(maps).into_iter();
        let found: Vec<_> = found.map(|one| (one.start, one.end, one.name, one.owner)).collect();
        let heap = ("heap of a thread".to_owned(), Owner::Program);
        let stack = ("stack of a thread".to_owned(), Owner::Program);
        let engine = ("memory".to_owned(), Owner::Engine);
        assert_eq!(
            found,
            [
                (0x55ad_ccda_3000, 0x55ad_cd4b_b000, "[heap]".to_owned(), Owner::Program),
                (0x7fbc_3f80_0000, 0x7fbc_4000_0000, stack.0, stack.1),
                (0x7fbc_8e80_0000, 0x7fbc_9000_0000, engine.0.clone(), engine.1),
                (0x7fbc_9000_0000, 0x7fbc_9002_1000, heap.0, heap.1),
                (0x7fbc_d25e_e000, 0x7fbc_d30d_c000, engine.0, engine.1),
            ]
        );
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert!(found(b"correct hors").is_empty() && found(b"").is_empty());
    }
}
