//! Which versions of a layer may be chosen.

use std::fmt;
use std::str::FromStr;

use time::{Duration, OffsetDateTime};

use super::PublishedVersion;
use super::compatibility::Requirements;
use super::dates;

/// An age in whole minutes, hours, days or weeks: `90m`, `12h`, `3d`, `2w`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Age {
    number: u16,
    unit: char,
}

/// A text is not an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an age such as `12h`, `3d` or `2w`, with at most 9999 minutes, hours, days or weeks")]
pub struct AgeError;

/// The time that a version must have been published before it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Soak {
    /// The age that it must have.
    pub minimum_age: Age,
    /// The current time.
    pub now: OffsetDateTime,
}

/// Numbers of versions that are never chosen.
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

/// What a version of a layer must satisfy to be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Criteria {
    /// The lowest acceptable number; 0 for any.
    pub floor: u64,
    /// What the version must support.
    pub requirements: Requirements,
    /// How long the version must have been published; any time if there is none.
    pub soak: Option<Soak>,
    /// The number of newer versions that there must be, compatible and not blocked.
    pub behind: usize,
    /// The versions that are never chosen.
    pub blocked: Vec<Numbers>,
}

impl FromStr for Age {
    type Err = AgeError;

    fn from_str(text: &str) -> Result<Self, AgeError> {
        let unit = text.chars().next_back().ok_or(AgeError)?;
        let digits = text.strip_suffix(['m', 'h', 'd', 'w']).ok_or(AgeError)?;
        // `u16::from_str` accepts a sign, too.
        let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number).ok_or(AgeError)?;
        Ok(Self { number, unit })
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.unit)
    }
}

impl Age {
    /// The length of the age.
    pub fn duration(self) -> Duration {
        let number = i64::from(self.number);
        match self.unit {
            'm' => Duration::minutes(number),
            'h' => Duration::hours(number),
            'd' => Duration::days(number),
            _ => Duration::weeks(number),
        }
    }
}

impl Soak {
    /// The time from which on a version is old enough; `None` if the date of its publication is not known.
    pub fn end(self, version: &PublishedVersion) -> Option<OffsetDateTime> {
        let published = version.published.as_deref().and_then(dates::parse)?;
        published.checked_add(self.minimum_age.duration())
    }

    /// Whether a version is old enough. One whose date is not known is not, since it may be too young.
    pub fn is_over(self, version: &PublishedVersion) -> bool {
        self.end(version).is_some_and(|end| end <= self.now)
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

impl Criteria {
    /// The criteria of the newest version from a floor on that meets the requirements.
    pub fn newest(floor: u64, requirements: Requirements) -> Self {
        Self { floor, requirements, ..Self::default() }
    }

    /// Whether they ask for more than the newest compatible version.
    pub fn are_selective(&self) -> bool {
        self.soak.is_some() || self.behind > 0 || !self.blocked.is_empty()
    }

    /// The criteria of the newest compatible version, whatever its age.
    #[must_use]
    pub fn without_selection(&self) -> Self {
        Self::newest(self.floor, self.requirements.clone())
    }

    /// Whether a version is blocked.
    pub fn block(&self, number: u64) -> bool {
        self.blocked.iter().any(|numbers| numbers.contain(number))
    }

    /// The newest version that satisfies them. `versions` contains every version that is newer than the oldest one in it,
    /// in any order.
    pub fn choose<'v>(&self, versions: &'v [PublishedVersion]) -> Option<&'v PublishedVersion> {
        self.acceptable(versions).into_iter().skip(self.behind).find(|version| self.is_old_enough(version))
    }

    /// The versions that they accept now or at a later time, newest first.
    pub fn acceptable<'v>(&self, versions: &'v [PublishedVersion]) -> Vec<&'v PublishedVersion> {
        let is_acceptable = |version: &&PublishedVersion| {
            version.number >= self.floor
                && self.requirements.are_met_by(version)
                && !self.block(version.number)
        };
        let mut acceptable: Vec<_> = versions.iter().filter(is_acceptable).collect();
        acceptable.sort_by_key(|version| std::cmp::Reverse(version.number));
        // Windows of a search can overlap.
        acceptable.dedup_by_key(|version| version.number);
        acceptable
    }

    fn is_old_enough(&self, version: &PublishedVersion) -> bool {
        self.soak.is_none_or(|soak| soak.is_over(version))
    }
}
