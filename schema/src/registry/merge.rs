//! JSON merge patches of provider schemas.

use serde_json::{Map, Value};

/// References that are followed to a schema; beyond it, a reference is left alone, and reported later.
const MAX_REFERENCES: usize = 50;

/// Merges a change into a schema as RFC 7396 says: `null` removes, objects are merged, and any other value replaces.
///
/// Where a change is about something behind a `$ref`, it changes a copy of the definition for this place only.
pub(super) fn merge(mut schema: Value, change: &Value) -> Value {
    let definitions = schema.clone();
    let type_name = schema.get("typeName").cloned();
    apply(&mut schema, change, &definitions);
    if let (Some(object), Some(type_name)) = (schema.as_object_mut(), type_name) {
        object.insert("typeName".to_owned(), type_name);
    }
    schema
}

fn apply(target: &mut Value, change: &Value, definitions: &Value) {
    let Some(change) = change.as_object() else {
        *target = change.clone();
        return;
    };
    if !change.contains_key("$ref") {
        follow(target, definitions);
    }
    if !target.is_object() {
        *target = Map::new().into();
    }
    let Some(object) = target.as_object_mut() else { return };
    for (key, value) in change {
        if value.is_null() {
            object.remove(key);
        } else {
            apply(object.entry(key.clone()).or_insert(Value::Null), value, definitions);
        }
    }
}

/// Replaces a reference by what it refers to, and keeps the keywords beside it.
fn follow(target: &mut Value, definitions: &Value) {
    for _ in 0..MAX_REFERENCES {
        let reference = target.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        let Some(definition) = reference.and_then(|pointer| definitions.pointer(pointer)) else { return };
        let Some(mut followed) = definition.as_object().cloned() else { return };
        let beside = target.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref");
        followed.extend(beside.map(|(key, value)| (key.clone(), value.clone())));
        *target = followed.into();
    }
}
