//! The command line, from which the help, the completions and the manual page are made.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::output::Format;

/// Find what is wrong or clumsy in CloudFormation and SAM templates, and fix it without changing what they mean.
#[derive(Debug, Parser)]
#[command(name = "cfn-tidy", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Global options")]
    pub color: Color,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing was found, or everything that was found is fixed
  1  findings remain
  2  wrong usage, or something could not be read, fixed or written";

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// Where the output is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check templates, and fix them with --fix
    Check(Box<CheckArgs>),
    /// Explain a rule
    Rule(RuleArgs),
    /// Show the configuration that holds for a path
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// The verbs of `cfn-tidy config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show which file the configuration comes from and what it amounts to
    Show {
        /// The file or folder to show it for
        #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
        path: PathBuf,
        /// Where the configuration comes from.
        #[command(flatten)]
        source: ConfigArgs,
    },
}

/// Arguments of `cfn-tidy rule`.
#[derive(Debug, Args)]
pub struct RuleArgs {
    /// The name of the rule, or an id of cfn-lint
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub name: Option<String>,
    /// List all rules
    #[arg(long)]
    pub all: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: RuleFormat,
}

/// How `cfn-tidy rule` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RuleFormat {
    /// For people, as Markdown.
    Text,
    /// For programs.
    Json,
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Default, Args)]
pub struct ConfigArgs {
    /// Use this configuration file instead of the nearest cfn-tidy.toml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "isolated")]
    #[arg(help_heading = "Configuration")]
    pub config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long, help_heading = "Configuration")]
    pub isolated: bool,
}

/// Arguments of `cfn-tidy check`.
#[allow(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders to check, or - for standard input
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Apply the safe fixes
    #[arg(long)]
    pub fix: bool,
    /// Apply, or with --diff show, the unsafe fixes too
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Apply fixes, but do not report what remains
    #[arg(long)]
    pub fix_only: bool,
    /// Show what --fix would change as a diff, and change nothing
    #[arg(long)]
    pub diff: bool,
    /// Add a comment to each finding that makes cfn-tidy ignore it
    #[arg(long, conflicts_with_all = ["fix", "fix_only", "diff"])]
    pub add_ignore: bool,
    /// Run again whenever a file changes, until interrupted
    #[arg(long, conflicts_with_all = ["diff", "add_ignore", "write_baseline"])]
    pub watch: bool,
    /// List every fix that was applied
    #[arg(long)]
    pub show_fixes: bool,
    /// Exit with 1 when something was fixed, even if nothing remains
    #[arg(long)]
    pub exit_non_zero_on_fix: bool,
    /// Exit with 0 even if findings remain
    #[arg(short, long)]
    pub exit_zero: bool,
    /// Which rules run.
    #[command(flatten)]
    pub rules: RuleSelectionArgs,
    /// Which files are looked at.
    #[command(flatten)]
    pub files: FileArgs,
    /// Where the configuration comes from.
    #[command(flatten)]
    pub source: ConfigArgs,
    /// What is printed, and where.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Which rules run.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub struct RuleSelectionArgs {
    /// Run only these rules, groups or ids of cfn-lint (comma-separated; ALL for all)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Option<Vec<String>>,
    /// Run these rules or groups, too
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub extend_select: Vec<String>,
    /// Do not run these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Fix only findings of these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub fixable: Option<Vec<String>>,
    /// Do not fix findings of these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub unfixable: Vec<String>,
    /// Pass over the findings that this file accepts
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// Write a file that accepts all findings that are there
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(conflicts_with_all = ["fix", "fix_only", "diff", "add_ignore", "baseline"])]
    pub write_baseline: Option<PathBuf>,
}

/// Which files are looked at.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files")]
pub struct FileArgs {
    /// The name of what comes through standard input, for messages and configuration
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub stdin_filename: Option<PathBuf>,
    /// Leave out what matches these patterns, instead of the configured ones (as in .gitignore, comma-separated)
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub exclude: Option<Vec<String>>,
    /// Leave out what matches these patterns, too
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub extend_exclude: Vec<String>,
    /// Leave out excluded files even if they are named themselves
    #[arg(long)]
    pub force_exclude: bool,
    /// Leave out files that are no templates even if they are named themselves
    #[arg(long)]
    pub templates_only: bool,
    /// Look into files that .gitignore excludes, too
    #[arg(long)]
    pub no_respect_gitignore: bool,
    /// Refuse files that are larger
    #[arg(long, value_name = "BYTES")]
    pub max_file_size: Option<u64>,
}

/// What is printed, and where.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub output_format: Format,
    /// Print the findings into this file instead of to standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output_file: Option<PathBuf>,
    /// Count the findings per rule instead of listing them
    #[arg(long)]
    pub statistics: bool,
    /// Print the findings and nothing else
    #[arg(short, long)]
    pub quiet: bool,
}
