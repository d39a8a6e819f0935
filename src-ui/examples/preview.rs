//! Writes every scene of the render tests as a file that a browser shows with the real styles:
//! `cargo run -p latchkey-ui --example preview -- FOLDER`.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use latchkey_ui::app::{App, Props};
use latchkey_ui::backend::{Backend, scripted::Script};
use yew::ServerRenderer;

#[path = "../tests/render/scenes.rs"]
mod scenes;

/// The page shows its dialogs itself, but no page runs here.
const OPEN: &str =
    "<script>for (const dialog of document.querySelectorAll('dialog')) dialog.showModal()</script>";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        env::args_os().nth(1).map_or_else(|| PathBuf::from("target/preview"), PathBuf::from);
    fs::create_dir_all(&folder)?;
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("static");
    let shell = fs::read_to_string(source.join("index.html"))?;
    let (head, _) = shell.split_once("<div id=\"app\">").ok_or("index.html has no app element")?;
    let head = head.replace("./styles", &source.join("styles").to_string_lossy());
    let head = head.replace("<script type=\"module\" src=\"./boot.js\"></script>", "");
    for (name, view) in scenes::all() {
        let countries = Some(scenes::wizard::countries());
        let licences = Some(scenes::about::licences());
        let props = || {
            let backend = Backend::Scripted(Script::default());
            Props { product: "Latchkey".into(), backend, view: Some(view), countries, licences }
        };
        let body = ServerRenderer::<App>::with_props(props).hydratable(false).render().await;
        let file = folder.join(name).with_extension("html");
        fs::write(&file, format!("{head}<div id=\"app\">{body}</div>{OPEN}</body></html>"))?;
        println!("{}", file.display());
    }
    Ok(())
}
