//! The keyboard alone: keys go to whatever has the focus, as they do for a person.

#![expect(clippy::panic, reason = "a key that cannot be pressed fails the test")]

use serde_json::{Value, json};

use crate::page::Page;

/// The enter key.
pub const ENTER: &str = "\u{e007}";
/// Moves the focus.
pub const TAB: &str = "\u{e004}";
/// The shift key.
pub const SHIFT: &str = "\u{e008}";
/// The control key.
pub const CONTROL: &str = "\u{e009}";
/// Closes what is open.
pub const ESCAPE: &str = "\u{e00c}";
/// The space bar.
pub const SPACE: &str = " ";
/// The arrow that points down.
pub const DOWN: &str = "\u{e015}";

/// More controls than any page has.
const MOST_CONTROLS: usize = 80;

/// What has the focus: its name, or else what a person would call it; and whether that can be seen.
/// A heading takes the focus only to be read out, and the boxes of a code are drawn beside its field.
/// An outline is what marks it: nothing has one without the focus, while shadows are there always.
const FOCUS: &str = "
    const e = document.activeElement;
    if (!e || e === document.body) return { name: '', words: 'nothing', seen: true };
    const marked = node => {
        const style = getComputedStyle(node);
        return style.outlineStyle !== 'none' && style.outlineColor !== 'rgba(0, 0, 0, 0)';
    };
    const beside = e.matches('input') ? [...e.parentElement.querySelectorAll('*')] : [];
    const seen = e.matches('h1, h2, [tabindex=\"-1\"]') || [e, ...beside].some(marked);
    const words = e.getAttribute('aria-label') ?? e.innerText ?? '';
    return { name: e.dataset.testid ?? '', words: `${e.tagName} ${words.slice(0, 40)}`, seen };";

impl Page {
    /// Presses keys at once, such as shift and tab, and lets go of them.
    pub async fn press_keys(&self, keys: &[&str]) {
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        self.perform(&down.chain(up).collect::<Vec<_>>()).await;
    }

    /// Types a text, key by key.
    pub async fn type_keys(&self, text: &str) {
        let press = |key: String| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        self.perform(&text.chars().map(String::from).flat_map(press).collect::<Vec<_>>()).await;
    }

    /// Presses the tab key until something has the focus, which has to be seen at every stop.
    pub async fn tab_to(&self, id: &str) {
        self.wait_for(id).await;
        let mut order = Vec::new();
        for _ in 0..MOST_CONTROLS {
            let focus = self.execute(FOCUS, &[]).await;
            let text = |key: &str| focus.get(key).and_then(Value::as_str).unwrap_or_default();
            assert_eq!(focus.get("seen"), Some(&Value::Bool(true)), "the focus is hidden: {focus}");
            if text("name") == id {
                return;
            }
            order.push(
                if text("name").is_empty() { text("words") } else { text("name") }.to_owned(),
            );
            self.press_keys(&[TAB]).await;
        }
        panic!("the tab key never comes to {id}, only to {order:?}");
    }

    /// Goes to a control with the tab key and presses another one there.
    pub async fn tab_and_press(&self, id: &str, key: &str) {
        self.wait_until_open(id).await;
        self.tab_to(id).await;
        self.press_keys(&[key]).await;
    }

    async fn perform(&self, keys: &[Value]) {
        let actions = json!([{ "type": "key", "id": "keyboard", "actions": keys }]);
        if let Err(error) = self.driver.perform(&actions).await {
            panic!("the keys could not be pressed: {error}");
        }
    }
}
