//! The picture: sent, removed, and what becomes of either when its answer is lost.

use super::*;
use crate::profile::{Call, Change, Event, Notice, Reply, Target, Upload};

const OLD: &str = "https://img.example.com/a";

fn pictured(address: Option<&str>) -> Value {
    let address = address.map(|it| json!({ "has_image": true, "image_url": it }));
    let drawn = json!({ "has_image": false, "image_url": "https://img.example.com/drawn" });
    let mut user = address.unwrap_or(drawn);
    user["id"] = json!("user_1");
    user
}

fn bench(address: Option<&str>) -> Bench {
    Bench::signed_in(user(pictured(address)))
}

fn upload() -> Upload {
    Upload::new(b"a secret picture".to_vec())
}

fn told(bench: &Bench) -> Option<Notice> {
    match bench.signed_in.notice() {
        Some(super::super::Notice::Profile(notice)) => Some(notice),
        _ => None,
    }
}

fn problem(bench: &Bench) -> Option<(&Target, &Failure)> {
    bench.signed_in.profile().problem()
}

#[test]
fn a_picture_goes_out_once_and_is_told() {
    let mut bench = bench(Some(OLD));
    assert!(bench.act(Event::Picture(Ok(upload()))));
    let call = Call::SetPicture { picture: upload(), before: Some(OLD.to_owned()) };
    assert_eq!(bench.last(), &Asked::Profile(call));
    assert_eq!(bench.signed_in.profile().pending(), Some(Change::Picture));
    assert!(!format!("{:?}", bench.signed_in).contains("secret"));
    assert!(!bench.act(Event::Picture(Ok(upload()))), "one change at a time");
    assert!(!bench.answer(Ok(Answer::Profile(Reply::Picture))));
    assert_eq!((told(&bench), problem(&bench)), (Some(Notice::PictureChanged), None));
}

#[test]
fn a_file_that_is_no_picture_is_told_beside_it_and_sent_nowhere() {
    let mut bench = bench(None);
    assert!(!bench.act(Event::Picture(Err(InputError::PictureKind))));
    let failure = Failure::Input(InputError::PictureKind);
    assert_eq!(problem(&bench), Some((&Target::Picture, &failure)));
    assert!(!bench.act(Event::DismissProblem));
    assert_eq!(problem(&bench), None);
}

#[test]
fn a_refusal_is_told_and_the_picture_not_sent_again() {
    let mut bench = bench(None);
    assert!(bench.act(Event::Picture(Ok(upload()))));
    assert!(!bench.refuse("image_too_large"));
    assert!(matches!(problem(&bench), Some((Target::Picture, _))));
    assert_eq!((bench.signed_in.profile().pending(), told(&bench)), (None, None));
}

#[test]
fn a_picture_whose_answer_was_lost_is_settled_by_its_address() {
    for (now, changed) in
        [(Some("https://img.example.com/b"), true), (Some(OLD), false), (None, false)]
    {
        let mut bench = bench(Some(OLD));
        assert!(bench.act(Event::Picture(Ok(upload()))));
        assert!(bench.answer(Err(Failure::OutcomeUnknown)), "the client is asked for");
        assert!(!bench.answer_client(&pictured(now)), "and nothing is sent again");
        assert_eq!(told(&bench) == Some(Notice::PictureChanged), changed, "{now:?}");
        assert_eq!(problem(&bench).is_none(), changed, "{now:?}");
    }
}

#[test]
fn only_a_picture_that_is_there_is_removed_and_one_that_has_gone_counts_as_removed() {
    assert!(!bench(None).act(Event::Ask(Change::RemovePicture)));
    for failure in [refusal("image_not_found"), Failure::OutcomeUnknown] {
        let mut bench = bench(Some(OLD));
        assert!(bench.act(Event::Ask(Change::RemovePicture)));
        assert_eq!(bench.last(), &Asked::Profile(Call::DeletePicture));
        assert!(bench.answer(Err(failure)), "the client is asked for");
        assert!(!bench.answer_client(&pictured(None)));
        assert_eq!((told(&bench), problem(&bench)), (Some(Notice::PictureRemoved), None));
    }
    let mut bench = bench(Some(OLD));
    assert!(bench.act(Event::Ask(Change::RemovePicture)));
    assert!(!bench.answer(Ok(Answer::Profile(Reply::Deleted))));
    assert_eq!(told(&bench), Some(Notice::PictureRemoved));
}
