//! The password on the Account page: set, changed and removed.

use super::*;
use crate::password::{Call, Change, Event, Form, NewPassword};
use crate::profile::{Event as OfProfile, Form as ProfileForm};

const OLD: &str = "correct-horse-battery";
const NEW: &str = "another-horse-battery";

type Secret = latchkey_fapi_types::secret::Password;

/// Of an account with this password, changed last at a given time, and an address for codes.
fn account(password: Option<i64>) -> Value {
    json!({
        "id": "user_1", "password_enabled": password.is_some(),
        "password_last_updated_at": password, "username": "ada",
        "email_addresses": [{
            "id": "idn_1", "email_address": "a@example.com", "verification": {"status": "verified"},
        }],
    })
}

fn bench_of(password: Option<i64>) -> Bench {
    Bench::signed_in(user(account(password)))
}

fn opened(password: Option<i64>, form: Form) -> Bench {
    let mut bench = bench_of(password);
    assert!(!bench.act(Event::Open(form)));
    assert_eq!(bench.signed_in.password().form(), Some(form));
    bench
}

fn set(current: Option<&str>, new: &str) -> Event {
    let (current, password) = (current.map(Secret::new), Secret::new(new));
    Event::Set(NewPassword { current, password, sign_out_others: false })
}

fn remove(current: &str) -> Event {
    Event::Remove { current: Secret::new(current) }
}

/// The password before a change, the form and the event that send it, the password after it, and the change.
type Case = (Option<i64>, Form, Event, Option<i64>, Change);

fn changes() -> [Case; 3] {
    [
        (Some(1), Form::New, set(None, NEW), Some(2), Change::Set),
        (None, Form::New, set(None, NEW), Some(2), Change::Set),
        (Some(1), Form::Remove, remove(OLD), None, Change::Remove),
    ]
}

fn told(bench: &Bench) -> Option<Change> {
    match bench.signed_in.notice()? {
        super::super::Notice::Password(change) => Some(change),
        super::super::Notice::Factors(_)
        | super::super::Notice::Organizations(_)
        | super::super::Notice::Profile(_) => None,
    }
}

fn problem(bench: &Bench) -> Option<(Change, &Failure)> {
    bench.signed_in.password().problem()
}

fn sent(bench: &Bench) -> &Call {
    let Asked::Password(call) = bench.last() else { panic!("{:?}", bench.last()) };
    call
}

#[test]
fn each_change_is_one_call_and_closes_its_form() {
    for (before, form, event, _, change) in changes() {
        let mut bench = opened(before, form);
        assert!(bench.act(event));
        assert_eq!(bench.signed_in.password().pending(), Some(change));
        assert!(!bench.answer(Ok(Answer::PasswordChanged)), "and no look at the client");
        assert_eq!(told(&bench), Some(change));
        assert_eq!(bench.signed_in.password().form(), None);
        bench.act(Happens::Stay);
        assert_eq!(told(&bench), None, "it is told once");
    }
}

#[test]
fn the_present_password_goes_along_where_no_fresh_proof_is_asked_for() {
    let mut bench = opened(Some(1), Form::New);
    assert!(bench.act(set(Some(OLD), NEW)));
    let Call::Set(new) = sent(&bench) else { panic!("{:?}", sent(&bench)) };
    assert_eq!(new.current, None, "a fresh proof stands for it");

    let mut bench = opened(Some(1), Form::New);
    bench.environment.auth.reverification = false;
    for current in [None, Some("")] {
        assert!(!bench.act(set(current, NEW)));
        let empty = Failure::Input(InputError::CurrentPasswordEmpty);
        assert_eq!(problem(&bench), Some((Change::Set, &empty)));
    }
    assert!(bench.act(set(Some(OLD), NEW)));
    let Call::Set(new) = sent(&bench) else { panic!("{:?}", sent(&bench)) };
    assert_eq!(new.current, Some(Secret::new(OLD)));

    let mut bench = opened(None, Form::New);
    bench.environment.auth.reverification = false;
    assert!(bench.act(set(None, NEW)), "there is none yet");
}

#[test]
fn a_server_that_wants_the_present_password_all_the_same_is_given_it() {
    let mut bench = opened(Some(1), Form::New);
    assert!(bench.act(set(None, NEW)));
    let mut missing = refusal("form_param_missing");
    if let Failure::Refused { errors, .. } = &mut missing {
        errors[0].param_name = Some("current_password".to_owned());
    }
    assert!(!bench.answer(Err(missing.clone())));
    assert_eq!(problem(&bench), Some((Change::Set, &missing)));
    assert!(!bench.act(set(None, NEW)), "it is asked for now");
    assert!(bench.act(set(Some(OLD), NEW)));
    let Call::Set(new) = sent(&bench) else { panic!("{:?}", sent(&bench)) };
    assert_eq!(new.current, Some(Secret::new(OLD)));
}

#[test]
fn an_empty_password_is_told_and_not_sent() {
    let mut bench = opened(Some(1), Form::New);
    assert!(!bench.act(set(None, "")));
    let empty = Failure::Input(InputError::PasswordEmpty);
    assert_eq!(problem(&bench), Some((Change::Set, &empty)));
    let mut bench = opened(Some(1), Form::Remove);
    assert!(!bench.act(remove("")));
    let empty = Failure::Input(InputError::CurrentPasswordEmpty);
    assert_eq!(problem(&bench), Some((Change::Remove, &empty)));
}

