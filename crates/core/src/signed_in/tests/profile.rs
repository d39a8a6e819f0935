//! The profile: name, user name, email addresses, primary number, and the end of the account.

mod proven;

use super::*;
use crate::profile::{Call, Change, Event, Form, Notice, Reply, Target, Typed};

/// An account with two verified addresses, one that is not, and one from elsewhere.
fn account() -> Value {
    let email = |id: &str, status: &str, linked: &[&str]| {
        let links: Vec<_> = linked.iter().map(|kind| json!({"type": kind})).collect();
        json!({
            "id": id, "email_address": format!("{id}@example.com"), "linked_to": links,
            "verification": {"status": status, "strategy": "email_code"},
        })
    };
    json!({
        "id": "user_1", "first_name": "Ada", "username": "ada", "password_enabled": true,
        "delete_self_enabled": true, "primary_email_address_id": "idn_1",
        "primary_phone_number_id": "idn_8",
        "email_addresses": [
            email("idn_1", "verified", &[]), email("idn_2", "verified", &[]),
            email("idn_3", "unverified", &[]), email("idn_4", "verified", &["oauth_google"]),
        ],
        "phone_numbers": [
            {"id": "idn_8", "phone_number": "+15555550108", "verification": {"status": "verified"}},
            {"id": "idn_9", "phone_number": "+15555550109", "verification": {"status": "verified"}},
        ],
    })
}

/// The same, as each of [`changes`] was to make it.
fn changed_account() -> Value {
    let mut after = account();
    after["last_name"] = json!("Byron");
    after["username"] = json!("byron");
    after["primary_email_address_id"] = json!("idn_2");
    after["primary_phone_number_id"] = json!("idn_9");
    let emails = after["email_addresses"].as_array_mut().unwrap();
    emails[1] = json!({"id": "idn_7", "email_address": "new@example.com"});
    after
}

fn bench() -> Bench {
    let mut bench = Bench::signed_in(user(account()));
    bench.environment.delete_self = true;
    for name in ["email_address", "first_name", "last_name", "username"] {
        let on = Attribute { enabled: true, ..Attribute::default() };
        bench.environment.attributes.insert(name.to_owned(), on);
    }
    bench
}

/// With this form open.
fn at(form: &Form) -> Bench {
    let mut bench = bench();
    assert!(!bench.act(Event::Open(form.clone())));
    assert_eq!(bench.signed_in.profile().form(), Some(form));
    bench
}

/// Where the code to the address that was not verified is asked for, and was sent.
fn at_code() -> Bench {
    let mut bench = bench();
    assert!(bench.act(Event::VerifyEmail(id("idn_3"))));
    assert_eq!(asked(&bench), &Call::PrepareEmail(id("idn_3")));
    assert!(!bench.answer(Ok(email("idn_3"))));
    bench
}

fn name(first: &str, last: &str) -> Event {
    Event::Send(Typed::Name { first: Some(first.to_owned()), last: Some(last.to_owned()) })
}

fn username(text: &str) -> Event {
    Event::Send(Typed::Username(text.to_owned()))
}

fn new_email(text: &str) -> Event {
    Event::Send(Typed::NewEmail(text.to_owned()))
}

fn code(text: &str) -> Event {
    Event::Send(Typed::Code(Code::new(text)))
}

/// Makes an account another one, or has the person somewhere else.
type Hinder = fn(&mut Bench);

/// An event that sends each change, with the form that it is typed into.
fn changes() -> Vec<(Option<Form>, Event)> {
    vec![
        (Some(Form::Name), name("Ada", "Byron")),
        (Some(Form::Username), username("byron")),
        (Some(Form::NewEmail), new_email("new@example.com")),
        (None, Event::Ask(Change::PrimaryEmail(id("idn_2")))),
        (None, Event::Ask(Change::RemoveEmail(id("idn_2")))),
        (None, Event::Ask(Change::PrimaryPhone(id("idn_9")))),
        (None, Event::Ask(Change::Delete)),
    ]
}

/// With this change on its way.
fn sent(form: Option<&Form>, event: Event) -> Bench {
    let mut bench = form.map_or_else(bench, at);
    assert!(bench.act(event));
    bench
}

