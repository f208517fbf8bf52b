//! What is known, for people.

use std::collections::HashSet;
use std::io::{self, Write};

use anstyle::Style;
use cfn_schema::{
    Additional, Keywords, LifecycleStatus, Name, Names, Path as PropertyPath, ResourceType, Schema, Schemas,
    Table,
};

use crate::describe::{Flags, Found, limits, scalar, summary, type_of, values_of};

const HEADING: Style = Style::new().bold().underline();
const NAME: Style = Style::new().bold();

/// The number of missing regions up to which these are listed instead of the others.
const MAX_MISSING: usize = 8;

/// The date of the schema of a type; `None` if a user describes it.
pub(super) fn date(resource_type: ResourceType<'_>) -> Option<&'static str> {
    let is_of_aws = std::ptr::eq(resource_type.root().table(), Table::aws());
    is_of_aws.then(|| Table::aws().date())
}

pub(super) fn write_type(resource_type: ResourceType<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{HEADING}{}{HEADING:#}\n", resource_type.name())?;
    write_rows(&facts(resource_type), out)?;
    let root = resource_type.root();
    let (read_only, settable): (Vec<Line>, Vec<Line>) =
        lines(resource_type, &[], root).into_iter().partition(|line| line.is_read_only);
    write_section("Properties", &settable, out)?;
    write_shape(root, out)?;
    write_section("Read-only properties", &read_only, out)?;
    let attributes: Vec<String> =
        resource_type.attributes().into_iter().map(|attribute| attribute.name).collect();
    if !attributes.is_empty() {
        writeln!(out, "\n{HEADING}Attributes of Fn::GetAtt{HEADING:#}\n  {}", attributes.join(", "))?;
    }
    Ok(())
}

pub(super) fn write_property(
    resource_type: ResourceType<'_>,
    found: &Found<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let path = if found.path.is_empty() { "Properties".to_owned() } else { found.path.join(".") };
    writeln!(out, "{HEADING}{} {path}{HEADING:#}\n", resource_type.name())?;
    let mut rows = vec![("type", type_of(found.schema))];
    if found.required {
        rows.push(("required", "yes".to_owned()));
    }
    rows.extend(Flags::of(resource_type, &found.path).words().map(|word| (word, "yes".to_owned())));
    rows.extend(constraints(found.schema));
    write_rows(&rows, out)?;
    write_schema(resource_type, &found.path, found.schema, out)
}

/// Writes what a schema says of parts: of the properties of an object, or of those of the items of an array.
fn write_schema(
    resource_type: ResourceType<'_>,
    path: &[String],
    schema: Schema<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    // Arrays of arrays may contain themselves.
    let mut known = HashSet::from([schema]);
    let mut schema = schema;
    loop {
        write_section("Properties", &lines(resource_type, path, schema), out)?;
        write_shape(schema, out)?;
        write_other_keys(schema, out)?;
        let Some(items) = schema.keywords().items.filter(|items| known.insert(*items)) else { return Ok(()) };
        let rows = constraints(items);
        if !rows.is_empty() {
            writeln!(out, "\n{HEADING}Each item{HEADING:#}")?;
            write_rows(&rows, out)?;
        }
        schema = items;
    }
}

fn write_other_keys(schema: Schema<'_>, out: &mut dyn Write) -> io::Result<()> {
    let keywords = schema.keywords();
    for (pattern, value) in keywords.pattern_properties.iter() {
        let pattern = schema.table().text(pattern);
        writeln!(out, "\n{HEADING}Value of keys that match {pattern}{HEADING:#}\n  {}", summary(value))?;
    }
    match keywords.additional {
        Additional::Schema(value) => {
            writeln!(out, "\n{HEADING}Value of any other key{HEADING:#}\n  {}", summary(value))
        }
        Additional::Open | Additional::Closed => Ok(()),
    }
}

/// The facts about a type as rows.
fn facts(resource_type: ResourceType<'_>) -> Vec<(&'static str, String)> {
    let mut rows = vec![match date(resource_type) {
        Some(date) => ("schemas", date.to_owned()),
        None => ("schemas", "those of the configuration".to_owned()),
    }];
    let identifier: Vec<String> =
        resource_type.primary_identifier().iter().map(PropertyPath::dotted).collect();
    if !identifier.is_empty() {
        rows.push(("primary identifier", identifier.join(", ")));
    }
    rows.push(("regions", regions(resource_type)));
    if let Some(lifecycle) = resource_type.lifecycle() {
        let status = match lifecycle.status {
            LifecycleStatus::Maintenance => "in maintenance",
            LifecycleStatus::Sunset => "sunset",
            LifecycleStatus::Shutdown => "shut down",
        };
        let date = lifecycle.date.map(|date| resource_type.root().table().text(date));
        let since = date.filter(|date| !date.is_empty()).map(|date| format!(" since {date}"));
        rows.push(("lifecycle", format!("{status}{}", since.unwrap_or_default())));
    }
    if resource_type.deletes_before_replacement() {
        rows.push(("replacement", "deletes the old resource first".to_owned()));
    }
    rows
}

fn regions(resource_type: ResourceType<'_>) -> String {
    let (available, missing): (Vec<&str>, Vec<&str>) =
        Table::aws().regions().partition(|region| resource_type.is_in_region(region) != Some(false));
    match (available.as_slice(), missing.len()) {
        (_, 0) => "all".to_owned(),
        ([], _) => "none".to_owned(),
        (_, count) if count <= MAX_MISSING => format!("all but {}", missing.join(", ")),
        _ => available.join(", "),
    }
}

/// What a schema requires of a value, besides its type, as rows.
fn constraints(schema: Schema<'_>) -> Vec<(&'static str, String)> {
    let (table, keywords) = (schema.table(), schema.keywords());
    let mut rows = Vec::new();
    let limits = limits(&keywords);
    if !limits.is_empty() {
        rows.push(("limits", limits.join(", ")));
    }
    if let Some(values) = keywords.enumeration {
        let case = if values.ignores_case { " (in any case)" } else { "" };
        rows.push(("values", format!("{}{case}", values_of(table, values).join(", "))));
    }
    rows.extend(keywords.constant.map(|value| ("value", scalar(table, value))));
    rows.extend(keywords.format.map(|format| ("format", table.text(format))));
    rows.extend(keywords.pattern.map(|pattern| ("pattern", table.text(pattern))));
    if !keywords.unique_keys.is_empty() {
        rows.push(("unique by", names(table, keywords.unique_keys)));
    }
    rows
}

/// Writes the combinations of properties and the alternatives of a schema.
fn write_shape(schema: Schema<'_>, out: &mut dyn Write) -> io::Result<()> {
    let keywords = schema.keywords();
    let combinations = combinations(schema.table(), &keywords);
    if !combinations.is_empty() {
        writeln!(out, "\n{HEADING}Combinations{HEADING:#}")?;
        combinations.iter().try_for_each(|line| writeln!(out, "  {line}"))?;
    }
    let compositions =
        [("One of", keywords.one_of), ("Any of", keywords.any_of), ("All of", keywords.all_of)];
    for (heading, schemas) in compositions {
        write_alternatives(heading, schemas, out)?;
    }
    if keywords.condition.is_some() || keywords.not.is_some() || !keywords.dependent_schemas.is_empty() {
        writeln!(out, "\n  More conditions apply: see --output-format json.")?;
    }
    Ok(())
}

fn write_alternatives(heading: &str, schemas: Schemas<'_>, out: &mut dyn Write) -> io::Result<()> {
    if schemas.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{HEADING}{heading}{HEADING:#}")?;
    for schema in schemas.iter() {
        writeln!(out, "  - {}", alternative(schema))?;
    }
    Ok(())
}

/// An alternative in one line: its type, or the properties that it has or requires.
fn alternative(schema: Schema<'_>) -> String {
    let (table, keywords) = (schema.table(), schema.keywords());
    let required: Vec<String> = keywords.required().map(|name| table.text(name)).collect();
    let named = keywords.properties.iter().filter(|property| !property.required);
    let others: Vec<String> = named.map(|property| table.text(property.name)).collect();
    let mut line = if types_are_clear(&keywords) { summary(schema) } else { String::new() };
    for (word, names) in [("requires", required), ("with", others)] {
        if !names.is_empty() {
            let separator = if line.is_empty() { "" } else { ", " };
            line = format!("{line}{separator}{word} {}", names.join(", "));
        }
    }
    if line.is_empty() { summary(schema) } else { line }
}

fn types_are_clear(keywords: &Keywords<'_>) -> bool {
    !keywords.types.is_any() || keywords.enumeration.is_some() || keywords.constant.is_some()
}

/// The keywords about which properties exist together, a line each.
fn combinations(table: &Table, keywords: &Keywords<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if !keywords.required_xor.is_empty() {
        lines.push(format!("exactly one of {}", names(table, keywords.required_xor)));
    }
    if !keywords.required_or.is_empty() {
        lines.push(format!("at least one of {}", names(table, keywords.required_or)));
    }
    let line = |name: Name, word: &str, others: Names<'_>| {
        format!("{} {word} {}", table.text(name), names(table, others))
    };
    lines.extend(keywords.dependent_required.iter().map(|(name, others)| line(name, "requires", others)));
    lines.extend(keywords.dependent_excluded.iter().map(|(name, others)| line(name, "excludes", others)));
    lines
}

fn names(table: &Table, names: Names<'_>) -> String {
    names.iter().map(|name| table.text(name)).collect::<Vec<_>>().join(", ")
}

/// A property in a list.
struct Line {
    name: String,
    summary: String,
    is_read_only: bool,
}

/// The properties that a schema itself names.
fn lines(resource_type: ResourceType<'_>, path: &[String], schema: Schema<'_>) -> Vec<Line> {
    let table = schema.table();
    let keywords = schema.keywords();
    let mut lines = Vec::new();
    for property in keywords.properties.iter() {
        let name = table.text(property.name);
        let mut own_path = path.to_vec();
        own_path.push(name.clone());
        let flags = Flags::of(resource_type, &own_path);
        let is_read_only = path.is_empty() && flags.read_only;
        let required = property.required.then_some("required");
        let words =
            required.into_iter().chain(flags.words().filter(|word| !(is_read_only && *word == "read-only")));
        let words: Vec<String> = words.map(|word| format!("; {word}")).collect();
        lines.push(Line {
            name,
            summary: format!("{}{}", summary(property.schema), words.concat()),
            is_read_only,
        });
    }
    lines
}

fn write_section(heading: &str, lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{HEADING}{heading}{HEADING:#}")?;
    let width = lines.iter().map(|line| line.name.chars().count()).max().unwrap_or_default();
    for Line { name, summary, .. } in lines {
        writeln!(out, "  {NAME}{name:width$}{NAME:#}  {summary}")?;
    }
    Ok(())
}

fn write_rows(rows: &[(&str, String)], out: &mut dyn Write) -> io::Result<()> {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    rows.iter().try_for_each(|(name, value)| writeln!(out, "  {name:width$}  {value}"))
}
