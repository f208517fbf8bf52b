//! Constraints that are written once for each region.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Values with the regions that allow them, and the regions in which there is an enumeration at all.
#[derive(Default)]
struct Transposed {
    regions: Vec<String>,
    values: BTreeMap<String, Vec<String>>,
}

/// From a schema for each region to one schema, in which enumerations say for each value in which regions it is allowed.
/// The schemas have to be an `enum`, or an `allOf` of `if` and `then` that differ in an `enum` only; `None` otherwise.
pub fn transpose(document: &Value) -> Option<Value> {
    let mut plain = Transposed::default();
    // By the branch without its enumeration, as text, whose keys are sorted.
    let mut branches: BTreeMap<String, (Value, Transposed)> = BTreeMap::new();
    for (region, schema) in document.as_object()? {
        // Other keys are descriptions, and `all`, which no region has.
        if !region.contains('-') {
            continue;
        }
        if let Some(values) = schema.get("enum") {
            plain.add(region, values)?;
            continue;
        }
        for branch in schema.get("allOf")?.as_array()? {
            let mut skeleton = branch.clone();
            let property = skeleton.pointer_mut("/then/properties")?.as_object_mut()?;
            let values = property.values_mut().next()?.as_object_mut()?.remove("enum")?;
            let entry =
                branches.entry(sorted(&skeleton).to_string()).or_insert((skeleton, Transposed::default()));
            entry.1.add(region, &values)?;
        }
    }
    if branches.is_empty() {
        return Some(json!({ "cfnRegional": plain.into_value() }));
    }
    let branches = branches.into_values().map(|(mut branch, transposed)| {
        let property = branch.pointer_mut("/then/properties").and_then(Value::as_object_mut);
        if let Some(property) = property.and_then(|properties| properties.values_mut().next()) {
            property["cfnRegional"] = transposed.into_value();
        }
        branch
    });
    Some(json!({ "allOf": branches.collect::<Vec<_>>() }))
}

/// The same value with its keys in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let entries: BTreeMap<&String, Value> =
                object.iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.into_iter().map(|(key, value)| (key.clone(), value)).collect::<Map<_, _>>().into()
        }
        Value::Array(list) => list.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

impl Transposed {
    fn add(&mut self, region: &str, values: &Value) -> Option<()> {
        self.regions.push(region.to_owned());
        for value in values.as_array()? {
            let regions = self.values.entry(value.as_str()?.to_owned()).or_default();
            if regions.last().is_none_or(|last| last != region) {
                regions.push(region.to_owned());
            }
        }
        Some(())
    }

    fn into_value(mut self) -> Value {
        self.regions.sort();
        self.regions.dedup();
        self.values.values_mut().for_each(|regions| regions.sort());
        json!({ "regions": self.regions, "values": self.values })
    }
}
