//! Decoding that gives up on a field instead of on the whole answer.
//!
//! Each optional field is read as raw text first, so that a wrong type inside it costs that field alone, and a
//! duplicate key still counts as an error (reading through `serde_json::Value` would silently keep the last one).

use serde::de::{Deserialize as _, DeserializeOwned, Deserializer, Error as _};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

/// Reads any value as its text, which may hold secrets and is wiped when dropped.
pub(crate) fn raw<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Zeroizing<Box<str>>, D::Error> {
    Ok(Zeroizing::new(Box::<RawValue>::deserialize(deserializer)?.into()))
}

/// Reads an optional field: null and anything that is not a `T` become `None`.
pub(crate) fn option<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    // The cause is worthless: a field that cannot be read is a field that is not there.
    Ok(serde_json::from_str::<Option<T>>(&raw(deserializer)?).ok().flatten())
}

/// Reads an optional field that has a natural default: `false`, zero, the empty list.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(option(deserializer)?.unwrap_or_default())
}

/// Reads a list; null becomes the empty list and elements that cannot be read are left out.
pub(crate) fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let raw = raw(deserializer)?;
    let elements: Option<Vec<&RawValue>> = serde_json::from_str(&raw).unwrap_or_default();
    Ok(elements
        .unwrap_or_default()
        .iter()
        .filter_map(|raw| serde_json::from_str(raw.get()).ok())
        .collect())
}

/// Reads a list that must bring something: it is refused if no element of it can be read.
pub(crate) fn some<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let elements = list(deserializer)?;
    if elements.is_empty() { Err(D::Error::custom("an empty list")) } else { Ok(elements) }
}

/// Reads an optional text; the empty text, which the Frontend API uses for 'none' in its settings, becomes `None`.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(option::<D, String>(deserializer)?.filter(|text| !text.is_empty()))
}
