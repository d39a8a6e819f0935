//! Renders a view and finds elements in the result by their names for automation.

use latchkey_ipc::view::{AppView, LicencesView};
use latchkey_ui::app::{App, Props};
use latchkey_ui::backend::{Backend, scripted::Script};
use yew::ServerRenderer;

use crate::scenes::about::licences;
use crate::scenes::wizard::countries;

/// A rendered page.
pub(crate) struct Page(pub(crate) String);

/// An element: its opening tag and what is in it.
pub(crate) struct Element<'a> {
    tag: &'a str,
    inner: &'a str,
}

pub(crate) async fn page(view: AppView) -> Page {
    page_with(view, Some(licences())).await
}

/// The same where this is what is known of the list of what others made.
pub(crate) async fn page_with(view: AppView, licences: Option<LicencesView>) -> Page {
    let countries = Some(countries());
    let props = || {
        let backend = Backend::Scripted(Script::default());
        Props { product: "Latchkey".into(), backend, view: Some(view), countries, licences }
    };
    Page(ServerRenderer::<App>::with_props(props).hydratable(false).render().await)
}

impl Page {
    /// The text of all of it, without tags.
    pub(crate) fn text(&self) -> String {
        Element { tag: "", inner: &self.0 }.text()
    }

    /// The element with this name, which must be the only one.
    pub(crate) fn only(&self, test_id: &str) -> Element<'_> {
        let found = self.all(test_id);
        assert_eq!(found.len(), 1, "{test_id} in {}", self.0);
        found.into_iter().next().unwrap()
    }

    pub(crate) fn has(&self, test_id: &str) -> bool {
        !self.all(test_id).is_empty()
    }

    pub(crate) fn all(&self, test_id: &str) -> Vec<Element<'_>> {
        self.by_attribute("data-testid", test_id)
    }

    /// The element with this id.
    pub(crate) fn by_id(&self, id: &str) -> Element<'_> {
        let mut found = self.by_attribute("id", id);
        assert_eq!(found.len(), 1, "#{id} in {}", self.0);
        found.remove(0)
    }

    /// What is in the row of a phone number.
    pub(crate) fn row(&self, number: &str) -> &str {
        let mut found = self.by_attribute("data-phone", number);
        assert_eq!(found.len(), 1, "{number} in {}", self.0);
        found.remove(0).inner
    }

    /// What is in the row, or else the card, around the first element with this name.
    pub(crate) fn near(&self, test_id: &str) -> &str {
        let at = self.0.find(&format!("data-testid=\"{test_id}\"")).unwrap();
        let around = |name: &str, class: &str| {
            let start = self.0[..at].rfind(class)?;
            let end = start + self.0[start..].find(&format!("</{name}>"))?;
            (at < end).then(|| &self.0[start..end])
        };
        around("li", "class=\"row").or_else(|| around("section", "class=\"card")).unwrap()
    }

    pub(crate) fn by_attribute(&self, name: &str, value: &str) -> Vec<Element<'_>> {
        let needle = format!(" {name}=\"{value}\"");
        self.0.match_indices(&needle).map(|(at, _)| element(&self.0, at)).collect()
    }
}

impl Element<'_> {
    /// The value of an attribute.
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        let (_, rest) = self.tag.split_once(&format!(" {attribute}=\""))?;
        Some(rest.split_once('"').unwrap().0)
    }

    /// What is in it.
    pub(crate) fn inner(&self) -> &str {
        self.inner
    }

    /// The text in it, without tags.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for part in self.inner.split('<').enumerate() {
            match part {
                (0, part) => text.push_str(part),
                (_, part) => text.push_str(part.split_once('>').map_or("", |(_, after)| after)),
            }
        }
        text.trim().to_owned()
    }
}

fn element(html: &str, at: usize) -> Element<'_> {
    let start = html[..at].rfind('<').unwrap();
    let end = start + html[start..].find('>').unwrap() + 1;
    let tag = &html[start..end];
    let name: String = tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut depth = 1;
    let mut cursor = end;
    while name != "input" && depth > 0 {
        let Some(next) = html[cursor..].find('<') else { break };
        let rest = &html[cursor + next..];
        let opens = |prefix: &str| {
            rest.strip_prefix(prefix).is_some_and(|rest| rest.starts_with([' ', '>']))
        };
        if opens(&format!("</{name}")) {
            depth -= 1;
        } else if opens(&format!("<{name}")) {
            depth += 1;
        }
        cursor += next + usize::from(depth > 0);
    }
    Element { tag, inner: if name == "input" { "" } else { &html[end..cursor] } }
}
