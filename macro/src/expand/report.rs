//! The report in the deployed template: `Metadata.Uselatest` lists the resolved layers.

use cfn_ast::syntax::{CollectionStyle, Node};
use cfn_ast::{Edit, EditSet};
use serde_json::{Map, Value, json};

use super::problem::{Problem, ProblemKind};
use super::sharing::Sharing;
use super::{Expansion, edits};

const METADATA: &str = "Metadata";
const OWN: &str = "Uselatest";

/// Adds the report to the edits of a template.
pub(super) fn add(expansion: &mut Expansion, root: Node<'_>) {
    if root.get("Resources").is_none() {
        let path = "Parameters.Report".to_owned();
        expansion.problems.push(Problem { path, written: None, kind: ProblemKind::ReportInPart });
        return;
    }
    let sharing = Sharing::of(root.tree());
    if let Some(anchor) = shared_anchor(root, &sharing) {
        let (path, kind) = (METADATA.to_owned(), ProblemKind::SharedMetadata { anchor: anchor.to_owned() });
        expansion.problems.push(Problem { path, written: None, kind });
        return;
    }
    let Some(edit) = edit(root, &content(expansion)) else { return };
    let others = edits::without(&expansion.edits, edit.range());
    expansion.edits = EditSet::new();
    edits::add_edits(expansion, others.into_iter().chain([edit]), METADATA);
}

/// The anchor through which the metadata that the report changes is used elsewhere.
fn shared_anchor<'t>(root: Node<'t>, sharing: &Sharing<'t>) -> Option<&'t str> {
    let metadata = root.get(METADATA)?;
    // An entry is added to the metadata, or its previous value replaced.
    let changed = metadata.resolved();
    let changed = changed.get(OWN).unwrap_or(changed);
    if !sharing.occurs(changed, 1) {
        return sharing.anchor_of(changed);
    }
    let old = metadata.get(OWN)?;
    sharing.anchor_inside(old, |alias| old.contains(alias))
}

fn content(expansion: &Expansion) -> Value {
    let resolved = expansion.resolutions.iter();
    let resolved: Map<_, _> =
        resolved.map(|resolution| (resolution.path.clone(), json!(resolution.arn))).collect();
    json!({ "Resolved": resolved })
}

fn edit(root: Node<'_>, content: &Value) -> Option<Edit> {
    let Some(metadata) = root.get(METADATA) else {
        return insert(root, METADATA, &json!({ OWN: content }));
    };
    // `Metadata` that is not a mapping, such as a function, has no place for the report.
    match metadata.get(OWN) {
        Some(old) => Some(Edit::replace(old.range(), content.to_string())),
        None if metadata.is_mapping() => insert(metadata, OWN, content),
        None => None,
    }
}

/// Inserts a new first entry. Its value is JSON in a YAML template, too, because JSON is valid YAML.
fn insert(mapping: Node<'_>, key: &str, value: &Value) -> Option<Edit> {
    if mapping.collection_style() == Some(CollectionStyle::Flow) {
        let comma = if mapping.child_count() == 0 { "" } else { "," };
        let text = format!("\"{key}\":{value}{comma}");
        return Some(Edit::insert(mapping.content_range().start() + 1, text));
    }
    let first = mapping.entries().next()?.key.range().start();
    let source = mapping.tree().source();
    let column = source.line_column(first).column as usize - 1;
    let newline = source.newline().as_str();
    Some(Edit::insert(first, format!("{key}: {value}{newline}{:column$}", "")))
}
