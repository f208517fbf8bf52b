//! Where in a template a function may be replaced with another one.

use cfn_ast::foreign;
use cfn_ast::model::{
    Context, EvaluatedPart, ForEach, FunctionSet, FunctionSlot, Section, Template, TransformKind,
};
use cfn_ast::{Function, FunctionName, Node};

use crate::cfn_lint::is_branch;
use crate::fix::Applicability;

use super::super::argument_mismatches::is_allowed;

/// Whether a function may be rewritten where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing but CloudFormation reads the function.
    Safe,
    /// Something else may read the function; the reason, as it follows "because".
    Unsafe(&'static str),
    /// The place does not accept another function, or something reads the function in a special way.
    Never,
}

impl Verdict {
    /// Returns the applicability of a fix that keeps the meaning.
    pub(crate) fn applicability(self) -> Applicability {
        if self == Self::Safe { Applicability::Safe } else { Applicability::Unsafe }
    }
}

/// Whether a function may be replaced with a string or with another function that returns a string.
pub(crate) fn verdict<'t>(function: Function<'t>, template: &Template<'t>) -> Verdict {
    verdict_at(function.node, template)
}

/// Whether a node may be replaced with a string or with a function that returns a string.
pub(crate) fn verdict_at<'t>(node: Node<'t>, template: &Template<'t>) -> Verdict {
    let fits = accepts(&STRING_FUNCTIONS, node, template)
        && accepts_functions(node, template)
        && !is_read_by_transform(node, template);
    if !fits
        || is_name_of_condition(node)
        || is_for_other_tool(node)
        || template.loop_with_header(node).is_some()
        || is_in_malformed_loop(node, template)
    {
        Verdict::Never
    } else if template.has_custom_macro() {
        Verdict::Unsafe("a macro may depend on the function as it is written")
    } else if template.loops_around(node).next().is_some() {
        Verdict::Unsafe("`Fn::ForEach` replaces placeholders before the function is evaluated")
    } else if std::iter::once(node).chain(node.ancestors()).any(is_transform) {
        Verdict::Unsafe("a transform reads its parameters before functions are evaluated")
    } else if std::iter::once(node).chain(node.ancestors()).any(has_unknown_tag) {
        Verdict::Unsafe("the effect of the unknown tag around it is not known")
    } else if is_hashed_by_sam(node, template) {
        Verdict::Unsafe("SAM derives logical IDs from these properties as they are written")
    } else if Context::of(node).section() == Some(Section::Rules) {
        Verdict::Unsafe("`Rules` are evaluated before the stack is created")
    } else if template.reads_functions_as_written(node) {
        Verdict::Unsafe("a transform may depend on the function as it is written")
    } else if node.is_anchored() {
        Verdict::Unsafe("an alias can copy the function to a place where it is read as it is written")
    } else {
        Verdict::Safe
    }
}

/// Whether a string in place of the node would be the name of a condition.
fn is_name_of_condition(node: Node<'_>) -> bool {
    node.key().and_then(Node::text) == Some(FunctionName::Condition.key())
        && Context::of(node).section() == Some(Section::Conditions)
}

/// Whether another tool reads a string in the node, or reads the node as a part of one of its directives.
fn is_for_other_tool(node: Node<'_>) -> bool {
    let is_variable = |inner: Node<'_>| inner.is_scalar() && inner.text().is_some_and(foreign::has_variable);
    let is_argument = |outer: Node<'_>| {
        let by_tag = outer.tree().node(outer.id()).local_tag().is_some_and(foreign::is_directive_name);
        by_tag || outer.key().and_then(Node::text).is_some_and(foreign::is_directive_key)
    };
    std::iter::once(node).chain(node.ancestors()).any(is_argument)
        || node.descendants().any(|inner| is_variable(inner) || foreign::is_directive(inner))
}

/// Whether every function around a node accepts these functions in place of the node.
pub(crate) fn accepts(names: &[FunctionName], node: Node<'_>, template: &Template<'_>) -> bool {
    let own = function_of_tag(node).into_iter();
    let around: Vec<Node<'_>> = std::iter::once(node).chain(node.ancestors()).collect();
    own.chain(node.enclosing_functions())
        .all(|outer| accepts_functions_within(outer, names, &around, template))
}

