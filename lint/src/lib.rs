//! The linter of the `cfn-tidy` command, as a library.
//!
//! How a file flows through the crate:
//!
//! 1. [`files`] finds it, and [`config`] determines the settings that apply to it.
//! 2. [`check`] walks its tree once for all [`rules`]. Each is a [`rule`] that reports [`finding`]s, some with a [`fix`];
//!    [`finding::suppress`] drops those that the author of the template has accepted.
//! 3. [`fix`] applies fixes until none is left and proves that the safe ones preserve the meaning; [`files::replace`]
//!    replaces the file atomically.
//! 4. [`output`] formats what remains, and [`terminal`] prints it.
//!
//! What each module may touch:
//!
//! | module | contents | may touch |
//! |---|---|---|
//! | [`cfn_lint`] | IDs and locations of cfn-lint | the tree |
//! | [`suggest`] | the names that were meant | text |
//! | [`finding`] | findings, fingerprints, suppressions, baselines | the tree; reads baselines |
//! | [`rule`] | what a rule is, what it sees, which rules run | the tree, findings |
//! | [`rules`] | the rules, and the kit that they share | the tree, findings |
//! | [`check`], [`fix`] | the engine: run rules, apply and prove fixes | rules, findings |
//! | [`files`] | finding, recognizing and replacing files | files |
//! | [`config`] | settings | reads configuration files |
//! | [`template_file`] | a template with the settings and files that determine its findings | files, settings |
//! | [`server`] | the language server | everything but the command line and the output; no files itself |
//! | [`output`] | formats | findings |
//! | [`cli`], [`commands`] | the command | everything; reads templates |
//! | [`terminal`] | printing | standard output and standard error |
//!
//! `tests/architecture.rs` checks the table.
//!
//! `config` and what follows it, and baselines, are the cargo feature `cli`, which is on by default. Without it the crate needs no files,
//! threads or clock, so that it also runs in a browser.

pub mod cfn_lint;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod commands;
#[cfg(feature = "cli")]
pub mod config;
#[cfg(feature = "cli")]
mod describe;
pub mod files;
pub mod finding;
pub mod fix;
#[cfg(feature = "cli")]
mod isolation;
#[cfg(feature = "cli")]
pub mod output;
pub mod rule;
pub mod rules;
#[cfg(feature = "cli")]
pub mod server;
pub mod suggest;
#[cfg(feature = "cli")]
pub mod template_file;
#[cfg(feature = "cli")]
pub mod terminal;
