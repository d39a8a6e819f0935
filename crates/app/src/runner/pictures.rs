//! Fetches pictures, each once, and draws them anew for the page; draws one anew that the person chose. Those for the page
//! are kept in memory alone, for as long as the connection is there.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchkey_core::failure::InputError;
use latchkey_core::profile::Upload;
use latchkey_fapi_client::FapiClient;
use latchkey_pictures::{Fault, Kind, LARGEST_SHOWN, LARGEST_UPLOAD, for_showing, for_upload};
use tokio::sync::{OnceCell, Semaphore};

use crate::ports::{FileKind, Files, NotRead};

/// How many pictures are kept.
const MOST: usize = 100;

/// How many are fetched and drawn at a time. Each may take memory while it is decoded.
const TOGETHER: usize = 3;

/// A picture as the page shows it, once that is known; none where it cannot be had.
type Picture = Arc<OnceCell<Option<String>>>;

/// What was fetched so far, oldest first.
pub(super) struct Pictures {
    known: Vec<Known>,
    places: Arc<Semaphore>,
}

struct Known {
    address: String,
    /// Of the request that had it fetched.
    round: u32,
    picture: Picture,
}

/// A picture that somebody waits for.
pub(super) struct Wanted {
    address: String,
    picture: Picture,
    places: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self { known: Vec::new(), places: Arc::new(Semaphore::new(TOGETHER)) }
    }
}

impl Pictures {
    /// The picture of an address. One that could not be had is tried again in a later round.
    pub(super) fn want(&mut self, address: String, round: u32) -> Wanted {
        let failed = |known: &Known| known.picture.get().is_some_and(Option::is_none);
        self.known.retain(|it| it.address != address || it.round >= round || !failed(it));
        let places = Arc::clone(&self.places);
        if let Some(known) = self.known.iter().find(|known| known.address == address) {
            return Wanted { address, picture: Arc::clone(&known.picture), places };
        }
        if self.known.len() >= MOST {
            self.known.remove(0);
        }
        let picture = Picture::default();
        self.known.push(Known { address: address.clone(), round, picture: Arc::clone(&picture) });
        Wanted { address, picture, places }
    }
}

impl Wanted {
    /// Waits for the picture, and has it fetched if nobody did.
    pub(super) async fn get(self, fapi: &FapiClient) -> Option<String> {
        let Self { address, picture, places } = self;
        let fetched = async {
            // The places are never closed.
            let _place = places.acquire().await;
            fetched(fapi, &address).await
        };
        picture.get_or_init(|| fetched).await.clone()
    }
}

async fn fetched(fapi: &FapiClient, address: &str) -> Option<String> {
    let file = match fapi.picture(address, LARGEST_SHOWN).await {
        Ok(file) => file,
        Err(error) => {
            tracing::info!(%error, "a picture is not shown");
            return None;
        }
    };
    match tokio::task::spawn_blocking(move || for_showing(&file)).await {
        Ok(Ok(png)) => Some(format!("data:image/png;base64,{}", STANDARD.encode(png))),
        Ok(Err(fault)) => {
            tracing::info!(%fault, "a picture is not shown");
            None
        }
        Err(error) => {
            tracing::warn!(%error, "a picture could not be drawn");
            None
        }
    }
}

/// What people may choose from.
const FILES: FileKind =
    FileKind { name: "Pictures", endings: &Kind::EXTENSIONS, largest: LARGEST_UPLOAD };

/// Lets the person choose a file, and makes a picture of it that can be sent.
pub(super) fn chosen(
    files: &dyn Files,
) -> impl Future<Output = Result<Option<Upload>, InputError>> + use<> {
    let opening = files.open(&FILES);
    async move {
        let Some(file) = opening.await.map_err(|NotRead| InputError::PictureUnreadable)? else {
            return Ok(None);
        };
        let drawn = tokio::task::spawn_blocking(move || for_upload(&file)).await;
        let drawn = drawn.unwrap_or_else(|error| {
            tracing::warn!(%error, "a picture could not be drawn");
            Err(Fault::Damaged)
        });
        drawn.map(|png| Some(Upload::new(png))).map_err(|fault| match fault {
            Fault::Kind => InputError::PictureKind,
            Fault::TooLarge => InputError::PictureTooLarge,
            Fault::TooManyPixels => InputError::PictureTooManyPixels,
            Fault::Damaged => InputError::PictureDamaged,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_wanted_once_and_again_only_after_it_failed_in_an_earlier_round() {
        let mut pictures = Pictures::default();
        let first = pictures.want("a".to_owned(), 0).picture;
        assert!(Arc::ptr_eq(&first, &pictures.want("a".to_owned(), 1).picture), "under way");
        first.set(None).unwrap();
        assert!(Arc::ptr_eq(&first, &pictures.want("a".to_owned(), 0).picture), "the same round");
        let second = pictures.want("a".to_owned(), 1).picture;
        assert!(!Arc::ptr_eq(&first, &second));
        second.set(Some("data:".to_owned())).unwrap();
        assert!(Arc::ptr_eq(&second, &pictures.want("a".to_owned(), 9).picture), "it is there");
    }

    #[test]
    fn a_server_with_many_pictures_does_not_fill_the_memory() {
        let mut pictures = Pictures::default();
        for number in 0..MOST + 7 {
            pictures.want(number.to_string(), 0);
        }
        assert_eq!(pictures.known.len(), MOST);
        assert_eq!(pictures.known[0].address, "7", "the oldest go first");
    }
}
