//! That every code has words, and that they fit.

use std::collections::BTreeSet;

use super::*;
use crate::said::tame;

#[test]
fn every_code_has_a_text_of_its_own() {
    let texts: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| sentence(*code)).collect();
    assert_eq!(texts.len(), ErrorCode::ALL.len());
}

#[test]
fn every_text_is_whole_sentences_in_plain_words() {
    for code in ErrorCode::ALL {
        let text = sentence(*code);
        assert!(text.len() > 15, "{text}");
        assert!(text.starts_with(char::is_uppercase), "{text}");
        assert!(text.ends_with('.') || text.ends_with(".”"), "{text}");
        assert!(!text.contains('_') && !text.contains('\''), "{text}");
    }
}

#[test]
fn the_servers_own_sentence_is_shown_where_ours_would_say_less() {
    let mut problem = problem(ErrorCode::Unrecognised, "Quota is used up.");
    assert!(plain(&problem).contains("“Quota is used up.”"));
    assert_eq!(reference(&problem), Some("trace_1"));
    problem.code = ErrorCode::AccountLockoutWarning;
    assert!(plain(&problem).starts_with("Quota is used up."));
    problem.code = ErrorCode::FormIdentifierNotFound;
    assert_eq!(plain(&problem), sentence(ErrorCode::FormIdentifierNotFound));
    assert_eq!(reference(&problem), None);
}

#[test]
fn the_tries_that_are_left_are_told_after_what_was_wrong() {
    let warning = "You have 1 attempt left.";
    for code in [
        ErrorCode::FormCodeIncorrect,
        ErrorCode::FormPasswordIncorrect,
        ErrorCode::FormPasswordValidationFailed,
        ErrorCode::FormPasswordOrIdentifierIncorrect,
    ] {
        let text = plain(&problem(code, warning));
        assert_eq!(text, format!("{} {warning}", sentence(code)));
    }
}

#[test]
fn a_wrong_code_is_told_with_where_a_right_one_comes_from() {
    let problem = Problem { detail: None, ..problem(ErrorCode::FormCodeIncorrect, "") };
    for (strategy, advice) in [
        (Some(Strategy::Totp), "next code in your authenticator app"),
        (Some(Strategy::BackupCode), "try another one"),
        (Some(Strategy::PhoneCode), "newest one that was sent"),
        (Some(Strategy::EmailCode), "newest one that was sent"),
        (None, "type it again"),
    ] {
        let text = text(&problem, strategy);
        assert!(text.starts_with("That code isn’t right. ") && text.contains(advice), "{text}");
    }
}

#[test]
fn a_lost_answer_speaks_of_a_code_only_where_there_was_one() {
    let mut problem = problem(ErrorCode::OutcomeUnknown, "");
    problem.detail = None;
    for (strategy, had) in
        [(Some(Strategy::Totp), true), (Some(Strategy::Password), false), (None, false)]
    {
        assert_eq!(text(&problem, strategy).contains("code"), had, "{strategy:?}");
    }
}

#[test]
fn what_was_typed_is_named_by_what_was_asked_for() {
    let empty = problem(ErrorCode::CodeIncomplete, "");
    assert!(tame(&text(&empty, Some(Strategy::BackupCode))).contains("backup codes"));
    assert!(tame(&text(&empty, Some(Strategy::Totp))).contains("6 digits"));
    for code in [ErrorCode::PhoneIncomplete, ErrorCode::PhoneTooLong, ErrorCode::PhoneInvalid] {
        let mut number = problem(code, "");
        assert_eq!(plain(&number), sentence(code));
        number.field = Some(Field::Identifier);
        assert!(plain(&number).contains("code of its country"));
    }
}

#[test]
fn a_number_that_is_not_admitted_is_told_apart_from_an_account() {
    let mut problem = problem(ErrorCode::NotAllowedAccess, "Access not allowed.");
    assert!(plain(&problem).starts_with("This account"));
    problem.field = Some(Field::Phone);
    assert!(plain(&problem).starts_with("This number"));
    problem.field = Some(Field::Email);
    assert!(plain(&problem).starts_with("This address"));
}

#[test]
fn a_failure_of_our_own_is_told_with_its_cause_and_never_as_the_servers() {
    for code in [
        ErrorCode::EmulatorFailed,
        ErrorCode::CertificatesUnreadable,
        ErrorCode::HttpFailed,
        ErrorCode::AddressInvalid,
    ] {
        let text = plain(&problem(code, "cannot open the database"));
        assert!(text.contains(": cannot open the database. "), "{text}");
        assert!(!text.contains("server"), "{text}");
        assert_eq!(text.replace(": cannot open the database", ""), sentence(code));
    }
}

/// What is read of it.
fn plain(problem: &Problem) -> String {
    tame(&text(problem, None))
}

fn problem(code: ErrorCode, detail: &str) -> Problem {
    let (detail, trace_id) = (Some(detail.to_owned()), Some("trace_1".to_owned()));
    Problem { code, field: None, detail, trace_id }
}
