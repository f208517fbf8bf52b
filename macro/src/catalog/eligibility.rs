//! Which versions of a layer may be chosen.

use cfn_ast::layer::{Age, Numbers};
use time::{Duration, OffsetDateTime};

use super::PublishedVersion;
use super::compatibility::Requirements;
use super::dates;

/// The time that a version must have been published before it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Soak {
    /// The age that it must have.
    pub minimum_age: Age,
    /// The current time.
    pub now: OffsetDateTime,
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

impl Soak {
    /// The time from which on a version is old enough; `None` if the date of its publication is not known.
    pub fn end(self, version: &PublishedVersion) -> Option<OffsetDateTime> {
        let published = version.published.as_deref().and_then(dates::parse)?;
        published.checked_add(Duration::seconds(i64::try_from(self.minimum_age.seconds()).ok()?))
    }

    /// Whether a version is old enough. One whose date is not known is not, since it may be too young.
    pub fn is_over(self, version: &PublishedVersion) -> bool {
        self.end(version).is_some_and(|end| end <= self.now)
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
