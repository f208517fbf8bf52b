//! The keywords of one schema as JSON.

use serde_json::{Map, Value};

use super::write::Writer;
use crate::number::Number;
use crate::table::{Additional, Dependencies, Keywords, Names, Scalar, Schemas, Table};
use crate::types::Type;

/// Writes what one schema says. Keywords that only constraints have are left out.
pub(super) fn write_keywords<'t>(
    writer: &mut Writer<'t>,
    table: &'t Table,
    keywords: &Keywords<'t>,
) -> Map<String, Value> {
    let mut object = Object { table, entries: Map::new() };
    let types: Vec<&str> = keywords.types.iter().map(Type::as_str).collect();
    match types.as_slice() {
        [] => {}
        [only] => object.put("type", *only),
        several => object.put("type", several),
    }
    scalars(&mut object, keywords);
    objects(&mut object, keywords, writer);
    lists(&mut object, keywords, writer);
    compositions(&mut object, keywords, writer);
    object.entries
}

/// An object that is being written.
struct Object<'t> {
    table: &'t Table,
    entries: Map<String, Value>,
}

impl<'t> Object<'t> {
    fn put(&mut self, keyword: &str, argument: impl Into<Value>) {
        self.entries.insert(keyword.to_owned(), argument.into());
    }

    fn count(&mut self, keyword: &str, count: Option<u64>) {
        self.entries.extend(count.map(|count| (keyword.to_owned(), count.into())));
    }

    fn number(&mut self, keyword: &str, value: Option<Number>) {
        self.entries.extend(value.map(|value| (keyword.to_owned(), number(value))));
    }

    fn names(&mut self, keyword: &str, names: Names<'t>) {
        if !names.is_empty() {
            self.put(keyword, texts(self.table, names));
        }
    }

    fn dependencies(&mut self, keyword: &str, dependencies: Dependencies<'t>) {
        let lists =
            dependencies.iter().map(|(name, others)| (self.table.text(name), texts(self.table, others)));
        let lists: Map<String, Value> = lists.map(|(name, others)| (name, others.into())).collect();
        if !lists.is_empty() {
            self.put(keyword, lists);
        }
    }

    fn schemas(&mut self, keyword: &str, schemas: Schemas<'t>, writer: &mut Writer<'t>) {
        if !schemas.is_empty() {
            let list: Vec<Value> = schemas.iter().map(|schema| writer.schema(schema)).collect();
            self.put(keyword, list);
        }
    }
}

fn scalars(object: &mut Object<'_>, keywords: &Keywords<'_>) {
    let table = object.table;
    if let Some(values) = keywords.enumeration {
        let list: Vec<Value> = values.iter().map(|value| scalar(table, value)).collect();
        object.put(if values.ignores_case { "enumCaseInsensitive" } else { "enum" }, list);
    }
    if let Some(value) = keywords.constant {
        object.put("const", scalar(table, value));
    }
    // As the reader does: a pattern says nothing of other types.
    if let Some(pattern) = keywords.pattern.filter(|_| keywords.types.allows(Type::String)) {
        object.put("pattern", table.text(pattern));
    }
    if let Some(format) = keywords.format {
        object.put("format", table.text(format));
    }
    object.count("minLength", keywords.min_length);
    object.count("maxLength", keywords.max_length);
    object.number("minimum", keywords.minimum);
    object.number("maximum", keywords.maximum);
    object.number("exclusiveMinimum", keywords.exclusive_minimum);
    object.number("exclusiveMaximum", keywords.exclusive_maximum);
    object.number("multipleOf", keywords.multiple_of);
}

fn objects<'t>(object: &mut Object<'t>, keywords: &Keywords<'t>, writer: &mut Writer<'t>) {
    let table = object.table;
    let properties_named = keywords.properties.len() + keywords.pattern_properties.len();
    let properties = keywords.properties.iter();
    let properties: Map<String, Value> =
        properties.map(|property| (table.text(property.name), writer.schema(property.schema))).collect();
    if !properties.is_empty() {
        object.put("properties", properties);
    }
    let patterns = keywords.pattern_properties.iter();
    let patterns: Map<String, Value> =
        patterns.map(|(pattern, schema)| (table.text(pattern), writer.schema(schema))).collect();
    if !patterns.is_empty() {
        object.put("patternProperties", patterns);
    }
    match keywords.additional {
        // As the reader does: a closed object that names no keys is open.
        Additional::Closed if properties_named == 0 => {}
        Additional::Open => {}
        Additional::Closed => object.put("additionalProperties", false),
        Additional::Schema(schema) => object.put("additionalProperties", writer.schema(schema)),
    }
    let required: Vec<String> = keywords.required().map(|name| table.text(name)).collect();
    if !required.is_empty() {
        object.put("required", required);
    }
    if let Some(schema) = keywords.property_names {
        object.put("propertyNames", writer.schema(schema));
    }
    object.count("minProperties", keywords.min_properties);
    object.count("maxProperties", keywords.max_properties);
    object.names("requiredXor", keywords.required_xor);
    object.names("requiredOr", keywords.required_or);
    object.dependencies("dependentRequired", keywords.dependent_required);
    object.dependencies("dependentExcluded", keywords.dependent_excluded);
    let dependent = keywords.dependent_schemas.iter();
    let dependent: Map<String, Value> =
        dependent.map(|(name, schema)| (table.text(name), writer.schema(schema))).collect();
    if !dependent.is_empty() {
        object.put("dependentSchemas", dependent);
    }
}

fn lists<'t>(object: &mut Object<'t>, keywords: &Keywords<'t>, writer: &mut Writer<'t>) {
    if let Some(items) = keywords.items {
        object.put("items", writer.schema(items));
    }
    object.schemas("prefixItems", keywords.prefix_items, writer);
    if let Some(schema) = keywords.contains {
        object.put("contains", writer.schema(schema));
    }
    object.count("minItems", keywords.min_items);
    object.count("maxItems", keywords.max_items);
    if let Some(unique) = keywords.unique_items {
        object.put("uniqueItems", unique);
    }
    object.names("uniqueKeys", keywords.unique_keys);
    object.count("maxUniqueItems", keywords.max_unique_items);
}

fn compositions<'t>(object: &mut Object<'t>, keywords: &Keywords<'t>, writer: &mut Writer<'t>) {
    object.schemas("anyOf", keywords.any_of, writer);
    object.schemas("oneOf", keywords.one_of, writer);
    object.schemas("allOf", keywords.all_of, writer);
    let single = [
        ("not", keywords.not),
        ("if", keywords.condition),
        ("then", keywords.then),
        ("else", keywords.otherwise),
    ];
    for (keyword, schema) in single {
        if let Some(schema) = schema {
            object.put(keyword, writer.schema(schema));
        }
    }
}

fn texts(table: &Table, names: Names<'_>) -> Vec<String> {
    names.iter().map(|name| table.text(name)).collect()
}

fn scalar(table: &Table, value: Scalar) -> Value {
    match value {
        Scalar::Text(name) => table.text(name).into(),
        Scalar::Number(value) => number(value),
        Scalar::Boolean(value) => value.into(),
        Scalar::Null => Value::Null,
        Scalar::Other(name) => serde_json::from_str(&table.text(name)).unwrap_or_default(),
    }
}

/// A number as it is: JSON has no limit of digits.
fn number(value: Number) -> Value {
    serde_json::from_str(&value.to_string()).unwrap_or_default()
}
