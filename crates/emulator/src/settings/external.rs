//! Signing in at somebody else: the providers, where they may lead back to, and who is known to them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Social providers by strategy, such as `oauth_google` or `oauth_custom_works`.
pub type Providers = BTreeMap<String, Provider>;

/// A social provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Provider {
    /// What people call it.
    pub name: String,
    /// The address of its logo.
    pub logo_url: Option<String>,
    /// Whether accounts of it can be used at all.
    pub enabled: bool,
    /// Whether it signs in; one that does not can only be connected.
    pub authenticatable: bool,
}

impl Default for Provider {
    fn default() -> Self {
        Self { name: String::new(), logo_url: None, enabled: true, authenticatable: true }
    }
}

impl Provider {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

/// Where the people of a company sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnterpriseConnection {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The domain of their addresses.
    pub domain: String,
    /// `saml`, or such as `oauth_custom_works`.
    #[serde(default = "saml")]
    pub strategy: String,
}

fn saml() -> String {
    "saml".to_owned()
}

/// How the way through a browser goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, named as in the control API"
)]
pub struct External {
    /// Addresses that a browser may be sent back to, exactly as they are given.
    pub redirect_urls: Vec<String>,
    /// What an address gets that is not among them.
    pub unlisted_redirect_url: UnlistedRedirectUrl,
    /// Whether the callback carries a nonce at all.
    pub nonce: bool,
    /// Whether it does for an account that is not there yet, too.
    pub nonce_on_transfer: bool,
    /// How long a nonce can be redeemed.
    pub nonce_seconds: i64,
    /// How long the browser may take.
    pub attempt_seconds: i64,
    /// Whether the client gets a new token when the browser has signed in; otherwise the redemption alone gives one.
    pub token_rotates_at_callback: bool,
    /// Whether `#` stands at the end of the callback.
    pub trailing_fragment: bool,
    /// The error code that every callback fails with.
    pub failed_callback: Option<String>,
    /// Whether a new client is confirmed by a code after a provider too.
    pub client_trust: bool,
    /// Who is known to the providers, by their id there.
    pub identities: BTreeMap<String, Identity>,
}

/// What becomes of an address that is not on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnlistedRedirectUrl {
    /// The browser is sent there, without a nonce.
    NoNonce,
    /// 422 `prohibited_redirect_url`.
    Refused,
    /// It counts as listed.
    Allowed,
}

/// A person at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The address that the provider tells.
    pub email_address: String,
    /// Whether the provider has verified it.
    #[serde(default = "yes")]
    pub email_verified: bool,
    /// The first name that the provider tells.
    #[serde(default)]
    pub first_name: String,
    /// The last name that the provider tells.
    #[serde(default)]
    pub last_name: String,
}

fn yes() -> bool {
    true
}

impl Default for External {
    fn default() -> Self {
        Self {
            redirect_urls: ["latchkey://callback", "http://127.0.0.1:4011/callback"]
                .map(str::to_owned)
                .to_vec(),
            unlisted_redirect_url: UnlistedRedirectUrl::NoNonce,
            nonce: true,
            nonce_on_transfer: false,
            nonce_seconds: 600,
            attempt_seconds: 600,
            token_rotates_at_callback: true,
            trailing_fragment: false,
            failed_callback: None,
            client_trust: false,
            identities: identities(),
        }
    }
}

impl External {
    /// Whether a browser that is sent back there gets a nonce.
    pub(crate) fn lists(&self, redirect_url: &str) -> bool {
        self.unlisted_redirect_url == UnlistedRedirectUrl::Allowed
            || self.redirect_urls.iter().any(|listed| listed == redirect_url)
    }
}

pub(super) fn providers() -> Providers {
    [
        ("oauth_google", "Google"),
        ("oauth_github", "GitHub"),
        ("oauth_custom_mock", "Latchkey Works"),
    ]
    .map(|(strategy, name)| (strategy.to_owned(), Provider::named(name)))
    .into()
}

/// One for each way that signing in can go; what they lead to depends on the demo accounts.
fn identities() -> BTreeMap<String, Identity> {
    [
        ("known", "no-mfa@latchkey.example", true),
        ("known_with_mfa", "totp@latchkey.example", true),
        ("new", "new@latchkey.example", true),
        ("unverified", "organizations@latchkey.example", false),
    ]
    .map(|(id, email, email_verified)| {
        let identity = Identity {
            email_address: email.to_owned(),
            email_verified,
            first_name: "Test".to_owned(),
            last_name: "Person".to_owned(),
        };
        (id.to_owned(), identity)
    })
    .into()
}
