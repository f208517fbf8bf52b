//! The meaning of a template: what a rewrite must not change.
//!
//! Two templates with one meaning give the same stack. Spelling, layout, comments and the order of keys do not count;
//! `Fn::Join`, `Fn::Sub`, `Ref` and `Fn::GetAtt` count by what they evaluate to. Where a macro or a loop sees the text
//! of a function before CloudFormation evaluates it, the function counts as it is written, apart from its form.

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
use crate::value::{Expand, Map, ValueError};

pub use difference::Difference;
pub use unused::Unused;

/// The meaning of a value in a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning<'t> {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number, in canonical decimal digits.
    Int(Cow<'t, str>),
    /// A number with a fraction or an exponent, by its bits: nothing is rounded, and `NaN` equals itself.
    Float(u64),
    /// Text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Meaning<'t>>),
    /// Keys and values; of equal keys the last.
    Map(Map<'t, Meaning<'t>>),
    /// What a name stands for.
    Ref(Cow<'t, str>),
    /// An attribute of a resource.
    Attribute {
        /// The logical ID.
        logical_id: &'t str,
        /// The attribute.
        name: &'t str,
    },
    /// Texts and values one after the other; never two texts in a row.
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

/// The meaning of a template, or of any other document.
///
/// # Errors
/// [`ValueError`] where a key or an alias has no value.
pub fn meaning(tree: &Tree) -> Result<Meaning<'_>, ValueError> {
    build::meaning(tree)
}

/// Whether two nodes of a template mean the same, where functions count by what they evaluate to.
pub fn same_value<'t>(template: &Template<'t>, a: Node<'t>, b: Node<'t>) -> bool {
    let value = |node| build::Builder::new(Some(template)).value(node).ok();
    value(a).is_some_and(|a| Some(a) == value(b))
}

/// The logical IDs that a resource depends on because its properties refer to them, whatever the conditions are.
///
/// None for the resources of SAM, which moves properties to other resources.
pub fn implied_dependencies<'t>(template: &Template<'t>, resource: &Resource<'t>) -> BTreeSet<String> {
    let properties = resource.properties().filter(|_| !simplify::is_sam(resource));
    let value = properties.and_then(|node| build::Builder::new(Some(template)).value(node).ok());
    let names = value.iter().flat_map(dependency::certain);
    names.filter(|name| template.resources().contains(name)).map(str::to_owned).collect()
}

/// The conditions and mappings that nothing in the template names, each of which can be removed alone.
///
/// # Errors
/// [`ValueError`] where a key or an alias has no value.
pub fn unused(template: &Template<'_>) -> Result<Unused, ValueError> {
    build::unused_declarations(template)
}

/// Why one text may not take the place of another.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Changed {
    /// The new text cannot be read.
    #[error("the result is not valid: {0}")]
    Syntax(String),
    /// A value cannot be determined.
    #[error("the meaning cannot be determined: {0}")]
    Value(#[from] ValueError),
    /// The meaning is another one.
    #[error(transparent)]
    Meaning(#[from] Difference),
}

/// Checks that `after` means what `before` means. Conditions and mappings may be missing in `after` where nothing in it
/// names them, not even what is unused itself: CloudFormation refuses a name that nothing declares.
///
/// # Errors
/// [`Changed`] with the first difference.
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
    difference::first(&old, &new).map_or(Ok(()), |difference| Err(difference.into()))
}
