//! The grammar of the macro's parameters that hold versions of layers back.
//!
//! The macro obeys them and the linter checks them. Both parse them here.

use std::fmt;
use std::str::FromStr;

/// The names of the parameters that a template can pass to the macro.
pub const PARAMETERS: [&str; 11] = [
    "Pinned",
    "Compatibility",
    "OnMissing",
    "Exclude",
    "MinimumAge",
    "Behind",
    "Block",
    "Report",
    "Layer",
    "Runtime",
    "Architecture",
];

/// An age in whole minutes, hours, days or weeks: `90m`, `12h`, `3d`, `2w`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Age {
    number: u16,
    unit: AgeUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum AgeUnit {
    Minutes,
    Hours,
    Days,
    Weeks,
}

/// A text is not an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an age such as `12h`, `3d` or `2w`, with at most 9999 minutes, hours, days or weeks")]
pub struct AgeError;

/// Versions that are never used: `tools:7`, `vendor-*:<12`, `tools:>9`, or `tools` for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockedVersions {
    /// A pattern of the name of the layer, or of its ARN without a version, with `*` and `?`.
    pub pattern: String,
    /// The version numbers.
    pub numbers: Numbers,
}

/// A set of version numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numbers {
    /// All of them.
    All,
    /// A single one.
    Exactly(u64),
    /// Those below a number.
    Below(u64),
    /// Those above a number.
    Above(u64),
}

/// A text does not say which versions are blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected blocked versions such as `tools:7`, `vendor-*:<12`, `tools:>9` or `tools`")]
pub struct BlockedVersionsError;

impl Age {
    /// The age in seconds.
    pub fn seconds(self) -> u64 {
        u64::from(self.number) * self.unit.seconds()
    }
}

impl AgeUnit {
    const ALL: [Self; 4] = [Self::Minutes, Self::Hours, Self::Days, Self::Weeks];

    fn letter(self) -> char {
        match self {
            Self::Minutes => 'm',
            Self::Hours => 'h',
            Self::Days => 'd',
            Self::Weeks => 'w',
        }
    }

    fn seconds(self) -> u64 {
        match self {
            Self::Minutes => 60,
            Self::Hours => 60 * 60,
            Self::Days => 24 * 60 * 60,
            Self::Weeks => 7 * 24 * 60 * 60,
        }
    }
}

impl FromStr for Age {
    type Err = AgeError;

    fn from_str(text: &str) -> Result<Self, AgeError> {
        let read = |unit: AgeUnit| {
            let digits = text.strip_suffix(unit.letter()).filter(|digits| digits.len() <= 4)?;
            Some(Self { number: number(digits)?, unit })
        };
        AgeUnit::ALL.into_iter().find_map(read).ok_or(AgeError)
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.unit.letter())
    }
}

impl Numbers {
    /// Whether a version number is one of them.
    pub fn contain(self, number: u64) -> bool {
        match self {
            Self::All => true,
            Self::Exactly(one) => number == one,
            Self::Below(limit) => number < limit,
            Self::Above(limit) => number > limit,
        }
    }
}

impl FromStr for BlockedVersions {
    type Err = BlockedVersionsError;

    fn from_str(text: &str) -> Result<Self, BlockedVersionsError> {
        let (pattern, numbers) = match text.rsplit_once(':') {
            // The last part of an ARN without a version is the name.
            Some((arn, _)) if arn.starts_with("arn:") && arn.ends_with(":layer") => {
                (text, Some(Numbers::All))
            }
            Some((pattern, versions)) => (pattern, numbers(versions)),
            None => (text, Some(Numbers::All)),
        };
        let numbers = numbers.filter(|_| !pattern.is_empty()).ok_or(BlockedVersionsError)?;
        Ok(Self { pattern: pattern.to_owned(), numbers })
    }
}

fn numbers(text: &str) -> Option<Numbers> {
    if let Some(limit) = text.strip_prefix('<') {
        return number(limit).map(Numbers::Below);
    }
    if let Some(limit) = text.strip_prefix('>') {
        return number(limit).map(Numbers::Above);
    }
    number(text).map(Numbers::Exactly)
}

/// Parses digits only: the standard library also accepts a sign.
fn number<N: FromStr>(text: &str) -> Option<N> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}
