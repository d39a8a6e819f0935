//! The pictures that the page has: each is asked for once, whichever pages show it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use latchkey_ipc::view::PictureKey;
use yew::AttrValue;

use crate::backend::Backend;

/// More pictures than these are asked for anew: a server may name another one with each answer.
const MOST: usize = 100;

/// The pictures that the page has.
#[derive(Clone, Default)]
pub(crate) struct Album {
    backend: Option<Backend>,
    /// As URLs of the bytes themselves, by which picture it is.
    pictures: Rc<RefCell<HashMap<u64, AttrValue>>>,
}

impl PartialEq for Album {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.pictures, &other.pictures)
    }
}

impl Album {
    /// An empty one.
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend: Some(backend), pictures: Rc::default() }
    }

    /// The picture, if it is here.
    pub(crate) fn find(&self, key: PictureKey) -> Option<AttrValue> {
        self.pictures.borrow().get(&key.of).cloned()
    }

    /// Forgets them all: nobody is signed in any more.
    pub(crate) fn clear(&self) {
        self.pictures.borrow_mut().clear();
    }

    /// Asks for a picture, and says whether it is here now.
    pub(crate) async fn fetch(&self, key: PictureKey) -> bool {
        let Some(backend) = &self.backend else { return false };
        let Ok(Some(url)) = backend.picture(key).await else { return false };
        let mut pictures = self.pictures.borrow_mut();
        if pictures.len() >= MOST {
            pictures.clear();
        }
        pictures.insert(key.of, url.into());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::scripted::Script;

    #[tokio::test]
    async fn a_picture_is_kept_and_one_that_cannot_be_had_is_asked_for_again() {
        let script = Script::default().then(None::<String>).then(Some("data:a".to_owned()));
        let album = Album::new(Backend::Scripted(script.clone()));
        let key = PictureKey { of: 7, round: 0 };
        assert!(!album.fetch(key).await && album.find(key).is_none());
        let later = PictureKey { round: 1, ..key };
        assert!(album.fetch(later).await);
        assert_eq!(album.find(key).as_deref(), Some("data:a"), "whatever the round is");
        assert!(!album.fetch(PictureKey { of: 8, round: 0 }).await, "the backend gave no answer");
        assert_eq!(script.asked(), ["picture"; 3]);
    }
}
