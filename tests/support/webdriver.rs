//! A WebDriver client: as much of the W3C protocol as the tests speak.

use std::fmt;

use base64::Engine as _;
use serde_json::{Value, json};

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What the driver answers instead of a result.
#[derive(Debug)]
pub struct WebDriverError {
    /// The protocol's name of it, such as `no such element`.
    pub code: String,
    /// In the driver's words.
    pub message: String,
}

impl fmt::Display for WebDriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for WebDriverError {}

impl From<reqwest::Error> for WebDriverError {
    fn from(error: reqwest::Error) -> Self {
        Self { code: "no answer of the driver".to_owned(), message: error.to_string() }
    }
}

/// How long the driver may take to answer. A program that ends before it has a window, as one does
/// that finds another still on the bus, leaves the driver waiting for ever.
const ANSWER: std::time::Duration = std::time::Duration::from_secs(30);

/// A window that is driven.
#[derive(Clone, Debug)]
pub struct WebDriver {
    http: reqwest::Client,
    session: String,
}

/// An element of the page that the window showed when it was found.
#[derive(Clone, Debug)]
pub struct Element(String);

impl WebDriver {
    /// Starts the program that the capabilities name.
    pub async fn open(base: &str, capabilities: &Value) -> Result<Self, WebDriverError> {
        let http = crate::http::builder().timeout(ANSWER).build()?;
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let answer = send(http.post(format!("{base}/session")).json(&body)).await?;
        let id = answer.get("sessionId").and_then(Value::as_str).unwrap_or_default();
        Ok(Self { http, session: format!("{base}/session/{id}") })
    }

    /// Ends the program.
    pub async fn close(&self) -> Result<(), WebDriverError> {
        send(self.http.delete(&self.session)).await.map(drop)
    }

    /// Finds the first element of a CSS selector.
    pub async fn find(&self, css: &str) -> Result<Element, WebDriverError> {
        let body = json!({ "using": "css selector", "value": css });
        let answer = self.post("element", &body).await?;
        let id = answer.get(ELEMENT).and_then(Value::as_str).unwrap_or_default();
        Ok(Element(id.to_owned()))
    }

    /// Clicks in the middle of an element.
    pub async fn click(&self, element: &Element) -> Result<(), WebDriverError> {
        self.post(&format!("element/{}/click", element.0), &json!({})).await.map(drop)
    }

    /// Empties a field.
    pub async fn clear(&self, element: &Element) -> Result<(), WebDriverError> {
        self.post(&format!("element/{}/clear", element.0), &json!({})).await.map(drop)
    }

    /// Types into a field, key by key.
    pub async fn type_text(&self, element: &Element, text: &str) -> Result<(), WebDriverError> {
        let body = json!({ "text": text });
        self.post(&format!("element/{}/value", element.0), &body).await.map(drop)
    }

    /// Presses and lets go of keys, which go to whatever has the focus.
    pub async fn perform(&self, actions: &Value) -> Result<(), WebDriverError> {
        self.post("actions", &json!({ "actions": actions })).await.map(drop)
    }

    /// Runs the body of a function in the page.
    pub async fn execute(&self, script: &str, args: &[Value]) -> Result<Value, WebDriverError> {
        self.post("execute/sync", &json!({ "script": script, "args": args })).await
    }

    /// Runs the body of a function that calls its last argument when it is done.
    pub async fn execute_async(
        &self,
        script: &str,
        args: &[Value],
    ) -> Result<Value, WebDriverError> {
        self.post("execute/async", &json!({ "script": script, "args": args })).await
    }

    /// Loads the page again.
    pub async fn refresh(&self) -> Result<(), WebDriverError> {
        self.post("refresh", &json!({})).await.map(drop)
    }

    /// How many windows the program has that the driver knows of.
    pub async fn windows(&self) -> Result<usize, WebDriverError> {
        let answer = send(self.http.get(format!("{}/window/handles", self.session))).await?;
        Ok(answer.as_array().map_or(0, Vec::len))
    }

    /// Gives the window a size, in pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), WebDriverError> {
        let body = json!({ "width": width, "height": height });
        self.post("window/rect", &body).await.map(drop)
    }

    /// The document as it stands, as HTML.
    pub async fn source(&self) -> Result<String, WebDriverError> {
        let answer = send(self.http.get(format!("{}/source", self.session))).await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// A picture of the page, as PNG.
    pub async fn screenshot(&self) -> Result<Vec<u8>, WebDriverError> {
        let answer = send(self.http.get(format!("{}/screenshot", self.session))).await?;
        base64::engine::general_purpose::STANDARD
            .decode(answer.as_str().unwrap_or_default())
            .map_err(|error| WebDriverError {
                code: "no picture".to_owned(),
                message: error.to_string(),
            })
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value, WebDriverError> {
        send(self.http.post(format!("{}/{path}", self.session)).json(body)).await
    }
}

/// Sends a command and takes the `value` of the answer.
async fn send(request: reqwest::RequestBuilder) -> Result<Value, WebDriverError> {
    let mut answer: Value = request.send().await?.json().await?;
    let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
    match value.get("error").and_then(Value::as_str) {
        Some(code) => Err(WebDriverError {
            code: code.to_owned(),
            message: value.get("message").and_then(Value::as_str).unwrap_or_default().to_owned(),
        }),
        None => Ok(value),
    }
}