#[test]
fn what_cannot_be_changed_cannot_be_opened() {
    let cannot = |form: Form, hinder: fn(&mut Bench)| {
        let mut bench = bench_of(Some(1));
        hinder(&mut bench);
        bench.act(Event::Open(form));
        assert_eq!(bench.signed_in.password().form(), None);
    };
    for form in [Form::New, Form::Remove] {
        cannot(form, |bench| bench.switch_off("password"));
        cannot(form, |bench| {
            bench.environment.attributes.get_mut("password").unwrap().immutable = true;
        });
        cannot(form, |bench| bench.known_at = None);
        cannot(form, |bench| {
            let company = json!({"active": true});
            bench.user.enterprise_accounts = vec![serde_json::from_value(company).unwrap()];
        });
        cannot(form, |bench| bench.task = Some(TaskKey::SetupMfa));
        cannot(form, |bench| {
            bench.open(OVERVIEW);
        });
    }
    cannot(Form::Remove, |bench| {
        bench.environment.attributes.get_mut("password").unwrap().required = true;
    });
    cannot(Form::Remove, |bench| bench.user.password_enabled = false);
    cannot(Form::Remove, |bench| bench.user.email_addresses.clear());
}

#[test]
fn one_form_is_open_on_the_page_at_most() {
    let mut bench = opened(Some(1), Form::New);
    bench.act(Event::Open(Form::Remove));
    bench.act(OfProfile::Open(ProfileForm::Username));
    assert_eq!(bench.signed_in.password().form(), Some(Form::New));
    assert_eq!(bench.signed_in.profile().form(), None);
    bench.act(Event::Close);
    bench.act(OfProfile::Open(ProfileForm::Username));
    bench.act(Event::Open(Form::New));
    assert_eq!(bench.signed_in.password().form(), None);
    assert_eq!(bench.signed_in.profile().form(), Some(&ProfileForm::Username));
}

#[test]
fn nothing_is_sent_without_its_form_or_beside_another_change() {
    for (before, form, event, ..) in changes() {
        assert!(!bench_of(before).act(event.clone()), "no form is open");
        let mut bench = opened(before, form);
        assert!(bench.act(event.clone()));
        assert!(!bench.act(event.clone()), "one at a time");
        let name = OfProfile::Ask(crate::profile::Change::Delete);
        bench.user.delete_self_enabled = true;
        assert!(!bench.act(name), "nor beside another part");
        assert!(!bench.open(ADD_TOTP));
    }
}

#[test]
fn each_change_waits_for_a_proof_and_goes_out_once_after_it() {
    for (before, form, event, _, change) in changes() {
        let mut bench = opened(before, form);
        assert!(bench.act(event));
        let call = bench.last().clone();
        assert!(bench.refuse("session_reverification_required"));
        assert_eq!(bench.signed_in.step_up().unwrap().1, Waiting::Password(change));
        bench.answer(Ok(verification("needs_second_factor")));
        bench.prove("123456");
        assert!(bench.answer(Ok(verification("complete"))));
        assert_eq!(bench.last(), &call, "the very same call");
        assert!(!bench.refuse("session_reverification_required"), "never a second proof");
        assert!(problem(&bench).is_some());

        let mut bench = opened(before, form);
        bench.act(set(None, NEW));
        bench.act(remove(OLD));
        bench.refuse("session_reverification_required");
        bench.act(step_up::Event::Cancel);
        assert_eq!((problem(&bench), bench.signed_in.password().form()), (None, Some(form)));
    }
}

#[test]
fn a_lost_answer_is_settled_by_the_client_and_nothing_is_sent_again() {
    for (before, form, event, after, change) in changes() {
        for made in [true, false] {
            let mut bench = opened(before, form);
            assert!(bench.act(event.clone()));
            assert!(bench.answer(Err(Failure::OutcomeUnknown)));
            let shows = account(if made { after } else { before });
            bench.user = user(shows.clone());
            assert!(!bench.answer_client(&shows));
            assert_eq!(told(&bench), made.then_some(change));
            let lost = Failure::OutcomeUnknown;
            assert_eq!(problem(&bench), (!made).then_some((change, &lost)));
            assert_eq!(bench.signed_in.password().form(), (!made).then_some(form));
        }
    }
}

#[test]
fn a_change_stays_unsettled_until_the_client_is_seen() {
    for (before, form, event, after, change) in changes() {
        let mut bench = opened(before, form);
        assert!(bench.act(event.clone()));
        bench.answer(Err(Failure::OutcomeUnknown));
        assert!(!bench.answer(Err(Failure::Unreachable(Unreachable::Offline))));
        assert_eq!(bench.signed_in.password().unsettled(), Some(change));
        assert!(!bench.act(event), "it is not sent again");
        bench.later(Duration::from_secs(1));
        bench.known_at = Some(bench.now);
        bench.user = user(account(after));
        bench.act(Happens::Seen);
        assert_eq!(told(&bench), Some(change));
    }
}

#[test]
fn a_refusal_is_told_until_it_is_read_or_the_page_is_left() {
    for (before, form, event, _, change) in changes() {
        for leave in [false, true] {
            let mut bench = opened(before, form);
            assert!(bench.act(event.clone()));
            assert!(!bench.refuse("zzz_new"));
            assert_eq!(problem(&bench), Some((change, &refusal("zzz_new"))));
            assert_eq!(bench.signed_in.password().form(), Some(form), "what was typed stays");
            if leave {
                bench.open(OVERVIEW);
                assert_eq!(bench.signed_in.password().form(), None);
            } else {
                bench.act(Event::DismissProblem);
            }
            assert_eq!(problem(&bench), None);
        }
    }
}

#[test]
fn a_wait_holds_every_change_back() {
    for (before, form, event, ..) in changes() {
        let mut bench = opened(before, form);
        assert!(bench.act(event.clone()));
        assert!(!bench.refuse("too_many_requests"));
        assert!(!bench.act(event.clone()));
        bench.later(Duration::from_mins(1));
        assert!(bench.act(event));
    }
}
