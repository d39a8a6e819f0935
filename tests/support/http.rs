//! Plain HTTP to this machine, without the manners of our own client.

use rustls::crypto::ring;

/// Begins a client of a test.
pub fn builder() -> reqwest::ClientBuilder {
    // Our own client brings its cryptography along and leaves the process without a default one.
    // The only way to fail is that another test was first.
    let _ = ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy()
}
