//! What a `User-Agent` says about a device. Clerk takes the system from the first comment, and what stands after `Gecko/…`
//! for the application (next-flows §0.9); how it reads the rest is not documented.

/// What a list of sessions shows of a device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Device<'a> {
    /// The application, or the browser.
    pub(crate) name: Option<&'a str>,
    pub(crate) version: Option<&'a str>,
    /// The system, or the device that it belongs to.
    pub(crate) kind: Option<&'a str>,
    pub(crate) is_mobile: bool,
}

/// Browsers that say that they are others as well, under the name that they say it by. The first one that is there counts.
const BROWSERS: [(&str, &str); 5] = [
    ("Edg", "Edge"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("FxiOS", "Firefox"),
    // Safari tells its own version by another name.
    ("Version", "Safari"),
];

/// Systems as they stand in a browser's comment, under the name that is shown. Android says Linux as well.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Macintosh"),
    ("CrOS", "CrOS"),
    ("Linux", "Linux"),
];

/// Reads `Mozilla/5.0 (Platform) Gecko/20100101 Name/Version`, what browsers say of themselves, and `Name/Version (System; …)`.
pub(crate) fn read(user_agent: &str) -> Device<'_> {
    let comment = user_agent.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let comment = comment.map_or("", |(comment, _)| comment);
    let first = user_agent.split_whitespace().next().unwrap_or_default();
    let (product, kind) = if first.starts_with("Mozilla/") {
        (browser(user_agent), system(comment))
    } else {
        (Some(named(first)), comment.split(';').next().map(str::trim))
    };
    let (name, version) = product.unwrap_or_default();
    let some = |text| (!str::is_empty(text)).then_some(text);
    Device {
        name: some(name),
        version: some(version),
        kind: kind.and_then(some),
        is_mobile: ["Mobile", "Android", "iPhone", "iPad"]
            .iter()
            .any(|word| user_agent.contains(word)),
    }
}

/// Name and version of what calls itself Mozilla.
fn browser(user_agent: &str) -> Option<(&str, &str)> {
    let mut words = user_agent.split_whitespace();
    if words.by_ref().any(|word| word.starts_with("Gecko/")) {
        return words.next().map(named);
    }
    let products = || user_agent.split_whitespace().map(named);
    BROWSERS.iter().find_map(|(said, shown)| {
        let (_, version) = products().find(|(name, _)| name == said)?;
        Some((*shown, version))
    })
}

fn system(comment: &str) -> Option<&str> {
    SYSTEMS.iter().find_map(|(said, shown)| comment.contains(said).then_some(*shown))
}

/// The two parts of `Name/Version`.
fn named(product: &str) -> (&str, &str) {
    product.split_once('/').unwrap_or((product, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_stands_after_gecko_and_its_system_in_the_comment() {
        for (platform, kind) in [
            ("X11; Linux x86_64", "Linux"),
            ("Windows NT 10.0; Win64; x64", "Windows"),
            ("Macintosh; Intel Mac OS X 10_15_7", "Macintosh"),
        ] {
            let said = format!("Mozilla/5.0 ({platform}) Gecko/20100101 Latchkey/1.2.3");
            check(&said, "Latchkey", "1.2.3", kind, false);
        }
    }

    #[test]
    fn browsers_are_read_by_their_own_names() {
        const WEBKIT: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";
        let check = |platform, products: &str, (name, version), kind, is_mobile| {
            check(&format!("Mozilla/5.0 ({platform}) {products}"), name, version, kind, is_mobile);
        };
        let firefox = "Gecko/20100101 Firefox/140.0";
        check("X11; Linux x86_64; rv:140.0", firefox, ("Firefox", "140.0"), "Linux", false);
        let chrome = format!("{WEBKIT} Chrome/139.0.0.0 Safari/537.36");
        let windows = "Windows NT 10.0; Win64; x64";
        check(windows, &chrome, ("Chrome", "139.0.0.0"), "Windows", false);
        let edge = format!("{chrome} Edg/139.0.0.0");
        check(windows, &edge, ("Edge", "139.0.0.0"), "Windows", false);
        let safari = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15";
        let mac = "Macintosh; Intel Mac OS X 10_15_7";
        check(mac, safari, ("Safari", "18.6"), "Macintosh", false);
        let mobile = format!("{WEBKIT} Chrome/139.0.0.0 Mobile Safari/537.36");
        check("Linux; Android 10; K", &mobile, ("Chrome", "139.0.0.0"), "Android", true);
        let iphone = "iPhone; CPU iPhone OS 18_6 like Mac OS X";
        let safari =
            "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";
        check(iphone, safari, ("Safari", "18.6"), "iPhone", true);
    }

    #[test]
    fn an_application_that_is_no_browser_stands_first() {
        check("Latchkey/1.2.3 (linux; x86_64)", "Latchkey", "1.2.3", "linux", false);
        check("Example/2 (iPhone; iOS 26)", "Example", "2", "iPhone", true);
    }

    #[test]
    fn what_is_not_said_is_not_made_up() {
        assert_eq!(read(""), Device::default());
        assert_eq!(read("curl"), Device { name: Some("curl"), ..Device::default() });
        assert_eq!(read("a/ ()"), Device { name: Some("a"), ..Device::default() });
        for nothing in ["Mozilla/5.0", "Mozilla/5.0 (Plan 9) Gecko/20100101", "Mozilla/5.0 (", "("]
        {
            let device = read(nothing);
            assert_eq!((device.version, device.kind), (None, None), "{nothing}");
        }
    }

    #[track_caller]
    fn check(user_agent: &str, name: &str, version: &str, kind: &str, is_mobile: bool) {
        let (name, version, kind) = (Some(name), Some(version), Some(kind));
        assert_eq!(read(user_agent), Device { name, version, kind, is_mobile }, "{user_agent}");
    }
}
