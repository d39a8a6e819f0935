//! Programs that a test starts. Each has a process group of its own, which ends with its owner.

#![expect(clippy::expect_used, reason = "a test that cannot start its programs fails")]

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command};

use rustix::process::{Pid, Signal, kill_process_group};

/// How `timeout` ends when what it started did not end in time.
pub const TIMED_OUT: i32 = 124;
/// What programs for a display say when there is none.
pub const NO_DISPLAY: &str = "open display";

/// What a process started itself, on whichever of its threads.
pub fn children(of: Pid) -> Vec<Pid> {
    let tasks = format!("/proc/{}/task", of.as_raw_nonzero());
    let tasks = std::fs::read_dir(tasks).expect("the process runs").flatten();
    // A thread may have ended meanwhile, and then it has no children.
    let listed = tasks.flat_map(|task| std::fs::read_to_string(task.path().join("children")));
    let pids: Vec<i32> = listed
        .flat_map(|line| line.split_whitespace().flat_map(str::parse).collect::<Vec<_>>())
        .collect();
    pids.into_iter().filter_map(Pid::from_raw).collect()
}

/// A program and everything that it started.
#[derive(Debug)]
pub struct ProcessGroup {
    leader: Child,
}

impl ProcessGroup {
    /// Starts the program at the head of a new process group.
    pub fn spawn(command: &mut Command) -> Self {
        let leader = command.process_group(0).spawn();
        let program = command.get_program().to_string_lossy();
        let leader = leader.map_err(|error| format!("{program} does not start: {error}"));
        Self { leader: leader.expect("the package that `cargo xtask test` installs") }
    }

    /// The program itself.
    pub fn leader(&mut self) -> &mut Child {
        &mut self.leader
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        if let Ok(pid) = i32::try_from(self.leader.id())
            && let Some(group) = Pid::from_raw(pid)
        {
            // The group may be gone already, and then there is nothing to end.
            let _ = kill_process_group(group, Signal::KILL);
        }
        // Nobody is left to be told, and the group was killed.
        let _ = self.leader.wait();
    }
}
