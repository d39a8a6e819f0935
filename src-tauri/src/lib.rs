//! The shell: wires the application to Tauri.