fn asked(bench: &Bench) -> &Call {
    let Asked::Profile(call) = bench.last() else { panic!("{:?}", bench.last()) };
    call
}

fn email(id: &str) -> Answer {
    let email = json!({"id": id, "email_address": format!("{id}@example.com")});
    Answer::Profile(Reply::Email(Box::new(serde_json::from_value(email).unwrap())))
}

fn changed() -> Answer {
    Answer::Profile(Reply::User)
}

fn told(bench: &Bench) -> Option<Notice> {
    match bench.signed_in.notice()? {
        super::super::Notice::Profile(notice) => Some(notice),
        other @ (super::super::Notice::Factors(_)
        | super::super::Notice::Password(_)
        | super::super::Notice::Organizations(_)) => {
            panic!("{other:?}")
        }
    }
}

fn problem(bench: &Bench) -> Option<(&Target, &Failure)> {
    bench.signed_in.profile().problem()
}

fn input(error: InputError) -> Failure {
    Failure::Input(error)
}

#[test]
fn a_name_is_sent_as_far_as_it_may_be_changed_and_its_form_closes() {
    let mut bench = sent(Some(&Form::Name), name(" Ada ", "Byron"));
    let wanted = Call::SetName { first: Some("Ada".to_owned()), last: Some("Byron".to_owned()) };
    assert_eq!(asked(&bench), &wanted);
    assert!(bench.signed_in.is_busy());
    assert!(!bench.answer(Ok(changed())), "one call, and no look at the client");
    assert_eq!(told(&bench), Some(Notice::NameChanged));
    assert_eq!(bench.signed_in.profile().form(), None);
    bench.act(Happens::Stay);
    assert_eq!(told(&bench), None, "it is told once");

    let mut bench = at(&Form::Name);
    bench.environment.attributes.get_mut("first_name").unwrap().immutable = true;
    assert!(bench.act(name("Grace", "Byron")));
    assert_eq!(asked(&bench), &Call::SetName { first: None, last: Some("Byron".to_owned()) });
}

#[test]
fn what_was_not_edited_is_not_sent() {
    for (form, event) in [(Form::Name, name("Ada", " ")), (Form::Username, username(" ada "))] {
        let mut bench = at(&form);
        assert!(!bench.act(event));
        assert_eq!(bench.signed_in.profile().form(), None, "there is nothing to save");
    }
}

#[test]
fn half_a_name_is_sent_without_the_other() {
    let mut bench = at(&Form::Name);
    // The other half was changed elsewhere since the form was opened.
    bench.user.first_name = Some("Augusta".to_owned());
    let last = Some("Byron".to_owned());
    assert!(bench.act(Event::Send(Typed::Name { first: None, last: last.clone() })));
    assert_eq!(asked(&bench), &Call::SetName { first: None, last });
    let mut bench = at(&Form::Name);
    assert!(!bench.act(Event::Send(Typed::Name { first: None, last: None })));
    assert_eq!(bench.signed_in.profile().form(), None, "nothing was edited");
}

#[test]
fn a_user_name_is_sent_and_an_empty_one_is_told() {
    let mut bench = at(&Form::Username);
    assert!(!bench.act(username(" ")));
    assert_eq!(problem(&bench), Some((&Target::Username, &input(InputError::UsernameEmpty))));
    assert!(bench.act(username("Ada")), "capital letters may count");
    assert_eq!(asked(&bench), &Call::SetUsername("Ada".to_owned()));
    assert!(!bench.answer(Ok(changed())));
    assert_eq!(told(&bench), Some(Notice::UsernameChanged));
}

