//! Values that their position does not accept: the table of intrinsic functions, applied to a template.

use cfn_ast::foreign;
use cfn_ast::model::{Accepts, EvaluatedPart, ForEach, FunctionSet, Kinds, Template};
use cfn_ast::{Function, FunctionName, Node};

use crate::cfn_lint::{holder, is_branch};
use crate::suggest::nearest;

/// A value that is not accepted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ArgumentMismatch<'t> {
    /// The value.
    pub(crate) node: Node<'t>,
    /// What is accepted.
    pub(crate) accepts: &'static Accepts,
    /// What is wrong with it.
    pub(crate) kind: ArgumentMismatchKind<'t>,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ArgumentMismatchKind<'t> {
    /// It is a literal of the wrong kind.
    Literal(Kinds),
    /// It is a function that is not supported there.
    Misplaced(Function<'t>),
    /// It is a function that returns a value of the wrong kind.
    Result(Function<'t>, Kinds),
    /// It is a number out of range.
    OutOfRange(i64, i64),
    /// It is a mapping without this key.
    MissingKey(&'static str),
    /// It is a key that the mapping does not support.
    UnknownKey(&'t str),
}

/// The mismatches in a value and its parts. The arguments of functions are checked with those functions.
pub(crate) fn argument_mismatches<'t>(
    value: Node<'t>,
    accepts: &'static Accepts,
    template: &Template<'t>,
) -> Vec<ArgumentMismatch<'t>> {
    let mut search = Search { template, found: Vec::new() };
    search.value(value, accepts);
    search.found
}

/// The arguments of a function, each with what it accepts. The branches of `Fn::If` are left out: they accept whatever the
/// position of the `Fn::If` does.
pub(crate) fn arguments<'t>(function: Function<'t>) -> impl Iterator<Item = (Node<'t>, &'static Accepts)> {
    let signature = function.name.signature();
    let is_list = function.argument.is_sequence() && function.argument.function().is_none();
    let whole = signature.whole.as_ref().filter(|_| !is_list || signature.list.is_none());
    let list = signature.list.as_ref().filter(|_| is_list);
    let is_if = function.name == FunctionName::If;
    let items = list.into_iter().flat_map(move |list| {
        let items = function.argument.items().enumerate().take(if is_if { 1 } else { list.most });
        items.filter_map(|(index, item)| Some((item, list.at(index)?)))
    });
    whole.map(|accepts| (function.argument, accepts)).into_iter().chain(items)
}

/// Whether a function is supported where it is, regardless of its arguments.
pub(crate) fn is_allowed(function: Function<'_>, template: &Template<'_>) -> bool {
    let accepts = match (holder(function.node), EvaluatedPart::of(function.node, template)) {
        (Some(outer), _) => accepted_in(outer, outermost_branch(function.node)),
        // Whether functions are resolved there depends on the transforms.
        (None, EvaluatedPart::Extended) => None,
        (None, place) => place.accepts(),
    };
    accepts.is_none_or(|accepts| accepts.functions_in(template).contains(function.name))
}

/// What the arguments of a function accept at the position of a value.
fn accepted_in<'t>(outer: Function<'t>, value: Node<'t>) -> Option<&'static Accepts> {
    let (argument, accepts) = arguments(outer).find(|(argument, _)| argument.contains(value))?;
    let around = std::iter::once(value).chain(value.ancestors());
    let depth = around.take_while(|node| node.id() != argument.id()).count();
    (0..depth).try_fold(accepts, |accepts, _| accepts.parts)
}

/// The outermost `Fn::If` of which a value is a branch, directly or through other `Fn::If`; the value itself if it is not a
/// branch.
fn outermost_branch(value: Node<'_>) -> Node<'_> {
    value
        .enclosing_functions()
        .take_while(|outer| is_branch(*outer, value))
        .last()
        .map_or(value, |outer| outer.node)
}

struct Search<'s, 't> {
    template: &'s Template<'t>,
    found: Vec<ArgumentMismatch<'t>>,
}

impl<'t> Search<'_, 't> {
    fn push(&mut self, node: Node<'t>, accepts: &'static Accepts, kind: ArgumentMismatchKind<'t>) {
        self.found.push(ArgumentMismatch { node, accepts, kind });
    }

    fn value(&mut self, value: Node<'t>, accepts: &'static Accepts) {
        match value.function() {
            Some(function) => self.function(function, accepts),
            None if unknown_function(value).is_some() || is_made_by_transform(value) => {}
            // Another tool may insert a value of any kind.
            None if value.is_scalar() && value.text().is_some_and(foreign::has_variable) => {}
            None => self.literal(value, accepts),
        }
    }

    fn function(&mut self, function: Function<'t>, accepts: &'static Accepts) {
        if function.name == FunctionName::Transform {
            return;
        }
        if !accepts.functions_in(self.template).contains(function.name) {
            return self.push(function.node, accepts, ArgumentMismatchKind::Misplaced(function));
        }
        if function.name == FunctionName::If {
            function.items().skip(1).take(2).for_each(|branch| self.value(branch, accepts));
            return;
        }
        let given = Kinds::returned_by(function, self.template);
        if accepts.functions != FunctionSet::ALL && !given.meets(accepts.kinds) {
            self.push(function.node, accepts, ArgumentMismatchKind::Result(function, given));
        }
    }

    fn literal(&mut self, value: Node<'t>, accepts: &'static Accepts) {
        let kinds = Kinds::of_literal(value);
        if accepts.kinds == Kinds::CONDITION && is_truth_value(value) {
            return;
        }
        if !kinds.overlaps(accepts.kinds) {
            return self.push(value, accepts, ArgumentMismatchKind::Literal(kinds));
        }
        if let (Some((least, most)), Some(number)) = (accepts.range, number(value))
            && !(least..=most).contains(&number)
        {
            self.push(value, accepts, ArgumentMismatchKind::OutOfRange(least, most));
        }
        if let Some((required, optional)) = accepts.keys {
            self.keys(value, accepts, required, optional);
        }
        if let Some(parts) = accepts.parts {
            value.items().for_each(|item| self.value(item, parts));
            value.entries().for_each(|entry| self.value(entry.value, parts));
        }
    }

    fn keys(
        &mut self,
        mapping: Node<'t>,
        accepts: &'static Accepts,
        required: &[&'static str],
        optional: &[&'static str],
    ) {
        let named = mapping.entries().filter_map(|entry| Some((entry.key, entry.name()?)));
        let unknown: Vec<(Node<'t>, &'t str)> =
            named.filter(|(_, name)| !required.contains(name) && !optional.contains(name)).collect();
        for &key in required.iter().filter(|key| mapping.get(key).is_none()) {
            // One mistake is one finding: `Default` instead of `DefaultValue` is an unknown key, and not a missing one also.
            let is_misspelled = unknown.iter().any(|(_, name)| {
                let absent = required.iter().chain(optional).filter(|known| mapping.get(known).is_none());
                nearest(name, absent.copied()).contains(&key)
            });
            if !is_misspelled {
                self.push(mapping, accepts, ArgumentMismatchKind::MissingKey(key));
            }
        }
        for (key, name) in unknown {
            self.push(key, accepts, ArgumentMismatchKind::UnknownKey(name));
        }
    }
}

/// Whether a value is true or false, possibly as a string.
fn is_truth_value(value: Node<'_>) -> bool {
    value.is_scalar() && value.text().is_some_and(|text| matches!(text, "true" | "false"))
}

/// The name, without `Fn::`, of a tag or key that looks like a function but is not one.
pub(crate) fn unknown_function(node: Node<'_>) -> Option<&str> {
    if let Some(tag) = node.local_tag() {
        return FunctionName::from_tag(tag).is_none().then_some(tag);
    }
    let entry = node.entries().next().filter(|_| node.child_count() == 2)?;
    let key = entry.name().filter(|key| !ForEach::is_key(key) && FunctionName::from_key(key).is_none())?;
    key.strip_prefix("Fn::")
}

/// Whether a macro, a loop or a merge key adds entries to a mapping.
fn is_made_by_transform(value: Node<'_>) -> bool {
    value.entries().any(|entry| {
        entry.is_merge() || entry.name().is_some_and(|key| key == "Fn::Transform" || ForEach::is_key(key))
    })
}

pub(crate) fn number(node: Node<'_>) -> Option<i64> {
    node.text().filter(|_| node.tag().is_none())?.trim().parse().ok()
}

/// An argument in words: "the delimiter in `Fn::Join`", "the argument of `Ref`".
pub(crate) fn argument_in(accepts: &Accepts, function: FunctionName) -> String {
    let (what, name) = (accepts.what, function.key());
    let preposition = if what.ends_with("argument") { "of" } else { "in" };
    format!("{what} {preposition} `{name}`")
}

/// The kind of a literal value, in words.
pub(crate) fn describe_literal(kinds: Kinds) -> &'static str {
    match kinds {
        Kinds::NONE => "null",
        _ if kinds.contains(Kinds::NUMBER) => "a number",
        _ => kinds.describe(),
    }
}
