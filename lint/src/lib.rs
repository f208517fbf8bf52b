//! The library behind the `cfn-tidy` command.
//!
//! A file takes this way through the crate:
//!
//! 1. [`config`] says what holds for it, [`discover`] finds it.
//! 2. [`check`] walks its tree once for all [`rules`]; each finding is a [`diagnostic`], some carry a [`fix`], and
//!    [`suppress`] drops those that the author wants to keep.
//! 3. [`fix`] applies fixes until none is left and proves that the safe ones kept the meaning; [`replace`] puts the
//!    new text in the place of the old.
//! 4. [`output`] prints.
//!
//! Only [`commands`], [`discover`], [`config`] and [`replace`] touch files, and only [`terminal`] prints.

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
mod layer_strings;
mod missing_prefix;
pub mod names;
pub mod neighbours;
pub mod output;
mod parts;
pub mod replace;
mod rewrite;
pub mod rule;
pub mod rules;
pub mod select;
pub mod suppress;
pub mod terminal;
