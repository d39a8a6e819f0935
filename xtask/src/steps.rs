//! Numbered, timed steps, so that a person who waits sees what for, and how much is left.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

/// A list of steps that is being worked through.
pub(crate) struct Steps {
    total: usize,
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// A list of `total` steps.
    pub(crate) fn new(total: usize) -> Self {
        Self { total, done: Vec::with_capacity(total) }
    }

    /// Does the next step; its name is added to an error.
    pub(crate) fn step<T>(&mut self, name: &str, action: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n[{}/{}] {name}", self.done.len() + 1, self.total);
        let start = Instant::now();
        let result = action();
        let took = start.elapsed();
        match &result {
            Ok(_) => println!("      {name}: {}", readable(took)),
            Err(_) => println!("      {name}: FAILED after {}{}", readable(took), self.summary()),
        }
        self.done.push((name.to_owned(), took));
        result.with_context(|| format!("step '{name}'"))
    }

    /// Every step that was done with its time, and their sum.
    pub(crate) fn summary(&self) -> String {
        let mut text = String::from("\n");
        for (name, took) in &self.done {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n  {name:<28} {:>14}", readable(*took));
        }
        let sum = self.done.iter().map(|(_, took)| *took).sum();
        let _ = write!(text, "\n  {:<28} {:>14}", "in all", readable(sum));
        text
    }
}

fn readable(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f32())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn a_failed_step_is_named_in_the_error() {
        let mut steps = Steps::new(1);
        let error = steps.step("unit", || -> Result<()> { bail!("2 failed") });
        assert_eq!(format!("{:#}", error.expect_err("it failed")), "step 'unit': 2 failed");
    }

    #[test]
    fn times_read_like_times() {
        assert_eq!(readable(Duration::from_millis(1_540)), "1.5 s");
        assert_eq!(readable(Duration::from_secs(125)), "2 min 05 s");
    }
}
