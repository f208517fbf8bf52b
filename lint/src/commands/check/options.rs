//! The mode and the configuration overrides that the command line asks for.

use super::job::Mode;
use crate::cli::{CheckArgs, RuleSelectionArgs};
use crate::commands::types::type_overrides;
use crate::config::Overrides;
use crate::rule::selection::{Selection, Selector};
use crate::rules::REGISTRY;

/// Returns what to do with the files.
pub(super) fn mode(args: &CheckArgs) -> Mode {
    if args.add_ignore {
        Mode::AddIgnore
    } else if args.diff {
        Mode::Diff
    } else if args.fix_only {
        Mode::FixOnly
    } else if args.fix {
        Mode::Fix
    } else {
        Mode::Check
    }
}

/// Returns the settings of the command line that override the configuration.
///
/// # Errors
/// A message for each unknown rule, group or region.
pub(super) fn overrides(args: &CheckArgs) -> Result<Overrides, Vec<String>> {
    let (selection, types) = match (selection(&args.rules), type_overrides(&args.types)) {
        (Ok(selection), Ok(types)) => (selection, types),
        (selection, types) => {
            return Err([selection.err(), types.err()].into_iter().flatten().flatten().collect());
        }
    };
    Ok(Overrides {
        selection,
        exclude: args.files.exclude.clone(),
        extend_exclude: args.files.extend_exclude.clone(),
        force_exclude: args.files.force_exclude,
        no_respect_gitignore: args.files.no_respect_gitignore,
        max_file_size: args.files.max_file_size,
        unsafe_fixes: args.unsafe_fixes,
        fail_level: args.fail_level,
        macro_name: args.macro_name.clone(),
        ..types
    })
}

fn selection(args: &RuleSelectionArgs) -> Result<Selection, Vec<String>> {
    let mut problems = Vec::new();
    let mut read = |option: &str, words: &[String]| {
        let mut selectors: Vec<Selector> = Vec::new();
        for word in words {
            match REGISTRY.selector(word) {
                Ok(selector) => selectors.push(selector),
                Err(error) => problems.push(format!("{option}: {error}")),
            }
        }
        selectors
    };
    let selection = Selection {
        select: args.select.as_deref().map(|words| read("--select", words)),
        extend_select: read("--extend-select", &args.extend_select),
        ignore: read("--ignore", &args.ignore),
        fixable: args.fixable.as_deref().map(|words| read("--fixable", words)),
        unfixable: read("--unfixable", &args.unfixable),
    };
    match problems.last_mut() {
        None => return Ok(selection),
        Some(last) => last.push_str(" (`cfn-tidy rule` lists all rules)"),
    }
    Err(problems)
}
