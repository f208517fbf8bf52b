//! Sets of functions and of kinds of value.

use crate::model::functions::function::FunctionName;

/// A set of intrinsic functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionSet(u32);

impl FunctionSet {
    /// No function.
    pub const NONE: Self = Self(0);
    /// Every function.
    pub const ALL: Self = Self(u32::MAX);

    /// The set of these functions.
    pub const fn of(functions: &[FunctionName]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < functions.len() {
            bits |= 1 << functions[index] as u32;
            index += 1;
        }
        Self(bits)
    }

    /// The functions of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The functions that are not in the other set.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the function is in the set.
    pub const fn contains(self, function: FunctionName) -> bool {
        self.0 & (1 << function as u32) != 0
    }

    /// The functions of the set in the order of their names.
    pub fn iter(self) -> impl Iterator<Item = FunctionName> {
        FunctionName::all().filter(move |&name| self.contains(name))
    }
}

/// A set of kinds of value. CloudFormation converts a number or boolean to a string if a string is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// No kind: null.
    pub const NONE: Self = Self(0);
    /// A string.
    pub const STRING: Self = Self(1);
    /// A whole number, which may be written as a string.
    pub const NUMBER: Self = Self(2);
    /// A list.
    pub const LIST: Self = Self(4);
    /// A mapping.
    pub const MAPPING: Self = Self(8);
    /// The result of a condition function.
    pub const CONDITION: Self = Self(16);
    /// Any value except the result of a condition function.
    pub const ANY: Self = Self(15);

    /// The kinds of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all kinds of the other set are in this one.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the sets have a kind in common.
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether a value of one set may belong to the other: a function that returns a string may return a number.
    pub const fn meets(self, other: Self) -> bool {
        self.with_text().0 & other.with_text().0 != 0
    }

    const fn with_text(self) -> Self {
        if self.0 & (Self::STRING.0 | Self::NUMBER.0) != 0 {
            Self(self.0 | Self::STRING.0 | Self::NUMBER.0)
        } else {
            self
        }
    }

    /// The kinds in words: "a string or a list".
    pub fn describe(self) -> &'static str {
        let has = |kind: Self| self.contains(kind);
        match (has(Self::STRING) || has(Self::NUMBER), has(Self::LIST), has(Self::MAPPING)) {
            _ if has(Self::CONDITION) => "a condition",
            (true, true, true) => "a value",
            (true, true, false) => "a string or a list",
            (true, false, true) => "a string or a mapping",
            (true, false, false) if has(Self::STRING) => "a string",
            (true, false, false) => "a whole number",
            (false, true, true) => "a list or a mapping",
            (false, true, false) => "a list",
            (false, false, _) => "a mapping",
        }
    }
}
