//! The words about where this device's trust is kept: what each place is worth, and what is wrong.

use latchkey_ipc::view::{SelfTest, StoragePart, StoragePlace, StorageTrouble, StorageView};

use crate::storage_choice::StorageChoice;

/// A place, and what it is worth.
pub(crate) fn place(place: StoragePlace) -> (&'static str, &'static str) {
    match place {
        StoragePlace::SecretService => (
            "Kept with your desktop’s keyring",
            "Your sign-in is sealed in a file. Its key is in the keyring of your desktop, such as GNOME Keyring or KWallet. A copy of your disk doesn’t open it. A program that runs as you could ask the keyring for the key.",
        ),
        StoragePlace::Keychain => (
            "Kept with the keychain of macOS",
            "Your sign-in is sealed in a file. Its key is in your keychain, and macOS asks you before another program gets it. A copy of your disk doesn’t open it.",
        ),
        StoragePlace::CredentialManager => (
            "Kept with the Credential Manager of Windows",
            "Your sign-in is sealed in a file. Its key is in the Credential Manager and stays on this computer. A copy of your disk doesn’t open it. A program that runs as you could ask for the key.",
        ),
        StoragePlace::File => (
            "Kept in a file that only your user account can read",
            "It keeps you signed in, but anything that runs as you can read it, and so can whoever has a copy of your disk.",
        ),
        StoragePlace::Session => (
            "Kept nowhere",
            "All is in memory. When this app is closed you’re signed out, and the next sign-in counts as a new device.",
        ),
    }
}

/// Said where whoever started the program decided on the place.
pub(crate) const DECIDED: &str =
    "Whoever set this app up decided on this place, so there is nothing to choose here.";

/// What is wrong, at length.
pub(crate) struct Explained {
    /// What happened.
    pub(crate) happened: &'static str,
    /// What that means.
    pub(crate) means: &'static str,
    /// What to do next.
    pub(crate) next: &'static str,
}

/// What is wrong with where this device's trust is kept.
pub(crate) fn explained(trouble: StorageTrouble, place: StoragePlace) -> Explained {
    let (happened, means, next) = match trouble {
        StorageTrouble::Unavailable => (
            "This computer has no credential store",
            instead(place),
            "Start GNOME Keyring or KWallet, or whatever keeps passwords on this computer. Then try again.",
        ),
        StorageTrouble::Locked => (
            "Your credential store is locked",
            instead(place),
            "Unlock it: a window that asks for your password may be open behind this one. Then try again.",
        ),
        StorageTrouble::Refused => (
            "Your credential store didn’t keep the key",
            instead(place),
            "Open the app that shows your passwords and see whether it works. Then try again.",
        ),
        StorageTrouble::PlaceChanged => (
            "An earlier sign-in can’t be opened now",
            "It was sealed with a key in another place, which can’t be reached. It is still there, but until then you have to sign in anew.",
            "Start this app the way you did before, or make that place available. Then try again.",
        ),
        StorageTrouble::KeyGone => (
            "The key of an earlier sign-in is gone",
            "Nobody can open that sign-in any more. It is set aside when you sign in, and that counts as a new device.",
            "Sign in. There is nothing to repair.",
        ),
        StorageTrouble::Damaged => (
            "What was kept of an earlier sign-in is damaged",
            "It was changed or cut short, so it was set aside and not used. The next sign-in counts as a new device.",
            "Sign in. If it happens again, have the disk of this computer checked.",
        ),
        StorageTrouble::NotWritten => (
            "Nothing could be written",
            "You’re signed in for now. When this app is closed you may have to sign in again.",
            "Make room on the disk, or see whether its folder can be written. Then try again.",
        ),
        StorageTrouble::InUse => (
            "This app is open twice",
            "Both use the same folder, and only the other one keeps anything. What you do here is gone when this window is closed.",
            "Close one of the two. Then try again.",
        ),
    };
    Explained { happened, means, next }
}

/// What a store that cannot be used means, by what is used in its place.
fn instead(place: StoragePlace) -> &'static str {
    match place {
        StoragePlace::SecretService | StoragePlace::Keychain | StoragePlace::CredentialManager => {
            "What was kept before is still there, but changes since then are only in memory."
        }
        StoragePlace::File => "The key is in a file instead.",
        StoragePlace::Session => "Until it can be used, nothing is written to disk.",
    }
}

