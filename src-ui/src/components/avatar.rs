//! The picture of a person or the logo of an organization. Until it is here, and where there is none, the initials stand
//! in its place.

use latchkey_ipc::test_id;
use latchkey_ipc::view::PictureKey;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::frame::use_frame;

/// What kind of place it stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// Beside a name.
    #[default]
    Name,
    /// At the head of a page.
    Head,
    /// In the row of an organization.
    Organization,
}

#[derive(Properties, PartialEq)]
pub(crate) struct AvatarProps {
    /// Whose it is.
    pub(crate) name: String,
    /// The picture, where there is one.
    #[prop_or_default]
    pub(crate) picture: Option<PictureKey>,
    #[prop_or_default]
    pub(crate) place: Place,
}

#[component]
pub(crate) fn Avatar(AvatarProps { name, picture, place }: &AvatarProps) -> Html {
    let album = use_frame().album.clone();
    let found = picture.and_then(|key| album.find(key));
    let update = use_force_update();
    use_effect_with((*picture, found.is_some()), move |(picture, found)| {
        if let Some(key) = picture.filter(|_| !found) {
            spawn_local(async move {
                if album.fetch(key).await {
                    update.force_update();
                }
            });
        }
    });
    let class = classes!(
        "avatar",
        match place {
            Place::Name => None,
            Place::Head => Some("large"),
            Place::Organization => Some("logo"),
        }
    );
    html! {
        // The name beside it says the same.
        <span {class} aria-hidden="true">
            if let Some(url) = found {
                <img src={url} alt="" data-testid={test_id::PICTURE} />
            } else if initials(name).is_empty() {
                <IconView icon={Icon::Account} />
            } else {
                { initials(name) }
            }
        </span>
    }
}

/// The first letters of the first and last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()))
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, letters) in [
            ("All Factors", "AF"),
            ("Ada B. Lovelace", "AL"),
            ("ada@example.com", "A"),
            ("  ", ""),
            ("Émile (Work) Zola", "ÉZ"),
        ] {
            assert_eq!(initials(name), letters);
        }
    }
}
