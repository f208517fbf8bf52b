//! What each part of a template has to look like: which keys it may have, which it needs, and what their values are.
//!
//! The shapes are data; [`misfits`] lays them over a template. Sources are named with each shape.

mod globals;
mod indentation;
mod init;
mod lay;
mod metadata;
mod policies;
mod resource;
mod template;

use crate::model::function::FunctionName;
use crate::syntax::{Entry, Node};

pub use indentation::{Level, Misindented};
pub use lay::misfits;

/// What a value has to be.
#[derive(Debug)]
pub enum Shape {
    /// Anything, or nothing at all.
    Any,
    /// Anything but `null`, at any depth.
    Filled,
    /// A string, or a number or truth value that is turned into one.
    Text,
    /// A string and nothing that would have to be turned into one.
    String,
    /// A whole number within bounds, which are allowed themselves; also as a string.
    Integer {
        /// The smallest one.
        min: i64,
        /// The greatest one.
        max: i64,
    },
    /// A number, also as a string.
    Number,
    /// A truth value, also as a string.
    Boolean,
    /// One of these strings.
    Word(&'static [&'static str]),
    /// A truth value or one of these functions, which give one.
    Condition(&'static [FunctionName]),
    /// A list.
    List(&'static Shape),
    /// A mapping.
    Object(&'static ObjectShape),
    /// A mapping of any names, with this behind each.
    Each(&'static Shape),
    /// One of these.
    Either(&'static [Shape]),
    /// This, or one of the functions that give it.
    Evaluated(Functions, &'static Shape),
    /// This, which is another part of the template.
    Part(Part, &'static Shape),
    /// What depends on the value itself, or on the mapping around it.
    Depends(fn(Node<'_>) -> &'static Shape),
    /// Nothing: the key is not known here.
    Nothing,
}

/// The functions that may stand in a place.
#[derive(Clone, Copy, Debug)]
pub enum Functions {
    /// Every function that gives a value.
    All,
    /// These.
    These(&'static [FunctionName]),
}

/// What a mapping has to look like.
#[derive(Debug)]
pub struct ObjectShape {
    /// The keys that are known.
    pub attributes: &'static [Attribute],
    /// What other keys there may be.
    pub others: Others,
}

/// A key that is known.
#[derive(Debug)]
pub struct Attribute {
    /// The key.
    pub name: &'static str,
    /// What its value is.
    pub shape: Shape,
    /// Whether it has to be there.
    pub is_required: bool,
}

/// The keys of a mapping that are not known.
#[derive(Debug)]
pub enum Others {
    /// There are none.
    Refused,
    /// They may be anything.
    Free,
    /// They are names, and this stands behind each.
    Named(Names, &'static Shape),
}

/// The characters of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Any.
    Any,
    /// `A-Z a-z 0-9`
    Alphanumeric,
    /// `A-Z a-z 0-9 . -`
    AlphanumericDotDash,
    /// `A-Z a-z 0-9 & _`
    AlphanumericAmpersandUnderscore,
}

/// A part of a template that has a shape of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is named as in AWS's reference")]
pub enum Part {
    Template,
    Description,
    Transform,
    Parameter,
    Rule,
    Assertion,
    RuleCondition,
    Mapping,
    Condition,
    Resource,
    /// An attribute of a resource that the schemas of resource types describe.
    Properties,
    /// A resource of SAM.
    ServerlessResource,
    ResourceMetadata,
    Init,
    CreationPolicy,
    UpdatePolicy,
    DeletionPolicy,
    UpdateReplacePolicy,
    Output,
    Export,
    Metadata,
    Interface,
    CfnLintMetadata,
    Globals,
}

/// A place of a template that does not have its shape.
#[derive(Clone, Copy, Debug)]
pub struct Misfit<'t> {
    /// The part of the template that the place belongs to.
    pub part: Part,
    /// What does not fit.
    pub kind: MisfitKind<'t>,
}

/// What does not fit.
#[derive(Clone, Copy, Debug)]
pub enum MisfitKind<'t> {
    /// A key that nobody knows.
    UnknownKey {
        /// The key and its value.
        entry: Entry<'t>,
        /// The keys that are known.
        known: &'static [Attribute],
    },
    /// A key that has to be there and is not.
    MissingKey {
        /// The mapping without it.
        owner: Node<'t>,
        /// The key.
        name: &'static str,
    },
    /// A value of another kind than it has to be.
    WrongValue {
        /// The value.
        value: Node<'t>,
        /// What it has to be.
        expected: &'static Shape,
    },
    /// A key with characters that names do not have.
    InvalidName {
        /// The key.
        key: Node<'t>,
        /// What the characters may be.
        names: Names,
    },
    /// Keys that are indented as something else than what they are. Nothing else is said about them.
    Misindented(Misindented<'t>),
    /// A mapping without any entries, where there has to be one.
    Empty {
        /// The mapping.
        value: Node<'t>,
    },
}

impl Attribute {
    const fn required(name: &'static str, shape: Shape) -> Self {
        Self { name, shape, is_required: true }
    }

    const fn optional(name: &'static str, shape: Shape) -> Self {
        Self { name, shape, is_required: false }
    }
}

impl Names {
    /// Whether a name has only these characters, and at least one.
    pub fn contain(self, name: &str) -> bool {
        let more: &[u8] = match self {
            Self::Any => return true,
            Self::Alphanumeric => b"",
            Self::AlphanumericDotDash => b".-",
            Self::AlphanumericAmpersandUnderscore => b"&_",
        };
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte))
    }

    /// The characters in words, as the end of "has other characters than".
    pub const fn description(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Alphanumeric => "letters and digits",
            Self::AlphanumericDotDash => "letters, digits, `.` and `-`",
            Self::AlphanumericAmpersandUnderscore => "letters, digits, `&` and `_`",
        }
    }
}

impl Shape {
    /// The functions of which one has to stand there.
    pub fn functions(&self) -> Option<String> {
        let Self::Condition(functions) = self else { return None };
        Some(listed(&functions.iter().map(|function| function.key()).collect::<Vec<_>>()))
    }

    /// The value in words: `a string`, `a list`.
    pub fn description(&self) -> String {
        match self {
            Self::Any | Self::Filled | Self::Depends(_) => "a value".to_owned(),
            Self::Text | Self::String => "a string".to_owned(),
            Self::Integer { min: i64::MIN, max: i64::MAX } => "a whole number".to_owned(),
            Self::Integer { min, max: i64::MAX } => format!("a whole number from {min}"),
            Self::Integer { min: i64::MIN, max } => format!("a whole number up to {max}"),
            Self::Integer { min, max } => format!("a whole number from {min} to {max}"),
            Self::Number => "a number".to_owned(),
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::Word(words) => listed(words),
            Self::Condition(_) => "a condition".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Object(_) | Self::Each(_) => "a mapping".to_owned(),
            Self::Either(shapes) => shapes.iter().map(Self::description).collect::<Vec<_>>().join(" or "),
            Self::Evaluated(_, shape) | Self::Part(_, shape) => shape.description(),
            Self::Nothing => "nothing".to_owned(),
        }
    }
}

fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
        [] => String::new(),
    }
}
