//! The schemas of documents, and the lists.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cfn_schema::model::CheckFacts;
use cfn_schema::provider;
use serde_json::{Map, Value};

use super::Result;

/// The documents that are read, and the one that others refer to by its name.
const DOCUMENTS: [&str; 7] = [
    "iam/policy_identity",
    "iam/policy_resource",
    "iam/policy_resource_ecr",
    "iam/policy_trust",
    "resources/tagging",
    "ssm/document",
    "step_functions/statemachine",
];
const SHARED: &str = "iam/policy";

/// Reads the documents' schemas, each with the file in which it is written.
pub(super) fn read(
    other: &Path,
    unknown: &mut BTreeMap<String, String>,
) -> Result<Vec<(String, CheckFacts)>> {
    let mut shared = json(&other.join(format!("{SHARED}.json")))?;
    rewrite(&mut shared, "#/", "#/definitions/policy/");
    let mut documents = Vec::new();
    for name in DOCUMENTS {
        let path = other.join(format!("{name}.json"));
        let mut document = json(&path)?;
        rewrite(&mut document, "policy#/", "#/definitions/policy/");
        let definitions = document.as_object_mut().ok_or("a document is not an object")?;
        let definitions = definitions.entry("definitions").or_insert_with(|| Map::new().into());
        definitions["policy"] = shared.clone();
        let (mut schema, keywords) =
            provider::read_schema(&document).map_err(|error| format!("{}: {error}", path.display()))?;
        for keyword in keywords {
            unknown.entry(keyword).or_insert_with(|| name.to_owned());
        }
        name.clone_into(&mut schema.name);
        let places = vec![(name.to_owned(), Vec::new())];
        let check = CheckFacts { id: "document".to_owned(), places, schema, ..CheckFacts::default() };
        documents.push(("checks/documents.txt".to_owned(), check));
    }
    Ok(documents)
}

/// Replaces the beginning of every reference.
fn rewrite(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let reference =
                    value.as_str().filter(|_| key == "$ref").and_then(|text| text.strip_prefix(from));
                match reference.map(|rest| format!("{to}{rest}")) {
                    Some(reference) => *value = reference.into(),
                    None => rewrite(value, from, to),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| rewrite(value, from, to)),
        _ => {}
    }
}

/// The lists, as name and text of their files.
pub(super) fn lists(specs: &Path) -> Result<Vec<(&'static str, String)>> {
    let object =
        |name: &str| json(&specs.join(name))?.as_object().cloned().ok_or_else(|| name.to_owned().into());
    let sorted = |object: Map<String, Value>| object.into_iter().collect::<BTreeMap<String, Value>>();
    let lifecycle: Result<Map<String, Value>> = object("LmbdRuntimeLifecycle.json");
    let mut runtimes = String::new();
    for (name, dates) in sorted(lifecycle?) {
        let value = |key: &str| dates.get(key).and_then(Value::as_str).unwrap_or("-").to_owned();
        let dates = ["deprecated", "create-block", "update-block", "successor"].map(value);
        writeln!(runtimes, "{name} {}", dates.join(" "))?;
    }
    let mut stateful = String::new();
    for (name, facts) in
        json(&specs.join("StatefulResources.json"))?["ResourceTypes"].as_object().into_iter().flatten()
    {
        let empty = if facts["DeleteRequiresEmptyResource"] == true { " empty" } else { "" };
        writeln!(stateful, "{name}{empty}")?;
    }
    let policies: Result<Map<String, Value>> = object("Policies.json");
    let mut actions = String::new();
    for (service, facts) in sorted(policies?) {
        let mut names: Vec<&String> =
            facts["Actions"].as_object().into_iter().flatten().map(|(name, _)| name).collect();
        names.sort();
        let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
        writeln!(actions, "{service} {}", names.join(" "))?;
    }
    Ok(vec![("runtimes.txt", runtimes), ("stateful.txt", stateful), ("actions.txt", actions)])
}

fn json(path: &Path) -> Result<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}