/// What the banner says, in one sentence.
pub(crate) fn banner(storage: StorageView) -> &'static str {
    match (storage.trouble, storage.place) {
        (Some(StorageTrouble::Unavailable), StoragePlace::File) => {
            "This computer has no credential store, so the key to your sign-in is in a file."
        }
        (Some(StorageTrouble::Unavailable), _) => {
            "This computer has no credential store, so a sign-in lasts only until this app is closed."
        }
        (Some(StorageTrouble::Locked), StoragePlace::File) => {
            "Your credential store is locked, so the key to your sign-in is in a file."
        }
        (Some(StorageTrouble::Locked), _) => {
            "Your credential store is locked, so a sign-in lasts only until this app is closed."
        }
        (Some(StorageTrouble::Refused), StoragePlace::File) => {
            "Your credential store didn’t keep the key, so it is in a file."
        }
        (Some(StorageTrouble::Refused), _) => {
            "Your credential store didn’t keep the key, so a sign-in lasts only until this app is closed."
        }
        (Some(StorageTrouble::PlaceChanged), _) => {
            "An earlier sign-in can’t be opened: its key is in another place, which can’t be reached now."
        }
        (Some(StorageTrouble::KeyGone), _) => {
            "The key of an earlier sign-in is gone, so the next sign-in counts as a new device."
        }
        (Some(StorageTrouble::Damaged), _) => {
            "What was kept of an earlier sign-in is damaged, so the next one counts as a new device."
        }
        (Some(StorageTrouble::NotWritten), _) => {
            "Your sign-in couldn’t be written to disk, so you may have to sign in again after closing this app."
        }
        (Some(StorageTrouble::InUse), _) => {
            "This app is open twice, and the other window keeps what this one can’t: close one of the two."
        }
        (None, StoragePlace::Session) => {
            "Nothing is kept on disk, so a sign-in lasts only until this app is closed."
        }
        (None, StoragePlace::File) => {
            "The key to your sign-in is in a file, as your credential store isn’t used."
        }
        (None, StoragePlace::SecretService) => "Your sign-in is kept with your desktop’s keyring.",
        (None, StoragePlace::Keychain) => "Your sign-in is kept with the keychain of macOS.",
        (None, StoragePlace::CredentialManager) => {
            "Your sign-in is kept with the Credential Manager of Windows."
        }
    }
}

/// What can be chosen, and what it is worth.
pub(crate) fn choice(
    choice: StorageChoice,
    trouble: Option<StorageTrouble>,
) -> (&'static str, &'static str) {
    match (choice, trouble) {
        (StorageChoice::Retry, None) => (
            "Use the credential store",
            "Your system keeps the key, and a copy of your disk doesn’t open your sign-in.",
        ),
        (StorageChoice::Retry, Some(StorageTrouble::NotWritten | StorageTrouble::InUse)) => {
            ("Try again", "It is written to disk as soon as that works.")
        }
        (StorageChoice::Retry, Some(_)) => (
            "Try again",
            "Once it works, your system keeps the key, and a copy of your disk doesn’t open your sign-in.",
        ),
        (StorageChoice::Session, _) => (
            "Only for now",
            "You’re signed in until this app is closed. The next sign-in counts as a new device.",
        ),
        (StorageChoice::File, _) => (
            "Keep it in a file",
            "In a file that only your user account can read: it keeps you signed in, but anything that runs as you can read it.",
        ),
    }
}

/// What the choices are called together.
pub(crate) const CHOICES: &str = "Where to keep your sign-in";

// The self-test.

pub(crate) const SELF_TEST: &str = "Self-test";
pub(crate) const SELF_TEST_RUN: &str = "Test again";

/// How a self-test went: a word, and a line about it.
pub(crate) fn self_test(outcome: SelfTest) -> (&'static str, &'static str) {
    match outcome {
        SelfTest::Running => ("Testing…", "Something is written, read back and deleted again."),
        SelfTest::Passed => ("Passed", "Something was written, read back and deleted again."),
        SelfTest::NothingToTest => {
            ("Nothing to test", "Nothing is kept on disk, so nothing can fail there.")
        }
        SelfTest::Failed { part: StoragePart::Key } => (
            "Failed",
            "A key couldn’t be written, read back and deleted again. Unlock your credential store and test again; until it works, don’t rely on staying signed in.",
        ),
        SelfTest::Failed { part: StoragePart::File } => (
            "Failed",
            "A file couldn’t be written, read back and deleted again. Make room on the disk and test again; until it works, don’t rely on staying signed in.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const TROUBLES: [StorageTrouble; 8] = [
        StorageTrouble::Unavailable,
        StorageTrouble::Locked,
        StorageTrouble::Refused,
        StorageTrouble::PlaceChanged,
        StorageTrouble::KeyGone,
        StorageTrouble::Damaged,
        StorageTrouble::NotWritten,
        StorageTrouble::InUse,
    ];
    const PLACES: [StoragePlace; 5] = [
        StoragePlace::SecretService,
        StoragePlace::Keychain,
        StoragePlace::CredentialManager,
        StoragePlace::File,
        StoragePlace::Session,
    ];

    #[test]
    fn each_place_and_each_trouble_has_words_of_its_own() {
        let places: BTreeSet<_> = PLACES.map(place).into_iter().collect();
        assert_eq!(places.len(), PLACES.len());
        for place in PLACES {
            let banner = |trouble| banner(StorageView { place, trouble, decided: false });
            let banners: BTreeSet<_> = TROUBLES.map(|trouble| banner(Some(trouble))).into();
            assert_eq!(banners.len(), TROUBLES.len());
            for text in banners.into_iter().chain([banner(None)]) {
                assert_eq!(text.matches(". ").count(), 0, "one sentence: {text}");
                assert!(text.ends_with('.') && !text.contains('\''), "{text}");
            }
        }
    }

    #[test]
    fn every_trouble_ends_with_what_to_do() {
        for trouble in TROUBLES {
            let told = explained(trouble, StoragePlace::Session);
            assert!(!told.happened.ends_with('.'), "a heading: {}", told.happened);
            assert!(told.means.ends_with('.') && told.next.ends_with('.'));
        }
    }
}
