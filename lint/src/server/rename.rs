//! Renaming a parameter, resource, condition or mapping, with all of its uses.
//!
//! A name that something outside of the template may use is not renamed. The result is read again, and must have the same
//! references to the same declarations.

mod refused;

use std::collections::HashMap;

use cfn_ast::model::{Reference, References, Target};
use cfn_ast::syntax::Scalar;
use cfn_ast::{Edit, EditSet, Source, Template, TextRange, Tree};
use gen_lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, DocumentChange, OptionalVersionedTextDocumentIdentifier,
    PrepareRenamePlaceholder, TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};

use super::edits::{text_edits, workspace_edit};
use super::names::{Kind, Symbol, declarations, name_range, symbol_at, uses};
use super::requests::{Place, Refusal};

/// The identifier of the one annotation of a rename.
const ANNOTATION: &str = "rename";

/// Returns the name that can be renamed at a place; `None` where there is no name.
///
/// # Errors
/// The reason why the name cannot be renamed.
pub(super) fn prepare(place: &Place<'_>) -> Result<Option<PrepareRenamePlaceholder>, Refusal> {
    let Some(symbol) = symbol_at(place.template, place.references, place.offset) else { return Ok(None) };
    refused::check(place, symbol).map_err(Refusal::Wrong)?;
    let range = place.open.encoding().range(place.open.file.tree.source(), symbol.range);
    Ok(Some(PrepareRenamePlaceholder { range, placeholder: symbol.name.to_owned() }))
}

/// Returns the edits that rename the name at a place.
///
/// # Errors
/// The reason why the name cannot be renamed, or not to `new_name`.
pub(super) fn rename(place: &Place<'_>, new_name: &str) -> Result<Option<WorkspaceEdit>, Refusal> {
    let Some(symbol) = symbol_at(place.template, place.references, place.offset) else { return Ok(None) };
    refused::check(place, symbol).map_err(Refusal::Wrong)?;
    refused::check_new_name(place.template, symbol, new_name).map_err(Refusal::Wrong)?;
    let mut ranges: Vec<TextRange> =
        declarations(place.template, symbol).into_iter().map(name_range).collect();
    ranges.extend(uses(place.template, place.references, symbol));
    let edits: Vec<Edit> = ranges.into_iter().map(|range| Edit::replace(range, new_name)).collect();
    prove(place, symbol, new_name, &edits).map_err(Refusal::Wrong)?;
    let mut edits = text_edits(place.open.file.tree.source(), &edits, place.open.encoding());
    edits.sort_by_key(|edit| (edit.range.start.line, edit.range.start.character));
    Ok(Some(change(place, symbol, edits)))
}

/// Checks that the edits change nothing but the name: the same references lead to the same declarations.
fn prove(place: &Place<'_>, symbol: Symbol<'_>, new_name: &str, edits: &[Edit]) -> Result<(), String> {
    let tree = &place.open.file.tree;
    let mut set = EditSet::new();
    let added = set.add_all(edits.iter().cloned());
    added.map_err(|_| format!("`{}` is written in a way that cannot be renamed", symbol.name))?;
    let source = Source::new(set.apply(tree.source().text())).map_err(|error| error.to_string())?;
    let renamed = tree.parse_version(source);
    let is_same = renamed.errors().is_empty()
        && Template::new(&renamed).is_some_and(|after| is_same(place, symbol, new_name, &renamed, &after));
    is_same.then_some(()).ok_or_else(|| format!("`{new_name}` would change what other names refer to"))
}

fn is_same(place: &Place<'_>, symbol: Symbol<'_>, new_name: &str, tree: &Tree, after: &Template<'_>) -> bool {
    let references = References::of(after);
    let renamed = Symbol { kind: symbol.kind, name: new_name, range: symbol.range };
    let keys = declarations(after, renamed);
    let count = place.references.iter().count();
    // A name such as `true` or `1e3` would be read as another kind of value.
    !keys.is_empty()
        && keys.iter().all(|key| key.scalar() == Some(Scalar::Text(new_name)))
        && tree.node_count() == place.open.file.tree.node_count()
        && references.iter().count() == count
        && place.references.iter().zip(&references).all(|(old, new)| is_renamed(old, new, symbol, new_name))
}

/// Whether a reference is that of before, with the new name if it is one to the renamed declaration.
fn is_renamed(old: &Reference<'_>, new: &Reference<'_>, symbol: Symbol<'_>, new_name: &str) -> bool {
    let is_own = match (symbol.kind, old.target) {
        (Kind::Parameter, Target::Parameter(name))
        | (Kind::Resource, Target::Resource(name))
        | (Kind::Condition, Target::Condition(name))
        | (Kind::Mapping, Target::Mapping(name)) => name == symbol.name,
        _ => false,
    };
    let expected = if is_own { new_name } else { old.name };
    let same_target = match (old.target, new.target) {
        (Target::Parameter(_), Target::Parameter(name))
        | (Target::Resource(_), Target::Resource(name))
        | (Target::Condition(_), Target::Condition(name))
        | (Target::Mapping(_), Target::Mapping(name))
        | (Target::LoopVariable(_), Target::LoopVariable(name)) => name == expected,
        (Target::SubMapping(old), Target::SubMapping(new)) => old.id() == new.id(),
        (old, new) => old == new,
    };
    old.kind == new.kind
        && old.attribute == new.attribute
        && old.node.id() == new.node.id()
        && new.name == expected
        && same_target
}

/// Returns the change, which says what it does to a deployed stack if the client can show that.
fn change(place: &Place<'_>, symbol: Symbol<'_>, edits: Vec<TextEdit>) -> WorkspaceEdit {
    let uri = &place.open.uri;
    let label = match symbol.kind {
        Kind::Resource => format!("Replaces the resource `{}` when the stack is updated", symbol.name),
        Kind::Parameter => {
            format!("Whoever passes a value for the parameter `{}` must use the new name", symbol.name)
        }
        Kind::Condition | Kind::Mapping | Kind::LoopVariable => return workspace_edit(uri, edits),
    };
    if !place.open.client.confirms_changes {
        return workspace_edit(uri, edits);
    }
    let annotated = |text_edit| AnnotatedTextEdit { annotation_id: ANNOTATION.to_owned(), text_edit }.into();
    let document = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            version: Some(place.open.version),
            text_document_identifier: TextDocumentIdentifier { uri: uri.clone() },
        },
        edits: edits.into_iter().map(annotated).collect(),
    };
    let annotation = ChangeAnnotation { label, needs_confirmation: Some(true), description: None };
    WorkspaceEdit {
        changes: None,
        document_changes: Some(vec![DocumentChange::TextDocumentEdit(document)]),
        change_annotations: Some(HashMap::from([(ANNOTATION.to_owned(), annotation)])),
    }
}
