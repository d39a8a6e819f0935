//! The page of the devices, and signing them out.

use super::*;
use crate::devices::{
    Call as DeviceCall, Change as DeviceChange, Ending, Event as DeviceEvent, Outcome,
    Reply as DeviceReply,
};

const REQUIRED: &str = "session_reverification_required";

/// Sessions with these ids, each used a millisecond before the next.
pub(super) fn listed(ids: &[&str]) -> Answer {
    let sessions: Vec<_> = ids
        .iter()
        .enumerate()
        .map(|(place, id)| json!({"id": id, "status": "active", "last_active_at": place}))
        .collect();
    list(&json!(sessions))
}

fn list(sessions: &Value) -> Answer {
    let sessions = serde_json::from_value(sessions.clone()).unwrap();
    Answer::Devices(DeviceReply::List(sessions))
}

fn revoked() -> Answer {
    Answer::Devices(DeviceReply::Revoked)
}

fn revoke(id: &str) -> Asked {
    Asked::Devices(DeviceCall::Revoke(id.into()))
}

fn ask_list() -> Asked {
    Asked::Devices(DeviceCall::List)
}

fn sign_out(bench: &mut Bench, id: &str) -> bool {
    bench.act(DeviceEvent::SignOut(id.into()))
}

/// On the page, with this session and three others.
fn with_devices() -> Bench {
    let mut bench = Bench::signed_in(user(with_totp()));
    assert!(bench.open(Page::Devices));
    bench.answer(Ok(listed(&["sess_2", "sess_1", "sess_3", "sess_4"])));
    bench
}

/// Of every device, in order: the last sign of its id, and where it stands.
fn rows(bench: &Bench) -> Vec<String> {
    let devices = bench.signed_in.devices().list().unwrap();
    devices
        .iter()
        .map(|device| {
            let ending = match &device.ending {
                Ending::No => "",
                Ending::Busy => " busy",
                Ending::Done => " done",
                Ending::Failed(_) => " failed",
            };
            let id = device.session.id.as_str().trim_start_matches("sess_");
            format!("{id}{}{ending}", if device.current { "*" } else { "" })
        })
        .collect()
}

fn failure_of(bench: &Bench, id: &str) -> Failure {
    let devices = bench.signed_in.devices().list().unwrap();
    let device = devices.iter().find(|device| device.session.id.as_str() == id).unwrap();
    let Ending::Failed(failure) = &device.ending else { panic!("{device:?}") };
    failure.clone()
}

fn proven(bench: &mut Bench) {
    assert!(!bench.answer(Ok(verification("needs_second_factor"))));
    assert!(bench.prove("123456"));
    assert!(bench.answer(Ok(verification("complete"))));
}

#[test]
fn the_list_is_fetched_when_the_page_opens_and_shows_this_device_first() {
    let mut bench = Bench::signed_in(user(plain()));
    assert!(bench.open(Page::Devices));
    assert_eq!(bench.last(), &ask_list());
    assert_eq!(bench.page(), Page::Devices);
    assert!(bench.signed_in.devices().is_listing());
    assert_eq!(bench.signed_in.devices().list(), None);
    let session = |id: &str, status: &str, used: Value| json!({"id": id, "status": status, "last_active_at": used});
    bench.answer(Ok(list(&json!([
        session("sess_2", "active", json!(10)),
        session("sess_3", "pending", json!(null)),
        session("sess_4", "revoked", json!(99)),
        session("sess_1", "active", json!(5)),
        session("sess_5", "zzz_new", json!(20)),
    ]))));
    assert_eq!(rows(&bench), ["1*", "5", "2", "3"]);
    assert!(!bench.signed_in.devices().is_listing());
    assert!(!bench.open(Page::Devices), "it is shown");
}

#[test]
fn a_list_that_could_not_be_fetched_is_told_and_what_is_known_stays() {
    let mut bench = with_devices();
    assert!(bench.act(DeviceEvent::Refresh));
    assert!(!bench.act(DeviceEvent::Refresh), "one at a time");
    let offline = Failure::Unreachable(Unreachable::Offline);
    bench.answer(Err(offline.clone()));
    assert_eq!(bench.signed_in.devices().failure(), Some(&offline));
    assert_eq!(rows(&bench), ["1*", "4", "3", "2"]);
    bench.act(DeviceEvent::Refresh);
    bench.answer(Ok(listed(&["sess_1"])));
    assert_eq!(bench.signed_in.devices().failure(), None);
    assert_eq!(rows(&bench), ["1*"], "ended elsewhere");
    bench.act(DeviceEvent::Refresh);
    bench.answer(Ok(done()));
    let no_list = Failure::BadAnswer(BadAnswer::Other);
    assert_eq!(bench.signed_in.devices().failure(), Some(&no_list));
    bench.open(Page::Account);
    assert_eq!(bench.signed_in.devices().failure(), None, "it was read");
}

