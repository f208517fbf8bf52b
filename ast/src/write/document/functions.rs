//! Functions as they are written in a whole document.

use std::borrow::Cow;

use crate::model::{Form, Function, FunctionName, GetAttName, Intrinsic, Template};
use crate::range::TextRange;
use crate::syntax::{CollectionStyle, Node};
use crate::value::long_name;

/// The argument of a function as it is written.
#[derive(Clone, Debug)]
pub(super) enum Argument<'t> {
    /// A node without its tag.
    Node(Node<'t>),
    /// A string, which every scalar after a tag is.
    Text(Cow<'t, str>),
    /// The parts of a name that CloudFormation splits.
    Parts(Vec<&'t str>),
}

/// Returns the key and the argument of the long form of a node with a tag; `None` without one.
pub(super) fn long_form<'t>(node: Node<'t>) -> Option<(Cow<'t, str>, Argument<'t>)> {
    let tag = node.local_tag()?;
    let argument = node.without_tag();
    let argument = match argument.text() {
        Some(text) if tag == FunctionName::GetAtt.name() => Argument::Parts(text.splitn(2, '.').collect()),
        Some(text) => Argument::Text(Cow::Borrowed(text)),
        None => Argument::Node(argument),
    };
    Some((long_name(tag), argument))
}

/// Returns the tag and the argument of the short form in which a node is written; `None` for functions in the long form
/// and for other nodes.
///
/// A tag that is not a function of CloudFormation remains a tag: some other tool reads it.
pub(super) fn short_form<'t>(
    node: Node<'t>,
    template: Option<&Template<'t>>,
    form: Form,
) -> Option<(&'t str, Argument<'t>)> {
    let Some(function) = node.function() else {
        return node.local_tag().map(|tag| (tag, short_argument(node.without_tag())));
    };
    // A tag cannot follow a tag, so that the inner one of two functions is written as a tag.
    let is_possible = form == Form::Short && function.argument.function().is_none();
    let is_short = match function.form {
        Form::Short => is_possible,
        Form::Long => is_possible && template.is_some_and(|template| can_be_shortened(function, template)),
    };
    if !is_short {
        return None;
    }
    let name = function.name.name();
    if let Some(dotted) = dotted(function) {
        return Some((name, Argument::Text(Cow::Owned(dotted))));
    }
    Some((name, short_argument(function.argument)))
}

fn short_argument(argument: Node<'_>) -> Argument<'_> {
    argument.text().map_or(Argument::Node(argument), |text| Argument::Text(Cow::Borrowed(text)))
}

/// Whether a function in the long form has the same value in the short form, and CloudFormation reads that.
fn can_be_shortened<'t>(function: Function<'t>, template: &Template<'t>) -> bool {
    let Function { name, argument, key, .. } = function;
    let is_named = key.is_some_and(|key| key.anchor_range().is_some());
    if is_named || argument.is_alias() || argument.local_tag().is_some() {
        return false;
    }
    let keeps_value = match name {
        // The long form of a dotted name is a string, the short form the list of its two parts.
        FunctionName::GetAtt => dotted(function).is_some(),
        _ if argument.is_scalar() => argument.as_str().is_some(),
        _ => argument.child_count() > 0,
    };
    keeps_value && template.accepts_short_form(function)
}

/// The two names of a `GetAtt` with a list, joined by a period.
fn dotted(function: Function<'_>) -> Option<String> {
    match function.view() {
        Ok(Intrinsic::GetAtt(name)) if name.is_list() && !has_comment(function.argument) => joined(name),
        _ => None,
    }
}

/// Joins the names; `None` if CloudFormation could split the result anywhere else, or if a loop replaces a part of it.
fn joined(name: GetAttName<'_>) -> Option<String> {
    let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
    let has_placeholder = |text: &str| text.contains("${") || text.contains("&{");
    let are_strings = [name.logical_id_node, name.attribute_node]
        .iter()
        .all(|node| node.as_str().is_some() && node.anchor_range().is_none());
    let parts_fit =
        [name.logical_id, name.attribute].iter().all(|text| is_word(text) && !has_placeholder(text));
    let can_join = are_strings && parts_fit && !name.logical_id.contains('.');
    can_join.then(|| format!("{}.{}", name.logical_id, name.attribute))
}

fn has_comment(list: Node<'_>) -> bool {
    list.tree().comments().any_within(TextRange::new(list.range().start(), end_with_comment(list)))
}

/// The byte before which the comments of a list begin: with that on the last line of a block.
pub(super) fn end_with_comment(list: Node<'_>) -> u32 {
    let (source, end) = (list.tree().source(), list.range().end());
    let line = source.line_range(source.line_index(end));
    if list.collection_style() == Some(CollectionStyle::Block) { line.end().max(end) } else { end }
}
