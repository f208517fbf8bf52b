//! The reasons why a name is not renamed.

use cfn_ast::model::shape::Names;
use cfn_ast::model::{Intrinsic, PseudoParameter, Target};
use cfn_ast::{Node, Template};

use super::super::names::{Kind, Symbol, declarations};
use super::super::requests::Place;

/// The most characters of a name (AWS CloudFormation User Guide, "Understand CloudFormation quotas").
const MAX_LENGTH: usize = 255;

/// Checks that a name can be renamed.
///
/// # Errors
/// The reason why it cannot.
pub(super) fn check(place: &Place<'_>, symbol: Symbol<'_>) -> Result<(), String> {
    let (template, name) = (place.template, symbol.name);
    if !place.open.file.tree.errors().is_empty() {
        return Err("the template has syntax errors; fix them before renaming".to_owned());
    }
    if symbol.kind == Kind::LoopVariable || name.contains(['$', '&']) {
        return Err(format!("`{name}` belongs to a loop; names in loops cannot be renamed"));
    }
    if template.has_custom_macro() {
        return Err(format!("a custom macro of the template may use the name `{name}`"));
    }
    if template.may_be_named_elsewhere() || template.may_include_declarations() {
        return Err(format!("a snippet that the template includes may use the name `{name}`"));
    }
    if template.has_unknown_functions() {
        return Err(format!("another tool that processes the template may use the name `{name}`"));
    }
    if declarations(template, symbol).len() != 1 {
        return Err(format!("`{name}` is declared more than once"));
    }
    if is_computed(place, symbol.kind) {
        return Err(format!("the template computes names, of which one may be `{name}`"));
    }
    if symbol.kind == Kind::Resource { check_resource(place, name) } else { Ok(()) }
}

/// Checks that a name can be the new name of a declaration.
///
/// # Errors
/// The reason why it cannot.
pub(super) fn check_new_name(
    template: &Template<'_>,
    symbol: Symbol<'_>,
    new_name: &str,
) -> Result<(), String> {
    if !Names::Alphanumeric.contain(new_name) {
        return Err(format!(
            "`{new_name}` is not a valid name: it may contain only {}",
            Names::Alphanumeric.description()
        ));
    }
    if new_name.len() > MAX_LENGTH {
        return Err(format!("the new name has {} characters; the limit is {MAX_LENGTH}", new_name.len()));
    }
    if new_name == symbol.name {
        return Err(format!("`{new_name}` is already its name"));
    }
    let other = match symbol.kind {
        // `Ref` may name either.
        Kind::Parameter | Kind::Resource if template.parameters().contains(new_name) => "a parameter",
        Kind::Parameter | Kind::Resource if template.resources().contains(new_name) => "a resource",
        Kind::Parameter | Kind::Resource if template.may_generate(new_name) => {
            "a resource that a transform generates"
        }
        Kind::Condition if template.conditions().contains(new_name) => "a condition",
        Kind::Mapping if template.mappings().contains(new_name) => "a mapping",
        _ if PseudoParameter::from_name(new_name).is_some() => "a pseudo parameter",
        _ => return Ok(()),
    };
    Err(format!("`{new_name}` is already the name of {other}"))
}

/// Whether the template refers to a declaration of a kind by a name that a function or a loop computes.
fn is_computed(place: &Place<'_>, kind: Kind) -> bool {
    let is_open = |node: Node<'_>| !node.is_scalar() || node.tag().is_some();
    let functions = place.open.file.tree.nodes().flat_map(Node::functions_here);
    let mut views = functions.filter_map(|function| function.view().ok());
    let computes = views.any(|view| match (kind, view) {
        (Kind::Parameter | Kind::Resource, Intrinsic::Ref(name)) => is_open(name),
        (Kind::Resource, Intrinsic::ComputedGetAtt { logical_id, .. }) => is_open(logical_id),
        (Kind::Mapping, Intrinsic::FindInMap { mapping, .. }) => is_open(mapping),
        _ => false,
    });
    let mut open = place.references.iter().filter(|reference| reference.target == Target::Undeclared);
    computes || open.any(|reference| reference.name.contains(['$', '&']))
}

/// Checks what else may use the logical ID of a resource.
fn check_resource(place: &Place<'_>, name: &str) -> Result<(), String> {
    let undeclared = place.references.iter().filter(|reference| reference.target == Target::Undeclared);
    for reference in undeclared {
        if reference.name.starts_with(name) && place.template.may_generate(reference.name) {
            return Err(format!(
                "a transform derives the name `{}`, which is used, from `{name}`",
                reference.name
            ));
        }
    }
    let named = place.open.file.tree.nodes().find(|node| is_connector_id(*node) && node.text() == Some(name));
    match named {
        Some(_) => Err(format!("a connector refers to `{name}` by its `Id`")),
        None => Ok(()),
    }
}

/// Whether a node is the `Id` of an end of a connector (AWS SAM Developer Guide, "`AWS::Serverless::Connector`").
fn is_connector_id(node: Node<'_>) -> bool {
    let is_key = |node: Node<'_>, names: &[&str]| {
        node.key().and_then(Node::text).is_some_and(|key| names.contains(&key))
    };
    is_key(node, &["Id"]) && node.ancestors().any(|above| is_key(above, &["Source", "Destination"]))
}
