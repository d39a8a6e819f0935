//! The list of licences, which is a file that anybody may have changed.

use latchkey_app::fuzzing;
use latchkey_ipc::view::LicencesView;

use super::text;

/// A list is shown only if each text is there that a part names.
pub(crate) fn run(input: &[u8]) {
    let shown = fuzzing::licence_list(&text(input));
    if let LicencesView::Listed(licences) = shown {
        assert!(!licences.parts.is_empty());
        for part in &licences.parts {
            assert!(!part.texts.is_empty(), "{part:?} has no text");
            assert!(part.texts.iter().all(|place| licences.texts.get(*place).is_some()));
        }
    } else {
        assert!(matches!(shown, LicencesView::Damaged { .. }), "{shown:?}");
    }
}
