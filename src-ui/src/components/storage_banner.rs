//! Says what is wrong with where this device's trust is kept, and what can be chosen.

use latchkey_ipc::test_id;
use latchkey_ipc::view::{StoragePlace, StorageTrouble, StorageView};
use yew::prelude::*;

use crate::components::button::{Button, Kind, offer};
use crate::components::icon::{Icon, IconView};
use crate::copy::storage;
use crate::frame::Frame;
use crate::storage_choice::{StorageChoice, choices};

/// Nothing is drawn where there is nothing to tell. The live region stands from the start, so that
/// what comes into it is announced.
pub(crate) fn storage_banner(shown: Option<StorageView>, frame: &Frame) -> Html {
    html! {
        <div role="status">
            if let Some(shown) = shown {
                <div
                    class="bar storage"
                    data-testid={test_id::STORAGE_BANNER}
                    data-trouble={shown.trouble.map(trouble_name)}
                >
                    <IconView icon={Icon::Key} />
                    <div class="storage-text">
                        <p class="storage-says">{ storage::banner(shown) }</p>
                        <ul class="storage-choices" aria-label={storage::CHOICES}>
                            { for choices(shown, true).into_iter().map(|choice| {
                                banner_choice(choice, shown.trouble, frame)
                            }) }
                        </ul>
                    </div>
                </div>
            }
        </div>
    }
}

fn banner_choice(choice: StorageChoice, trouble: Option<StorageTrouble>, frame: &Frame) -> Html {
    let (test_id, _) = drawn(choice);
    let (label, worth) = storage::choice(choice, trouble);
    let worth_id = AttrValue::from(format!("{test_id}-worth"));
    html! {
        <li key={test_id}>
            <Button
                kind={Kind::QuietSmall}
                {test_id}
                {label}
                described_by={worth_id.clone()}
                on_press={frame.asks(choice.request())}
            />
            <span id={worth_id}>{ worth }</span>
        </li>
    }
}

/// The same choices on the page of this device.
pub(crate) fn storage_choices(storage: StorageView, frame: &Frame) -> Html {
    let choices = choices(storage, frame.storage.is_some());
    html! {
        if !choices.is_empty() {
            <ul class="card-choices" aria-label={storage::CHOICES}>
                { for choices.into_iter().map(|choice| page_choice(choice, storage.trouble, frame)) }
            </ul>
        }
    }
}

fn page_choice(choice: StorageChoice, trouble: Option<StorageTrouble>, frame: &Frame) -> Html {
    let (test_id, icon) = drawn(choice);
    let (label, worth) = storage::choice(choice, trouble);
    html! {
        <li key={test_id}>
            <Button kind={Kind::Choice} {test_id} on_press={frame.asks(choice.request())}>
                { offer(icon, label, worth) }
            </Button>
        </li>
    }
}

fn drawn(choice: StorageChoice) -> (&'static str, Icon) {
    match choice {
        StorageChoice::Retry => (test_id::STORAGE_RETRY, Icon::Refresh),
        StorageChoice::Session => (test_id::STORAGE_SESSION, Icon::Clock),
        StorageChoice::File => (test_id::STORAGE_FILE, Icon::Save),
    }
}

/// The value of `data-place`.
pub(crate) fn place_name(place: StoragePlace) -> &'static str {
    match place {
        StoragePlace::SecretService => "secret_service",
        StoragePlace::Keychain => "keychain",
        StoragePlace::CredentialManager => "credential_manager",
        StoragePlace::File => "file",
        StoragePlace::Session => "session",
    }
}

/// The value of `data-trouble`.
pub(crate) fn trouble_name(trouble: StorageTrouble) -> &'static str {
    match trouble {
        StorageTrouble::Unavailable => "unavailable",
        StorageTrouble::Locked => "locked",
        StorageTrouble::Refused => "refused",
        StorageTrouble::PlaceChanged => "place_changed",
        StorageTrouble::KeyGone => "key_gone",
        StorageTrouble::Damaged => "damaged",
        StorageTrouble::NotWritten => "not_written",
        StorageTrouble::InUse => "in_use",
    }
}
