//! The baselines of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::cli::RuleSelectionArgs;
use crate::commands::input::Input;
use crate::config::{Resolver, Settings};
use crate::finding::baseline::{Baseline, BaselineError};

/// The baseline of the command line, or those of the configuration files.
#[derive(Debug, Default)]
pub(super) struct Baselines {
    for_all: Option<Baseline>,
    by_path: BTreeMap<PathBuf, Baseline>,
}

impl Baselines {
    /// Reads the baselines that apply to the inputs.
    ///
    /// # Errors
    /// The problem of each file that cannot be read.
    pub(super) fn read(
        args: &RuleSelectionArgs,
        inputs: &[Input],
        resolver: &Resolver,
    ) -> Result<Self, Vec<BaselineError>> {
        if let Some(path) = &args.baseline {
            let for_all = Some(Baseline::read(path).map_err(|error| vec![error])?);
            return Ok(Self { for_all, ..Self::default() });
        }
        let mut baselines = Self::default();
        // A new baseline contains all findings, also those that an old one accepts.
        if args.write_baseline.is_some() {
            return Ok(baselines);
        }
        let mut problems = Vec::new();
        let configured = inputs.iter().filter_map(|input| resolver.file(input.path()).0.baseline.clone());
        for path in configured.collect::<BTreeSet<_>>() {
            match Baseline::read(&path) {
                Ok(baseline) => {
                    baselines.by_path.insert(path, baseline);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(baselines) } else { Err(problems) }
    }

    /// Returns the baseline for the files with the given settings.
    pub(super) fn of(&self, settings: &Settings) -> Option<&Baseline> {
        let configured = || self.by_path.get(settings.baseline.as_ref()?);
        self.for_all.as_ref().or_else(configured)
    }
}
