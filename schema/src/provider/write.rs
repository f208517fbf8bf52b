//! From a table to provider schemas: the reverse of reading them.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::write_keywords::write_keywords;
use crate::model::LifecycleStatus as Status;
use crate::table::{LifecycleStatus, Paths, ResourceType, Schema};

/// Writes what a table says of a resource type as a provider schema, without descriptions and handlers.
///
/// Schemas that occur more than once, or contain themselves, become definitions, which are named after a property.
pub fn write(resource_type: ResourceType<'_>) -> Value {
    let mut writer = Writer::new(resource_type.root());
    let mut document = Map::new();
    document.insert("typeName".to_owned(), resource_type.name().into());
    if let Value::Object(root) = writer.schema_itself(resource_type.root()) {
        document.extend(root);
    }
    write_facts(resource_type, &mut document);
    let definitions = writer.definitions();
    if !definitions.is_empty() {
        document.insert("definitions".to_owned(), definitions.into());
    }
    document.into()
}

/// Writes a schema as JSON Schema, with the definitions that it refers to.
pub fn write_schema(schema: Schema<'_>) -> Value {
    let mut writer = Writer::new(schema);
    let mut document = writer.schema_itself(schema);
    let definitions = writer.definitions();
    if let Some(object) = document.as_object_mut().filter(|_| !definitions.is_empty()) {
        object.insert("definitions".to_owned(), definitions.into());
    }
    document
}

/// Writes the facts that are not about the shape of properties.
fn write_facts(resource_type: ResourceType<'_>, document: &mut Map<String, Value>) {
    let lists = [
        ("readOnlyProperties", resource_type.read_only()),
        ("createOnlyProperties", resource_type.create_only()),
        ("conditionalCreateOnlyProperties", resource_type.conditional_create_only()),
        ("writeOnlyProperties", resource_type.write_only()),
        ("deprecatedProperties", resource_type.deprecated()),
        ("primaryIdentifier", resource_type.primary_identifier()),
    ];
    for (keyword, paths) in lists.into_iter().filter(|(_, paths)| !paths.is_empty()) {
        document.insert(keyword.to_owned(), pointers(paths).into());
    }
    let tagging = resource_type.tagging();
    let mut about_tags = Map::new();
    about_tags.extend(tagging.taggable.map(|taggable| ("taggable".to_owned(), taggable.into())));
    let property = tagging.property.map(|path| pointer(path.segments()));
    about_tags.extend(property.map(|property| ("tagProperty".to_owned(), property.into())));
    if !about_tags.is_empty() {
        document.insert("tagging".to_owned(), about_tags.into());
    }
    if let Some(lifecycle) = resource_type.lifecycle() {
        let date = lifecycle.date.map(|date| resource_type.root().table().text(date)).unwrap_or_default();
        document.insert("lifecycle".to_owned(), json!({"status": word(lifecycle.status), "date": date}));
    }
    if resource_type.deletes_before_replacement() {
        document.insert("replacementStrategy".to_owned(), "delete_then_create".into());
    }
}

/// The word of the schemas for a status.
fn word(status: LifecycleStatus) -> &'static str {
    let status = match status {
        LifecycleStatus::Maintenance => Status::Maintenance,
        LifecycleStatus::Sunset => Status::Sunset,
        LifecycleStatus::Shutdown => Status::Shutdown,
    };
    Status::ALL.into_iter().find(|(known, _)| *known == status).map_or("", |(_, word)| word)
}

fn pointers(paths: Paths<'_>) -> Vec<String> {
    paths.iter().map(|path| pointer(path.segments())).collect()
}

fn pointer(segments: impl Iterator<Item = String>) -> String {
    let escaped = segments.map(|segment| segment.replace('~', "~0").replace('/', "~1"));
    format!("/properties/{}", escaped.collect::<Vec<_>>().join("/"))
}

/// Schemas that are being written.
pub(super) struct Writer<'t> {
    /// The names of the definitions.
    names: HashMap<Schema<'t>, String>,
    /// The definitions that are referred to and not written yet, in the order of their first use.
    pending: Vec<Schema<'t>>,
    referred: HashSet<Schema<'t>>,
}

impl<'t> Writer<'t> {
    fn new(root: Schema<'t>) -> Self {
        Self { names: names(root), pending: Vec::new(), referred: HashSet::new() }
    }

    /// Writes a schema, or a reference to it.
    pub(super) fn schema(&mut self, schema: Schema<'t>) -> Value {
        let Some(name) = self.names.get(&schema) else { return self.schema_itself(schema) };
        if self.referred.insert(schema) {
            self.pending.push(schema);
        }
        json!({"$ref": format!("#/definitions/{}", name.replace('~', "~0").replace('/', "~1"))})
    }

    fn schema_itself(&mut self, schema: Schema<'t>) -> Value {
        let keywords = schema.keywords();
        let object = write_keywords(self, schema.table(), &keywords);
        if keywords.never && object.is_empty() { false.into() } else { object.into() }
    }

    fn definitions(&mut self) -> Map<String, Value> {
        let mut definitions = Map::new();
        while let Some(schema) = self.pending.pop() {
            let name = self.names[&schema].clone();
            definitions.insert(name, self.schema_itself(schema));
        }
        definitions.sort_keys();
        definitions
    }
}

/// The names of the schemas below one that occur more than once and have schemas themselves.
fn names(root: Schema<'_>) -> HashMap<Schema<'_>, String> {
    let mut uses: HashMap<Schema<'_>, usize> = HashMap::from([(root, 1)]);
    let mut order = vec![(root, "Properties".to_owned())];
    let mut next = 0;
    while let Some((schema, name)) = order.get(next).cloned() {
        next += 1;
        for (child, property) in schema.keywords().children() {
            let count = uses.entry(child).or_default();
            *count += 1;
            if *count == 1 {
                let property = property.map(|property| schema.table().text(property));
                order.push((child, property.unwrap_or_else(|| name.clone())));
            }
        }
    }
    let mut names = HashMap::new();
    let mut taken = HashMap::new();
    for (schema, name) in order {
        if uses[&schema] > 1 && !schema.keywords().children().is_empty() {
            let number: &mut usize = taken.entry(name.clone()).or_default();
            *number += 1;
            names.insert(schema, if *number == 1 { name } else { format!("{name}-{number}") });
        }
    }
    names
}
