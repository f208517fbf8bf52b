//! The meaning of a template: what a rewrite must not change.
//!
//! Two templates with the same meaning create the same stack. Spelling, layout, comments and the order of keys are
//! not part of the meaning. `Fn::Join`, `Fn::Sub`, `Ref` and `Fn::GetAtt` are represented by what they evaluate to.
//! If a macro or a loop sees a function before CloudFormation evaluates it, the function is represented as it is
//! written, except for its form.

mod build;
mod concat;
mod dependency;
mod difference;
mod simplify;
mod unused;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::{FunctionName, Resource, Template};
use crate::syntax::{Node, Tree};
use crate::value::{ExpandAliases, Map, Typing, Value, ValueError};

pub use difference::Difference;
pub use unused::Unused;

/// The meaning of a value in a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning<'t> {
    /// The null value.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number, in canonical decimal digits.
    Int(Cow<'t, str>),
    /// A number with a fraction or an exponent, as the bits of an `f64`, so that `NaN` equals itself.
    Float(u64),
    /// A string.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Meaning<'t>>),
    /// Keys and values; of duplicate keys only the last.
    Map(Map<'t, Meaning<'t>>),
    /// The value that `Ref` returns for a name.
    Ref(Cow<'t, str>),
    /// An attribute of a resource.
    Attribute {
        /// The logical ID.
        logical_id: &'t str,
        /// The attribute.
        name: &'t str,
    },
    /// The concatenation of strings and other values; two strings are never adjacent.
    Concat(Vec<Meaning<'t>>),
    /// Another function with its argument.
    Call(FunctionName, Box<Meaning<'t>>),
}

impl<'t> Meaning<'t> {
    fn for_each_child(&self, visit: &mut dyn FnMut(&Meaning<'t>)) {
        match self {
            Self::List(values) | Self::Concat(values) => values.iter().for_each(visit),
            Self::Map(entries) => entries.values().for_each(visit),
            Self::Call(_, argument) => visit(argument),
            _ => {}
        }
    }
}

/// Returns the meaning of a template, or of any other document.
///
/// # Errors
/// [`ValueError`] if a key or an alias has no value.
pub fn meaning(tree: &Tree) -> Result<Meaning<'_>, ValueError> {
    build::meaning(tree)
}

/// Whether two nodes of a template mean the same, with functions represented by what they evaluate to.
pub fn same_value<'t>(template: &Template<'t>, a: Node<'t>, b: Node<'t>) -> bool {
    let value = |node| build::Builder::new(Some(template)).value(node).ok();
    value(a).is_some_and(|a| Some(a) == value(b))
}

/// Returns the logical IDs that a resource depends on because its properties refer to them, whatever its conditions
/// are.
///
/// The set is empty for resources of SAM, which moves properties to other resources.
pub fn implied_dependencies<'t>(template: &Template<'t>, resource: &Resource<'t>) -> BTreeSet<String> {
    let properties = resource.properties().filter(|_| !simplify::is_sam(resource));
    let value = properties.and_then(|node| build::Builder::new(Some(template)).value(node).ok());
    let names = value.iter().flat_map(dependency::certain);
    names.filter(|name| template.resources().contains(name)).map(str::to_owned).collect()
}

/// Returns the conditions and mappings that nothing in the template names, each of which can be removed on its own.
///
/// # Errors
/// [`ValueError`] if a key or an alias has no value.
pub fn unused(template: &Template<'_>) -> Result<Unused, ValueError> {
    build::unused_declarations(template)
}

/// The reason why one text must not replace another.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Changed {
    /// The new text has a syntax error.
    #[error("the result is not valid: {0}")]
    Syntax(String),
    /// A value cannot be determined.
    #[error("the meaning cannot be determined: {0}")]
    Value(#[from] ValueError),
    /// The meaning changes.
    #[error(transparent)]
    Meaning(#[from] Difference),
}

/// Whether two documents are the same value for every reader.
fn has_same_value(a: &Tree, b: &Tree) -> bool {
    match (typed_value(a), typed_value(b)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}

fn typed_value(tree: &Tree) -> Option<Value<'_>> {
    Value::of(tree.root()?, Typing::Typed).ok()
}

/// Checks that `after` means the same as `before`.
///
/// Conditions and mappings may be missing in `after` if nothing in it names them, not even an unused declaration:
/// CloudFormation rejects undeclared names.
///
/// # Errors
/// [`Changed`] with the first difference.
///
/// # Example
///
/// ```
/// use cfn_ast::meaning::same_meaning;
/// use cfn_ast::{Source, Tree};
///
/// let with_value = |value: &str| {
///     let text = format!("Parameters: {{B: {{Type: String}}}}\nOutputs: {{A: {{Value: {value}}}}}\n");
///     Source::new(text).map(Tree::parse)
/// };
/// let join = with_value("!Join ['-', [a, !Ref B]]")?;
/// assert!(same_meaning(&join, &with_value("!Sub 'a-${B}'")?).is_ok());
/// assert!(same_meaning(&join, &with_value("!Sub 'a${B}'")?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn same_meaning(before: &Tree, after: &Tree) -> Result<(), Changed> {
    if let Some(error) = after.errors().first() {
        return Err(Changed::Syntax(error.kind.to_string()));
    }
    let (mut old, new) = (meaning(before)?, meaning(after)?);
    if old == new {
        return Ok(());
    }
    if let (Meaning::Map(old), Meaning::Map(new)) = (&mut old, &new)
        && let (Some(before), Some(after)) = (Template::new(before), Template::new(after))
        && !before.has_custom_macro()
    {
        unused::drop_removed((&before, old), (&after, new));
    }
    match difference::first(&old, &new) {
        // What is written in place of an alias can be understood better, although it is the same value.
        Some(difference) if !has_same_value(before, after) => Err(difference.into()),
        _ => Ok(()),
    }
}