#[test]
fn a_refusal_of_the_list_that_doubts_the_session_asks_for_the_client() {
    let mut bench = with_devices();
    bench.act(DeviceEvent::Refresh);
    assert!(bench.refuse("signed_out"));
    assert_eq!(bench.last(), &Asked::AskClient);
    assert!(bench.signed_in.devices().is_listing());
    bench.answer_client(&plain());
    assert_eq!(bench.signed_in.devices().failure(), Some(&refusal("signed_out")));
    assert!(!bench.signed_in.devices().is_listing());
}

#[test]
fn a_page_that_is_looked_at_again_fetches_a_list_that_is_old() {
    let mut bench = with_devices();
    bench.later(Duration::from_secs(9));
    assert!(!bench.act(Happens::Focused));
    bench.later(Duration::from_secs(1));
    assert!(bench.act(Happens::Focused));
    assert_eq!(bench.last(), &ask_list());
    bench.answer(Ok(listed(&["sess_1"])));
    assert!(bench.act(Happens::Focused));
    assert_eq!(bench.last(), &Asked::AskClient, "the account is old as well");
    bench.open(Page::ThisDevice);
    bench.later(Duration::from_mins(1));
    assert!(!bench.act(Happens::Focused), "the account is being asked for");
}

#[test]
fn one_device_is_signed_out_and_the_list_fetched_again() {
    let mut bench = with_devices();
    assert!(sign_out(&mut bench, "sess_3"));
    assert_eq!(bench.last(), &revoke("sess_3"));
    assert_eq!(rows(&bench), ["1*", "4", "3 busy", "2"]);
    assert!(bench.signed_in.is_busy());
    let change = DeviceChange::SignOut("sess_3".into());
    assert_eq!(bench.signed_in.devices().pending(), Some(change));
    assert!(!sign_out(&mut bench, "sess_4"), "one at a time");
    assert!(!bench.act(DeviceEvent::SignOutOthers));
    assert!(!bench.act(DeviceEvent::Refresh), "it is asked for after the change");
    assert!(bench.answer(Ok(revoked())));
    assert_eq!(bench.last(), &ask_list());
    assert_eq!(rows(&bench), ["1*", "4", "3 done", "2"]);
    assert!(!bench.signed_in.is_busy());
    bench.answer(Ok(listed(&["sess_2", "sess_1", "sess_4"])));
    assert_eq!(rows(&bench), ["1*", "4", "3 done", "2"], "the result is still to be seen");
    assert_eq!(bench.signed_in.devices().outcome(), None);
    bench.act(DeviceEvent::Refresh);
    bench.answer(Ok(listed(&["sess_2", "sess_1", "sess_4"])));
    assert_eq!(rows(&bench), ["1*", "4", "2"]);
}

#[test]
fn this_device_and_one_that_is_not_listed_are_never_signed_out() {
    let mut bench = with_devices();
    assert!(!sign_out(&mut bench, "sess_1"));
    assert!(!sign_out(&mut bench, "sess_9"));
    let mut alone = Bench::signed_in(user(plain()));
    alone.open(Page::Devices);
    assert!(!sign_out(&mut alone, "sess_2"), "no list yet");
    assert!(!alone.act(DeviceEvent::SignOutOthers));
    alone.answer(Ok(listed(&["sess_1"])));
    assert!(!alone.act(DeviceEvent::SignOutOthers));
    alone.open(Page::Account);
    assert!(!alone.act(DeviceEvent::Refresh), "the page is not shown");
}

