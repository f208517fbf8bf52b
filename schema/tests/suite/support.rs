//! What several tests need.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use cfn_schema::{Additional, Keywords, ResourceType, Schema, Table, Texts};

/// The folder with the texts.
pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The texts as the build script reads them.
pub(crate) fn texts() -> Texts {
    let read = |name: &str| fs::read_to_string(data().join(name)).expect("the texts are committed");
    let mut types = vec![("sam.txt".to_owned(), read("sam.txt"))];
    for entry in fs::read_dir(data().join("aws")).expect("the texts are committed") {
        let name = format!("aws/{}", entry.expect("the folder can be listed").file_name().to_string_lossy());
        types.push((name.clone(), read(&name)));
    }
    types.sort();
    let mut checks = vec![("constraints.txt".to_owned(), read("constraints.txt"))];
    for entry in fs::read_dir(data().join("checks")).expect("the texts are committed") {
        let name =
            format!("checks/{}", entry.expect("the folder can be listed").file_name().to_string_lossy());
        checks.push((name.clone(), read(&name)));
    }
    checks.sort();
    Texts {
        date: read("date.txt"),
        regions: read("regions.txt"),
        types,
        checks,
        lists: [read("runtimes.txt"), read("stateful.txt"), read("expiring.txt")],
        actions: read("actions.txt"),
        attributes: read("attributes.txt"),
        overrides: read("overrides.txt"),
    }
}

/// The schemas directly below one.
pub(crate) fn children<'t>(keywords: &Keywords<'t>) -> Vec<Schema<'t>> {
    let mut found: Vec<Schema<'t>> = keywords.properties.iter().map(|property| property.schema).collect();
    if let Additional::Schema(schema) = keywords.additional {
        found.push(schema);
    }
    found.extend(keywords.pattern_properties.iter().map(|(_, schema)| schema));
    found.extend(keywords.dependent_schemas.iter().map(|(_, schema)| schema));
    let lists = [keywords.prefix_items, keywords.any_of, keywords.one_of, keywords.all_of];
    found.extend(lists.iter().flat_map(|list| list.iter()));
    let single = [
        keywords.property_names,
        keywords.items,
        keywords.contains,
        keywords.not,
        keywords.condition,
        keywords.then,
        keywords.otherwise,
        keywords.without_functions,
    ];
    found.extend(single.into_iter().flatten());
    found.extend(keywords.gather.map(|gather| gather.schema));
    found
}

/// All schemas of a table, each once.
pub(crate) fn all_schemas(table: &Table) -> Vec<Schema<'_>> {
    let mut open: Vec<Schema<'_>> = table.resource_types().map(ResourceType::root).collect();
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    while let Some(schema) = open.pop() {
        if seen.insert(schema) {
            all.push(schema);
            open.extend(children(&schema.keywords()));
        }
    }
    all
}
