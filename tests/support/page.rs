//! The page in the window, by the names for automation. Everything waits until it can be done, and
//! says what the page showed instead when it never could.

#![expect(clippy::panic, reason = "a page that never shows what is waited for fails the test")]

use latchkey_ipc::test_id;
use serde_json::{Value, json};

use crate::wait::until;
use crate::webdriver::{Element, WebDriver};

/// The keys, as WebDriver names them.
const BACKSPACE: &str = "\u{e003}";
const END: &str = "\u{e010}";

/// Keeps what the page complains of, which nobody would see otherwise.
const KEEP_COMPLAINTS: &str = "
    const kept = window.complaints = [];
    const plain = console.error;
    console.error = (...words) => { kept.push(words.join(' ')); plain.apply(console, words); };
    window.addEventListener('error', event => kept.push(String(event.message)));
    window.addEventListener('unhandledrejection', event => kept.push(String(event.reason)));";

/// The page of a window.
#[derive(Clone, Debug)]
pub struct Page {
    /// The window.
    pub driver: WebDriver,
}

impl Page {
    /// The page of the window, whose complaints are kept from here on.
    pub async fn of(driver: WebDriver) -> Self {
        let page = Self { driver };
        page.execute(KEEP_COMPLAINTS, &[]).await;
        page
    }

    /// Waits until something is to be seen.
    pub async fn wait_for(&self, id: &str) {
        if until(async || self.shows(id).await.then_some(())).await.is_err() {
            self.fail(&format!("{id} never came")).await;
        }
    }

    /// Waits until something is to be seen no longer.
    pub async fn wait_until_gone(&self, id: &str) {
        if until(async || (!self.shows(id).await).then_some(())).await.is_err() {
            self.fail(&format!("{id} never went")).await;
        }
    }

    /// Waits until a text contains the words.
    pub async fn wait_for_text(&self, id: &str, words: &str) {
        let found = until(async || self.read(id, TEXT).await.filter(|text| holds(text, words)));
        if found.await.is_err() {
            self.fail(&format!("{id} never said {words:?}")).await;
        }
    }

    /// Waits until a button can be pressed.
    pub async fn wait_until_open(&self, id: &str) {
        if until(async || self.is_open(id).await.then_some(())).await.is_err() {
            self.fail(&format!("{id} could never be pressed")).await;
        }
    }

    /// Waits until a field holds exactly this.
    pub async fn wait_for_value(&self, id: &str, value: &str) {
        let wanted = Value::from(value);
        let found = until(async || self.read(id, VALUE).await.filter(|found| *found == wanted));
        if found.await.is_err() {
            self.fail(&format!("{id} never held {value:?}")).await;
        }
    }

    /// Whether something is to be seen now.
    pub async fn shows(&self, id: &str) -> bool {
        self.read(id, VISIBLE).await == Some(Value::Bool(true))
    }

    /// Whether a button can be pressed now.
    pub async fn is_open(&self, id: &str) -> bool {
        self.read(id, OPEN).await == Some(Value::Bool(true))
    }

    /// The text of something, once it is there.
    pub async fn text(&self, id: &str) -> String {
        self.once_there(id, TEXT).await.as_str().unwrap_or_default().to_owned()
    }

