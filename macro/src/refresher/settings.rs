//! The settings of the refresher, from its deployment.

use std::env::{self, VarError};

use crate::expand::restrictions::{Restrictions, RestrictionsError};
use crate::names::matches;

/// The maximum number of stacks in a run, whose outcomes must fit into the 256 KiB that a state machine can pass on
/// (AWS Step Functions Developer Guide, "Service quotas").
const MAX_STACKS: usize = 200;

/// The settings of the refresher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The stacks that may be refreshed: names, or patterns with `*` and `?`.
    pub allowed_stacks: Vec<String>,
    /// The maximum number of stacks that a run refreshes.
    pub maximum_stacks: usize,
    /// Whether change sets are executed after they are judged.
    pub is_executing: bool,
    /// The bucket for templates that are too large for a request.
    pub bucket: Option<String>,
    /// The name under which the macro is deployed; `None` for the default.
    pub macro_name: Option<String>,
    /// The restrictions of the deployed macro.
    pub restrictions: Restrictions,
}

/// An invalid environment variable.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A variable is missing, or not valid Unicode.
    #[error("cannot read environment variable {name}: {error}")]
    Variable {
        /// Its name.
        name: &'static str,
        /// The reason.
        error: VarError,
    },
    /// `MAXIMUM_STACKS` is not a number in the valid range.
    #[error("environment variable MAXIMUM_STACKS is `{0}`, but must be a number from 1 to {MAX_STACKS}")]
    Maximum(String),
    /// `MODE` is not a valid mode.
    #[error("environment variable MODE is `{0}`, but must be `dry-run` or `execute`")]
    Mode(String),
    /// A restriction of the macro is invalid.
    #[error(transparent)]
    Restrictions(#[from] RestrictionsError),
}

/// A variable that is empty unless its parameter was set.
fn optional(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

impl Settings {
    /// Reads the environment variables that `refresher.yaml` sets.
    ///
    /// # Errors
    /// [`SettingsError`] if one is missing or invalid.
    pub fn from_environment() -> Result<Self, SettingsError> {
        let read = |name| env::var(name).map_err(|error| SettingsError::Variable { name, error });
        let settings = Self::new(&read("ALLOWED_STACKS")?, &read("MAXIMUM_STACKS")?, &read("MODE")?)?;
        Ok(Self {
            bucket: optional("BUCKET"),
            macro_name: optional("MACRO_NAME"),
            restrictions: Restrictions::from_environment()?,
            ..settings
        })
    }

    /// Parses the values of the environment variables; the allowed stacks are separated by commas.
    ///
    /// # Errors
    /// [`SettingsError`] if one is invalid.
    pub fn new(allowed_stacks: &str, maximum_stacks: &str, mode: &str) -> Result<Self, SettingsError> {
        let names = allowed_stacks.split(',').map(str::trim).filter(|name| !name.is_empty());
        let maximum = maximum_stacks.parse().ok().filter(|maximum| (1..=MAX_STACKS).contains(maximum));
        let is_executing = match mode {
            "dry-run" => false,
            "execute" => true,
            other => return Err(SettingsError::Mode(other.to_owned())),
        };
        Ok(Self {
            allowed_stacks: names.map(str::to_owned).collect(),
            maximum_stacks: maximum.ok_or_else(|| SettingsError::Maximum(maximum_stacks.to_owned()))?,
            is_executing,
            bucket: None,
            macro_name: None,
            restrictions: Restrictions::default(),
        })
    }

    /// Whether a stack may be refreshed.
    pub fn allows(&self, stack: &str) -> bool {
        self.allowed_stacks.iter().any(|pattern| matches(pattern, stack))
    }
}
