//! What the webview may load and call: tauri.conf.json and the capabilities.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Finding, Source};

const CONFIGURATION: &str = "tauri.conf.json";
const CAPABILITIES: &str = "src-tauri/capabilities/";
/// The page loads from itself and calls the backend; `'self'` lets it fetch its own `.wasm`.
const CONNECT: [&str; 3] = ["'self'", "ipc:", "http://ipc.localhost"];
/// All that the page needs of Tauri and its plugins: to hear of new views.
const EVENTS: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    match sources.iter().find(|source| source.path == CONFIGURATION) {
        Some(source) => findings.extend(parsed(source, content_policy)),
        None => findings.push(Finding::new(CONFIGURATION, "is missing")),
    }
    let mut capabilities =
        sources.iter().filter(|source| source.path.starts_with(CAPABILITIES)).peekable();
    if capabilities.peek().is_none() {
        findings.push(Finding::new(CAPABILITIES, "holds no capability"));
    }
    for source in capabilities {
        findings.extend(parsed(source, capability));
    }
    findings
}

fn parsed(source: &Source, check: fn(&Value) -> Vec<String>) -> Vec<Finding> {
    let problems = match serde_json::from_str(&source.text) {
        Ok(value) => check(&value),
        Err(error) => vec![format!("is not JSON: {error}")],
    };
    problems.into_iter().map(|problem| Finding::new(&source.path, problem)).collect()
}

fn content_policy(configuration: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    let app = configuration.get("app");
    if app.and_then(|app| app.get("withGlobalTauri")) == Some(&Value::Bool(true)) {
        problems.push("`withGlobalTauri` offers every call to any script".to_owned());
    }
    let policy = app.and_then(|app| app.get("security")).and_then(|security| security.get("csp"));
    let Some(directives) = policy.and_then(directives) else {
        problems.push("has no content security policy in `app.security.csp`".to_owned());
        return problems;
    };
    for (name, values) in &directives {
        for value in values {
            if matches!(
                value.as_str(),
                "'unsafe-inline'" | "'unsafe-eval'" | "*" | "http:" | "https:"
            ) {
                problems.push(format!("the policy's {name} allows {value}"));
            }
        }
    }
    let connect = directives.get("connect-src").cloned().unwrap_or_default();
    for needed in CONNECT {
        if !connect.iter().any(|value| value == needed) {
            problems.push(format!("the policy's connect-src lacks {needed}: the page stays blank"));
        }
    }
    if !directives.contains_key("default-src") {
        problems.push("the policy has no default-src".to_owned());
    }
    problems
}

/// A policy is written as one text or as an object of directives.
fn directives(policy: &Value) -> Option<BTreeMap<String, Vec<String>>> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    if let Some(text) = policy.as_str() {
        let directives = text.split(';').filter_map(|directive| directive.trim().split_once(' '));
        return Some(directives.map(|(name, values)| (name.to_owned(), words(values))).collect());
    }
    let values = |value: &Value| match value.as_array() {
        Some(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => words(value.as_str().unwrap_or_default()),
    };
    let entries = policy.as_object()?;
    Some(entries.iter().map(|(name, value)| (name.clone(), values(value))).collect())
}

fn capability(capability: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    if capability.get("windows") != Some(&serde_json::json!(["main"])) {
        problems.push("`windows` must be [\"main\"]".to_owned());
    }
    if capability.get("remote").is_some() {
        problems.push("no other origin may call the backend, so no `remote`".to_owned());
    }
    let permissions = capability.get("permissions").and_then(Value::as_array);
    for permission in permissions.into_iter().flatten() {
        let name = permission.as_str().or_else(|| permission.get("identifier")?.as_str());
        let name = name.unwrap_or_default();
        if !name.starts_with("allow-") && !EVENTS.contains(&name) {
            problems.push(format!("`{name}`: the page has no business outside our commands"));
        }
        if permission.to_string().contains('*') {
            problems.push(format!("`{name}` has a wildcard"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::source;
    use super::*;

    fn policy(csp: &str) -> Value {
        json!({ "app": { "security": { "csp": csp } } })
    }

    const GOOD: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
                        connect-src 'self' ipc: http://ipc.localhost";

    #[test]
    fn a_strict_policy_passes_in_both_ways_of_writing_it() {
        assert!(content_policy(&policy(GOOD)).is_empty());
        let object = json!({ "app": { "security": { "csp": {
            "default-src": "'none'",
            "connect-src": ["'self'", "ipc:", "http://ipc.localhost"]
        } } } });
        assert!(content_policy(&object).is_empty());
    }

    #[test]
    fn a_policy_that_lets_scripts_in_is_found() {
        for word in ["'unsafe-inline'", "'unsafe-eval'", "*", "https:"] {
            let bad = GOOD.replace("'wasm-unsafe-eval'", word);
            assert_eq!(content_policy(&policy(&bad)).len(), 1, "{word}");
        }
    }

    #[test]
    fn a_policy_under_which_the_page_stays_blank_is_found() {
        let bad = GOOD.replace("connect-src 'self'", "connect-src");
        assert_eq!(content_policy(&policy(&bad)).len(), 1);
    }

    #[test]
    fn no_policy_at_all_is_found() {
        let without = json!({ "app": { "security": {}, "withGlobalTauri": true } });
        assert_eq!(content_policy(&without).len(), 2);
        assert_eq!(check(&[]).len(), 2);
    }

    #[test]
    fn a_capability_that_gives_too_much_is_found() {
        let good = json!({ "windows": ["main"], "permissions": ["allow-sign-in", "core:event:allow-listen"] });
        assert!(capability(&good).is_empty());
        assert_eq!(capability(&json!({ "windows": ["*"], "permissions": [] })).len(), 1);
        let bad = json!({ "windows": ["main"], "remote": {}, "permissions": [
            "store:default", { "identifier": "fs:allow-read", "allow": [{ "path": "**" }] }
        ] });
        assert_eq!(capability(&bad).len(), 4);
        for name in ["core:default", "core:event:default", "http:default", "shell:allow-open"] {
            let bad = json!({ "windows": ["main"], "permissions": [name] });
            assert_eq!(capability(&bad).len(), 1, "{name}");
        }
    }

    #[test]
    fn a_file_that_is_not_json_is_found() {
        assert_eq!(parsed(&source(CONFIGURATION, "{"), capability).len(), 1);
    }
}