#[test]
fn what_the_instance_does_not_let_users_change_cannot_be_opened() {
    for (form, attributes) in [
        (Form::Name, &["first_name", "last_name"][..]),
        (Form::Username, &["username"]),
        (Form::NewEmail, &["email_address"]),
    ] {
        for immutable in [false, true] {
            let mut bench = bench();
            for name in attributes {
                let attribute = Attribute { enabled: immutable, immutable, ..Attribute::default() };
                bench.environment.attributes.insert((*name).to_owned(), attribute);
            }
            assert!(!bench.act(Event::Open(form.clone())));
            assert_eq!(bench.signed_in.profile().form(), None, "{form:?}");
        }
    }
    let mut bench = bench();
    let by_link = vec![latchkey_fapi_types::Strategy::EmailLink];
    bench.environment.attributes.get_mut("email_address").unwrap().verifications = by_link;
    bench.act(Event::Open(Form::NewEmail));
    assert_eq!(bench.signed_in.profile().form(), None, "this app cannot follow a link");
}

#[test]
fn what_a_company_keeps_cannot_be_opened() {
    let accounts = |active: bool, no_more: bool| {
        json!([{"id": "ent_1", "active": active,
            "enterprise_connection": {"disable_additional_identifications": no_more}}])
    };
    for (active, no_more, name, address) in
        [(false, true, true, true), (true, false, false, true), (true, true, false, false)]
    {
        let mut bench = bench();
        let mut company = account();
        company["enterprise_accounts"] = accounts(active, no_more);
        bench.user = user(company);
        for (form, opens) in [(Form::Name, name), (Form::Username, true), (Form::NewEmail, address)]
        {
            bench.act(Event::Open(form.clone()));
            assert_eq!(bench.signed_in.profile().form().is_some(), opens, "{form:?}");
            bench.act(Event::Close);
        }
        assert_eq!(bench.act(Event::VerifyEmail(id("idn_3"))), address);
    }
}

#[test]
fn no_form_takes_the_place_of_one_that_is_open() {
    for form in [Form::Name, Form::Username, Form::NewEmail] {
        for other in [
            Event::Open(Form::Name),
            Event::Open(Form::Username),
            Event::Open(Form::NewEmail),
            Event::VerifyEmail(id("idn_3")),
        ] {
            let mut bench = at(&form);
            assert!(!bench.act(other.clone()), "{other:?}");
            assert_eq!(bench.signed_in.profile().form(), Some(&form), "{other:?}");
            bench.act(Event::Close);
            let sends = matches!(other, Event::VerifyEmail(_));
            assert_eq!(bench.act(other), sends);
            assert!(bench.signed_in.profile().form().is_some(), "once it is closed, another opens");
        }
    }
    let mut bench = at_code();
    let open = bench.signed_in.profile().form().cloned();
    bench.act(Event::Open(Form::Name));
    assert_eq!(bench.signed_in.profile().form().cloned(), open);
}

#[test]
fn an_address_is_added_and_its_code_asked_for() {
    let mut bench = sent(Some(&Form::NewEmail), new_email(" new@example.com\u{200b}"));
    assert_eq!(asked(&bench), &Call::CreateEmail("new@example.com".to_owned()));
    assert!(bench.answer(Ok(email("idn_7"))));
    assert_eq!(asked(&bench), &Call::PrepareEmail(id("idn_7")));
    let sending = bench.signed_in.profile().delivery(bench.now);
    assert_eq!(sending, Some(Delivery::Sending));
    assert!(!bench.answer(Ok(email("idn_7"))));
    assert!(!bench.act(code("12")));
    let incomplete = input(InputError::CodeIncomplete);
    assert_eq!(problem(&bench), Some((&Target::Email(id("idn_7")), &incomplete)));
    assert!(bench.act(code("123456")));
    assert_eq!(asked(&bench), &Call::AttemptEmail(id("idn_7"), Code::new("123456")));
    assert!(!bench.answer(Ok(email("idn_7"))));
    assert_eq!(told(&bench), Some(Notice::EmailVerified));
    assert_eq!(bench.signed_in.profile().form(), None);
}

#[test]
fn what_cannot_be_an_address_is_not_sent() {
    for text in ["", "ada", "ada@", "@example.com", "a da@example.com", "a@b@c"] {
        let mut bench = at(&Form::NewEmail);
        assert!(!bench.act(new_email(text)));
        let wrong = input(InputError::EmailInvalid);
        assert_eq!(problem(&bench), Some((&Target::NewEmail, &wrong)), "{text}");
    }
}

