//! Writes commit and date of the build into the version. Where git does not know this source tree,
//! they are unknown, and the build goes on.

#[path = "src/stamp.rs"]
mod stamp;

use std::path::Path;
use std::process::Command;

/// The root of the repository, seen from this crate.
const ROOT: &str = "../..";

fn main() {
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/stamp.rs");
    let of_git = is_the_repository().then(|| {
        // What changes whenever another commit is checked out.
        for file in ["HEAD", "logs/HEAD"] {
            let path = git(&["rev-parse", "--path-format=absolute", "--git-path", file]);
            if let Some(path) = path.filter(|path| Path::new(path).exists()) {
                println!("cargo::rerun-if-changed={path}");
            }
        }
        (git(&["rev-parse", "HEAD"]), git(&["log", "-1", "--format=%ct"]))
    });
    let (commit, seconds) = of_git.unwrap_or_default();
    let given = std::env::var_os("SOURCE_DATE_EPOCH");
    let given = given.as_ref().map(|given| given.to_string_lossy());
    match stamp::date(given.as_deref(), seconds.as_deref()) {
        Ok(date) => println!("cargo::rustc-env=LATCHKEY_BUILD_DATE={date}"),
        Err(why) => println!("cargo::error={why}"),
    }
    println!("cargo::rustc-env=LATCHKEY_COMMIT={}", stamp::commit(commit.as_deref()));
}

/// Whether git knows this very tree. One that was unpacked inside another repository would
/// otherwise be given that one's commit.
fn is_the_repository() -> bool {
    let ours = Path::new(ROOT).canonicalize().ok();
    let of_git = git(&["rev-parse", "--show-toplevel"])
        .and_then(|path| Path::new(&path).canonicalize().ok());
    ours.is_some() && ours == of_git
}

/// What git says, without the end of the line; nothing where there is no git or it has no answer.
fn git(arguments: &[&str]) -> Option<String> {
    let answer = Command::new("git").current_dir(ROOT).args(arguments).output().ok()?;
    let text = String::from_utf8(answer.stdout).ok()?;
    answer.status.success().then(|| text.trim_end().to_owned())
}
