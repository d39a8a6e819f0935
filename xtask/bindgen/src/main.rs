//! Turns the compiled page into what a webview loads: a module of glue and a `.wasm` file.
//!
//! A program of its own, because its dependencies take half a minute to compile and the other
//! tasks should not wait for them. Usage: `xtask-bindgen <in.wasm> <out directory> <name>`.

use std::env;

use anyhow::{Context as _, Result, bail};
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
        .with_context(|| format!("generating the glue for {input}"))
}
