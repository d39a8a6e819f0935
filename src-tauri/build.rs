//! Gives Tauri its capabilities and the list of our own commands: a command that is not listed would
//! not be checked against the capabilities at all. Refuses to build a text into the program that is
//! no publishable key.

use std::error::Error;

use latchkey_fapi_types::key::PublishableKey;

/// The key that the program is built with; `src-tauri/src/config.rs` reads it.
const KEY: &str = "LATCHKEY_PUBLISHABLE_KEY";

fn main() {
    println!("cargo::rerun-if-env-changed={KEY}");
    if let Err(error) = check_key().and_then(|()| declare_commands()) {
        println!("cargo::error={error:#}");
    }
}

/// A secret key that passed here would stand in every copy of the program.
fn check_key() -> Result<(), Box<dyn Error>> {
    let text = std::env::var_os(KEY);
    let text = text.as_ref().map(|text| text.to_string_lossy());
    match PublishableKey::parse_optional(text.as_deref()) {
        Ok(_) => Ok(()),
        Err(problem) => Err(format!("{KEY}: {problem}.").into()),
    }
}

fn declare_commands() -> Result<(), Box<dyn Error>> {
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(&[
            "view",
            "countries",
            "licences",
            "picture",
            "connect",
            "sign_in",
            "account",
            "mfa",
            "device",
            "step_up",
            "window",
        ]));
    tauri_build::try_build(attributes).map_err(|error| format!("{error:#}").into())
}
