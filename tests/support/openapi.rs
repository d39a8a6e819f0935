//! Answers against the official description of the API, an OpenAPI file that is not part of this repository.
//! Where it is absent, the check is skipped and says so.

#![expect(clippy::expect_used, reason = "a file that cannot be read as what it is fails the test")]
#![expect(clippy::indexing_slicing, reason = "JSON that is not there reads as null")]

mod deviations;
mod schema;

use std::collections::{BTreeSet, HashMap};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use jsonschema::Validator;
use serde_json::Value;

use deviations::Deviations;

/// The file, beside the repository.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/fapi/openapi-2026-05-12.yml");

/// Read and converted once for all tests of a program.
static DESCRIPTION: OnceLock<Option<Arc<Description>>> = OnceLock::new();

/// The official description, ready to check answers.
#[derive(Debug)]
pub struct Description {
    document: Value,
    schemas: Value,
    deviations: Deviations,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// An answer to check.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The method sent.
    pub method: &'a str,
    /// The path, with or without a query.
    pub path_and_query: &'a str,
    /// The status answered.
    pub status: u16,
    /// The body answered.
    pub body: &'a [u8],
}

impl Description {
    /// The description, or None with one line that says so when its file is not there.
    pub fn load() -> Option<Arc<Self>> {
        DESCRIPTION
            .get_or_init(|| {
                if !Path::new(FILE).exists() {
                    say(&format!(
                        "SKIPPED: no check against the official description, {FILE} is absent"
                    ));
                    return None;
                }
                let text = std::fs::read_to_string(FILE).expect("the description is readable");
                let document: Value =
                    serde_saphyr::from_str(&text).expect("the description is YAML");
                Some(Arc::new(Self {
                    schemas: schema::components(&document),
                    document,
                    deviations: Deviations::load(),
                    validators: Mutex::default(),
                }))
            })
            .clone()
    }

    /// What is wrong with an answer, a sentence each; nothing for paths outside the API.
    pub fn check(&self, answer: Answer<'_>) -> Vec<String> {
        let (method, path) = carried_out(answer.method, answer.path_and_query);
        if !(path.starts_with("/v1/") || path.starts_with("/.well-known/")) {
            return Vec::new();
        }
        let Some(template) = self.template(&path) else {
            return self.keep(
                &method,
                &path,
                answer.status,
                vec![format!("{path} is no path of the API")],
            );
        };
        let problems = self.problems(&template, &method, answer);
        self.keep(&method, &template, answer.status, problems)
    }

    fn problems(&self, template: &str, method: &str, answer: Answer<'_>) -> Vec<String> {
        let operation = &self.document["paths"][template][method.to_lowercase()];
        if operation.is_null() {
            return vec!["is no method of this path".to_owned()];
        }
        let response = &operation["responses"][answer.status.to_string()];
        if response.is_null() {
            let mut problems = vec!["is no status of this call".to_owned()];
            // An error is an error whether or not its status is listed.
            if answer.status >= 400 {
                problems.extend(self.violations("#/components/responses/ClerkErrors", answer.body));
            }
            return problems;
        }
        if let Some(reference) = response["$ref"].as_str() {
            return self.violations(reference, answer.body);
        }
        let escaped = template.replace('~', "~0").replace('/', "~1");
        let (method, status) = (method.to_lowercase(), answer.status);
        let pointer = format!("#/paths/{escaped}/{method}/responses/{status}");
        self.violations(&pointer, answer.body)
    }

    fn violations(&self, response: &str, body: &[u8]) -> Vec<String> {
        let Ok(body) = serde_json::from_slice::<Value>(body) else {
            return vec!["is not JSON".to_owned()];
        };
        self.validator(response)
            .iter_errors(&body)
            .map(|error| format!("at {}: {error}", error.instance_path()))
            .map(|text| text.chars().take(400).collect())
            .collect()
    }

    fn validator(&self, response: &str) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(validators.entry(response.to_owned()).or_insert_with(|| {
            let pointer = response.trim_start_matches('#');
            let schema = self.document.pointer(pointer).map_or(&Value::Null, |response| {
                &response["content"]["application/json"]["schema"]
            });
            let schema = schema::document(schema, &self.schemas);
            Arc::new(jsonschema::draft202012::new(&schema).expect("a schema once converted"))
        }))
    }

    /// The path of the description that a path is an example of; the one with the fewest parameters.
    fn template(&self, path: &str) -> Option<String> {
        let paths = self.document["paths"].as_object()?;
        paths
            .keys()
            .filter(|template| {
                let (wanted, is) = (template.split('/'), path.split('/'));
                wanted.clone().count() == is.clone().count()
                    && wanted.zip(is).all(|(wanted, is)| wanted.starts_with('{') || wanted == is)
            })
            .min_by_key(|template| template.matches('{').count())
            .cloned()
    }

    fn keep(&self, method: &str, path: &str, status: u16, problems: Vec<String>) -> Vec<String> {
        problems
            .into_iter()
            .filter(|problem| !self.deviations.allow(method, path, status, problem))
            .map(|problem| format!("{method} {path} {status}: {problem}"))
            .collect()
    }
}

/// What the answers of one test were like.
#[derive(Debug, Clone, Default)]
pub struct Record(Arc<Mutex<Findings>>);

#[derive(Debug, Default)]
struct Findings {
    violations: Vec<String>,
    seen: BTreeSet<String>,
}

impl Record {
    /// Everything found so far.
    pub fn violations(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).violations.clone()
    }

    /// The calls checked so far, as `METHOD path status`.
    pub fn seen(&self) -> BTreeSet<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).seen.clone()
    }

    /// Fails the test if an answer was not what the description says.
    pub fn assert_clean(&self) {
        let violations = self.violations();
        assert!(violations.is_empty(), "against the description:\n{}", violations.join("\n"));
    }
}

/// A router that has its answers checked on the way out.
pub fn checked(router: Router, record: &Record) -> Router {
    match Description::load() {
        Some(description) => {
            router.layer(from_fn_with_state((description, record.clone()), check_answer))
        }
        None => router,
    }
}

async fn check_answer(
    State((description, record)): State<(Arc<Description>, Record)>,
    request: Request,
    next: Next,
) -> Response {
    let method = request.method().to_string();
    let path_and_query = request.uri().to_string();
    let (parts, body) = next.run(request).await.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("the emulator's bodies are whole");
    let status = parts.status.as_u16();
    let answer = Answer { method: &method, path_and_query: &path_and_query, status, body: &body };
    let problems = description.check(answer);
    let mut findings = record.0.lock().unwrap_or_else(PoisonError::into_inner);
    findings.violations.extend(problems);
    let (method, path) = carried_out(&method, &path_and_query);
    if let Some(template) = description.template(&path) {
        findings.seen.insert(format!("{method} {template} {status}"));
    }
    drop(findings);
    Response::from_parts(parts, Body::from(body))
}

/// The method and path that a server carries out: `_method` replaces POST, slashes at the end do not count.
fn carried_out(method: &str, path_and_query: &str) -> (String, String) {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let instead = query.split('&').find_map(|pair| pair.strip_prefix("_method="));
    let method = instead.filter(|_| method == "POST").unwrap_or(method);
    (method.to_uppercase(), path.trim_end_matches('/').to_owned())
}

/// Past the capture of the test runner: a check that is skipped has to be seen. Losing the line fails nothing.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
