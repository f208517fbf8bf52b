//! Aliases and merge keys written out, within limits.

use std::borrow::Cow;

use crate::syntax::{Entry, MAX_DEPTH, Node};
use crate::value::{MAX_EXPANDED_VALUES, Map, ValueError};

/// How many aliases may lie in one another; the walk takes a part of the stack for each.
const MAX_ALIAS_DEPTH: usize = 100;

/// What an expansion may still use up.
pub(crate) struct Limits<'t> {
    /// The targets of the aliases that are being expanded.
    inside: Vec<Node<'t>>,
    left: usize,
    depth: usize,
}

impl<'t> Limits<'t> {
    pub(crate) fn new() -> Self {
        Self { inside: Vec::new(), left: MAX_EXPANDED_VALUES, depth: 0 }
    }

    fn count(&mut self) -> Result<(), ValueError> {
        self.left = self.left.checked_sub(1).ok_or(ValueError::TooManyAliases)?;
        Ok(())
    }

    /// Goes into what an alias or a merge key at `place` stands for.
    fn enter(&mut self, target: Node<'t>, place: Node<'t>) -> Result<(), ValueError> {
        if self.inside.contains(&target) || (target.contains(place) && target != place) {
            return Err(ValueError::Recursive(place.range()));
        }
        if self.inside.len() == MAX_ALIAS_DEPTH {
            return Err(ValueError::TooDeep);
        }
        self.inside.push(target);
        Ok(())
    }
}

/// Makes values of nodes, those behind aliases and merge keys included.
pub(crate) trait Expand<'t>: Sized {
    /// What a node becomes.
    type Value;

    fn limits(&mut self) -> &mut Limits<'t>;

    /// The value of a node that is no alias.
    fn own_value(&mut self, node: Node<'t>) -> Result<Self::Value, ValueError>;

    /// The value of an entry that is no merge.
    fn entry_value(&mut self, name: &'t str, entry: Entry<'t>) -> Result<Self::Value, ValueError>;

    /// The entries of a mapping, also of one that is merged into another.
    fn mapping(&mut self, node: Node<'t>) -> Result<Map<'t, Self::Value>, ValueError>;

    /// The value of a node.
    fn value(&mut self, node: Node<'t>) -> Result<Self::Value, ValueError> {
        if !self.limits().inside.is_empty() {
            self.limits().count()?;
        }
        if let Some(target) = node.alias_target() {
            self.limits().enter(target, node)?;
            let value = self.value(target);
            self.limits().inside.pop();
            return value;
        }
        // A tree is that deep at most; more is the work of aliases.
        if self.limits().depth > MAX_DEPTH {
            return Err(ValueError::TooDeep);
        }
        self.limits().depth += 1;
        let value = self.own_value(node);
        self.limits().depth -= 1;
        value
    }

    /// The entries of a mapping: its own before merged ones, of merged ones the first.
    fn entries(&mut self, node: Node<'t>) -> Result<Map<'t, Self::Value>, ValueError> {
        let mut own = Vec::with_capacity(node.child_count() / 2);
        let mut merged = Vec::new();
        for entry in node.entries() {
            if entry.is_merge() {
                self.merge(entry.value, &mut merged)?;
                continue;
            }
            let name = entry.name().filter(|_| entry.key.local_tag().is_none());
            let name = name.ok_or(ValueError::ComplexKey(entry.key.range()))?;
            own.push((Cow::Borrowed(name), self.entry_value(name, entry)?));
        }
        if merged.is_empty() {
            return Ok(Map::from(own));
        }
        merged.reverse();
        merged.append(&mut own);
        Ok(Map::from(merged))
    }

    /// Merges a mapping, or the mappings of a list.
    fn merge(
        &mut self,
        value: Node<'t>,
        into: &mut Vec<(Cow<'t, str>, Self::Value)>,
    ) -> Result<(), ValueError> {
        let source = value.resolved();
        if source.is_sequence() {
            return source.items().try_for_each(|item| self.merge_mapping(item, into));
        }
        self.merge_mapping(value, into)
    }

    /// Merges one mapping.
    fn merge_mapping(
        &mut self,
        value: Node<'t>,
        into: &mut Vec<(Cow<'t, str>, Self::Value)>,
    ) -> Result<(), ValueError> {
        let source = value.resolved();
        if !source.is_mapping() {
            return Err(ValueError::BadMerge(value.range()));
        }
        self.limits().count()?;
        self.limits().enter(source, value)?;
        let entries = self.mapping(source);
        self.limits().inside.pop();
        into.extend(entries?);
        Ok(())
    }
}
