//! Where calls go: always https, or http on this very machine (quality, threat 11).

use std::net::{Ipv4Addr, Ipv6Addr};

use latchkey_fapi_types::PublishableKey;
use url::{Host, Url};

/// Where calls go: scheme, host, port and a path prefix, without the `/v1` that every call adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// What is wrong with a text that should be a base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlProblem {
    /// Not an absolute URL with a host.
    #[error("this is not a complete web address")]
    Syntax,
    /// Neither https nor http.
    #[error("the address must start with https://")]
    Scheme,
    /// http to anything but this machine.
    #[error("only an address on this machine may use http")]
    Insecure,
    /// A user name or password in it.
    #[error("the address must not contain a user name or password")]
    Credentials,
    /// A query or fragment in it.
    #[error("the address must not contain '?' or '#'")]
    QueryOrFragment,
}

impl BaseUrl {
    /// The base URL of the instance that a publishable key names. Fails for a name that is no valid international
    /// domain name.
    pub fn for_key(key: &PublishableKey) -> Result<Self, BaseUrlProblem> {
        Self::parse(&format!("https://{}", key.host()))
    }

    /// Checks a base URL that replaces the key's (Clerk calls it the proxy URL). A path prefix is kept.
    pub fn parse(text: &str) -> Result<Self, BaseUrlProblem> {
        // The cause only says where the syntax broke.
        let url = Url::parse(text.trim()).map_err(|_| BaseUrlProblem::Syntax)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(BaseUrlProblem::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlProblem::Credentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlProblem::QueryOrFragment);
        }
        let base = Self(url);
        if base.0.scheme() == "http" && !base.is_loopback() {
            return Err(BaseUrlProblem::Insecure);
        }
        Ok(base)
    }

    /// The URL as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it points at this very machine.
    pub fn is_loopback(&self) -> bool {
        Self::leads_to_this_machine(&self.0)
    }

    /// Whether a URL does.
    pub(crate) fn leads_to_this_machine(url: &Url) -> bool {
        match url.host() {
            Some(Host::Ipv4(address)) => Ipv4Addr::is_loopback(&address),
            Some(Host::Ipv6(address)) => Ipv6Addr::is_loopback(&address),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
    }

    /// Whether calls are made over TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The URL of a call; the segments are escaped.
    pub(crate) fn endpoint(&self, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        // Only a URL without a host has no segments, and none of those passes `parse`.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push("v1").extend(segments);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_an_https_address() {
        let key = PublishableKey::parse("pk_live_Y2xlcmsuZXhhbXBsZS5jb20k").unwrap();
        assert_eq!(BaseUrl::for_key(&key).unwrap().as_str(), "https://clerk.example.com/");
    }

    #[test]
    fn https_is_accepted_anywhere_and_http_on_this_machine() {
        for text in [
            "https://clerk.example.com",
            "https://clerk.example.com:8443/proxy",
            "https://192.0.2.1",
            "https://127.0.0.1",
            " https://clerk.example.com ",
            "http://127.0.0.1:4010",
            "http://127.255.0.9",
            "http://[::1]:4010",
            "http://localhost:4010",
            "http://LOCALHOST",
        ] {
            assert!(BaseUrl::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn anything_else_says_what_is_wrong() {
        for (text, problem) in [
            ("", BaseUrlProblem::Syntax),
            ("clerk.example.com", BaseUrlProblem::Syntax),
            ("https://", BaseUrlProblem::Syntax),
            ("https://exa mple.com", BaseUrlProblem::Syntax),
            ("localhost:4010", BaseUrlProblem::Scheme),
            ("ftp://clerk.example.com", BaseUrlProblem::Scheme),
            ("file:///etc/hosts", BaseUrlProblem::Scheme),
            ("http://clerk.example.com", BaseUrlProblem::Insecure),
            ("http://128.0.0.1", BaseUrlProblem::Insecure),
            ("http://0.0.0.0", BaseUrlProblem::Insecure),
            ("http://10.0.0.1", BaseUrlProblem::Insecure),
            ("http://[::]", BaseUrlProblem::Insecure),
            ("http://[::ffff:127.0.0.1]", BaseUrlProblem::Insecure),
            ("http://localhost.example.com", BaseUrlProblem::Insecure),
            ("http://127.0.0.1.example.com", BaseUrlProblem::Insecure),
            ("http://localhost@example.com", BaseUrlProblem::Credentials),
            ("https://user:pw@clerk.example.com", BaseUrlProblem::Credentials),
            ("https://:pw@clerk.example.com", BaseUrlProblem::Credentials),
            ("https://clerk.example.com/?a=b", BaseUrlProblem::QueryOrFragment),
            ("https://clerk.example.com?", BaseUrlProblem::QueryOrFragment),
            ("https://clerk.example.com/#a", BaseUrlProblem::QueryOrFragment),
        ] {
            assert_eq!(BaseUrl::parse(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn a_path_prefix_is_kept_and_segments_are_escaped() {
        let endpoint = |base: &str, segments: &[&str]| {
            BaseUrl::parse(base).unwrap().endpoint(segments).to_string()
        };
        let client = "https://a.example/v1/client";
        assert_eq!(endpoint("https://a.example", &["client"]), client);
        assert_eq!(endpoint("https://a.example/", &["client"]), client);
        assert_eq!(endpoint("https://a.example/p/q", &["me"]), "https://a.example/p/q/v1/me");
        assert_eq!(endpoint("https://a.example/p/q/", &["me"]), "https://a.example/p/q/v1/me");
        assert_eq!(
            endpoint("https://a.example", &["a/../b?c#d"]),
            "https://a.example/v1/a%2F..%2Fb%3Fc%23d"
        );
    }
}
