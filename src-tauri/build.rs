//! Gives Tauri its capabilities, and the list of our own commands: without it, they would not be
//! checked against the capabilities at all.

fn main() {
    println!("cargo:rerun-if-env-changed=LATCHKEY_PUBLISHABLE_KEY");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(&[
            "view",
            "countries",
            "connect",
            "sign_in",
            "account",
            "mfa",
            "step_up",
            "window",
        ]));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
