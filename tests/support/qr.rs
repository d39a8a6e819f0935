//! Reading QR codes in a picture, with a program that is not ours: `zbarimg`.

#![expect(clippy::expect_used, clippy::panic, reason = "a test without its tools fails")]

use std::io::Write as _;
use std::process::Command;

/// What the QR codes in a PNG say.
pub fn read(picture: &[u8]) -> Vec<String> {
    let mut file = tempfile::Builder::new().suffix(".png").tempfile().expect("a temporary file");
    file.write_all(picture).expect("the temporary file takes the picture");
    let output = Command::new("zbarimg").args(["--raw", "-q"]).arg(file.path()).output();
    let output = output.unwrap_or_else(|error| panic!("zbarimg does not start: {error}"));
    // It fails when there is none, and then it says nothing.
    let said = String::from_utf8(output.stdout).expect("the codes hold text");
    said.lines().map(str::to_owned).collect()
}
