//! The facts about a whole type.

use serde_json::Value;

use super::inline::inline;
use super::node::Reader;
use super::pointer::{Place, property_path};
use super::{ProviderError, ProviderErrors, cycle};
use crate::model::{LifecycleStatus, PathFact, PropertyPath, TypeFacts};

/// The keywords that list paths of properties.
const PATHS: [(&str, PathFact); 6] = [
    ("primaryIdentifier", PathFact::PrimaryIdentifier),
    ("readOnlyProperties", PathFact::ReadOnly),
    ("createOnlyProperties", PathFact::CreateOnly),
    ("conditionalCreateOnlyProperties", PathFact::ConditionalCreateOnly),
    ("writeOnlyProperties", PathFact::WriteOnly),
    ("deprecatedProperties", PathFact::Deprecated),
];

pub(super) fn read(document: &Value) -> Result<(TypeFacts, Vec<String>), ProviderErrors> {
    let name = document.get("typeName").and_then(Value::as_str).ok_or(ProviderError::TypeName)?;
    let mut reader = Reader::new(document);
    let mut facts = TypeFacts { name: name.to_owned(), ..TypeFacts::default() };
    facts.root = reader.node(document, &Place::default());
    facts.definitions = reader.definitions();
    cycle::report(&facts, &mut reader);
    for (keyword, fact) in PATHS {
        match paths(document, keyword) {
            Ok(paths) if paths.is_empty() => {}
            Ok(mut paths) => {
                // The order of an identifier is the order of its parts in the value of `Ref`.
                if fact != PathFact::PrimaryIdentifier {
                    paths.sort();
                    paths.dedup();
                }
                facts.paths.insert(fact, paths);
            }
            Err(problem) => reader.problem(problem),
        }
    }
    read_tagging(document, &mut facts);
    facts.lifecycle = lifecycle(document.get("lifecycle"));
    facts.deletes_first =
        document.get("replacementStrategy").is_some_and(|strategy| strategy == "delete_then_create");
    let unknown = reader.finish()?;
    inline(&mut facts);
    Ok((facts, unknown))
}

fn paths(document: &Value, keyword: &str) -> Result<Vec<PropertyPath>, ProviderError> {
    let expected = "a list of JSON pointers that begin with `/properties/`";
    let error =
        || ProviderError::Argument { place: format!("/{keyword}"), keyword: keyword.to_owned(), expected };
    let Some(list) = document.get(keyword) else { return Ok(Vec::new()) };
    let path = |pointer: &Value| pointer.as_str().and_then(property_path).ok_or_else(error);
    list.as_array().ok_or_else(error)?.iter().map(path).collect()
}

/// Reads `tagging`, and the older `taggable`. The property is kept where it is not `Tags`, which is the default.
fn read_tagging(document: &Value, facts: &mut TypeFacts) {
    let tagging = document.get("tagging");
    let taggable = tagging.and_then(|tagging| tagging.get("taggable")).or_else(|| document.get("taggable"));
    facts.taggable = taggable.and_then(Value::as_bool);
    let property = tagging.and_then(|tagging| tagging.get("tagProperty")).and_then(Value::as_str);
    if let Some(path) = property.and_then(property_path) {
        facts.paths.insert(PathFact::TagProperty, vec![path]);
    }
}

fn lifecycle(lifecycle: Option<&Value>) -> Option<(LifecycleStatus, String)> {
    let status = lifecycle?.get("status")?.as_str()?;
    let (status, _) = LifecycleStatus::ALL.into_iter().find(|(_, word)| *word == status)?;
    let date = lifecycle?.get("date").and_then(Value::as_str).unwrap_or_default();
    Some((status, date.to_owned()))
}