    /// The texts of everything that has the name.
    pub async fn texts(&self, id: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)";
        let texts = self.execute(script, &[json!(selector(id))]).await;
        let texts = texts.as_array().cloned().unwrap_or_default();
        texts.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// An attribute of everything that has the name.
    pub async fn attributes(&self, id: &str, attribute: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])]
            .map(e => e.getAttribute(arguments[1]) ?? '')";
        let values = self.execute(script, &[json!(selector(id)), json!(attribute)]).await;
        let values = values.as_array().cloned().unwrap_or_default();
        values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Waits until a page is in a state (`data-state`).
    pub async fn wait_for_state(&self, id: &str, state: &str) {
        let reached =
            until(async || (self.attributes(id, "data-state").await == [state]).then_some(()));
        if reached.await.is_err() {
            self.fail(&format!("{id} was never {state}")).await;
        }
    }

    /// What a field holds, once it is there.
    pub async fn value(&self, id: &str) -> String {
        self.once_there(id, VALUE).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until something has the keyboard focus.
    pub async fn wait_for_focus(&self, id: &str) {
        let has = until(async || (self.focused().await.as_deref() == Some(id)).then_some(()));
        if has.await.is_err() {
            let focused = self.focused().await;
            self.fail(&format!("{id} never had the keyboard, {focused:?} has it")).await;
        }
    }

    /// The name of what has the keyboard focus.
    async fn focused(&self) -> Option<String> {
        let script = "return document.activeElement?.getAttribute('data-testid')";
        self.execute(script, &[]).await.as_str().map(str::to_owned)
    }

    /// Types into a field in place of what it held.
    pub async fn fill(&self, id: &str, text: &str) {
        self.wait_for(id).await;
        // WebDriver's own way to empty a field tells the page nothing.
        let erase = BACKSPACE.repeat(self.value(id).await.chars().count());
        let keys = format!("{END}{erase}{text}");
        self.act(id, async |element| self.driver.type_text(element, &keys).await.is_ok()).await;
    }

    /// Pastes a text into a field, as far as the page can tell.
    pub async fn paste(&self, id: &str, text: &str) {
        self.wait_for(id).await;
        let script = "
            const clipboardData = new DataTransfer();
            clipboardData.setData('text/plain', arguments[1]);
            const about = { clipboardData, bubbles: true, cancelable: true };
            document.querySelector(arguments[0]).dispatchEvent(new ClipboardEvent('paste', about));";
        self.execute(script, &[json!(selector(id)), json!(text)]).await;
    }

    /// Presses a button twice in a row, faster than the page can be drawn anew.
    pub async fn press_twice(&self, id: &str) {
        self.wait_until_open(id).await;
        let script = "
            const button = document.querySelector(arguments[0]);
            button.click();
            button.click();";
        self.execute(script, &[json!(selector(id))]).await;
    }

    /// Presses a button as soon as it can be pressed.
    pub async fn click(&self, id: &str) {
        self.wait_until_open(id).await;
        self.act(id, async |element| self.driver.click(element).await.is_ok()).await;
    }

    /// Presses a button that may be closed: what comes of it is for the test to see.
    pub async fn press(&self, id: &str) {
        self.wait_for(id).await;
        self.act(id, async |element| self.driver.click(element).await.is_ok()).await;
    }

    /// Waits until nothing moves.
    pub async fn settle(&self) {
        let script = "
            const done = arguments[arguments.length - 1];
            const ends = animation => animation.effect.getTiming().iterations !== Infinity;
            const moving = document.getAnimations().filter(ends);
            const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => done(null)));
            Promise.all(moving.map(animation => animation.finished)).then(drawn, () => done(null));";
        if let Err(error) = self.driver.execute_async(script, &[]).await {
            panic!("the page never settled: {error}");
        }
    }

    /// Presses a button that ends the program, and with it whoever could say that it was pressed.
    pub async fn press_for_good(&self, id: &str) {
        self.wait_until_open(id).await;
        let script =
            "setTimeout(button => button.click(), 0, document.querySelector(arguments[0]))";
        // The end may come before the answer; a button that was not pressed ends nothing.
        let _ = self.driver.execute(script, &[json!(selector(id))]).await;
    }

    /// The document as it stands.
    pub async fn source(&self) -> String {
        // A window that has closed has no document.
        self.driver.source().await.unwrap_or_default()
    }

    /// Runs a script in the page.
    pub async fn execute(&self, script: &str, args: &[Value]) -> Value {
        match self.driver.execute(script, args).await {
            Ok(value) => value,
            Err(error) => panic!("the page refused a script: {error}"),
        }
    }

    async fn once_there(&self, id: &str, what: &str) -> Value {
        match until(async || self.read(id, what).await).await {
            Ok(value) => value,
            Err(_) => self.fail(&format!("{id} never came")).await,
        }
    }

    /// Does something to an element, again where the page was drawn anew in between.
    async fn act(&self, id: &str, act: impl AsyncFn(&Element) -> bool) {
        let done = until(async || {
            let element = self.driver.find(&selector(id)).await.ok()?;
            act(&element).await.then_some(())
        });
        if done.await.is_err() {
            self.fail(&format!("{id} could not be used")).await;
        }
    }

    /// An expression about the first visible element of that name; none where there is no such
    /// element, or while the page loads.
    async fn read(&self, id: &str, expression: &str) -> Option<Value> {
        let script = format!(
            "const all = [...document.querySelectorAll(arguments[0])];
             const e = all.find(e => e.checkVisibility()) ?? all[0];
             return e ? {{ value: {expression} }} : null;"
        );
        let answer = self.driver.execute(&script, &[json!(selector(id))]).await.ok()?;
        answer.get("value").cloned()
    }

    async fn fail(&self, what: &str) -> ! {
        let script = "return [...document.querySelectorAll('[data-testid]')]
            .filter(e => e.checkVisibility())
            .map(e => e.getAttribute('data-testid') + ': ' + e.innerText.slice(0, 80))
            .concat(window.complaints ?? [])
            .join('\\n')";
        let shown = match self.driver.execute(script, &[]).await {
            Ok(shown) => shown.as_str().unwrap_or_default().to_owned(),
            Err(error) => error.to_string(),
        };
        panic!("{what}; the page shows\n{shown}")
    }
}

