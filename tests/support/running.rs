//! The programs that run on a desktop, as the system lists them.

#![expect(clippy::expect_used, reason = "without the list of processes no test can tell")]

use std::path::Path;

use rustix::process::Pid;

use crate::environment;
use crate::window::Desktop;

impl Desktop {
    /// The running programs that use this desktop's data folder, whether or not they are on its bus.
    pub fn processes(&self) -> Vec<Pid> {
        let program = environment::program().canonicalize().expect("the program is there");
        let folder = format!("LATCHKEY_DATA_DIR={}", self.data_dir().display());
        let processes = std::fs::read_dir("/proc").expect("the system lists its processes");
        processes
            .flatten()
            .filter(|entry| is_it(&entry.path(), &program, &folder))
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok().and_then(Pid::from_raw))
            .collect()
    }
}

/// Whether it is the program with this variable. What is no process has no such files, and one that
/// is gone has none any more.
fn is_it(process: &Path, program: &Path, variable: &str) -> bool {
    let runs = std::fs::read_link(process.join("exe")).is_ok_and(|runs| runs == program);
    let environment = || std::fs::read(process.join("environ")).unwrap_or_default();
    runs && environment().split(|byte| *byte == 0).any(|one| one == variable.as_bytes())
}
