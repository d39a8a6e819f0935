//! A soak: people who do anything at any time, on a server that fails in every way it knows. Nobody is signed out but by the
//! server's word, every page comes to rest, and in the end the app shows the account as the server has it.
//!
//! Chance comes from a seed, which a failure tells with what was done last. `cargo xtask soak` runs it for as long as one likes.

#![expect(clippy::print_stdout, reason = "a long soak tells what it measured")]

mod acting;
mod episode;

use latchkey_tests::environment;
use tokio::time::Instant;

use self::episode::Episode;

/// The episodes of an ordinary run.
const EPISODES: u64 = 3;
/// By how much the memory may grow from the second tenth of a long run to its last.
const GROWTH_KB: u64 = 16_384;

#[tokio::test]
async fn nobody_is_signed_out_but_by_the_servers_word() {
    let (time, first) = environment::soak();
    let began = Instant::now();
    let (mut episodes, mut done, mut memory) = (0, Done::default(), Vec::new());
    while if time.is_zero() { episodes < EPISODES } else { began.elapsed() < time } {
        let mut episode = Episode::begin(first.wrapping_add(episodes)).await;
        episode.play().await;
        done.add(episode.done);
        episodes += 1;
        memory.push((began.elapsed(), resident_kb()));
    }
    assert!(done.signed_in > 0 && done.changes > 0 && done.compared > 0, "{done:?}");
    let at = |share: f64| {
        let until = time.mul_f64(share);
        memory.iter().find(|(when, _)| *when >= until).or(memory.last()).unwrap().1
    };
    if !time.is_zero() {
        let (before, after) = (at(0.2), at(1.0));
        println!(
            "{episodes} episodes, {done:?}; {before} kB after a fifth of the time, {after} kB in the end"
        );
        assert!(after <= before + GROWTH_KB, "the memory grew from {before} to {after} kB");
    }
}

/// What happened, so that a soak in which nothing happens is noticed.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    steps: usize,
    faults: usize,
    signed_in: usize,
    ended_elsewhere: usize,
    changes: usize,
    compared: usize,
}

impl Done {
    fn add(&mut self, more: Self) {
        self.steps += more.steps;
        self.faults += more.faults;
        self.signed_in += more.signed_in;
        self.ended_elsewhere += more.ended_elsewhere;
        self.changes += more.changes;
        self.compared += more.compared;
    }
}

/// How much memory this process has in use, where the system tells.
fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
