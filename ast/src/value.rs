//! The plain value of a template: what a reader without positions would give.
//!
//! Short function tags are written out (`!Ref X` is `{"Ref": "X"}`, `!GetAtt A.B` is `{"Fn::GetAtt": ["A", "B"]}`),
//! aliases and merge keys are expanded, of equal keys the last one counts.

mod expand;
mod map;

use std::borrow::Cow;

use crate::model::FunctionName;
use crate::range::TextRange;
use crate::syntax::{Entry, MAX_DEPTH, Node, NodeKind, Scalar};

pub(crate) use expand::{Expand, Limits};
pub use map::Map;

/// How many values the aliases and merge keys of a template may stand for, all copies counted.
///
/// CloudFormation takes no aliases at all; the limit keeps a file of a few lines from filling the memory.
pub const MAX_EXPANDED_VALUES: usize = 1_000_000;

/// How many bytes the texts may take that `Fn::Sub` and `Fn::Join` repeat, in the meaning of one template.
///
/// A variable that stands often for a long text would fill the memory otherwise.
pub const MAX_REPEATED_BYTES: usize = 64 << 20;

/// A value without positions.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'t> {
    /// A scalar.
    Scalar(Scalar<'t>),
    /// A list.
    List(Vec<Value<'t>>),
    /// Keys and their values, ordered by key.
    Map(Map<'t, Value<'t>>),
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
    /// `Fn::Sub` and `Fn::Join` repeat more than [`MAX_REPEATED_BYTES`] bytes.
    #[error("Fn::Sub and Fn::Join repeat more than {MAX_REPEATED_BYTES} bytes of text")]
    TooMuchText,
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
        Expander { typing, limits: Limits::new() }.value(node)
    }
}

struct Expander<'t> {
    typing: Typing,
    limits: Limits<'t>,
}

impl<'t> Expand<'t> for Expander<'t> {
    type Value = Value<'t>;

    fn limits(&mut self) -> &mut Limits<'t> {
        &mut self.limits
    }

    fn own_value(&mut self, node: Node<'t>) -> Result<Value<'t>, ValueError> {
        match node.local_tag() {
            Some(name) => self.function(name, node.without_tag()),
            None => self.untagged(node),
        }
    }

    fn entry_value(&mut self, _name: &'t str, entry: Entry<'t>) -> Result<Value<'t>, ValueError> {
        self.value(entry.value)
    }

    fn mapping(&mut self, node: Node<'t>) -> Result<Map<'t, Value<'t>>, ValueError> {
        self.entries(node)
    }
}

impl<'t> Expander<'t> {
    fn untagged(&mut self, node: Node<'t>) -> Result<Value<'t>, ValueError> {
        match node.kind() {
            NodeKind::Sequence(_) => {
                let mut items = Vec::with_capacity(node.child_count());
                for item in node.items() {
                    items.push(self.value(item)?);
                }
                Ok(Value::List(items))
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
        Ok(Value::Map(Map::of_one(long_name(name), value)))
    }
}

/// The key that a short form stands for: `Fn::Sub` for `!Sub`, `Ref` for `!Ref`.
fn long_name(tag: &str) -> Cow<'_, str> {
    match FunctionName::from_tag(tag) {
        Some(function) => Cow::Borrowed(function.key()),
        None => Cow::Owned(format!("Fn::{tag}")),
    }
}
