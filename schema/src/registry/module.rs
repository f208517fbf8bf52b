//! Schemas of modules.

use serde_json::{Map, Value};

/// The schema of what a resource with a module's type has under `Properties`: the module's parameters.
///
/// The registry describes the fragment of a module instead, with `Parameters` and `Resources` as properties (AWS
/// CloudFormation Command Line Interface User Guide, "Module structure"). The type of a parameter is not a type of JSON, so
/// any value fits.
pub(super) fn with_parameters(mut schema: Map<String, Value>) -> Map<String, Value> {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return schema };
    if !properties.contains_key("Resources") {
        return schema;
    }
    let parameters = properties.get("Parameters").and_then(|parameters| parameters.get("properties"));
    let names = parameters.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.clone());
    let parameters: Map<String, Value> = names.map(|name| (name, true.into())).collect();
    let mut accepted = Map::new();
    accepted.extend(schema.remove("typeName").map(|name| ("typeName".to_owned(), name)));
    accepted.insert("properties".to_owned(), parameters.into());
    accepted.insert("additionalProperties".to_owned(), false.into());
    accepted
}