#[test]
fn an_address_that_is_there_is_told_or_gone_on_with() {
    let mut bench = at(&Form::NewEmail);
    assert!(!bench.act(new_email("IDN_1@example.com")));
    let exists = input(InputError::EmailExists);
    assert_eq!(problem(&bench), Some((&Target::NewEmail, &exists)));
    assert!(bench.act(new_email("idn_3@example.com")));
    assert_eq!(asked(&bench), &Call::PrepareEmail(id("idn_3")), "it is not added again");
}

#[test]
fn a_code_that_still_counts_is_not_sent_again() {
    let mut before = account();
    before["email_addresses"][2]["verification"]["expire_at"] =
        json!(WALL.plus(Duration::from_mins(5)).as_millis());
    let mut bench = bench();
    bench.user = user(before);
    assert!(!bench.act(Event::VerifyEmail(id("idn_3"))));
    assert!(matches!(bench.signed_in.profile().form(), Some(Form::EmailCode { .. })));
    assert!(!bench.act(Event::ResendCode), "not before its wait is over");
    bench.later(RESEND_WAIT);
    assert!(bench.act(Event::ResendCode));
}

#[test]
fn a_wrong_code_is_told_and_the_field_emptied() {
    let mut bench = at_code();
    assert!(bench.act(code("123456")));
    assert!(!bench.refuse("form_code_incorrect"));
    assert_eq!(bench.signed_in.profile().refusals(), 1);
    let wrong = refusal("form_code_incorrect");
    assert_eq!(problem(&bench), Some((&Target::Email(id("idn_3")), &wrong)));
    assert!(bench.act(code("123456")));
    assert!(!bench.refuse("verification_expired"));
    let delivery = bench.signed_in.profile().delivery(bench.now);
    assert!(matches!(delivery, Some(Delivery::NotSent { .. })), "{delivery:?}");
}

#[test]
fn an_address_that_was_verified_or_removed_elsewhere_is_settled_by_the_client() {
    for (code_is, after, told_is, problem_is) in [
        ("verification_already_verified", "verified", Some(Notice::EmailVerified), None),
        ("resource_not_found", "gone", None, Some(input(InputError::EmailGone))),
        ("resource_not_found", "unverified", None, Some(refusal("resource_not_found"))),
    ] {
        let mut client = account();
        if after == "gone" {
            client["email_addresses"] = json!([]);
        } else {
            client["email_addresses"][2]["verification"]["status"] = json!(after);
        }
        let mut bench = at_code();
        assert!(bench.act(code("123456")));
        assert!(bench.refuse(code_is));
        assert!(!bench.answer_client(&client));
        assert_eq!(told(&bench), told_is);
        assert_eq!(problem(&bench).map(|(_, failure)| failure.clone()), problem_is);
    }
}

#[test]
fn an_address_that_has_to_stay_is_not_removed() {
    let alone = json!([account()["email_addresses"][0]]);
    let cases: [(&str, Hinder); 4] = [
        ("idn_4", |_| {}),
        ("idn_1", |bench| {
            bench.environment.attributes.get_mut("email_address").unwrap().immutable = true;
        }),
        ("idn_1", |bench| {
            bench.environment.attributes.get_mut("email_address").unwrap().required = true;
        }),
        ("idn_1", |bench| {
            bench.user.username = None;
            bench.user.phone_numbers.clear();
        }),
    ];
    for (place, (which, make)) in cases.into_iter().enumerate() {
        let mut bench = bench();
        let mut before = account();
        if place > 1 {
            before["email_addresses"] = alone.clone();
        }
        bench.user = user(before);
        make(&mut bench);
        assert!(!bench.act(Event::Ask(Change::RemoveEmail(id(which)))), "{place}");
    }
    let mut bench = bench();
    let mut before = account();
    before["email_addresses"] = alone;
    bench.user = user(before);
    let removing = Event::Ask(Change::RemoveEmail(id("idn_1")));
    assert!(bench.act(removing), "there is a user name to sign in with");
}

