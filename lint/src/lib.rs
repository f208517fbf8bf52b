//! The linter of the `cfn-tidy` command, as a library.
//!
//! How a file flows through the crate:
//!
//! 1. [`discover`] finds it, and [`config`] determines the settings that apply to it.
//! 2. [`check`] walks its tree once for all [`rules`]. Each finding is a [`diagnostic`], some with a [`fix`];
//!    [`suppress`] drops those that the author of the template has accepted.
//! 3. [`fix`] applies fixes until none is left and proves that the safe ones preserve the meaning; [`replace`] replaces
//!    the file atomically.
//! 4. [`output`] formats what remains, and [`terminal`] prints it.
//!
//! Files are read by [`discover`], [`config`], [`baseline`] and the `check` command in [`commands`]. Files are written by
//! [`replace`] only. Only [`terminal`] prints. Everything else is a function of its arguments. `tests/architecture.rs` checks these sentences.

mod arn;
pub mod baseline;
mod cfn_lint;
pub mod cfn_lint_ids;
pub mod check;
mod circles;
pub mod cli;
pub mod commands;
pub mod config;
pub mod context;
pub mod diagnostic;
pub mod discover;
mod faults;
pub mod fingerprint;
pub mod fix;
pub mod lambda_runtimes;
mod layer_strings;
mod missing_prefix;
pub mod names;
pub mod neighbours;
mod notation;
pub mod output;
mod parts;
pub mod replace;
mod rewrite;
pub mod rule;
pub mod rules;
pub mod select;
pub mod suppress;
pub mod terminal;
