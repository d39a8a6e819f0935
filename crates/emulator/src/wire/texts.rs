//! Texts of the owner's in the place of true ones, wherever they stand in an answer.

use std::collections::BTreeMap;

use axum::response::Response;
use serde_json::Value;

use crate::wire::faults;

/// What these hold is set by a choice of the instance, under names that users' texts have as well.
const CHOICES: [&str; 2] = ["auth_config", "user_settings"];

/// Puts these texts, by the names of properties, into every property that has a text or null.
pub(crate) async fn put(response: Response, texts: &BTreeMap<String, String>) -> Response {
    if texts.is_empty() {
        return response;
    }
    faults::changed(response, |body| put_into(body, texts)).await
}

fn put_into(value: &mut Value, texts: &BTreeMap<String, String>) {
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                match texts.get(name) {
                    Some(text) if value.is_string() || value.is_null() => {
                        *value = Value::from(text.as_str());
                    }
                    _ if CHOICES.contains(&name.as_str()) => {}
                    _ => put_into(value, texts),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| put_into(value, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_takes_the_place_of_texts_and_of_null_at_every_depth_and_of_nothing_else() {
        let mut body = json!({
            "name": "a",
            "list": [{ "name": null }, { "name": { "name": 7 } }, "name"],
            "auth_config": { "name": "on" },
            "display_config": { "name": "a" },
        });
        put_into(&mut body, &BTreeMap::from([("name".to_owned(), "<b>".to_owned())]));
        let expected = json!({
            "name": "<b>",
            "list": [{ "name": "<b>" }, { "name": { "name": 7 } }, "name"],
            "auth_config": { "name": "on" },
            "display_config": { "name": "<b>" },
        });
        assert_eq!(body, expected);
    }
}