#[test]
fn what_is_as_it_should_be_is_not_asked_for() {
    for change in [
        Change::PrimaryEmail(id("idn_1")),
        Change::PrimaryEmail(id("idn_3")),
        Change::PrimaryEmail(id("idn_99")),
        Change::PrimaryPhone(id("idn_8")),
        Change::RemoveEmail(id("idn_99")),
        Change::Name,
    ] {
        assert!(!bench().act(Event::Ask(change)));
    }
    for (user_may, instance_lets) in [(false, true), (true, false)] {
        let mut bench = bench();
        bench.user.delete_self_enabled = user_may;
        bench.environment.delete_self = instance_lets;
        assert!(!bench.act(Event::Ask(Change::Delete)));
    }
}

#[test]
fn changes_of_rows_are_told_when_they_are_made() {
    for (change, answer, notice) in [
        (Change::PrimaryEmail(id("idn_2")), Reply::User, Notice::PrimaryEmailChanged),
        (Change::RemoveEmail(id("idn_2")), Reply::Deleted, Notice::EmailRemoved),
        (Change::PrimaryPhone(id("idn_9")), Reply::User, Notice::PrimaryPhoneChanged),
    ] {
        let mut bench = sent(None, Event::Ask(change));
        assert!(!bench.answer(Ok(Answer::Profile(answer))));
        assert_eq!(told(&bench), Some(notice));
    }
}

#[test]
fn a_refusal_stays_with_its_row_until_it_is_read_or_the_page_is_left() {
    for leave in [false, true] {
        let mut bench = sent(Some(&Form::Username), username("byron"));
        assert!(!bench.refuse("form_identifier_exists"), "the client does not know who has it");
        let exists = refusal("form_identifier_exists");
        assert_eq!(problem(&bench), Some((&Target::Username, &exists)));
        assert_eq!(bench.signed_in.profile().form(), Some(&Form::Username));
        if leave {
            bench.open(OVERVIEW);
        } else {
            bench.act(Event::DismissProblem);
        }
        assert_eq!(problem(&bench), None);
    }
}

#[test]
fn a_wait_holds_back_every_change_and_every_code() {
    for (form, event) in changes() {
        let mut bench = sent(form.as_ref(), event.clone());
        assert!(!bench.refuse("too_many_requests"));
        assert!(!bench.act(event.clone()));
        bench.later(Duration::from_mins(1));
        assert!(bench.act(event));
    }
}

#[test]
fn an_account_that_is_deleted_is_told_apart_from_a_session_that_was_ended() {
    let mut bench = sent(None, Event::Ask(Change::Delete));
    assert!(bench.signed_in.profile().is_deleting());
    assert!(bench.answer(Err(Failure::OutcomeUnknown)));
    assert!(bench.signed_in.profile().is_deleting(), "the answer may have been lost");
    let mut bench = sent(None, Event::Ask(Change::Delete));
    assert!(bench.refuse("signed_out"));
    assert!(!bench.signed_in.profile().is_deleting(), "the server refused");
    let mut bench = sent(None, Event::Ask(Change::Delete));
    let deleted = Answer::Profile(Reply::Deleted);
    assert!(bench.answer(Ok(deleted)), "the session is still there, so the client is asked for");
    assert_eq!(bench.last(), &Asked::AskClient);
}

#[test]
fn nothing_of_the_profile_is_changed_out_of_its_place() {
    for (form, event) in changes() {
        let hindered: [Hinder; 4] = [
            |bench| bench.known_at = None,
            |bench| bench.task = Some(TaskKey::SetupMfa),
            |bench| {
                bench.open(OVERVIEW);
            },
            |bench| {
                bench.open(Page::Devices);
            },
        ];
        for hinder in hindered {
            let mut bench = form.as_ref().map_or_else(bench, at);
            hinder(&mut bench);
            let calls = bench.asked.len();
            assert!(!bench.act(event.clone()));
            assert_eq!(bench.asked.len(), calls);
        }
    }
    let mut bench = sent(Some(&Form::Username), username("byron"));
    assert!(!bench.act(Event::Ask(Change::PrimaryPhone(id("idn_9")))), "one at a time");
    assert!(!bench.open(ADD_TOTP), "and no wizard meanwhile");
}
