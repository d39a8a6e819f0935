//! What a program and all that it started have taken so far.

use std::fs;
use std::time::Duration;

use latchkey_tests::process::children;
use rustix::param::clock_ticks_per_second;
use rustix::process::Pid;

/// A program and all that it started, parents first.
pub(crate) fn tree(of: Pid) -> Vec<Pid> {
    let mut found = vec![of];
    let mut at = 0;
    while let Some(&pid) = found.get(at) {
        found.extend(children(pid));
        at += 1;
    }
    found
}

/// Memory in kB; what several processes share counts for each of them in part (PSS).
pub(crate) fn memory(pid: Pid) -> u64 {
    // A process that is gone has none.
    let text = read(pid, "smaps_rollup");
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}

/// For how long the processor has worked for it, on all of its threads, in units of 10 ms.
pub(crate) fn worked(pid: Pid) -> Duration {
    let text = read(pid, "stat");
    // The name of the program, in brackets, may have blanks.
    let after_name = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 1000 / clock_ticks_per_second().max(1))
}

fn read(pid: Pid, file: &str) -> String {
    fs::read_to_string(format!("/proc/{}/{file}", pid.as_raw_nonzero())).unwrap_or_default()
}