#[test]
fn all_others_are_signed_out_one_after_the_other() {
    let mut bench = with_devices();
    assert!(bench.act(DeviceEvent::SignOutOthers));
    assert_eq!(rows(&bench), ["1*", "4 busy", "3 busy", "2 busy"]);
    assert!(bench.answer(Ok(revoked())));
    assert_eq!(rows(&bench), ["1*", "4 done", "3 busy", "2 busy"]);
    assert!(bench.refuse("zzz_new"));
    assert!(bench.refuse("resource_not_found"), "it is gone already");
    let expected = [revoke("sess_4"), revoke("sess_3"), revoke("sess_2"), ask_list()];
    assert_eq!(bench.calls()[1..], expected.iter().collect::<Vec<_>>());
    assert_eq!(rows(&bench), ["1*", "4 done", "3 failed", "2 done"]);
    assert_eq!(failure_of(&bench, "sess_3"), refusal("zzz_new"));
    assert_eq!(bench.signed_in.devices().outcome(), Some(Outcome { done: 2, failed: 1 }));
    bench.answer(Ok(listed(&["sess_1", "sess_3"])));
    assert_eq!(bench.signed_in.devices().outcome(), Some(Outcome { done: 2, failed: 1 }));
    assert!(sign_out(&mut bench, "sess_3"), "the person tries again");
    assert_eq!(bench.signed_in.devices().outcome(), None);
}

#[test]
fn one_that_failed_and_is_gone_all_the_same_is_signed_out() {
    let mut bench = with_devices();
    bench.act(DeviceEvent::SignOutOthers);
    bench.answer(Ok(revoked()));
    bench.answer(Ok(revoked()));
    bench.refuse("zzz_new");
    bench.answer(Ok(listed(&["sess_1"])));
    assert_eq!(rows(&bench), ["1*", "4 done", "3 done", "2 done"]);
    assert_eq!(bench.signed_in.devices().outcome(), Some(Outcome { done: 3, failed: 0 }));
}

#[test]
fn a_fresh_proof_is_asked_for_and_the_very_same_call_goes_out_once_more() {
    let mut bench = with_devices();
    bench.act(DeviceEvent::SignOutOthers);
    assert!(bench.answer(Ok(revoked())));
    assert!(bench.refuse(REQUIRED));
    let waiting = Waiting::Devices(DeviceChange::SignOutOthers);
    assert_eq!(bench.signed_in.step_up().unwrap().1, waiting);
    assert_eq!(bench.signed_in.pending(), None, "it is none of the factors");
    assert_eq!(rows(&bench), ["1*", "4 done", "3 busy", "2 busy"]);
    for asked in [DeviceEvent::Refresh, DeviceEvent::SignOutOthers] {
        assert!(!bench.act(asked));
    }
    proven(&mut bench);
    assert_eq!(bench.last(), &revoke("sess_3"));
    bench.answer(Ok(revoked()));
    bench.answer(Ok(revoked()));
    let made: Vec<_> =
        bench.calls().into_iter().filter(|it| matches!(it, Asked::Devices(_))).collect();
    let [four, three, two] = [revoke("sess_4"), revoke("sess_3"), revoke("sess_2")];
    assert_eq!(made, [&ask_list(), &four, &three, &three, &two, &ask_list()]);
    assert_eq!(bench.signed_in.devices().outcome(), Some(Outcome { done: 3, failed: 0 }));
}

#[test]
fn a_second_demand_for_a_proof_ends_the_change() {
    let mut bench = with_devices();
    bench.act(DeviceEvent::SignOutOthers);
    bench.refuse(REQUIRED);
    proven(&mut bench);
    assert!(!bench.refuse(REQUIRED));
    assert_eq!(bench.signed_in.step_up(), None);
    assert_eq!(rows(&bench), ["1*", "4 failed", "3 failed", "2 failed"]);
    assert_eq!(failure_of(&bench, "sess_2"), refusal(REQUIRED));
    assert!(sign_out(&mut bench, "sess_2"), "another try is another change");
    assert!(bench.refuse(REQUIRED));
    assert!(bench.signed_in.step_up().is_some());
}

#[test]
fn cancelling_the_proof_leaves_the_rest_as_if_not_asked_for() {
    let leave: [Happens; 2] =
        [step_up::Event::Cancel.into(), Happens::Open(Destination::Page(Page::Account))];
    for (place, leave) in leave.into_iter().enumerate() {
        let mut bench = with_devices();
        bench.act(DeviceEvent::SignOutOthers);
        bench.answer(Ok(revoked()));
        bench.refuse(REQUIRED);
        assert!(!bench.act(leave));
        assert_eq!((bench.signed_in.step_up(), bench.signed_in.is_busy()), (None, false));
        assert_eq!(bench.signed_in.devices().outcome(), None);
        let left = ["1*", "4 done", "3", "2"];
        // The page took what was told of it along.
        let expected = if place == 0 { left.to_vec() } else { vec!["1*", "3", "2"] };
        assert_eq!(rows(&bench), expected);
    }
}

