//! The address of a Frontend API that somebody gives in the place of the key's own.

use latchkey_fapi_client::BaseUrl;
use url::{Host, Url};

use super::text;

/// A text is an address that leads over TLS, or to this machine, or is refused.
pub(crate) fn run(input: &[u8]) {
    if let Ok(base) = BaseUrl::parse(&text(input)) {
        let url = plain(base.as_str());
        let here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        assert_eq!(base.is_loopback(), here, "{base:?}");
        assert!(url.scheme() == "https" || (url.scheme() == "http" && here), "{base:?}");
        assert_eq!(BaseUrl::parse(base.as_str()).as_ref(), Ok(&base), "it is read the same again");
    }
}

/// An address with a host and nothing that leads elsewhere.
pub(super) fn plain(address: &str) -> Url {
    let url = Url::parse(address).ok().filter(Url::has_host);
    assert!(url.is_some(), "{address} is no address");
    let url = url.unwrap_or_else(|| unreachable!("it was looked at"));
    assert!(url.username().is_empty() && url.password().is_none(), "{address} names a user");
    assert!(url.query().is_none() && url.fragment().is_none(), "{address} has a query");
    url
}
