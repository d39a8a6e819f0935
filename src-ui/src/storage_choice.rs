//! What a person can choose about where this device's trust is kept.

use latchkey_ipc::command::DeviceRequest;
use latchkey_ipc::view::{StoragePlace, StorageTrouble, StorageView};

/// A choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StorageChoice {
    /// Try the credential store again.
    Retry,
    /// Keep it in memory, and do not ask again.
    Session,
    /// Keep it in a file.
    File,
}

impl StorageChoice {
    /// What it asks of the backend.
    pub(crate) fn request(self) -> DeviceRequest {
        match self {
            Self::Retry => DeviceRequest::RetryStorage,
            Self::Session => DeviceRequest::KeepInMemory,
            Self::File => DeviceRequest::KeepInFile,
        }
    }
}

/// What can be chosen. `asking` while the person has not settled for memory yet.
pub(crate) fn choices(storage: StorageView, asking: bool) -> Vec<StorageChoice> {
    use StorageTrouble as T;
    let StorageView { place, trouble, decided } = storage;
    let free = !decided && matches!(place, StoragePlace::File | StoragePlace::Session);
    let may_pass = match trouble {
        Some(
            T::Unavailable | T::Locked | T::Refused | T::PlaceChanged | T::NotWritten | T::InUse,
        ) => true,
        Some(T::KeyGone | T::Damaged) | None => false,
    };
    // Where nothing can be written, a file is no way out.
    let writable = !matches!(trouble, Some(T::NotWritten | T::InUse));
    let offered = [
        (StorageChoice::Retry, may_pass || free),
        (StorageChoice::Session, free && (asking || place == StoragePlace::File)),
        (StorageChoice::File, free && writable && place == StoragePlace::Session),
    ];
    offered.into_iter().filter(|(_, offered)| *offered).map(|(choice, _)| choice).collect()
}

#[cfg(test)]
mod tests {
    use super::StorageChoice::{File, Retry, Session};
    use super::*;

    #[test]
    fn a_store_that_works_leaves_nothing_to_choose() {
        assert_eq!(offered(StoragePlace::Keychain, None, false), []);
        assert_eq!(offered(StoragePlace::Session, None, true), []);
    }

    #[test]
    fn without_a_store_one_can_try_again_do_without_or_take_a_file() {
        for trouble in [StorageTrouble::Unavailable, StorageTrouble::Locked] {
            let trouble = Some(trouble);
            assert_eq!(offered(StoragePlace::Session, trouble, false), [Retry, Session, File]);
            assert_eq!(offered(StoragePlace::File, trouble, false), [Retry, Session]);
            assert_eq!(offered(StoragePlace::Session, trouble, true), [Retry]);
        }
    }

    #[test]
    fn who_settled_for_memory_is_not_offered_it_again() {
        let storage = StorageView { place: StoragePlace::Session, trouble: None, decided: false };
        assert_eq!(choices(storage, false), [Retry, File]);
    }

    #[test]
    fn a_file_is_not_offered_where_nothing_can_be_written() {
        let full = Some(StorageTrouble::NotWritten);
        assert_eq!(offered(StoragePlace::Session, full, false), [Retry, Session]);
        assert_eq!(offered(StoragePlace::SecretService, full, false), [Retry]);
    }

    fn offered(
        place: StoragePlace,
        trouble: Option<StorageTrouble>,
        decided: bool,
    ) -> Vec<StorageChoice> {
        choices(StorageView { place, trouble, decided }, true)
    }
}
