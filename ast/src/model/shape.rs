//! The shape of each part of a template: its optional and required keys, and the kinds of their values.
//!
//! The shapes are data; [`misfits`] compares a template with them. Each shape names its source.

mod globals;
mod indentation;
mod init;
mod lay;
mod metadata;
mod policies;
mod resource;
mod template;

use crate::model::functions::function::FunctionName;
use crate::syntax::{Entry, Node};

pub use indentation::{Level, Misindented};
pub use lay::misfits;

/// The shape that a value must have.
#[derive(Debug)]
pub enum Shape {
    /// Any value, including `null`.
    Any,
    /// Any value without a `null`, at any depth.
    Filled,
    /// A string, or a number or boolean that is converted to one.
    Text,
    /// A string; numbers and booleans are not converted.
    String,
    /// A whole number within inclusive bounds; also as a string.
    Integer {
        /// The minimum.
        min: i64,
        /// The maximum.
        max: i64,
    },
    /// A number, also as a string.
    Number,
    /// A boolean, also as a string.
    Boolean,
    /// One of these strings.
    Word(&'static [&'static str]),
    /// A boolean, or one of these functions, which return one.
    Condition(&'static [FunctionName]),
    /// A list of values of this shape.
    List(&'static Shape),
    /// A mapping with certain keys.
    Object(&'static ObjectShape),
    /// A mapping of any names to values of this shape.
    Each(&'static Shape),
    /// One of these.
    Either(&'static [Shape]),
    /// This shape, or one of the functions that return it.
    Evaluated(Functions, &'static Shape),
    /// This shape, which is another part of the template.
    Part(Part, &'static Shape),
    /// A shape that depends on the value itself, or on the mapping around it.
    Depends(fn(Node<'_>) -> &'static Shape),
    /// No value: the key is not allowed here.
    Nothing,
}

/// The functions that are supported somewhere.
#[derive(Clone, Copy, Debug)]
pub enum Functions {
    /// Every function that returns a value.
    All,
    /// These.
    These(&'static [FunctionName]),
}

/// The shape of a mapping.
#[derive(Debug)]
pub struct ObjectShape {
    /// The known keys.
    pub attributes: &'static [Attribute],
    /// The other keys that are allowed.
    pub others: Others,
}

/// A known key.
#[derive(Debug)]
pub struct Attribute {
    /// The key.
    pub name: &'static str,
    /// The shape of its value.
    pub shape: Shape,
    /// Whether it is required.
    pub is_required: bool,
}

/// The keys of a mapping that are not listed in its shape.
#[derive(Debug)]
pub enum Others {
    /// No other keys are allowed.
    Refused,
    /// Any other key and value is allowed.
    Free,
    /// Other keys are names, each with a value of this shape.
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
    /// A SAM resource.
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

/// A mismatch between a template and its shape.
#[derive(Clone, Copy, Debug)]
pub struct Misfit<'t> {
    /// The part of the template that it belongs to.
    pub part: Part,
    /// What does not match.
    pub kind: MisfitKind<'t>,
}

/// The kind of a mismatch.
#[derive(Clone, Copy, Debug)]
pub enum MisfitKind<'t> {
    /// An unknown key.
    UnknownKey {
        /// The key and its value.
        entry: Entry<'t>,
        /// The known keys.
        known: &'static [Attribute],
    },
    /// A missing required key.
    MissingKey {
        /// The mapping without it.
        owner: Node<'t>,
        /// The key.
        name: &'static str,
    },
    /// A value of the wrong kind.
    WrongValue {
        /// The value.
        value: Node<'t>,
        /// The shape that it must have.
        expected: &'static Shape,
    },
    /// A name with characters that are not allowed.
    InvalidName {
        /// The key.
        key: Node<'t>,
        /// The allowed characters.
        names: Names,
    },
    /// Keys at the wrong level. No other mismatch is reported for them.
    Misindented(Misindented<'t>),
    /// A mapping without entries that requires at least one.
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

    /// The characters in words, as the end of "may contain only".
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
    /// The shape without the part and the functions that it is declared with.
    pub fn unwrapped(&self) -> &Self {
        match self {
            Self::Evaluated(_, shape) | Self::Part(_, shape) => shape.unwrapped(),
            _ => self,
        }
    }

    /// The functions of a condition, in words, if the value must be one.
    pub fn functions(&self) -> Option<String> {
        let Self::Condition(functions) = self else { return None };
        Some(listed(&functions.iter().map(|function| function.key()).collect::<Vec<_>>()))
    }

    /// The shape in words: `a string`, `a list`.
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
