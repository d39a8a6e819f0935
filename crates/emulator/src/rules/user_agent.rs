//! What a `User-Agent` says about a device. How the real one reads it is not documented.

/// What a list of sessions shows of a device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Device<'a> {
    /// The first product: the name of a native application.
    pub(crate) name: Option<&'a str>,
    pub(crate) version: Option<&'a str>,
    /// The system, the first part of the first comment.
    pub(crate) kind: Option<&'a str>,
    pub(crate) is_mobile: bool,
}

/// Reads `Name/Version (System; …)`.
pub(crate) fn read(user_agent: &str) -> Device<'_> {
    let product = user_agent.split_whitespace().next().unwrap_or_default();
    let (name, version) = match product.split_once('/') {
        Some((name, version)) => (name, version),
        None => (product, ""),
    };
    let comment = user_agent.split_once('(').map_or("", |(_, rest)| rest);
    let kind = comment.split([';', ')']).next().unwrap_or_default().trim();
    let some = |text| (!str::is_empty(text)).then_some(text);
    Device {
        name: some(name),
        version: some(version),
        kind: some(kind),
        is_mobile: ["Mobile", "Android", "iPhone", "iPad"]
            .iter()
            .any(|word| user_agent.contains(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_names_itself_its_version_and_its_system() {
        let device = read("Latchkey/1.2.3 (linux; x86_64)");
        assert_eq!(
            device,
            Device {
                name: Some("Latchkey"),
                version: Some("1.2.3"),
                kind: Some("linux"),
                is_mobile: false
            }
        );
    }

    #[test]
    fn a_phone_is_mobile() {
        let device = read("Example/2 (iPhone; iOS 26)");
        assert_eq!((device.kind, device.is_mobile), (Some("iPhone"), true));
    }

    #[test]
    fn what_is_not_said_is_not_made_up() {
        assert_eq!(read(""), Device::default());
        assert_eq!(read("curl"), Device { name: Some("curl"), ..Device::default() });
        assert_eq!(read("a/ ()"), Device { name: Some("a"), ..Device::default() });
    }
}
