//! What is known, as JSON.

use std::io::{self, Write};

use cfn_schema::{ResourceType, Table, provider};
use serde_json::{Value, json};

use super::text::date;
use crate::describe::{Flags, Found};

pub(super) fn write(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

/// A resource type: its provider schema, and what such schemas do not say.
pub(super) fn of_type(resource_type: ResourceType<'_>) -> Value {
    let regions = Table::aws().regions().filter(|region| resource_type.is_in_region(region) == Some(true));
    let attributes = resource_type.attributes();
    json!({
        "typeName": resource_type.name(),
        "date": date(resource_type),
        "regions": regions.collect::<Vec<_>>(),
        "attributes": attributes.iter().map(|attribute| attribute.name.as_str()).collect::<Vec<_>>(),
        "schema": provider::write(resource_type),
    })
}

/// A property of a resource type.
pub(super) fn of_property(resource_type: ResourceType<'_>, found: &Found<'_>) -> Value {
    let flags = Flags::of(resource_type, &found.path);
    json!({
        "typeName": resource_type.name(),
        "path": found.path.join("."),
        "date": date(resource_type),
        "required": found.required,
        "readOnly": flags.read_only,
        "createOnly": flags.create_only,
        "conditionalCreateOnly": flags.conditional_create_only,
        "writeOnly": flags.write_only,
        "deprecated": flags.deprecated,
        "schema": provider::write_schema(found.schema),
    })
}