const TEXT: &str = "e.innerText";
const VALUE: &str = "e.value ?? ''";
const VISIBLE: &str = "e.checkVisibility()";
const OPEN: &str =
    "e.checkVisibility() && !e.disabled && e.getAttribute('aria-disabled') !== 'true'";

/// The name of something inside something else.
pub fn inside(outer: &str, inner: &str) -> String {
    format!("{outer} {inner}")
}

/// The name of what belongs to a phone number, in E.164 form; also to an email address, or an id.
pub fn of_phone(id: &str, number: &str) -> String {
    format!("{id}={number}")
}

/// Names stand inside each other from left to right; `=` goes before a phone number, an address or an id.
fn selector(id: &str) -> String {
    let step = |name: &str| match name.split_once('=') {
        Some((name, number)) => {
            let which = ["phone", "email", "identifier", "id"]
                .map(|what| format!("[data-{what}=\"{number}\"]"))
                .join(",");
            format!("[data-testid=\"{name}\"]:is({which})")
        }
        None => format!("[data-testid=\"{name}\"]"),
    };
    id.split(' ').map(step).collect::<Vec<_>>().join(" ")
}

fn holds(text: &Value, words: &str) -> bool {
    text.as_str().is_some_and(|text| text.to_lowercase().contains(&words.to_lowercase()))
}

/// What a person does on the pages.
impl Page {
    /// Gives identifier and password.
    pub async fn sign_in(&self, identifier: &str, password: &str) {
        self.wait_for(test_id::PAGE_SIGN_IN).await;
        self.fill(test_id::IDENTIFIER, identifier).await;
        self.fill(test_id::PASSWORD, password).await;
        self.click(test_id::SIGN_IN_SUBMIT).await;
    }

    /// Types a code of six digits; the page sends it by itself.
    pub async fn enter_code(&self, code: &str) {
        self.wait_for(test_id::PAGE_VERIFY).await;
        self.fill(test_id::CODE, code).await;
    }

    /// Types a backup code and sends it.
    pub async fn enter_backup_code(&self, code: &str) {
        self.wait_for(test_id::PAGE_VERIFY).await;
        self.fill(test_id::CODE, code).await;
        self.click(test_id::VERIFY_SUBMIT).await;
    }

    /// Goes over to another method of the Verify page.
    pub async fn use_method(&self, method: &str) {
        self.click(test_id::USE_ANOTHER_METHOD).await;
        self.click(method).await;
        self.wait_until_gone(method).await;
    }

    /// Waits for the account of the person with this address.
    pub async fn wait_for_account(&self, email: &str) {
        self.wait_for(test_id::PAGE_ACCOUNT).await;
        self.wait_for_text(test_id::ACCOUNT_EMAIL, email).await;
    }
}