#[test]
fn a_lost_answer_is_settled_by_the_list_and_never_repeated() {
    for failure in [
        Failure::OutcomeUnknown,
        Failure::Server { status: 502, trace_id: None },
        Failure::BadAnswer(BadAnswer::Other),
        refusal("invalid_action_for_session"),
    ] {
        for (gone, expected) in [
            (true, ["1*", "4 done", "3 busy", "2 done"]),
            (false, ["1*", "4 failed", "3 busy", "2 done"]),
        ] {
            let mut bench = with_devices();
            bench.act(DeviceEvent::SignOutOthers);
            assert!(bench.answer(Err(failure.clone())));
            assert_eq!(bench.last(), &ask_list());
            assert!(bench.signed_in.is_busy());
            // Meanwhile another one was signed out elsewhere.
            let left: &[&str] =
                if gone { &["sess_1", "sess_3"] } else { &["sess_4", "sess_1", "sess_3"] };
            assert!(bench.answer(Ok(listed(left))));
            assert_eq!(bench.last(), &revoke("sess_3"));
            let mut shown = rows(&bench);
            shown.sort_by_key(|row| ["1", "4", "3", "2"].iter().position(|id| row.starts_with(id)));
            assert_eq!(shown, expected);
            if !gone {
                assert_eq!(failure_of(&bench, "sess_4"), failure);
            }
            bench.answer(Ok(revoked()));
            assert_eq!(bench.last(), &ask_list());
            let failed = usize::from(!gone);
            let outcome = Outcome { done: 3 - failed, failed };
            assert_eq!(bench.signed_in.devices().outcome(), Some(outcome));
        }
    }
}

#[test]
fn where_the_list_cannot_be_had_after_a_lost_answer_the_change_ends() {
    let mut bench = with_devices();
    bench.act(DeviceEvent::SignOutOthers);
    bench.answer(Err(Failure::OutcomeUnknown));
    let offline = Failure::Unreachable(Unreachable::Offline);
    assert!(!bench.answer(Err(offline.clone())));
    assert_eq!(failure_of(&bench, "sess_4"), Failure::OutcomeUnknown);
    assert_eq!(failure_of(&bench, "sess_3"), offline);
    assert_eq!(bench.signed_in.devices().outcome(), Some(Outcome { done: 0, failed: 3 }));
    assert!(!bench.signed_in.is_busy());
}

#[test]
fn what_stops_one_stops_the_rest() {
    let limited = refusal_after("too_many_requests", Some(Duration::from_secs(7)));
    for failure in [
        limited.clone(),
        refusal("user_locked"),
        Failure::Unreachable(Unreachable::Offline),
        Failure::BadAnswer(BadAnswer::Html),
    ] {
        let mut bench = with_devices();
        bench.act(DeviceEvent::SignOutOthers);
        bench.answer(Ok(revoked()));
        assert!(!bench.answer(Err(failure.clone())), "{failure:?}");
        assert_eq!(rows(&bench), ["1*", "4 done", "3 failed", "2 failed"]);
        assert_eq!(failure_of(&bench, "sess_2"), failure);
        assert_eq!(bench.signed_in.devices().outcome(), Some(Outcome { done: 1, failed: 2 }));
        let waits = bench.signed_in.hold(bench.now).is_some();
        assert_eq!(waits, matches!(failure, Failure::Refused { .. }));
        assert_eq!(bench.act(DeviceEvent::SignOutOthers), !waits);
    }
    let mut bench = with_devices();
    bench.act(DeviceEvent::SignOutOthers);
    bench.answer(Err(limited));
    bench.later(Duration::from_secs(7));
    assert!(bench.act(DeviceEvent::SignOutOthers), "nothing is lost");
}