/// The function whose tag precedes a node that is itself a function in its long form, as in `!GetAZs {Ref: Region}`.
fn function_of_tag(node: Node<'_>) -> Option<Function<'_>> {
    let written = node.tree().node(node.id());
    (node.tag() != written.tag()).then(|| written.function()).flatten()
}

/// Whether the node is in a loop that is malformed, so it is not known what its body means.
fn is_in_malformed_loop(node: Node<'_>, template: &Template<'_>) -> bool {
    let is_loop = |outer: Node<'_>| outer.key().and_then(Node::text).is_some_and(ForEach::is_key);
    !template.malformed_loops().is_empty()
        && template.loops_around(node).next().is_none()
        && std::iter::once(node).chain(node.ancestors()).any(is_loop)
}

/// Whether `outer` accepts each of these functions in place of a node inside one of its arguments; `around` is the node
/// and everything around it, the innermost first.
///
/// Descends from the argument to the node. If there is another function in between, `outer` only has to accept that
/// one.
fn accepts_functions_within(
    outer: Function<'_>,
    names: &[FunctionName],
    around: &[Node<'_>],
    template: &Template<'_>,
) -> bool {
    let Some(&node) = around.first() else { return false };
    if matches!(outer.name, FunctionName::Ref | FunctionName::GetAtt) {
        // A string there would be a name rather than a value.
        return false;
    }
    let slot = FunctionSlot::within(outer, node);
    let signature = outer.name.signature();
    let (argument, accepts) = match (slot.argument, &signature.list) {
        (Some(index), Some(list)) => (outer.argument.item(index), list.at(index)),
        _ => (Some(outer.argument), signature.whole.as_ref()),
    };
    let (Some(argument), Some(mut accepts)) = (argument, accepts) else { return false };
    // Below an argument that accepts everything nothing has to be looked at.
    if accepts.parts.is_none() && accepts.functions_in(template) == FunctionSet::ALL {
        return true;
    }
    let inside = around.partition_point(|step| argument.contains(*step));
    let mut path = &around[..inside];
    while let Some((&step, rest)) = path.split_last() {
        path = rest;
        if step.id() == node.id() {
            return names.iter().all(|name| accepts.functions_in(template).contains(*name));
        }
        let step = if step.id() == argument.id() { argument } else { step };
        if let Some(between) = step.function() {
            let is_accepted = accepts.functions_in(template).contains(between.name);
            if !is_accepted || !is_branch(between, node) {
                return is_accepted;
            }
            // A branch of an accepted `Fn::If` returns its value in the same place, so it must be accepted like it.
            while let Some((step, rest)) = path.split_last()
                && !between.items().any(|branch| branch.contains(*step))
            {
                path = rest;
            }
            continue;
        }
        let Some(parts) = accepts.parts else { return accepts.functions == FunctionSet::ALL };
        accepts = parts;
    }
    false
}

/// The functions that rewrites create.
const STRING_FUNCTIONS: [FunctionName; 2] = [FunctionName::Join, FunctionName::Sub];

/// Whether CloudFormation evaluates any intrinsic functions at the node.
fn accepts_functions(node: Node<'_>, template: &Template<'_>) -> bool {
    EvaluatedPart::of(node, template) != EvaluatedPart::None
}

/// Whether the node is in a property that SAM or the macro Uselatest reads before CloudFormation does. They act on
/// strings and ignore functions, so a function that becomes a string, or a string that becomes a function, changes
/// the result.
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

/// Whether the node is in properties from which SAM derives logical IDs, or in `Globals`, which become a part of them.
/// Another spelling there replaces a deployment, a domain name or a layer version.
fn is_hashed_by_sam(node: Node<'_>, template: &Template<'_>) -> bool {
    let context = Context::of(node);
    let resource = context.declaration().and_then(|name| template.resources().get(name));
    match context.section() {
        Some(Section::Globals) => true,
        Some(Section::Resources) => resource.is_some_and(|resource| {
            context.path_starts_with(&["Properties"]) && template.has_hashed_properties(resource)
        }),
        _ => false,
    }
}

/// Whether there are anchors, aliases or merge keys in the node, which a rewrite would separate from each other.
pub(crate) fn has_anchors(node: Node<'_>) -> bool {
    node.has_shared_content()
}

/// Whether anything sees the functions in a node as they are written: what the proof of a rewrite knows of, an included
/// snippet beside it, an unknown tag, or an alias elsewhere.
pub(crate) fn is_read_as_written<'t>(node: Node<'t>, template: &Template<'t>) -> bool {
    let is_seen = |outer: Node<'t>| {
        outer.anchor_range().is_some() || template.has_snippet(outer) || has_unknown_tag(outer)
    };
    template.reads_functions_as_written(node) || std::iter::once(node).chain(node.ancestors()).any(is_seen)
}

/// Whether the node is `!Transform`, or the value of `Fn::Transform`.
fn is_transform(node: Node<'_>) -> bool {
    node.tree().node(node.id()).local_tag() == Some(FunctionName::Transform.name())
        || node.key().and_then(Node::text) == Some(FunctionName::Transform.key())
}

/// Whether the node has a tag that is not a function: that of another tool, or a typo.
fn has_unknown_tag(node: Node<'_>) -> bool {
    let written = node.tree().node(node.id());
    written.local_tag().is_some_and(|tag| FunctionName::from_tag(tag).is_none())
}

/// The applicability of a fix that keeps the meaning provided that only CloudFormation reads the node.
pub(crate) fn safe_where_evaluated<'t>(node: Node<'t>, template: &Template<'t>) -> Applicability {
    let is_name = function_of_tag(node)
        .or_else(|| node.enclosing_function())
        .is_some_and(|outer| matches!(outer.name, FunctionName::Ref | FunctionName::GetAtt));
    // Of a function where none is accepted it is not known what CloudFormation would make.
    let is_accepted = || {
        let mut functions = node.functions_here();
        functions.all(|function| {
            accepts_functions(node, template)
                && accepts(&[function.name], node, template)
                && is_allowed(function, template)
        })
    };
    if is_name || is_read_as_written(node, template) || !is_accepted() {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    }
}

/// Whether replacing the function with the operand would leave only `Condition: Name` anywhere but in `And`, `Or` or
/// `Not`: a second name for another condition, or a mapping that means something else.
pub(crate) fn is_condition_alone(function: Function<'_>, operand: Node<'_>) -> bool {
    let is_name = operand.function().is_some_and(|inner| inner.name == FunctionName::Condition);
    let is_operand = function
        .node
        .enclosing_function()
        .is_some_and(|outer| matches!(outer.name, FunctionName::And | FunctionName::Or | FunctionName::Not));
    is_name && !is_operand
}
