//! The sealed file: AES-256-GCM, with a header in clear that the seal covers. It knows neither
//! where the file is nor where the key comes from.

use aes_gcm::aead::{Aead as _, Generate as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::place::Place;
use crate::storage::Secret;

const VERSION: u32 = 1;
const ALGORITHM: &str = "A256GCM";

/// There was no randomness, or the bytes are too many to be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes could not be sealed")]
pub(crate) struct NotSealed;

/// A key. It has no debug output.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(crate) fn new() -> Result<Self, NotSealed> {
        let random = aes_gcm::Key::<Aes256Gcm>::try_generate().map_err(|_| NotSealed)?;
        Ok(Self(Zeroizing::new(random.into())))
    }

    /// As text: not every credential store keeps bytes.
    pub(crate) fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(*self.0))
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64.decode(text.trim_ascii()).ok()?);
        let key: [u8; 32] = bytes.as_slice().try_into().ok()?;
        Some(Self(Zeroizing::new(key)))
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.0).into())
    }
}

/// Names a key: 8 random bytes in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Kid(String);

impl Kid {
    pub(crate) fn new() -> Result<Self, NotSealed> {
        let random = <[u8; 8]>::try_generate().map_err(|_| NotSealed)?;
        Ok(Self(hexadecimal(&random)))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Kid {
    type Error = &'static str;

    /// It becomes the name of a file, so it is nothing but what we make.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 16 && text.bytes().all(hexadecimal) {
            Ok(Self(text))
        } else {
            Err("no kid")
        }
    }
}

impl From<Kid> for String {
    fn from(kid: Kid) -> Self {
        kid.0
    }
}

/// What is said in clear, and bound by the seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) place: Place,
    pub(crate) kid: Kid,
    pub(crate) generation: u64,
}

/// What else the seal binds: a file cannot be moved to another application or another name.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) application: String,
    pub(crate) name: String,
}

impl Binding {
    /// JSON, in which no two different lists are the same bytes.
    fn associated(&self, header: &Header) -> Result<Vec<u8>, NotSealed> {
        let Header { place, kid, generation } = header;
        let all =
            (&self.application, VERSION, ALGORITHM, &self.name, place, kid.as_str(), generation);
        serde_json::to_vec(&all).map_err(|_| NotSealed)
    }
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    v: u32,
    alg: &'a str,
    place: Place,
    kid: Kid,
    generation: u64,
    nonce: &'a str,
    ct: &'a str,
    /// Tells a file that was damaged from one whose key is not to be had. It proves nothing: the
    /// seal does.
    sum: &'a str,
}

impl Written<'_> {
    fn sum_of(&self) -> Option<String> {
        let Self { v, alg, place, kid, generation, nonce, ct, sum: _ } = self;
        let all = serde_json::to_vec(&(v, alg, place, kid, generation, nonce, ct)).ok()?;
        Some(hexadecimal(&Sha256::digest(all)))
    }
}

/// A file that is whole. Whether it is genuine is known once it is opened.
pub(crate) struct Sealed {
    pub(crate) header: Header,
    nonce: [u8; 12],
    ciphertext: Vec<u8>,
}

impl Sealed {
    /// Reads a file; none unless every byte of it is as we write it.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let written: Written<'_> = serde_json::from_slice(bytes).ok()?;
        let ours = written.v == VERSION && written.alg == ALGORITHM;
        if !ours || written.sum != written.sum_of()? || serde_json::to_vec(&written).ok()? != bytes
        {
            return None;
        }
        Some(Self {
            nonce: BASE64.decode(written.nonce).ok()?.try_into().ok()?,
            ciphertext: BASE64.decode(written.ct).ok()?,
            header: Header {
                place: written.place,
                kid: written.kid,
                generation: written.generation,
            },
        })
    }

    /// What is in it; none unless it was sealed with this key, for this binding, under this header.
    pub(crate) fn open(&self, binding: &Binding, key: &Key) -> Option<Secret> {
        let aad = binding.associated(&self.header).ok()?;
        let payload = Payload { msg: &self.ciphertext, aad: &aad };
        let opened = key.cipher().decrypt(&Nonce::from(self.nonce), payload);
        opened.ok().map(Zeroizing::new)
    }
}

/// Makes the bytes of a file.
pub(crate) fn seal(
    binding: &Binding,
    header: &Header,
    key: &Key,
    value: &[u8],
) -> Result<Vec<u8>, NotSealed> {
    let nonce = <[u8; 12]>::try_generate().map_err(|_| NotSealed)?;
    let aad = binding.associated(header)?;
    let payload = Payload { msg: value, aad: &aad };
    let sealed = key.cipher().encrypt(&Nonce::from(nonce), payload).map_err(|_| NotSealed)?;
    let (nonce, ct) = (BASE64.encode(nonce), BASE64.encode(sealed));
    let mut written = Written {
        v: VERSION,
        alg: ALGORITHM,
        place: header.place,
        kid: header.kid.clone(),
        generation: header.generation,
        nonce: &nonce,
        ct: &ct,
        sum: "",
    };
    let sum = written.sum_of().ok_or(NotSealed)?;
    written.sum = &sum;
    serde_json::to_vec(&written).map_err(|_| NotSealed)
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binding() -> Binding {
        Binding { application: "app".to_owned(), name: "host".to_owned() }
    }

    fn header() -> Header {
        Header { place: Place::File, kid: Kid::new().unwrap(), generation: 7 }
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_and_binding_only() {
        let (key, header) = (Key::new().unwrap(), header());
        let bytes = seal(&binding(), &header, &key, b"value").unwrap();
        let mut sealed = Sealed::parse(&bytes).unwrap();
        assert_eq!(sealed.header, header);
        assert_eq!(sealed.open(&binding(), &key).unwrap().as_slice(), b"value");
        assert!(sealed.open(&binding(), &Key::new().unwrap()).is_none());
        let other = Binding { application: "other".to_owned(), ..binding() };
        assert!(sealed.open(&other, &key).is_none());
        let other = Binding { name: "other".to_owned(), ..binding() };
        assert!(sealed.open(&other, &key).is_none());
        let changes: [fn(&mut Header); 3] = [
            |header| header.place = Place::SYSTEM,
            |header| header.kid = Kid::new().unwrap(),
            |header| header.generation += 1,
        ];
        for change in changes {
            sealed.header = header.clone();
            change(&mut sealed.header);
            assert!(sealed.open(&binding(), &key).is_none(), "{:?}", sealed.header);
        }
    }

    #[test]
    fn no_bit_can_be_changed_and_no_byte_is_missing() {
        let (key, header) = (Key::new().unwrap(), header());
        let bytes = seal(&binding(), &header, &key, b"value").unwrap();
        for index in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[index] ^= 1 << bit;
                assert!(Sealed::parse(&changed).is_none(), "byte {index}, bit {bit}");
            }
            assert!(Sealed::parse(&bytes[..index]).is_none(), "{index} bytes");
        }
    }

    #[test]
    fn a_key_is_read_from_its_text_and_from_nothing_else() {
        let key = Key::new().unwrap();
        assert!(Key::from_text(&key.text()).is_some_and(|read| read == key));
        for text in ["", "no key", "c2hvcnQ=", &format!("{}A", &*key.text())] {
            assert!(Key::from_text(text).is_none(), "{text}");
        }
        for text in ["", "0123456789abcde", "0123456789ABCDEF", "../../etc/passwd"] {
            assert!(Kid::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
