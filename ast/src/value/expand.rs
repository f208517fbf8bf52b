//! The expansion of aliases and merge keys, within limits.

use std::borrow::Cow;

use crate::syntax::{Entry, MAX_DEPTH, Node};
use crate::value::{MAX_EXPANDED_VALUES, Map, ValueError};

/// The maximum nesting of aliases; the walk uses a part of the stack for each.
const MAX_ALIAS_DEPTH: usize = 100;

/// The state of an expansion that is checked against the limits.
pub(crate) struct Limits<'t> {
    /// The targets of the aliases that are being expanded.
    inside: Vec<Node<'t>>,
    /// The number of values that may still be expanded.
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

    /// Enters the target of an alias or of a merge key's value.
    fn enter(&mut self, target: Node<'t>, alias: Node<'t>) -> Result<(), ValueError> {
        // A merge key's value can be the mapping itself, which is then its own target.
        if self.inside.contains(&target) || (target.contains(alias) && target != alias) {
            return Err(ValueError::Recursive(alias.range()));
        }
        if self.inside.len() == MAX_ALIAS_DEPTH {
            return Err(ValueError::TooDeep);
        }
        self.inside.push(target);
        Ok(())
    }
}

/// Computes values of nodes, with aliases and merge keys expanded.
pub(crate) trait ExpandAliases<'t>: Sized {
    /// The value of a node.
    type Value;

    fn limits(&mut self) -> &mut Limits<'t>;

    /// The value of a node that is not an alias.
    fn own_value(&mut self, node: Node<'t>) -> Result<Self::Value, ValueError>;

    /// The value of an entry whose key is not a merge key.
    fn entry_value(&mut self, name: &'t str, entry: Entry<'t>) -> Result<Self::Value, ValueError>;

    /// The entries of a mapping, which may be merged into another one.
    fn mapping(&mut self, node: Node<'t>) -> Result<Map<'t, Self::Value>, ValueError>;

    /// The value of a node.
    fn value(&mut self, node: Node<'t>) -> Result<Self::Value, ValueError> {
        // Only copies are counted: the tree itself is as large as the source allows.
        if !self.limits().inside.is_empty() {
            self.limits().count()?;
        }
        if let Some(target) = node.alias_target() {
            self.limits().enter(target, node)?;
            let value = self.value(target);
            self.limits().inside.pop();
            return value;
        }
        // A tree is at most that deep; aliases can nest collections more deeply.
        if self.limits().depth > MAX_DEPTH {
            return Err(ValueError::TooDeep);
        }
        self.limits().depth += 1;
        let value = self.own_value(node);
        self.limits().depth -= 1;
        value
    }

    /// The entries of a mapping: its own entries override merged ones, and of merged ones with equal keys the first is
    /// used.
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
        // Of equal keys the last is used, so those with precedence must come last.
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
