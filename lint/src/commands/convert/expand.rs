//! `--expand-json`: properties that are JSON in a string, written as the mapping that the string contains.

use cfn_ast::model::{Resource, TransformKind};
use cfn_ast::syntax::Scalar;
use cfn_ast::value::{Typing, Value};
use cfn_ast::{Edit, EditSet, Node, Source, Template, Tree};
use cfn_schema::{Catalog, Type};

/// Returns the document with mappings in place of such strings; `None` if there are none, or if it could not be proven
/// that nothing else changes.
///
/// A string is replaced if the schema of its resource type accepts a mapping and a string for the property, which it then
/// reads as JSON, and if every scalar in it is a string: CloudFormation may pass numbers and booleans on as strings.
pub(super) fn expanded(tree: &Tree, catalog: &Catalog) -> Option<Tree> {
    let template = Template::new(tree).filter(|template| !template.has_custom_macro())?;
    // A loop would replace its variables in the string before it is read as JSON.
    if template.has_transform(TransformKind::LanguageExtensions) || !tree.errors().is_empty() {
        return None;
    }
    let mut found: Vec<(Node<'_>, Tree)> = Vec::new();
    for resource in template.resources() {
        found.extend(properties(resource, catalog).filter_map(|value| Some((value, document(value)?))));
    }
    let mut edits = EditSet::new();
    let edit = |(value, json): &(Node<'_>, Tree)| {
        Edit::replace(value.content_range(), on_one_line(json.source().text()))
    };
    edits.add_all(found.iter().map(edit)).ok()?;
    let text = edits.apply(tree.source().text());
    let after = tree.parse_version(Source::new(text).ok()?);
    (!found.is_empty() && is_same_apart_from(tree, &after, &found)).then_some(after)
}

/// The values of the properties that may be a mapping or a string.
fn properties<'t>(resource: &Resource<'t>, catalog: &'t Catalog) -> impl Iterator<Item = Node<'t>> {
    let schema = resource.type_name().and_then(|name| catalog.resource_type(name));
    let entries = resource.properties().into_iter().flat_map(Node::entries);
    entries.filter_map(move |entry| {
        let root = schema?.root();
        let property = root.property(root.table().name(entry.name()?)?)?;
        let types = property.schema.keywords().types;
        let accepts_both = !types.is_any() && types.allows(Type::Object) && types.allows(Type::String);
        accepts_both.then_some(entry.value)
    })
}

/// The JSON in a string, if it is a mapping of strings that CloudFormation does not evaluate.
fn document(value: Node<'_>) -> Option<Tree> {
    let is_plain_string = value.tag().is_none() && value.anchor_range().is_none();
    let text = value.as_str().filter(|_| is_plain_string)?;
    let json = Tree::parse_json(Source::new(text).ok()?);
    let root = json.root().filter(|root| json.errors().is_empty() && root.is_mapping())?;
    let is_mapping_of_strings = root.child_count() > 0 && root.descendants().all(is_inert);
    is_mapping_of_strings.then_some(json)
}

fn is_inert(node: Node<'_>) -> bool {
    if node.is_key() {
        let name = node.text().unwrap_or_default();
        let hides_another = node.own_entry().is_some_and(|entry| entry.hides_another());
        return !(name == "Ref" || name.starts_with("Fn::") || hides_another);
    }
    node.scalar().is_none_or(|scalar| matches!(scalar, Scalar::Text(_)))
}

/// JSON without line breaks, which are never a part of its strings.
fn on_one_line(json: &str) -> String {
    json.trim_ascii().replace(['\n', '\r', '\t'], " ")
}

/// Proves that `after` is `before` with the documents in place of the strings that contain them.
fn is_same_apart_from(before: &Tree, after: &Tree, documents: &[(Node<'_>, Tree)]) -> bool {
    let (Some(old), Some(new)) = (before.root(), after.root()) else { return false };
    let mut others = new.descendants();
    for node in old.descendants() {
        let Some(other) = others.next() else { return false };
        let is_same = match documents.iter().find(|(value, _)| *value == node) {
            Some((_, json)) => {
                others.skip_subtree(other);
                let value =
                    |node: Node<'_>| Value::of(node, Typing::Typed).ok().map(|value| format!("{value:?}"));
                json.root().is_some_and(|root| value(root) == value(other))
            }
            None => (node.kind(), node.text(), node.tag()) == (other.kind(), other.text(), other.tag()),
        };
        if !is_same {
            return false;
        }
    }
    after.errors().is_empty() && before.comments().len() == after.comments().len() && others.next().is_none()
}
