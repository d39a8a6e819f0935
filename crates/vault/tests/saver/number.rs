//! A number, over more than one page of a disk: a mixture of two of them is none.

use latchkey_vault::Secret;

const COPIES: usize = 600;

/// The value that stands for a number.
pub(crate) fn write(number: u64) -> Secret {
    Secret::new(number.to_le_bytes().repeat(COPIES))
}

/// The number that a value stands for.
pub(crate) fn read(value: &Secret) -> u64 {
    let mut numbers = value.chunks(8).map(|bytes| {
        u64::from_le_bytes(bytes.try_into().expect("a value is made of whole numbers"))
    });
    let first = numbers.next().expect("a value is not empty");
    assert!(value.len() == 8 * COPIES && numbers.all(|number| number == first), "a mixture");
    first
}
