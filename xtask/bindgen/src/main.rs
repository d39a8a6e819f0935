//! Turns the compiled page into what a webview loads: a module of glue and a `.wasm` file.
//!
//! A program of its own, because its dependencies take half a minute to compile and the other
//! tasks should not wait for them. Usage: `xtask-bindgen <in.wasm> <out directory> <name>`.
//! It prints the SHA-256 of each file that it makes, so that two builds can be compared.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on the terminal")]

use std::fmt::Write as _;
use std::{env, fs};

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, out_dir, name] = arguments.as_slice() else {
        bail!("usage: xtask-bindgen <in.wasm> <out directory> <name>");
    };
    Bindgen::new()
        .input_path(input)
        .out_name(name)
        .web(true)
        .context("choosing the output for a webview")?
        .typescript(false)
        .remove_producers_section(true)
        .remove_name_section(true)
        .generate(out_dir)
        .with_context(|| format!("generating the glue for {input}"))?;
    let mut files = fs::read_dir(out_dir)?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let hash = Sha256::digest(fs::read(file.path())?);
        println!("{}  {}", hexadecimal(&hash), file.file_name().display());
    }
    Ok(())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