#[test]
fn a_refusal_that_doubts_this_session_asks_for_the_client_and_ends_the_change() {
    let mut bench = with_devices();
    bench.act(DeviceEvent::SignOutOthers);
    assert!(bench.refuse("authentication_invalid"));
    assert_eq!(bench.last(), &Asked::AskClient);
    assert!(bench.signed_in.is_busy());
    assert!(!bench.answer_client(&plain()));
    assert_eq!(rows(&bench), ["1*", "4 failed", "3 failed", "2 failed"]);
    assert!(!bench.signed_in.is_busy());
}

#[test]
fn a_change_goes_on_behind_another_page_and_its_results_are_there_when_it_is_opened_again() {
    let mut bench = with_devices();
    bench.act(DeviceEvent::SignOutOthers);
    bench.open(Page::Account);
    assert_eq!(bench.page(), Page::Account);
    assert!(bench.answer(Ok(revoked())));
    assert_eq!(bench.last(), &revoke("sess_3"));
    assert!(bench.refuse("zzz_new"));
    assert!(!bench.answer(Ok(revoked())), "nobody looks at the list");
    let outcome = Some(Outcome { done: 2, failed: 1 });
    assert_eq!(bench.signed_in.devices().outcome(), outcome);
    assert!(bench.open(Page::Devices));
    bench.answer(Ok(listed(&["sess_3", "sess_1"])));
    let mut shown = rows(&bench);
    shown.sort();
    assert_eq!(shown, ["1*", "2 done", "3 failed", "4 done"]);
    assert_eq!(bench.signed_in.devices().outcome(), outcome);
    bench.open(Page::Account);
    assert_eq!(
        (rows(&bench).join(" "), bench.signed_in.devices().outcome()),
        ("1* 3".into(), None)
    );
}

#[test]
fn a_list_from_before_a_change_is_given_up() {
    let mut bench = with_devices();
    bench.act(DeviceEvent::Refresh);
    let (old, _) = bench.asked.last().unwrap().clone();
    sign_out(&mut bench, "sess_3");
    assert!(!bench.signed_in.awaits(old));
    bench.act(Happens::Answered { ticket: old, answer: Ok(listed(&["sess_1"])) });
    assert_eq!(rows(&bench), ["1*", "4", "3 busy", "2"]);
}

#[test]
fn a_change_of_the_factors_and_one_of_the_devices_wait_for_each_other() {
    let mut bench = Bench::of(user(with_totp()));
    bench.act(Event::Ask(Change::RemoveTotp));
    let (removal, _) = bench.asked.last().unwrap().clone();
    bench.open(Page::Devices);
    bench.answer(Ok(listed(&["sess_1", "sess_2"])));
    assert!(!sign_out(&mut bench, "sess_2"));
    bench.act(Happens::Answered { ticket: removal, answer: Ok(done()) });
    assert!(sign_out(&mut bench, "sess_2"));
    bench.open(OVERVIEW);
    assert!(!bench.act(Event::Ask(Change::RemoveTotp)));
    assert!(!bench.open(ADD_PHONE));
    assert_eq!(bench.page(), OVERVIEW);
    bench.answer(Ok(revoked()));
    assert!(bench.act(Event::Ask(Change::RemoveTotp)));
}

#[test]
fn once_the_session_ends_no_other_device_has_its_turn() {
    for destination in [Destination::SignOut, Destination::Forget] {
        let mut bench = with_devices();
        bench.act(DeviceEvent::SignOutOthers);
        let (first, _) = bench.asked.last().unwrap().clone();
        bench.act(Happens::Open(destination));
        assert_eq!(rows(&bench), ["1*", "4 busy", "3", "2"]);
        assert!(!bench.act(Happens::Answered { ticket: first, answer: Ok(revoked()) }));
        assert_eq!(rows(&bench), ["1*", "4 done", "3", "2"]);
        assert_eq!(bench.signed_in.devices().outcome(), None);
    }
}

#[test]
fn a_session_with_a_task_has_neither_page() {
    for task in [TaskKey::SetupMfa, TaskKey::Other("zzz_new".to_owned())] {
        for page in [Page::Devices, Page::ThisDevice] {
            let mut bench = Bench::signed_in(user(plain()));
            bench.task = Some(task.clone());
            assert!(!bench.open(page));
            assert_eq!(bench.page(), Page::Account);
            bench.task = None;
            bench.open(page);
            assert_eq!(bench.page(), page);
            bench.task = Some(task.clone());
            bench.act(Happens::Focused);
            assert_eq!(bench.page(), Page::Account, "it is pending now");
        }
    }
}
