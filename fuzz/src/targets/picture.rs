//! A picture that a server or a person gives.

use latchkey_pictures::{
    Fault, Kind, LARGEST_SHOWN, SHOWN_SIDE, UPLOAD_SIDE, for_showing, for_upload,
};

/// Whatever the bytes are, what is made of them is a small square PNG, and is read again.
pub(crate) fn run(input: &[u8]) {
    let shown = for_showing(input);
    if Kind::of(input).is_none() && input.len() <= LARGEST_SHOWN {
        assert_eq!(shown, Err(Fault::Kind));
    }
    for (made, side) in [(shown, SHOWN_SIDE), (for_upload(input), UPLOAD_SIDE)] {
        let Ok(made) = made else { continue };
        assert_eq!(Kind::of(&made), Some(Kind::Png));
        // Width and height stand behind the signature, the length and the name of the first chunk.
        let number = |at: usize| {
            let bytes = made.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
            u32::from_be_bytes(bytes.unwrap_or_default())
        };
        assert_eq!(number(16), number(20), "it is a square");
        assert!((1..=side).contains(&number(16)));
        assert!(for_showing(&made).is_ok(), "what is made of a file can be shown");
    }
}
