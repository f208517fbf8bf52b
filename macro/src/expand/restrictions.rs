//! The restrictions of the versions that may be used: an age, a distance from the newest version, and blocked versions.

use std::env;

use cfn_ast::layer::{Age, AgeError, BlockedVersions, BlockedVersionsError, LayerReference, Numbers};
use time::OffsetDateTime;

use crate::catalog::eligibility::{Criteria, Soak};
use crate::names::matches;

/// A setting by pattern of layers; the first pattern that matches decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerLayer<T>(Vec<(String, T)>);

/// A setting of the deployed macro or refresher is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestrictionsError {
    /// `MINIMUM_AGE` is not an age.
    #[error("environment variable MINIMUM_AGE is `{text}`: {error}")]
    MinimumAge {
        /// The value.
        text: String,
        /// The reason.
        error: AgeError,
    },
    /// `BEHIND` is not a number.
    #[error("environment variable BEHIND is `{0}`, but must be a number of versions")]
    Behind(String),
    /// `BLOCKED_VERSIONS` contains something else.
    #[error("environment variable BLOCKED_VERSIONS contains `{text}`: {error}")]
    Blocked {
        /// The item.
        text: String,
        /// The reason.
        error: BlockedVersionsError,
    },
}

/// The restrictions of a deployed macro. A template can set another age or distance, and block further versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restrictions {
    /// The age that a version must have.
    pub minimum_age: Option<Age>,
    /// How many newer versions there must be.
    pub behind: Option<usize>,
    /// Blocked versions, in addition to those of the template.
    pub blocked: Vec<BlockedVersions>,
}

impl Restrictions {
    /// The criteria of a layer in a stack whose template sets none.
    pub fn criteria(&self, layer: LayerName<'_>, now: OffsetDateTime) -> Criteria {
        Criteria {
            soak: self.minimum_age.map(|minimum_age| Soak { minimum_age, now }),
            behind: self.behind.unwrap_or_default(),
            blocked: self.blocked.iter().filter_map(|blocked| layer.blocked_by(blocked)).collect(),
            ..Criteria::default()
        }
    }

    /// Reads the environment variables that the templates of the macro and the refresher set; an empty one sets nothing.
    ///
    /// # Errors
    /// [`RestrictionsError`] if one is invalid.
    pub fn from_environment() -> Result<Self, RestrictionsError> {
        let variable = |name| env::var(name).unwrap_or_default();
        Self::parse(&variable("MINIMUM_AGE"), &variable("BEHIND"), &variable("BLOCKED_VERSIONS"))
    }

    /// Parses the values of the environment variables; blocked versions are separated by commas.
    ///
    /// # Errors
    /// [`RestrictionsError`] if one is invalid.
    pub fn parse(minimum_age: &str, behind: &str, blocked: &str) -> Result<Self, RestrictionsError> {
        let set = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let minimum_age = set(minimum_age)
            .map(|text| text.parse().map_err(|error| RestrictionsError::MinimumAge { text, error }));
        let behind = set(behind).map(|text| text.parse().map_err(|_| RestrictionsError::Behind(text)));
        let blocked = blocked.split(',').filter_map(set);
        let blocked =
            blocked.map(|text| text.parse().map_err(|error| RestrictionsError::Blocked { text, error }));
        Ok(Self {
            minimum_age: minimum_age.transpose()?,
            behind: behind.transpose()?,
            blocked: blocked.collect::<Result<_, _>>()?,
        })
    }
}

/// A layer, as patterns look at it.
#[derive(Clone, Copy, Debug)]
pub struct LayerName<'a> {
    /// The reference as written.
    pub written: &'a str,
    /// The name.
    pub name: &'a str,
    /// The ARN without a version.
    pub arn: &'a str,
}

impl<'a> LayerName<'a> {
    /// The layer of a reference, with its ARN.
    pub fn of(written: &'a str, arn: &'a str) -> Self {
        let name = match LayerReference::parse(written) {
            Ok(LayerReference::Layer { layer, .. }) => layer.name(),
            _ => written,
        };
        Self { written, name, arn }
    }

    /// The numbers of its versions that are blocked, if the pattern matches it.
    pub fn blocked_by(self, blocked: &BlockedVersions) -> Option<Numbers> {
        self.matches(&blocked.pattern).then_some(blocked.numbers)
    }

    fn matches(self, pattern: &str) -> bool {
        [self.written, self.name, self.arn].iter().any(|text| matches(pattern, text))
    }
}

impl<T> Default for PerLayer<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> PerLayer<T> {
    /// The same setting for all layers.
    pub fn all(value: T) -> Self {
        Self(vec![("*".to_owned(), value)])
    }

    /// Settings by pattern, in the order in which they are tried.
    pub fn by_pattern(settings: Vec<(String, T)>) -> Self {
        Self(settings)
    }

    /// The setting of a layer, if there is one.
    pub fn of(&self, layer: LayerName<'_>) -> Option<T> {
        self.0.iter().find(|(pattern, _)| layer.matches(pattern)).map(|(_, value)| *value)
    }
}
