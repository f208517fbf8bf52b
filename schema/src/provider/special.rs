//! Keywords of the enhanced schemas and of constraints, and slips of the source that are put right.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::ProviderError;
use super::node::{Reader, names, scalar, wrong};
use super::pointer::Place;
use crate::model::{Argument, Gather, GatherSource, Keyword, Node, Regional};
use crate::types::{Type, Types};

/// Puts slips right that are of a kind.
pub(super) fn tidy(node: &mut Node) {
    let has = |keyword| node.keywords.contains_key(&keyword);
    // An object that allows no keys at all is a schema whose properties were left out: real templates have keys there.
    let names_keys = has(Keyword::Properties) || has(Keyword::PatternProperties) || has(Keyword::Additional);
    // What the schema is composed of does not help: `additionalProperties` does not see the properties there.
    if !names_keys && node.reference.is_none() {
        node.keywords.remove(&Keyword::Closed);
    }
    // Some schemas give booleans and numbers a pattern such as `true|false`, which CloudFormation does not apply.
    if let Some(Argument::Types(types)) = node.keywords.get(&Keyword::Types)
        && !Types::allows(*types, Type::String)
    {
        node.keywords.remove(&Keyword::Pattern);
    }
}

/// Reads a keyword whose argument is `{"$data": …}` or `{"$lookup": …}`; false if it is another.
pub(super) fn data(node: &mut Node, name: &str, argument: &Value) -> bool {
    let Some(object) = argument.as_object().filter(|object| object.len() == 1) else { return false };
    if let Some(pointer) = object.get("$data").and_then(Value::as_str) {
        let argument = node.keywords.entry(Keyword::Data).or_insert(Argument::References(BTreeMap::new()));
        if let Argument::References(references) = argument {
            references.insert(name.to_owned(), pointer.to_owned());
        }
        return true;
    }
    let Some(lookup) = object.get("$lookup") else { return false };
    let pointer = lookup.pointer("/key/$data").and_then(Value::as_str).unwrap_or_default();
    let mut values = BTreeMap::new();
    for (key, value) in lookup.get("map").and_then(Value::as_object).into_iter().flatten() {
        values.insert(key.clone(), value.as_str().unwrap_or_default().to_owned());
    }
    let argument = node.keywords.entry(Keyword::Lookup).or_insert(Argument::Lookups(BTreeMap::new()));
    if let Argument::Lookups(lookups) = argument {
        lookups.insert(name.to_owned(), (pointer.to_owned(), values));
    }
    true
}

/// Reads `required`: those that are properties are marked there, the others are kept here.
pub(super) fn other_required(
    node: &mut Node,
    object: &Map<String, Value>,
    argument: &Value,
    place: &Place<'_>,
) -> Result<(), ProviderError> {
    let properties = object.get("properties").and_then(Value::as_object);
    let mut others = names(argument, "required", place)?;
    others.retain(|name| !properties.is_some_and(|properties| properties.contains_key(name)));
    if !others.is_empty() {
        node.keywords.insert(Keyword::Required, Argument::Names(others));
    }
    Ok(())
}

/// Reads `cfnGather`.
pub(super) fn gather(
    reader: &mut Reader<'_>,
    node: &mut Node,
    argument: &Value,
    place: &Place<'_>,
) -> Result<(), ProviderError> {
    let expected = "an object with `gather` and `schema`";
    let sources = argument.get("gather").and_then(Value::as_object);
    let schema = argument.get("schema").ok_or_else(|| wrong(place, "cfnGather", expected))?;
    let mut gather = Gather { schema: reader.node(schema, place), ..Gather::default() };
    for (name, source) in sources.ok_or_else(|| wrong(place, "cfnGather", expected))? {
        gather.sources.insert(name.clone(), gather_source(source));
    }
    node.keywords.insert(Keyword::Gather, Argument::Gather(Box::new(gather)));
    Ok(())
}

fn gather_source(source: &Value) -> GatherSource {
    let text = |pointer: &str| source.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let mut properties = BTreeMap::new();
    for (key, property) in source.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let path =
            property.as_str().or_else(|| property.get("path").and_then(Value::as_str)).unwrap_or_default();
        properties.insert(key.clone(), (path.to_owned(), property.get("default").map(scalar)));
    }
    GatherSource { resource_type: text("/filter/type"), reference: text("/reference"), properties }
}

/// Reads what [`transpose`](super::regional::transpose) writes.
pub(super) fn regional(node: &mut Node, argument: &Value) {
    let list = |value: Option<&Value>| -> Vec<String> {
        let list = value.and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut regional = Regional { regions: list(argument.get("regions")), ..Regional::default() };
    for (value, regions) in argument.get("values").and_then(Value::as_object).into_iter().flatten() {
        regional.values.insert(value.clone(), list(Some(regions)));
    }
    node.keywords.insert(Keyword::Regional, Argument::Regional(regional));
}
