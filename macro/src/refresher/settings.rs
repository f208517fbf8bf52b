//! What the deployment of the refresher says about every run.

use std::env::{self, VarError};

use crate::names::matches;

/// How many stacks a run may refresh at most, so that all of their outcomes fit into the 256 KiB that a state machine
/// hands on (AWS Step Functions Developer Guide, "Service quotas").
const MAX_STACKS: usize = 200;

/// What the deployment of the refresher says about every run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The stacks that may be refreshed: names, or patterns with `*` and `?`.
    pub allowed_stacks: Vec<String>,
    /// How many stacks one run refreshes at most.
    pub maximum_stacks: usize,
    /// Whether change sets are executed, not only judged.
    pub is_executing: bool,
}

/// What is wrong with the environment of the function.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A variable is not there, or no text.
    #[error("the environment variable {name} cannot be read: {error}")]
    Variable {
        /// Its name.
        name: &'static str,
        /// Why not.
        error: VarError,
    },
    /// `MAXIMUM_STACKS` is no such number.
    #[error("the environment variable MAXIMUM_STACKS is `{0}`; write a number from 1 to {MAX_STACKS}")]
    Maximum(String),
    /// `MODE` is no such word.
    #[error("the environment variable MODE is `{0}`; write dry-run or execute")]
    Mode(String),
}

impl Settings {
    /// Reads the environment variables that `refresher.yaml` sets.
    ///
    /// # Errors
    /// [`SettingsError`] for one that is missing or wrong.
    pub fn from_environment() -> Result<Self, SettingsError> {
        let read = |name| env::var(name).map_err(|error| SettingsError::Variable { name, error });
        Self::new(&read("ALLOWED_STACKS")?, &read("MAXIMUM_STACKS")?, &read("MODE")?)
    }

    /// Settings from the texts of the environment variables; the allowed stacks are separated by commas.
    ///
    /// # Errors
    /// [`SettingsError`] for one that is wrong.
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
        })
    }

    /// Whether a stack may be refreshed.
    pub fn allows(&self, stack: &str) -> bool {
        self.allowed_stacks.iter().any(|pattern| matches(pattern, stack))
    }
}
