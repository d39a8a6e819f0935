//! The address of the page, which is another one on Windows.

use tauri::Url;

/// How the page is addressed: its scheme and its host.
type Address = (&'static str, &'static str);

const BY_SCHEME: Address = ("tauri", "localhost");
/// The webview of Windows knows no scheme of ours. Everywhere else this is an address of the network,
/// where anybody's server may answer.
const BY_HOST: Address = ("http", "tauri.localhost");
const HERE: Address = if cfg!(windows) { BY_HOST } else { BY_SCHEME };

/// Whether an address is that of the page.
pub(super) fn is_ours(url: &Url) -> bool {
    is_at(HERE, url)
}

fn is_at((scheme, host): Address, url: &Url) -> bool {
    url.scheme() == scheme && url.host_str() == Some(host) && url.port().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_may_be_shown() {
        let (by_scheme, by_host) =
            ("tauri://localhost/index.html#top", "http://tauri.localhost/index.html#top");
        for (here, page, elsewhere) in
            [(BY_SCHEME, by_scheme, by_host), (BY_HOST, by_host, by_scheme)]
        {
            let ours = |url: &str| is_at(here, &url.parse().expect("an address"));
            assert!(ours(page));
            for other in [
                elsewhere,
                "tauri://localhost:81/",
                "tauri://localhost.example.org/",
                "tauri://example.org/",
                "tauri:localhost",
                "http://tauri.localhost:8080/",
                "https://tauri.localhost/",
                "https://tauri.localhost@example.org/",
                "https://example.org/",
                "http://localhost/",
                "http://ipc.localhost/view",
                "ipc://localhost/view",
                "file:///etc/passwd",
                "data:text/html,x",
                "blob:tauri://localhost/1",
                "about:blank",
                "about:srcdoc",
                "javascript:0",
            ] {
                assert!(!ours(other), "{here:?} {other}");
            }
        }
    }

    #[test]
    fn each_system_has_the_address_that_tauri_gives_it() {
        assert_eq!(HERE.0, if cfg!(windows) { "http" } else { "tauri" });
    }
}
