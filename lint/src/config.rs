//! Configuration: `cfn-tidy.toml`, the overrides of the command line, and the settings of a file.

mod file;
pub mod imported;
mod patterns;
mod resolver;
mod schemas;
mod value_types;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cfn_schema::{Catalog, TypePattern};

use crate::finding::Severity;
use crate::output::Format;
use crate::rule::Rule;
use crate::rule::selection::{RuleSet, Selection, Selector};
use crate::rules::parameters::undefined_interface_parameter;
use crate::rules::references::undefined_reference;
use crate::rules::unused::{unused_condition, unused_mapping, unused_parameter};

pub use file::{ConfigError, ConfigFile, ConfigProblem, known_region};
pub use patterns::{PatternError, Patterns};
pub use resolver::{Resolver, Source};
pub use schemas::SchemaError;

/// The name of the configuration file.
pub const FILE_NAME: &str = "cfn-tidy.toml";

/// The default limit for the size of a file, in bytes. CloudFormation accepts templates of up to 1 MB
/// ([quotas](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html)).
pub const MAX_FILE_SIZE: u64 = 10_000_000;

/// The default fail level. Notes are about style, which should not fail a build.
pub const FAIL_LEVEL: Severity = Severity::Warning;

/// The folders that are excluded by default: version control, packages, build output.
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

/// The rules that need the whole template: in a part of one, names are declared and used in the other parts.
const OF_WHOLE_TEMPLATES: [&Rule; 5] = [
    &undefined_interface_parameter::RULE,
    &undefined_reference::RULE,
    &unused_condition::RULE,
    &unused_mapping::RULE,
    &unused_parameter::RULE,
];

/// The effective settings of the files that share one configuration.
#[derive(Debug)]
pub struct Settings {
    /// The configuration file, if there is one.
    pub file: Option<PathBuf>,
    /// The rules that run, apart from `per_file_ignores`.
    pub rules: RuleSet,
    /// The rules whose findings may be fixed.
    pub fixable: RuleSet,
    /// Rules that do not run in matching files.
    pub per_file_ignores: Vec<PerFileIgnore>,
    /// The excluded paths.
    pub exclude: Patterns,
    /// The files that are parts of a larger template.
    pub fragments: Patterns,
    /// Whether `exclude` also applies to files that are passed explicitly.
    pub force_exclude: bool,
    /// Whether paths that `.gitignore` excludes are skipped.
    pub respect_gitignore: bool,
    /// The largest size of a file, in bytes.
    pub max_file_size: u64,
    /// Whether unsafe fixes are applied as well.
    pub unsafe_fixes: bool,
    /// The lowest severity of a finding for which the command exits with 1.
    pub fail_level: Severity,
    /// The path of the file with accepted findings.
    pub baseline: Option<PathBuf>,
    /// The format in which the findings of a run in this folder are printed.
    pub output_format: Option<Format>,
    /// The layout of converted files.
    pub layout: Layout,
    /// The name of the macro Uselatest; `None` for the default.
    pub macro_name: Option<String>,
    /// The files, folders and patterns of the schemas of private and newer resource types.
    pub schemas: Vec<PathBuf>,
    /// The resource types that exist and are not checked.
    pub types: Vec<TypePattern>,
    /// The regions in which templates are deployed; `None` for any region.
    pub regions: Option<Vec<String>>,
    /// The resource types that are known, of [`Settings::schemas`] as well once a [`Resolver`] has read them.
    pub catalog: Arc<Catalog>,
}

/// The layout of converted files.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The number of spaces per level of indentation.
    pub indent: usize,
    /// Whether the items of sequences are indented further than their key.
    pub indent_sequences: bool,
}

/// Rules that do not run in matching files.
#[derive(Debug)]
pub struct PerFileIgnore {
    /// The patterns of the files.
    pub files: Patterns,
    /// The rules to ignore in them.
    pub rules: Vec<Selector>,
}

/// Settings of the command line, which override every configuration file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The selection of rules.
    pub selection: Selection,
    /// Patterns that replace the configured ones.
    pub exclude: Option<Vec<String>>,
    /// Patterns in addition to the configured ones.
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
    /// `--macro-name`.
    pub macro_name: Option<String>,
    /// `--schema`: schemas in addition to the configured ones, relative to the working folder.
    pub schemas: Vec<PathBuf>,
    /// `--region`: regions that replace the configured ones.
    pub regions: Option<Vec<String>>,
}

impl Settings {
    /// Returns the rules that run in the file at an absolute path.
    pub fn rules_for(&self, path: &Path) -> Cow<'_, RuleSet> {
        let rules = self.rules_without_ignored(path);
        if !self.fragments.matches(path, false) {
            return rules;
        }
        Cow::Owned(rules.only_rules(|rule| !OF_WHOLE_TEMPLATES.contains(&rule)))
    }

    fn rules_without_ignored(&self, path: &Path) -> Cow<'_, RuleSet> {
        let matching = self.per_file_ignores.iter().filter(|entry| entry.files.matches(path, false));
        let ignored: Vec<Selector> = matching.flat_map(|entry| entry.rules.iter().copied()).collect();
        if ignored.is_empty() {
            return Cow::Borrowed(&self.rules);
        }
        Cow::Owned(self.rules.without(&ignored))
    }
}
