//! Pictures, as the page gets them: fetched once from where the server says, with nothing of ours, and drawn anew.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{ImageFormat, Rgb, RgbImage};
use latchkey_ipc::command::{AccountRequest, PictureRequest, ProfileRequest};
use latchkey_ipc::error::ErrorCode;
use latchkey_ipc::view::{AccountView, Notice, PictureKey, ProfileTarget, Screen};

use super::run::{Chosen, Run, TOTP};

/// A photo of one colour, far larger than what is shown.
fn photo() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let photo = RgbImage::from_pixel(600, 400, Rgb([200, 0, 0]));
    photo.write_to(&mut file, ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

/// Signed in, with a picture that was set elsewhere.
async fn pictured(file: &[u8]) -> Run {
    let mut run = Run::signed_in(TOTP).await;
    let emulator = run.api.running.emulator();
    let id = emulator.user_id(TOTP).unwrap().unwrap();
    emulator.set_picture(&id, file).unwrap();
    run.ask(AccountRequest::Refresh).await;
    run.key().await;
    run
}

impl Run {
    /// The key of the person's picture, once a view has one.
    async fn key(&mut self) -> PictureKey {
        let has = |screen: &Screen| account(screen)?.picture;
        let view = self.until("a picture", |view| has(&view.screen).is_some()).await;
        has(&view.screen).unwrap()
    }

    async fn picture(&self, picture: PictureKey) -> Option<String> {
        self.app.picture(PictureRequest { picture }).await.unwrap()
    }

    fn fetched(&self) -> usize {
        self.requests().iter().filter(|line| line.contains("/pictures/")).count()
    }
}

#[tokio::test]
async fn a_picture_is_drawn_anew_and_fetched_once_however_often_it_is_shown() {
    let mut run = pictured(&photo()).await;
    let key = run.key().await;
    let before = (run.requests().len(), run.views.borrow().as_ref().map(|view| view.revision));
    let (one, two) = tokio::join!(run.picture(key), run.picture(key));
    let url = one.unwrap();
    assert_eq!(two.as_ref(), Some(&url));
    let png = STANDARD.decode(url.strip_prefix("data:image/png;base64,").unwrap()).unwrap();
    let shown = image::load_from_memory_with_format(&png, ImageFormat::Png).unwrap();
    assert_eq!((shown.width(), shown.height()), (96, 96));
    let later = PictureKey { round: key.round + 1, ..key };
    assert_eq!(run.picture(later).await, Some(url));
    let revision = run.views.borrow().as_ref().map(|view| view.revision);
    assert_eq!((run.requests().len() - run.fetched(), revision), (before.0, before.1));
    assert_eq!(run.fetched(), 1, "{:?}", run.requests());
}

#[tokio::test]
async fn what_is_no_picture_is_not_shown_and_not_asked_for_again_until_a_refresh() {
    let mut run = pictured(b"\x89PNG\r\n\x1a\n<script>alert(1)</script>").await;
    let key = run.key().await;
    assert_eq!(run.picture(key).await, None);
    let fetched = run.fetched();
    assert_eq!(run.picture(key).await, None);
    assert_eq!(run.fetched(), fetched);
    run.ask(AccountRequest::Refresh).await;
    run.account().await;
    assert_ne!(run.key().await, key, "after a refresh it is worth another try");
}

#[tokio::test]
async fn a_key_that_no_view_named_gets_nothing_fetched() {
    let mut run = pictured(&photo()).await;
    let key = run.key().await;
    assert_eq!(run.picture(PictureKey { of: key.of ^ 1, ..key }).await, None);
    run.ask(AccountRequest::SignOut).await;
    run.sign_in_page().await;
    assert_eq!(run.picture(key).await, None);
    assert_eq!(run.fetched(), 0);
}

/// Chooses a picture, and gives the page when nothing is under way any more.
async fn choose(
    run: &mut Run,
    chosen: Chosen,
    until: impl Fn(&AccountView) -> bool,
) -> AccountView {
    run.desk.look().chosen = chosen;
    run.ask(AccountRequest::Profile(ProfileRequest::ChoosePicture)).await;
    let is_it = |it: &AccountView| it.profile.busy.is_none() && until(it);
    let view = run.until("the end of it", |view| account(&view.screen).is_some_and(is_it)).await;
    account(&view.screen).unwrap().clone()
}

fn account(screen: &Screen) -> Option<&AccountView> {
    if let Screen::Account(account) = screen { Some(account) } else { None }
}

#[tokio::test]
async fn a_chosen_photo_is_sent_once_as_a_small_png_and_removed_again() {
    let mut run = Run::signed_in(TOTP).await;
    let before = run.requests().len();
    choose(&mut run, Chosen::File(photo()), |it| it.picture.is_some()).await;
    let asked = run.requests().split_off(before);
    assert_eq!(asked, ["POST /v1/me/profile_image"], "no look beside it");
    let key = run.key().await;
    assert!(run.picture(key).await.is_some());
    let notice = run.views.borrow().as_ref().and_then(|view| view.notice);
    assert_eq!(notice, Some(Notice::PictureChanged));
    run.ask(AccountRequest::Profile(ProfileRequest::RemovePicture)).await;
    run.until(
        "no picture",
        |view| matches!(&view.screen, Screen::Account(it) if it.picture.is_none()),
    )
    .await;
    assert_eq!(run.picture(key).await, None, "it is no one's picture any more");
}

#[tokio::test]
async fn whatever_is_wrong_with_a_file_is_told_and_nothing_is_sent() {
    let mut run = Run::signed_in(TOTP).await;
    let before = run.requests().len();
    let mut wide = photo();
    let frame = wide.windows(2).position(|it| it == [0xff, 0xc0]).unwrap();
    wide[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    for (chosen, code) in [
        (Chosen::File(b"<svg/>".to_vec()), ErrorCode::PictureKind),
        (Chosen::File(vec![0; 10 * 1024 * 1024 + 1]), ErrorCode::ImageTooLarge),
        (Chosen::File(wide), ErrorCode::PictureTooManyPixels),
        (Chosen::File(b"GIF89a".to_vec()), ErrorCode::PictureDamaged),
        (Chosen::Unreadable, ErrorCode::PictureUnreadable),
    ] {
        let has = |it: &AccountView| {
            it.profile
                .problem
                .as_ref()
                .is_some_and(|it| (&it.target, it.problem.code) == (&ProfileTarget::Picture, code))
        };
        choose(&mut run, chosen, has).await;
    }
    choose(&mut run, Chosen::Nothing, |it| it.profile.problem.is_none()).await;
    assert_eq!(run.requests().len(), before);
}
