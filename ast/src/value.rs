//! The plain value of a template: what a reader without positions would give.
//!
//! Short function tags are written out (`!Ref X` is `{"Ref": "X"}`, `!GetAtt A.B` is `{"Fn::GetAtt": ["A", "B"]}`),
//! aliases and merge keys are expanded, of equal keys the last one counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::range::TextRange;
use crate::syntax::{MAX_DEPTH, Node, NodeKind, Scalar};

/// How many values the aliases and merge keys of a template may stand for, all copies counted.
///
/// CloudFormation takes no aliases at all; the limit keeps a file of a few lines from filling the memory.
pub const MAX_EXPANDED_VALUES: usize = 1_000_000;

/// How many aliases may lie in one another; the walk takes a part of the stack for each.
pub(crate) const MAX_ALIAS_DEPTH: usize = 100;

/// A value without positions.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'t> {
    /// A scalar.
    Scalar(Scalar<'t>),
    /// A list.
    List(Vec<Value<'t>>),
    /// Keys and their values, ordered by key.
    Map(BTreeMap<Cow<'t, str>, Value<'t>>),
}

/// How scalars are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// By the rules of YAML 1.1 or JSON.
    Typed,
    /// Every scalar as its text.
    Text,
}

/// Why a node has no plain value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// An alias lies inside the node that it stands for.
    #[error("the alias at byte {} stands for a node that contains it", .0.start())]
    Recursive(TextRange),
    /// A key is a collection, or carries a tag.
    #[error("the key at byte {} is not plain text", .0.start())]
    ComplexKey(TextRange),
    /// `<<` stands before something without keys.
    #[error("the value at byte {} has no keys to merge", .0.start())]
    BadMerge(TextRange),
    /// The aliases stand for more than [`MAX_EXPANDED_VALUES`] values.
    #[error("the aliases stand for more than {MAX_EXPANDED_VALUES} values")]
    TooManyAliases,
    /// What the aliases stand for lies deeper than [`MAX_DEPTH`] in one another.
    #[error("the aliases stand for collections nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
}

impl<'t> Value<'t> {
    /// The value of a node and everything below it.
    ///
    /// # Errors
    /// [`ValueError`] where a key or an alias has no plain value.
    pub fn of(node: Node<'t>, typing: Typing) -> Result<Self, ValueError> {
        Expander { typing, inside: Vec::new(), left: MAX_EXPANDED_VALUES, depth: 0 }.value(node)
    }
}

struct Expander<'t> {
    typing: Typing,
    /// The targets of the aliases that are being expanded.
    inside: Vec<Node<'t>>,
    left: usize,
    depth: usize,
}

impl<'t> Expander<'t> {
    fn value(&mut self, node: Node<'t>) -> Result<Value<'t>, ValueError> {
        if !self.inside.is_empty() {
            self.left = self.left.checked_sub(1).ok_or(ValueError::TooManyAliases)?;
        }
        if let Some(target) = node.alias_target() {
            return self.alias(node, target);
        }
        // A tree is that deep at most; more is the work of aliases.
        if self.depth > MAX_DEPTH {
            return Err(ValueError::TooDeep);
        }
        self.depth += 1;
        let value = match node.local_tag() {
            Some(name) => self.function(name, node.without_tag()),
            None => self.untagged(node),
        };
        self.depth -= 1;
        value
    }

    /// Goes into what an alias stands for.
    fn enter(&mut self, target: Node<'t>) -> Result<(), ValueError> {
        if self.inside.len() == MAX_ALIAS_DEPTH {
            return Err(ValueError::TooDeep);
        }
        self.inside.push(target);
        Ok(())
    }

    fn alias(&mut self, alias: Node<'t>, target: Node<'t>) -> Result<Value<'t>, ValueError> {
        if self.inside.contains(&target) || target.contains(alias) {
            return Err(ValueError::Recursive(alias.range()));
        }
        self.enter(target)?;
        let value = self.value(target);
        self.inside.pop();
        value
    }

    fn untagged(&mut self, node: Node<'t>) -> Result<Value<'t>, ValueError> {
        match node.kind() {
            NodeKind::Sequence(_) => {
                node.items().map(|item| self.value(item)).collect::<Result<_, _>>().map(Value::List)
            }
            NodeKind::Mapping(_) => self.mapping(node).map(Value::Map),
            NodeKind::Scalar(_) | NodeKind::Alias => Ok(Value::Scalar(self.scalar(node))),
        }
    }

    fn scalar(&self, node: Node<'t>) -> Scalar<'t> {
        let text = Scalar::Text(node.text().unwrap_or_default());
        if self.typing == Typing::Text { text } else { node.scalar().unwrap_or(text) }
    }

    fn function(&mut self, name: &'t str, argument: Node<'t>) -> Result<Value<'t>, ValueError> {
        let text = argument.text();
        let value = match (name, text) {
            ("GetAtt", Some(text)) => {
                Value::List(text.splitn(2, '.').map(|part| Value::Scalar(Scalar::Text(part))).collect())
            }
            (_, Some(text)) => Value::Scalar(Scalar::Text(text)),
            (_, None) => self.untagged(argument)?,
        };
        let key = match name {
            "Ref" | "Condition" => Cow::Borrowed(name),
            _ => Cow::Owned(format!("Fn::{name}")),
        };
        Ok(Value::Map(BTreeMap::from([(key, value)])))
    }

    fn mapping(&mut self, node: Node<'t>) -> Result<BTreeMap<Cow<'t, str>, Value<'t>>, ValueError> {
        let mut own = BTreeMap::new();
        let mut merged = BTreeMap::new();
        for entry in node.entries() {
            if entry.is_merge() {
                self.merge(entry.value, &mut merged)?;
                continue;
            }
            let key = entry.name().filter(|_| entry.key.local_tag().is_none());
            let key = key.ok_or(ValueError::ComplexKey(entry.key.range()))?;
            own.insert(Cow::Borrowed(key), self.value(entry.value)?);
        }
        merged.extend(own);
        Ok(merged)
    }

    fn merge(
        &mut self,
        value: Node<'t>,
        into: &mut BTreeMap<Cow<'t, str>, Value<'t>>,
    ) -> Result<(), ValueError> {
        let source = value.resolved();
        if source.is_sequence() {
            return source.items().try_for_each(|item| self.merge_mapping(item, into));
        }
        self.merge_mapping(value, into)
    }

    fn merge_mapping(
        &mut self,
        value: Node<'t>,
        into: &mut BTreeMap<Cow<'t, str>, Value<'t>>,
    ) -> Result<(), ValueError> {
        let source = value.resolved();
        if !source.is_mapping() {
            return Err(ValueError::BadMerge(value.range()));
        }
        if self.inside.contains(&source) || source.contains(value) && source != value {
            return Err(ValueError::Recursive(value.range()));
        }
        self.left = self.left.checked_sub(1).ok_or(ValueError::TooManyAliases)?;
        self.enter(source)?;
        let entries = self.mapping(source);
        self.inside.pop();
        for (key, value) in entries? {
            into.entry(key).or_insert(value);
        }
        Ok(())
    }
}
