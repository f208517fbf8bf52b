//! The proof of corrections: the tree afterwards is the one before with what the edits correct, and no other change.

use cfn_ast::syntax::{NodeId, Scalar};
use cfn_ast::{Edit, EditSet, FunctionName, Node, Tree};
use rustc_hash::FxHashMap;

use super::verify::lost_comment;

/// Whether `after` is `before` with the names of the edits, and with a value in a list of one, or without such a list,
/// where the edits say so: otherwise the same nodes, each of the same kind, with the same text and all comments.
pub(super) fn is_all_that_changed(before: &Tree, after: &Tree, edits: &EditSet) -> bool {
    let mut comparison = Comparison {
        edits: edits.iter().map(|edit| (edit, false)).collect(),
        counterparts: FxHashMap::default(),
        aliases: Vec::new(),
    };
    let are_same = match (before.root(), after.root()) {
        (Some(old), Some(new)) => comparison.are_same(old, new),
        (None, None) => true,
        _ => false,
    };
    // An edit that belongs to no node changes something other than what is corrected.
    are_same
        && comparison.edits.iter().all(|(_, is_used)| *is_used)
        && comparison.repeat_the_same()
        && lost_comment(before, after).is_none()
}

struct Comparison<'e> {
    /// The edits, and whether a node accounts for them.
    edits: Vec<(&'e Edit, bool)>,
    /// The node afterwards of each node before.
    counterparts: FxHashMap<NodeId, NodeId>,
    /// The targets of each alias, before and afterwards.
    aliases: Vec<(NodeId, NodeId)>,
}

impl<'e> Comparison<'e> {
    fn are_same(&mut self, old: Node<'_>, new: Node<'_>) -> bool {
        self.counterparts.insert(old.id(), new.id());
        if let Some((old, new)) = self.without_list_of_one(old, new) {
            return self.are_same(old, new);
        }
        let own = self.own_edits(old);
        // A key that its mapping now has twice would discard one of the values, and a change of an anchored node would
        // also change what its aliases repeat.
        if !own.is_empty() && (is_twice(new) || old.is_anchored()) || !is_same_but_for(old, new, &own) {
            return false;
        }
        match (old.alias_target(), new.alias_target()) {
            (Some(old), Some(new)) => self.aliases.push((old.id(), new.id())),
            (None, None) => {}
            _ => return false,
        }
        old.children().zip(new.children()).all(|(old, new)| self.are_same(old, new))
    }

    /// The value in the list of one that the edits write around it or remove.
    fn without_list_of_one<'o, 'n>(&mut self, old: Node<'o>, new: Node<'n>) -> Option<(Node<'o>, Node<'n>)> {
        let is_list_of_one = |node: Node<'_>| node.is_sequence() && node.child_count() == 1;
        let is_plain = |list: Node<'_>| list.tag().is_none() && list.anchor_range().is_none();
        let pair = match (old.is_sequence(), new.is_sequence()) {
            (false, true) if is_list_of_one(new) && is_plain(new) => (old, new.item(0)?),
            (true, false) if is_list_of_one(old) && is_plain(old) => (old.item(0)?, new),
            _ => return None,
        };
        if old.is_key() || old.is_anchored() {
            return None;
        }
        let range = old.range();
        let mut is_found = false;
        // An edit that replaces a list may begin before it, where its key ends.
        let first = self.first_from(range.start()).saturating_sub(1);
        let near = self.edits[first..].iter_mut().take_while(|(edit, _)| edit.range().start() <= range.end());
        for (edit, is_used) in near {
            let at = edit.range();
            let is_bracket = at.is_empty() && [range.start(), range.end()].contains(&at.start());
            if is_bracket && !old.is_sequence() || at.contains_range(range) && old.is_sequence() {
                *is_used = true;
                is_found = true;
            }
        }
        is_found.then_some(pair)
    }

    /// The edits that are within a node's tag or within a scalar.
    fn own_edits(&mut self, node: Node<'_>) -> Vec<&'e Edit> {
        let content = Some(node.content_range()).filter(|_| node.is_scalar());
        let mut own = Vec::new();
        for range in node.tag_range().into_iter().chain(content) {
            let first = self.first_from(range.start());
            let within =
                self.edits[first..].iter_mut().take_while(|(edit, _)| edit.range().start() <= range.end());
            for (edit, is_used) in
                within.filter(|(edit, is_used)| !is_used && range.contains_range(edit.range()))
            {
                *is_used = true;
                own.push(*edit);
            }
        }
        own
    }

    /// The index of the first edit that begins at a byte or later: the edits are in the order of the source.
    fn first_from(&self, start: u32) -> usize {
        self.edits.partition_point(|(edit, _)| edit.range().start() < start)
    }

    /// Whether each alias repeats the counterpart of what it repeated.
    fn repeat_the_same(&self) -> bool {
        self.aliases.iter().all(|(old, new)| self.counterparts.get(old) == Some(new))
    }
}

fn is_same_but_for(old: Node<'_>, new: Node<'_>, edits: &[&Edit]) -> bool {
    if !edits.is_empty() && becomes_default_region(old, new) {
        // The string is in quotes, so it is of another kind than the empty value.
        return old.tag() == new.tag();
    }
    let position = |node: Node<'_>| (node.kind(), node.is_key(), node.child_count());
    // A name such as `yes` or `1` would no longer be read as a string.
    let is_string = |node: Node<'_>| matches!(node.scalar(), Some(Scalar::Text(_)));
    position(old) == position(new)
        && is_string(old) == is_string(new)
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
