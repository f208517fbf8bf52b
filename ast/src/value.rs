//! The plain value of a template: the result of a reader without positions.
//!
//! Short forms are converted to long forms (`!Ref X` is `{"Ref": "X"}`, `!GetAtt A.B` is
//! `{"Fn::GetAtt": ["A", "B"]}`), aliases and merge keys are expanded, and of equal keys the last one is used.

mod expand;
mod map;

use std::borrow::Cow;

use crate::model::FunctionName;
use crate::range::TextRange;
use crate::syntax::{Entry, MAX_DEPTH, Node, NodeKind, Scalar};

pub(crate) use expand::{ExpandAliases, Limits};
pub use map::Map;

/// The maximum number of values that the aliases and merge keys of a template may expand to, including all copies.
///
/// CloudFormation does not accept aliases at all; the limit keeps a file of a few lines from filling the memory.
pub const MAX_EXPANDED_VALUES: usize = 1_000_000;

/// The maximum size of all strings that `Fn::Sub` and `Fn::Join` repeat in the meaning of one template, in bytes.
///
/// Otherwise, a variable that is used often and has a long value would fill the memory.
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

/// The types of scalars in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// Typed by the rules of YAML 1.1 or JSON.
    Typed,
    /// Typed by the core schema of YAML 1.2, or by the rules of JSON.
    Core,
    /// Every scalar is a string.
    Text,
}

/// The reason why a node has no plain value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// An alias is inside the node that it refers to.
    #[error("the alias at byte {} refers to a node that contains it", .0.start())]
    Recursive(TextRange),
    /// A key is a collection or has a tag.
    #[error("the key at byte {} is not a string", .0.start())]
    ComplexKey(TextRange),
    /// The value of a merge key has no keys.
    #[error("the value at byte {} has no keys to merge", .0.start())]
    BadMerge(TextRange),
    /// The aliases and merge keys expand to more than [`MAX_EXPANDED_VALUES`] values.
    #[error("the aliases expand to more than {MAX_EXPANDED_VALUES} values")]
    TooManyAliases,
    /// `Fn::Sub` and `Fn::Join` repeat more than [`MAX_REPEATED_BYTES`] bytes.
    #[error("`Fn::Sub` and `Fn::Join` repeat more than {MAX_REPEATED_BYTES} bytes of text")]
    TooMuchText,
    /// The aliases expand to collections nested more than [`MAX_DEPTH`] levels deep, or are themselves nested too
    /// deeply.
    #[error("the aliases expand to collections nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
}

impl<'t> Value<'t> {
    /// Computes the value of a node and everything below it.
    ///
    /// # Errors
    /// Returns [`ValueError`] if a key or an alias has no plain value, or if a limit is exceeded.
    ///
    /// # Example
    ///
    /// ```
    /// use cfn_ast::value::{Typing, Value};
    /// use cfn_ast::{Source, Tree};
    ///
    /// let tree = Tree::parse(Source::new("{a: &x [1, yes], b: *x}")?);
    /// let root = tree.root().ok_or("no root")?;
    /// // Aliases are followed, and scalars have the types of YAML 1.1.
    /// let same = Tree::parse(Source::new("{\"a\": [1, true], \"b\": [1, true]}")?);
    /// let json = same.root().ok_or("no root")?;
    /// assert_eq!(Value::of(root, Typing::Typed)?, Value::of(json, Typing::Typed)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(node: Node<'t>, typing: Typing) -> Result<Self, ValueError> {
        Expander { typing, limits: Limits::new() }.value(node)
    }
}

struct Expander<'t> {
    typing: Typing,
    limits: Limits<'t>,
}

impl<'t> ExpandAliases<'t> for Expander<'t> {
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
        let typed = match self.typing {
            Typing::Typed => node.scalar(),
            Typing::Core => node.core_scalar(),
            Typing::Text => None,
        };
        typed.unwrap_or(text)
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

/// The key of the long form of a tag: `Fn::Sub` for `!Sub`, `Ref` for `!Ref`.
pub(crate) fn long_name(tag: &str) -> Cow<'_, str> {
    match FunctionName::from_tag(tag) {
        Some(function) => Cow::Borrowed(function.key()),
        None => Cow::Owned(format!("Fn::{tag}")),
    }
}
