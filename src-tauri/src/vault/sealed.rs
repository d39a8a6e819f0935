//! What is sealed of an instance: the client token on a line of its own, and JSON after it. The token
//! stands alone so that it is copied once, into memory that is wiped.

use latchkey_app::Timestamp;
use latchkey_app::ports::{Kept, KeptEnvironment, Loaded, Snapshot};
use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::secret::ClientToken;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

/// What belongs to a token. Times are milliseconds since 1970-01-01 UTC.
#[derive(Serialize, Deserialize)]
struct Belongings<C, E> {
    trusted_since: i64,
    known_at: i64,
    client: Option<C>,
    environment: Option<E>,
    #[serde(default)]
    environment_known_at: i64,
}

/// The times of a token whose other belongings cannot be read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Times {
    trusted_since: Value,
    known_at: Value,
}

/// The bytes to be sealed; none where there is no token.
pub(super) fn written(loaded: &Loaded) -> Option<Zeroizing<Vec<u8>>> {
    let kept = loaded.client.as_ref()?;
    let token = kept.snapshot.token.as_ref()?;
    let environment = loaded.environment.as_ref();
    let belongings = Belongings {
        trusted_since: kept.trusted_since.as_millis(),
        known_at: kept.known_at.as_millis(),
        client: kept.snapshot.client.as_ref(),
        environment: environment.map(|kept| &kept.environment),
        environment_known_at: environment.map_or(0, |kept| kept.known_at.as_millis()),
    };
    let json = match serde_json::to_vec(&belongings) {
        Ok(json) => json,
        Err(error) => {
            tracing::error!(%error, "what is trusted could not be written down");
            return None;
        }
    };
    // EXPOSE: into the bytes that are sealed.
    let token = token.expose().as_bytes();
    let mut bytes = Zeroizing::new(Vec::with_capacity(token.len() + 1 + json.len()));
    bytes.extend_from_slice(token);
    bytes.push(b'\n');
    bytes.extend_from_slice(&json);
    Some(bytes)
}

/// What was sealed; none if there is no token in it. A token whose belongings cannot be read is worth
/// no less: the server says again what belongs to it. Times that cannot be read are the oldest.
pub(super) fn read(bytes: &[u8]) -> Option<Loaded> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    let (token, json) = bytes.split_at_checked(end)?;
    let token = std::str::from_utf8(token).ok().filter(|token| !token.is_empty())?;
    let belongings = serde_json::from_slice(json).unwrap_or_else(|error| {
        // The error itself may quote what it could not read.
        let (line, column) = (error.line(), error.column());
        tracing::warn!(line, column, "what belongs to the token could not be read");
        bare(&serde_json::from_slice(json).unwrap_or_default())
    });
    let environment_known_at = Timestamp::from_millis(belongings.environment_known_at);
    Some(Loaded {
        client: Some(Kept {
            snapshot: Snapshot { token: Some(ClientToken::new(token)), client: belongings.client },
            trusted_since: Timestamp::from_millis(belongings.trusted_since),
            known_at: Timestamp::from_millis(belongings.known_at),
        }),
        environment: belongings
            .environment
            .map(|environment| KeptEnvironment { environment, known_at: environment_known_at }),
    })
}

/// No belongings but the times.
fn bare(times: &Times) -> Belongings<Client, Environment> {
    Belongings {
        trusted_since: times.trusted_since.as_i64().unwrap_or_default(),
        known_at: times.known_at.as_i64().unwrap_or_default(),
        client: None,
        environment: None,
        environment_known_at: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded() -> Loaded {
        let client =
            r#"{ "id": "client_1", "sessions": [{ "id": "sess_1", "status": "active" }] }"#;
        Loaded {
            client: Some(Kept {
                snapshot: Snapshot {
                    token: Some(ClientToken::new("a.b.c")),
                    client: Some(serde_json::from_str(client).unwrap()),
                },
                trusted_since: Timestamp::from_millis(1),
                known_at: Timestamp::from_millis(2),
            }),
            environment: Some(KeptEnvironment {
                environment: Environment::default(),
                known_at: Timestamp::from_millis(3),
            }),
        }
    }

    #[test]
    fn what_is_sealed_reads_back_as_it_was() {
        assert_eq!(read(&written(&loaded()).unwrap()), Some(loaded()));
        let bare = Loaded { environment: None, ..loaded() };
        assert_eq!(read(&written(&bare).unwrap()), Some(bare));
    }

    #[test]
    fn without_a_token_there_is_nothing_to_seal() {
        assert!(written(&Loaded { client: None, ..loaded() }).is_none());
    }

    #[test]
    fn without_a_token_in_it_it_is_nothing() {
        for bytes in ["", "\n{}", "a.b.c"] {
            assert_eq!(read(bytes.as_bytes()), None, "{bytes}");
        }
    }

    #[test]
    fn a_token_is_not_lost_with_what_belongs_to_it() {
        for (json, trusted_since, known_at) in [
            ("", 0, 0),
            ("{}", 0, 0),
            ("[]", 0, 0),
            (r#"{ "trusted_since": 1, "known_at": 2, "client": 3 }"#, 1, 2),
            (r#"{ "trusted_since": "1", "known_at": 2, "environment": [] }"#, 0, 2),
            (r#"{ "trusted_since": 1, "known_at": 2, "client": { "id": "#, 0, 0),
        ] {
            let snapshot = Snapshot { token: Some(ClientToken::new("a.b.c")), client: None };
            let kept = Kept {
                snapshot,
                trusted_since: Timestamp::from_millis(trusted_since),
                known_at: Timestamp::from_millis(known_at),
            };
            let loaded = Loaded { client: Some(kept), environment: None };
            assert_eq!(read(format!("a.b.c\n{json}").as_bytes()), Some(loaded), "{json}");
        }
    }
}
