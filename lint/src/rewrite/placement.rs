//! Where in a template one function may take the place of another.

use cfn_ast::model::{Context, ForEach, FunctionSlot, Section, Template, TransformKind};
use cfn_ast::{Function, FunctionName, Node};

use crate::fix::Applicability;

/// Whether a function may be rewritten where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing but CloudFormation reads the function.
    Safe,
    /// Something else may read it; says what.
    Unsafe(&'static str),
    /// The place takes no other function, or means something by this one.
    Never,
}

/// Whether a function may become another string function, or a string.
pub(crate) fn verdict(function: Function<'_>, template: &Template<'_>) -> Verdict {
    verdict_at(function.node, template)
}

/// Whether another function that gives a string, or a string, may stand in the place of a node.
pub(crate) fn verdict_at(node: Node<'_>, template: &Template<'_>) -> Verdict {
    let fits = node.enclosing_functions().all(|outer| accepts_string_function(outer, node, template))
        && accepts_functions(node, template)
        && !is_read_by_transform(node, template);
    if !fits || is_loop_header(node, template) {
        Verdict::Never
    } else if template.has_custom_macro() {
        Verdict::Unsafe("a macro may look for the function")
    } else if template.loops_around(node).next().is_some() {
        Verdict::Unsafe("Fn::ForEach substitutes text before the function is evaluated")
    } else {
        Verdict::Safe
    }
}

/// Whether an argument of `outer` may be any function that gives a string.
///
/// From the pages of each function in AWS's reference, section "Supported functions".
fn accepts_string_function(outer: Function<'_>, node: Node<'_>, template: &Template<'_>) -> bool {
    let slot = FunctionSlot::within(outer, node);
    match (outer.name, slot.argument) {
        // The items of the list and the values of the mapping, not the delimiter, and not in place of the list.
        (FunctionName::Join | FunctionName::Select | FunctionName::Sub, place) => {
            place == Some(1) && !slot.is_whole
        }
        (FunctionName::Split, place) => place == Some(1),
        (FunctionName::If, place) => place.is_some_and(|place| place > 0),
        (FunctionName::FindInMap, _) => template.has_transform(TransformKind::LanguageExtensions),
        (
            FunctionName::Base64
            | FunctionName::ImportValue
            | FunctionName::ToJsonString
            | FunctionName::Length
            | FunctionName::Equals
            | FunctionName::And
            | FunctionName::Or
            | FunctionName::Not,
            _,
        ) => true,
        _ => false,
    }
}

/// Whether intrinsic functions are evaluated there at all: in properties, metadata and update policies of resources, in
/// the values of outputs and the names of exports, and in conditions (AWS CloudFormation User Guide, "Intrinsic
/// function reference"). SAM's `Globals` become properties.
fn accepts_functions(node: Node<'_>, template: &Template<'_>) -> bool {
    let context = Context::of(node);
    let path = context.path();
    match context.section() {
        Some(Section::Resources) => {
            matches!(path.first(), Some(&("Properties" | "Metadata" | "UpdatePolicy")))
        }
        Some(Section::Outputs) => path.first() == Some(&"Value") || path.starts_with(&["Export", "Name"]),
        Some(Section::Conditions) => true,
        Some(Section::Globals) => template.has_transform(TransformKind::Serverless),
        _ => false,
    }
}

/// Properties that SAM or the macro of this project reads before CloudFormation does: a function they pass over could
/// become a string that they act on, and the other way round.
fn is_read_by_transform(node: Node<'_>, template: &Template<'_>) -> bool {
    let context = Context::of(node);
    let path = context.path();
    let has_layers = path.contains(&"Layers");
    if has_layers && template.has_transform(TransformKind::Uselatest) {
        return true;
    }
    let is_sam_resource = context
        .declaration()
        .and_then(|name| template.resource_type(name))
        .is_some_and(|name| name.starts_with("AWS::Serverless::"));
    let is_sam = is_sam_resource || context.section() == Some(Section::Globals);
    is_sam
        && (has_layers
            || path.iter().any(|key| {
                matches!(*key, "CodeUri" | "ContentUri" | "DefinitionUri" | "ImageUri" | "Location")
            })
            || (path.contains(&"Events") && path.contains(&"Path")))
}

/// Whether the node belongs to the variable or the collection of a `Fn::ForEach`.
fn is_loop_header(node: Node<'_>, template: &Template<'_>) -> bool {
    template.loops().iter().any(|each| each.identifier.contains(node) || each.collection.contains(node))
}

/// Whether anchors, aliases or merge keys stand in the node, which a rewrite would tear from what refers to them.
pub(crate) fn has_anchors(node: Node<'_>) -> bool {
    node.descendants().any(|inner| {
        inner.anchor_range().is_some() || inner.is_alias() || (inner.is_key() && inner.text() == Some("<<"))
    })
}

/// Whether something sees the functions of a place as they are written: a macro, a loop, an included snippet, the rules
/// of parameters, or what stands for the place by an alias.
pub(crate) fn is_read_as_written<'t>(node: Node<'t>, template: &Template<'t>) -> bool {
    template.has_custom_macro()
        || std::iter::once(node).chain(node.ancestors()).any(|outer| reads_as_written(outer, template))
}

fn reads_as_written<'t>(node: Node<'t>, template: &Template<'t>) -> bool {
    let is_at_root = node.parent() == Some(template.root());
    let by_key = node.key().and_then(Node::text).is_some_and(|key| {
        ForEach::is_key(key)
            || key == "Fn::Transform"
            || (key == Section::Rules.key() && is_at_root)
            || (key == "Layers" && template.has_transform(TransformKind::Uselatest))
    });
    by_key || node.anchor_range().is_some() || node.get("Fn::Transform").is_some()
}

/// What a fix is that keeps the meaning where CloudFormation evaluates the place and nothing else reads it before.
pub(crate) fn safe_where_evaluated<'t>(node: Node<'t>, template: &Template<'t>) -> Applicability {
    if is_read_as_written(node, template) { Applicability::Unsafe } else { Applicability::Safe }
}

/// Whether in place of the function nothing but `Condition: Name` would be left of a declared condition, or of a part
/// that reads such a mapping as something else.
pub(crate) fn is_condition_alone(function: Function<'_>, operand: Node<'_>) -> bool {
    let is_name = operand.function().is_some_and(|inner| inner.name == FunctionName::Condition);
    let is_operand = function
        .node
        .enclosing_function()
        .is_some_and(|outer| matches!(outer.name, FunctionName::And | FunctionName::Or | FunctionName::Not));
    is_name && !is_operand
}
