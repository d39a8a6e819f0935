//! OpenAPI 3.0 schemas as JSON Schema 2020-12, in which properties that are not described are refused.

use serde_json::{Map, Value, json};

/// What official clients read of an organization, and the description lacks. It is added here, as every answer with a client
/// has it: rows in the table of deviations would hide whatever else is wrong with a client.
const EXCLUSIVE: &str = "exclusive_membership";

/// Every schema of a description, converted.
pub(super) fn components(document: &Value) -> Value {
    let schemas = document["components"]["schemas"].as_object();
    let converted: Map<String, Value> = schemas
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), convert(schema)))
        .collect();
    let mut components = json!({ "schemas": converted });
    let organization = &mut components["schemas"]["Client.Organization"]["properties"];
    if let Some(properties) = organization.as_object_mut() {
        properties.insert(EXCLUSIVE.to_owned(), json!({ "type": "boolean" }));
    }
    components
}

/// A schema with all that it can refer to.
pub(super) fn document(schema: &Value, components: &Value) -> Value {
    let mut document = site(schema);
    if let Some(document) = document.as_object_mut() {
        document.insert("components".to_owned(), components.clone());
    }
    document
}

/// A schema where a value is described: here properties beyond the described ones are refused.
fn site(schema: &Value) -> Value {
    let mut converted = convert(schema);
    let describes = ["$ref", "properties", "allOf", "oneOf", "anyOf", "else"];
    if let Some(object) = converted.as_object_mut()
        && describes.iter().any(|key| object.contains_key(*key))
        && !object.contains_key("additionalProperties")
    {
        object.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
    converted
}

/// The same schema in the other language. What it is a part of decides about further properties.
fn convert(schema: &Value) -> Value {
    let Some(schema) = schema.as_object() else { return schema.clone() };
    let mut converted = Map::new();
    for (key, value) in schema {
        let value = match key.as_str() {
            "nullable" | "discriminator" | "example" | "description" | "deprecated" => continue,
            "properties" => Value::Object(
                value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(name, schema)| (name.clone(), site(schema)))
                    .collect(),
            ),
            "items" => site(value),
            "additionalProperties" if value.is_object() => site(value),
            "allOf" | "oneOf" | "anyOf" => {
                value.as_array().into_iter().flatten().map(convert).collect()
            }
            _ => value.clone(),
        };
        converted.insert(key.clone(), value);
    }
    describe_required(&mut converted);
    let nullable = schema.get("nullable") == Some(&Value::Bool(true));
    if nullable {
        // Not anyOf: its errors would not say what is wrong inside.
        json!({ "if": { "type": "null" }, "else": converted })
    } else {
        Value::Object(converted)
    }
}

/// A property that is required is described, even where the description forgets to list it.
fn describe_required(schema: &mut Map<String, Value>) {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for name in required.iter().filter_map(Value::as_str) {
        properties.entry(name).or_insert(Value::Bool(true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nullable_lets_null_through_and_nothing_else() {
        let schema = json!({ "type": "string", "nullable": true, "enum": ["a"] });
        let valid = |value: Value| check(&schema, &value);
        assert!(valid(json!(null)) && valid(json!("a")));
        assert!(!valid(json!("b")) && !valid(json!(1)));
    }

    #[test]
    fn properties_that_are_not_described_are_refused_through_all_of() {
        let schema = json!({
            "allOf": [
                { "type": "object", "properties": { "a": { "type": "integer" } } },
                { "type": "object", "properties": { "b": { "type": "integer" } } },
            ],
        });
        assert!(check(&schema, &json!({ "a": 1, "b": 2 })));
        assert!(!check(&schema, &json!({ "a": 1, "c": 3 })));
    }

    #[test]
    fn a_free_object_stays_free() {
        let schema = json!({ "type": "object", "properties": { "m": { "type": "object" } } });
        assert!(check(&schema, &json!({ "m": { "anything": 1 } })));
    }

    fn check(schema: &Value, value: &Value) -> bool {
        let document = document(schema, &json!({ "schemas": {} }));
        jsonschema::draft202012::new(&document).unwrap().is_valid(value)
    }
}
