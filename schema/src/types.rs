//! The types of JSON.

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Type {
    /// A mapping.
    Object = 1,
    /// A list.
    Array = 2,
    /// A string.
    String = 4,
    /// A number without a fraction. Every integer is also a [`Self::Number`].
    Integer = 8,
    /// A number.
    Number = 16,
    /// `true` or `false`.
    Boolean = 32,
    /// `null`.
    Null = 64,
}

impl Type {
    /// All types, in the order in which they are listed in messages.
    pub const ALL: [Self; 7] =
        [Self::Object, Self::Array, Self::String, Self::Integer, Self::Number, Self::Boolean, Self::Null];

    /// The type with this name in JSON Schema.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name that JSON Schema gives it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Null => "null",
        }
    }
}

/// The types that a value may have, `type`. Without the keyword: any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Types(pub(crate) u8);

impl Types {
    /// Whether the schema says nothing about the type.
    pub fn is_any(self) -> bool {
        self.0 == 0
    }

    /// Whether a value may have this type. A schema that allows numbers allows integers.
    pub fn allows(self, kind: Type) -> bool {
        self.is_any() || self.0 & kind as u8 != 0 || kind == Type::Integer && self.0 & Type::Number as u8 != 0
    }

    /// The set of these types; an empty set is any.
    pub fn of(types: impl IntoIterator<Item = Type>) -> Self {
        Self(types.into_iter().fold(0, |set, kind| set | kind as u8))
    }

    /// The types that the schema lists.
    pub fn iter(self) -> impl Iterator<Item = Type> {
        Type::ALL.into_iter().filter(move |kind| self.0 & *kind as u8 != 0)
    }
}
