//! The words for where the sealing key is kept.

use latchkey_vault::Mode;

use super::fault::shown;

/// What `--credential-store` or `credential-store` means.
pub(super) fn credential_store(text: &str) -> Result<Mode, String> {
    match text {
        "system" => Ok(Mode::System),
        "file" => Ok(Mode::File),
        "session" => Ok(Mode::Session),
        _ => Err(format!("{} is no place; use system, file or session", shown(text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_that_the_manual_offers_is_one() {
        for place in latchkey_options::PLACES {
            assert!(credential_store(place).is_ok(), "{place}");
        }
    }
}
