//! The signing key: RSA, made once, and every token that is signed with it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rsa::pkcs1::{DecodeRsaPrivateKey as _, EncodeRsaPrivateKey as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{RsaPrivateKey, rand_core::OsRng};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The length that RS256 asks for at least.
const KEY_BITS: usize = 2048;

/// Shared by all emulators in memory, because making a key takes longer than a whole test.
static SHARED: OnceLock<SigningKey> = OnceLock::new();

/// The key of an instance.
#[derive(Debug)]
pub(crate) enum KeyRing {
    /// In memory: the key of the process.
    Shared,
    /// With a database file: a key of its own, stored by the first transaction that signs with it.
    Own { key: OnceLock<SigningKey>, stored: AtomicBool },
}

impl KeyRing {
    /// The key that a database file already has.
    pub(crate) fn stored(id: String, der: Vec<u8>) -> Option<Self> {
        let key = SigningKey::from_der(id, der)?;
        Some(Self::Own { key: OnceLock::from(key), stored: AtomicBool::new(true) })
    }

    pub(crate) fn to_be_made() -> Self {
        Self::Own { key: OnceLock::new(), stored: AtomicBool::new(false) }
    }

    /// The key. The first caller makes it, and others wait for that.
    pub(crate) fn get(&self) -> &SigningKey {
        match self {
            Self::Shared => SHARED.get_or_init(SigningKey::generate),
            Self::Own { key, .. } => key.get_or_init(SigningKey::generate),
        }
    }

    /// The key if it is not in the database file yet. The caller stores it, so the next call gives None.
    pub(crate) fn take_unstored(&self) -> Option<&SigningKey> {
        match self {
            Self::Shared => None,
            Self::Own { stored, .. } => (!stored.swap(true, Ordering::Relaxed)).then(|| self.get()),
        }
    }
}

/// An RSA key and what is derived from it.
pub(crate) struct SigningKey {
    id: String,
    der: Vec<u8>,
    encoding: EncodingKey,
    decoding: DecodingKey,
    modulus: String,
    exponent: String,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SigningKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl SigningKey {
    #[expect(
        clippy::expect_used,
        reason = "a fixed, valid key size and a working system generator"
    )]
    fn generate() -> Self {
        let key = RsaPrivateKey::new(&mut OsRng, KEY_BITS).expect("2048 bits are a valid size");
        let der = key.to_pkcs1_der().expect("a fresh key can be encoded").as_bytes().to_vec();
        let thumbprint = Sha256::digest(key.n().to_bytes_be());
        let id = format!("ins_{}", URL_SAFE_NO_PAD.encode(thumbprint));
        Self::from_parts(id, der, &key)
    }

    fn from_der(id: String, der: Vec<u8>) -> Option<Self> {
        let key = RsaPrivateKey::from_pkcs1_der(&der).ok()?;
        Some(Self::from_parts(id, der, &key))
    }

    fn from_parts(id: String, der: Vec<u8>, key: &RsaPrivateKey) -> Self {
        let (modulus, exponent) = (key.n().to_bytes_be(), key.e().to_bytes_be());
        Self {
            id,
            encoding: EncodingKey::from_rsa_der(&der),
            decoding: DecodingKey::from_rsa_raw_components(&modulus, &exponent),
            modulus: URL_SAFE_NO_PAD.encode(modulus),
            exponent: URL_SAFE_NO_PAD.encode(exponent),
            der,
        }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn der(&self) -> &[u8] {
        &self.der
    }

    /// Signs claims as a JWT by RS256.
    pub(crate) fn sign<T: Serialize>(
        &self,
        claims: &T,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.id.clone());
        jsonwebtoken::encode(&header, claims, &self.encoding)
    }

    /// The claims of a client token that this key signed.
    pub(crate) fn read_client_token(&self, token: &str) -> Option<ClientClaims> {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        jsonwebtoken::decode(token, &self.decoding, &validation).ok().map(|data| data.claims)
    }

    /// `/.well-known/jwks.json`.
    pub(crate) fn jwks(&self) -> Value {
        json!({ "keys": [{
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": self.modulus,
            "e": self.exponent,
        }]})
    }
}

/// What a client token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClientClaims {
    pub(crate) id: String,
    pub(crate) rotating_token: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_token_is_read_back_and_a_changed_one_is_not() {
        let claims = ClientClaims { id: "client_1".to_owned(), rotating_token: "r1".to_owned() };
        let key = KeyRing::Shared.get().sign(&claims).unwrap();
        assert_eq!(KeyRing::Shared.get().read_client_token(&key), Some(claims));
        let mut parts: Vec<&str> = key.split('.').collect();
        let other = URL_SAFE_NO_PAD.encode(r#"{"id":"client_2","rotating_token":"r1"}"#);
        parts[1] = &other;
        assert_eq!(KeyRing::Shared.get().read_client_token(&parts.join(".")), None);
        assert_eq!(KeyRing::Shared.get().read_client_token("nonsense"), None);
    }

    #[test]
    fn a_stored_key_signs_what_the_first_one_signed() {
        let first = KeyRing::Shared.get();
        let again = KeyRing::stored(first.id().to_owned(), first.der().to_vec()).unwrap();
        assert_eq!(first.jwks(), again.get().jwks());
        assert!(again.take_unstored().is_none());
    }
}
