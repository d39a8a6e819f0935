//! An authenticator app that is not ours: `oathtool`.

#![expect(clippy::expect_used, clippy::panic, reason = "a test without its tools fails")]

use std::process::Command;

/// The code that the secret gives at a moment, in seconds since 1970-01-01 UTC.
pub fn code_at(secret: &str, seconds: i64) -> String {
    let output = Command::new("oathtool")
        .args(["--totp", "--base32", &format!("--now=@{seconds}"), secret])
        .output()
        .unwrap_or_else(|error| panic!("oathtool does not start: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("digits").trim().to_owned()
}
