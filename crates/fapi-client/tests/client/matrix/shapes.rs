//! Bodies of which one part is not as it should be.

use serde_json::{Value, json};

/// Takes the place of a name that is there twice, until the body is text.
const TWICE: &str = "zzz_twice";

/// A body with one part after the other missing, of another kind, or there twice. Each with the place of the part.
pub(super) fn wrong(body: &Value, parts: &[String]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for part in parts {
        let mut missing = body.clone();
        delete(&mut missing, part);
        all.push((format!("without {part}"), missing.to_string()));
        for other in others(body.pointer(part).unwrap()) {
            let mut changed = body.clone();
            *changed.pointer_mut(part).unwrap() = other.clone();
            all.push((format!("{part} is {other}"), changed.to_string()));
        }
        all.extend(twice(body, part).map(|text| (format!("{part} twice"), text)));
    }
    all
}

/// What may stand in the place of a part: nothing, another kind, and a text that this version does not know.
fn others(part: &Value) -> [Value; 3] {
    let another = match part {
        Value::String(_) => json!(-7),
        Value::Null | Value::Bool(_) | Value::Number(_) => json!([{}]),
        Value::Array(_) | Value::Object(_) => json!(u64::MAX),
    };
    [json!(null), another, json!("zzz_new")]
}

/// Every part of a body but the body itself.
pub(super) fn parts(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, it)| (key.clone(), it)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    children
        .into_iter()
        .flat_map(|(key, child)| {
            let below = parts(child).into_iter().map(|rest| format!("/{key}{rest}"));
            std::iter::once(format!("/{key}")).chain(below).collect::<Vec<_>>()
        })
        .collect()
}

fn delete(body: &mut Value, part: &str) {
    let (parent, key) = part.rsplit_once('/').unwrap();
    match body.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.remove(key)),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            panic!("{parent} has no parts")
        }
    }
}

/// The body with a field there twice; none for an element of a list.
fn twice(body: &Value, part: &str) -> Option<String> {
    let (parent, key) = part.rsplit_once('/').unwrap();
    let mut body = body.clone();
    let fields = body.pointer_mut(parent).unwrap().as_object_mut()?;
    fields.insert(TWICE.to_owned(), json!("zzz_new"));
    Some(body.to_string().replace(TWICE, key))
}
