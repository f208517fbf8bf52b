//! The choice of corrections to apply: those that are proven to change nothing but the names that they replace, and to
//! introduce no error.

use cfn_ast::syntax::Scalar;
use cfn_ast::{Edit, EditSet, FunctionName, Node, Tree};

use super::regression::Errors;
use super::round::Round;
use super::verify::lost_comment;
use crate::check::Scope;
use crate::finding::{Finding, Severity};

/// The number of attempts after which all remaining corrections are declined. Each attempt checks the whole template.
const MAX_ATTEMPTS: usize = 24;

/// The findings whose corrections are applied, and those whose corrections are not, by index.
#[derive(Default)]
pub(super) struct Chosen {
    pub(super) accepted: Vec<usize>,
    pub(super) declined: Vec<usize>,
}

impl Chosen {
    /// Chooses among the corrections of the findings at the indexes `open`.
    pub(super) fn of(before: &Tree, findings: &[Finding], open: &[usize], scope: Scope<'_>) -> Self {
        let errors = Errors::of(before, scope);
        let mut attempts = Attempts::new(before, scope, &errors);
        let mut chosen = Self::default();
        chosen.add(findings, open, &mut attempts);
        chosen
    }

    /// Accepts a group as a whole, or tries its halves.
    fn add(&mut self, findings: &[Finding], group: &[usize], attempts: &mut Attempts<'_>) {
        let together = self.accepted.iter().chain(group).map(|&index| &findings[index]);
        if attempts.is_right(&Round::of(together)) {
            self.accepted.extend(group);
        } else if let [_, _, ..] = group {
            let (first, second) = group.split_at(group.len() / 2);
            self.add(findings, first, attempts);
            self.add(findings, second, attempts);
        } else {
            self.declined.extend(group);
        }
    }
}

/// A limited number of attempts to apply corrections.
pub(super) struct Attempts<'s> {
    before: &'s Tree,
    scope: Scope<'s>,
    /// The errors of `before`.
    errors: &'s Errors,
    left: usize,
}

impl<'s> Attempts<'s> {
    pub(super) fn new(before: &'s Tree, scope: Scope<'s>, errors: &'s Errors) -> Self {
        Self { before, scope, errors, left: MAX_ATTEMPTS }
    }

    /// Whether the corrections of a round change nothing but names and introduce no error.
    pub(super) fn is_right(&mut self, round: &Round) -> bool {
        if self.left == 0 || round.is_empty() {
            return false;
        }
        self.left -= 1;
        let after = round.apply_to(self.before);
        after.errors().is_empty()
            && is_all_that_changed(self.before, &after, &round.edits)
            && self.errors.first_new(&Errors::of(&after, self.scope), Severity::Note).is_none()
    }
}

/// Whether `after` is `before` with the names of the edits and no other change: the same nodes, each of the same kind,
/// with the same text except for the part that an edit replaces.
fn is_all_that_changed(before: &Tree, after: &Tree, edits: &EditSet) -> bool {
    let edits: Vec<&Edit> = edits.iter().collect();
    let mut done = 0;
    let are_same = before.nodes().zip(after.nodes()).all(|(old, new)| {
        let own = own_edits(old, &edits[done..]);
        done += own.len();
        // A key that its mapping now has twice would discard one of the values, and a change of an anchored node would
        // also change what its aliases repeat.
        is_same_but_for(old, new, own) && (own.is_empty() || !(is_twice(new) || is_repeated(old)))
    });
    // An edit that belongs to no node changes something other than a name.
    are_same
        && done == edits.len()
        && before.node_count() == after.node_count()
        && lost_comment(before, after).is_none()
}

/// Returns the leading edits that are within a node's tag or within a scalar. Nodes and edits are in the order of the
/// source.
fn own_edits<'e, 'a>(node: Node<'_>, edits: &'e [&'a Edit]) -> &'e [&'a Edit] {
    let is_own = |edit: &&&Edit| {
        let is_in_tag = node.tag_range().is_some_and(|tag| tag.contains_range(edit.range()));
        is_in_tag || (node.is_scalar() && node.content_range().contains_range(edit.range()))
    };
    &edits[..edits.iter().take_while(is_own).count()]
}

fn is_same_but_for(old: Node<'_>, new: Node<'_>, edits: &[&Edit]) -> bool {
    let position =
        |node: Node<'_>| (node.kind(), node.is_key(), node.child_count(), node.parent().map(Node::id));
    // A name such as `yes` or `1` would no longer be read as a string.
    let is_string = |node: Node<'_>| matches!(node.scalar(), Some(Scalar::Text(_)));
    let target = |node: Node<'_>| node.alias_target().map(Node::id);
    if !edits.is_empty() && becomes_default_region(old, new) {
        // The string is in quotes, so it is of another kind than the empty value.
        return old.parent().map(Node::id) == new.parent().map(Node::id) && old.tag() == new.tag();
    }
    position(old) == position(new)
        && is_string(old) == is_string(new)
        && target(old) == target(new)
        && expected_tag(old, edits).as_deref() == new.tag()
        && expected_text(old, edits).as_deref() == new.text()
}

/// Whether the empty argument of a `Fn::GetAZs`, which CloudFormation rejects, becomes the empty string, which means the
/// region of the stack (AWS CloudFormation User Guide, "Fn::GetAZs").
fn becomes_default_region(old: Node<'_>, new: Node<'_>) -> bool {
    region_argument(old).is_some_and(|argument| argument.scalar() == Some(Scalar::Null))
        && region_argument(new).is_some_and(|argument| argument.as_str() == Some(""))
}

/// Returns the argument of a `Fn::GetAZs`, without the tag of its short form, if that is the node.
fn region_argument(node: Node<'_>) -> Option<Node<'_>> {
    let function = node.function().or_else(|| node.parent().and_then(Node::function))?;
    let is_argument = function.argument.id() == node.id() && function.name == FunctionName::GetAZs;
    is_argument.then_some(function.argument)
}

fn expected_tag(node: Node<'_>, edits: &[&Edit]) -> Option<String> {
    let range = node.tag_range();
    let mut tag = node.tag()?.to_owned();
    for edit in edits.iter().rev().filter(|edit| range.is_some_and(|tag| tag.contains_range(edit.range()))) {
        let start = (edit.range().start() - range?.start()) as usize;
        let end = start + edit.range().len() as usize;
        tag.get(start..end)?;
        tag.replace_range(start..end, edit.text());
    }
    Some(tag)
}

fn expected_text(node: Node<'_>, edits: &[&Edit]) -> Option<String> {
    let mut text = node.text()?.to_owned();
    for edit in edits.iter().rev().filter(|edit| node.content_range().contains_range(edit.range())) {
        text.replace_range(node.text_part(edit.range())?, edit.text());
    }
    Some(text)
}

/// Whether the node is a duplicate key of its mapping.
fn is_twice(node: Node<'_>) -> bool {
    let mapping = node.parent().filter(|_| node.is_key());
    mapping.is_some_and(|mapping| mapping.entries().filter(|entry| entry.name() == node.text()).count() > 1)
}

/// Whether an alias may repeat the node: whether the node or one around it has an anchor.
fn is_repeated(node: Node<'_>) -> bool {
    std::iter::once(node).chain(node.ancestors()).any(|outer| outer.anchor_range().is_some())
}
