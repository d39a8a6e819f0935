//! Holds docs/errors.md against the texts, the codes that the app knows, and Clerk's own catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

use latchkey_ipc::error::ErrorCode;

use super::sentence;

const TABLE: &str = include_str!("../../../../docs/errors.md");
const OF_SERVER: &str = "## Codes of the server";
const OF_APP: &str = "## What this app says by itself";
const OF_OTHERS: &str = "## Codes that no call of this app brings";

#[test]
fn every_code_has_its_row_and_no_other_has_one() {
    let rows = rows(OF_SERVER).into_iter().chain(rows(OF_APP));
    let written: Vec<String> = rows.map(|row| row[0].clone()).collect();
    let unique: BTreeSet<&str> = written.iter().map(String::as_str).collect();
    assert_eq!(unique.len(), written.len(), "a code has two rows");
    assert_eq!(unique, ErrorCode::CODES.iter().copied().collect());
}

#[test]
fn what_a_person_reads_and_can_do_is_what_the_app_says() {
    for row in rows(OF_SERVER).into_iter().chain(rows(OF_APP)) {
        let [reads, can_do] = [&row[row.len() - 2], &row[row.len() - 1]];
        let code = ErrorCode::from_code(&row[0]).unwrap();
        let text = format!("{reads} {can_do}");
        assert_eq!(text.trim_end(), sentence(code), "{}", row[0]);
    }
}

#[test]
fn words_for_a_sign_in_stand_at_calls_of_a_sign_in_alone() {
    for row in rows(OF_SERVER) {
        let code = ErrorCode::from_code(&row[0]).unwrap();
        let text = sentence(code);
        if ["sign-in ", "Start over", "Forgot password"].iter().any(|word| text.contains(word)) {
            assert_eq!(row[2], "sign-in", "{}: {text}", row[0]);
        }
    }
}

#[test]
fn no_code_of_clerks_catalogue_is_left_out() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fapi/error-codes.tsv");
    let Ok(catalogue) = std::fs::read_to_string(&path) else {
        let told = "skipped: the catalogue of error codes is not here, in ../shared/fapi\n";
        // Past the capture of the test runner; losing the line fails nothing.
        drop(std::io::stderr().write_all(told.as_bytes()));
        return;
    };
    let known: BTreeMap<String, String> =
        rows(OF_SERVER).into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let others: Vec<String> = rows(OF_OTHERS)
        .iter()
        .flat_map(|row| row[0].split(", ").map(plain).collect::<Vec<_>>())
        .collect();
    let mut seen = 0;
    for line in catalogue.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [code, status, "yes", ..] = fields[..] else { continue };
        if code.is_empty() {
            continue;
        }
        seen += 1;
        match known.get(code) {
            Some(written) if status.is_empty() => assert!(!written.is_empty(), "{code}"),
            Some(written) => {
                let stands = written.split(", ").any(|it| it == status);
                assert!(stands, "{code}: {written} is not {status}");
            }
            None => assert!(others.iter().any(|it| covers(it, code)), "{code} ({status})"),
        }
    }
    assert!(seen > 300, "only {seen} codes in the catalogue");
}

/// The rows of the table under a heading, by cell, without the marks of code.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let (_, part) = TABLE.split_once(heading).unwrap();
    let lines = part.lines().skip(1).take_while(|line| !line.starts_with("## "));
    let rows = lines.filter(|line| line.starts_with("| `"));
    rows.map(|line| line.trim_matches('|').split(" | ").map(plain).collect()).collect()
}

fn plain(cell: &str) -> String {
    cell.trim().trim_matches('`').to_owned()
}

fn covers(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => code.starts_with(start),
        None => code == pattern,
    }
}
