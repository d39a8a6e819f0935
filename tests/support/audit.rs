//! Accessibility, judged by axe-core. It is fetched by `cargo xtask test` and is not part of this
//! repository; without it the audit is skipped and says so, but not where every check has to run.

#![expect(clippy::expect_used, clippy::panic, reason = "a page that shuts people out fails")]

use std::fmt;
use std::io::{self, Write as _};

use serde_json::{Value, json};

use crate::environment;
use crate::page::Page;

/// The impacts that fail a test.
const SERIOUS: [&str; 2] = ["serious", "critical"];

const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const options = { resultTypes: ['violations'], preload: false };
    axe.run(document, options).then(found => done(found.violations), error => done(String(error)));";

/// The text of axe-core.
#[derive(Clone)]
pub struct Auditor(String);

impl fmt::Debug for Auditor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Auditor({} bytes)", self.0.len())
    }
}

impl Auditor {
    /// axe-core, where it could be fetched.
    pub fn ready() -> Option<Self> {
        let Some(file) = environment::axe() else {
            assert!(!environment::every_check_counts(), "there is no axe-core to audit with");
            let line = b"SKIPPED: no audit of accessibility, axe-core was not fetched\n";
            // Past the test harness, which would swallow it.
            io::stderr().write_all(line).expect("a place to say so");
            return None;
        };
        let text = std::fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        Some(Self(text))
    }

    /// Fails where the page as it stands is seriously hard to use for somebody.
    pub async fn audit(&self, page: &Page, what: &str) {
        let serious = self.serious(page, what).await;
        assert!(serious.is_empty(), "{what}:\n{}", serious.join("\n"));
    }

    /// What is seriously hard to use for somebody. What is less than serious is printed.
    pub async fn serious(&self, page: &Page, what: &str) -> Vec<String> {
        page.settle().await;
        if page.execute("return typeof axe", &[]).await == json!("undefined") {
            page.execute(&self.0, &[]).await;
        }
        let found = page.driver.execute_async(RUN, &[]).await;
        let found = found.unwrap_or_else(|error| panic!("axe-core did not run: {error}"));
        let Value::Array(found) = found else { panic!("axe-core did not run: {found}") };
        let (serious, lesser): (Vec<_>, Vec<_>) = found.iter().partition(|one| {
            SERIOUS.iter().any(|impact| one.get("impact") == Some(&json!(impact)))
        });
        for one in lesser {
            writeln!(io::stderr(), "{what}: {}", told(one)).expect("a place to say so");
        }
        serious.into_iter().map(told).collect()
    }
}

/// A violation in words: what it is, and where.
fn told(violation: &Value) -> String {
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let nodes = violation.get("nodes").and_then(Value::as_array).into_iter().flatten();
    let places: Vec<_> = nodes
        .map(|node| {
            let html = text(node, "html");
            format!("  {html}\n    {}", text(node, "failureSummary").replace('\n', "\n    "))
        })
        .collect();
    let (impact, id) = (text(violation, "impact"), text(violation, "id"));
    format!("{impact} {id}: {}\n{}", text(violation, "help"), places.join("\n"))
}
