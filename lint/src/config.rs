//! Configuration: `cfn-tidy.toml`, what the command line adds to it, and what holds for a file.

mod file;
mod patterns;
mod resolver;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::diagnostic::Severity;
use crate::select::{RuleSet, Selection, Selector};

pub use file::{ConfigError, ConfigFile, ConfigProblem};
pub use patterns::{PatternError, Patterns};
pub use resolver::{Resolver, Source};

/// The name of the configuration file.
pub const FILE_NAME: &str = "cfn-tidy.toml";

/// Files above this many bytes are refused unless the configuration says otherwise; CloudFormation takes 1 MB.
pub const MAX_FILE_SIZE: u64 = 10_000_000;

/// Notes are about style, which a build need not stop for.
pub const FAIL_LEVEL: Severity = Severity::Warning;

/// What is never looked into unless the configuration says otherwise: version control, packages, build results.
pub const DEFAULT_EXCLUDE: [&str; 12] = [
    ".git",
    ".hg",
    ".svn",
    ".venv",
    "venv",
    "node_modules",
    "site-packages",
    ".aws-sam",
    ".serverless",
    ".terraform",
    "cdk.out",
    "target",
];

/// What holds for the files of one configuration.
#[derive(Debug)]
pub struct Settings {
    /// The file it was read from.
    pub file: Option<PathBuf>,
    /// The rules that run where no file is treated in its own way.
    pub rules: RuleSet,
    /// The rules whose findings may be fixed.
    pub fixable: RuleSet,
    /// Rules that do not run in files that match.
    pub per_file_ignores: Vec<PerFileIgnore>,
    /// What is left out.
    pub exclude: Patterns,
    /// Whether exclusions hold for files named themselves.
    pub force_exclude: bool,
    /// Whether git's exclusions hold.
    pub respect_gitignore: bool,
    /// Larger files are refused, in bytes.
    pub max_file_size: u64,
    /// Whether unsafe fixes are applied with the safe ones.
    pub unsafe_fixes: bool,
    /// The least severity with which a finding makes the command exit with 1.
    pub fail_level: Severity,
}

/// Rules that do not run in files that match.
#[derive(Debug)]
pub struct PerFileIgnore {
    /// The files.
    pub files: Patterns,
    /// The rules.
    pub rules: Vec<Selector>,
}

/// What the command line says over any configuration file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Rules.
    pub selection: Selection,
    /// Patterns instead of the configured ones.
    pub exclude: Option<Vec<String>>,
    /// Patterns besides the configured ones.
    pub extend_exclude: Vec<String>,
    /// `--force-exclude`.
    pub force_exclude: bool,
    /// `--no-respect-gitignore`.
    pub no_respect_gitignore: bool,
    /// `--max-file-size`.
    pub max_file_size: Option<u64>,
    /// `--unsafe-fixes`.
    pub unsafe_fixes: bool,
    /// `--fail-level`.
    pub fail_level: Option<Severity>,
}

impl Settings {
    /// The rules that run in the file at this absolute path.
    pub fn rules_for(&self, path: &Path) -> Cow<'_, RuleSet> {
        let matching = self.per_file_ignores.iter().filter(|entry| entry.files.matches(path, false));
        let ignored: Vec<Selector> = matching.flat_map(|entry| entry.rules.iter().copied()).collect();
        if ignored.is_empty() {
            return Cow::Borrowed(&self.rules);
        }
        Cow::Owned(self.rules.without(&ignored))
    }
}
