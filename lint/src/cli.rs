//! The command line, from which the help, the completions and the manual page are made.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum, ValueHint};

use crate::diagnostic::Severity;
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
`cfn-tidy PATH` is short for `cfn-tidy check PATH`.

Exit codes:
  0  no errors or warnings remain (see --fail-level)
  1  errors or warnings remain
  2  wrong usage, or a file could not be read, fixed or written";

/// The arguments with the verb that was left out: `cfn-tidy app.yaml` is `cfn-tidy check app.yaml`, and
/// `cfn-tidy config .` is `cfn-tidy config show .`.
///
/// What is neither an option nor the path of anything stays, so that a misspelt verb is reported as one.
pub fn with_verb(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let first = 1 + global_options(arguments.get(1..).unwrap_or_default());
    let is_config = arguments.get(first).is_some_and(|word| word == "config");
    let place = first + usize::from(is_config);
    if arguments.get(place).is_some_and(|word| can_follow_verb(word, is_config)) {
        arguments.insert(place, if is_config { "show" } else { "check" }.into());
    }
    arguments
}

/// Accepts the words of the severities.
fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    let words = Severity::ALL.map(Severity::as_str);
    PossibleValuesParser::new(words).map(|word| {
        let named = Severity::ALL.into_iter().find(|severity| severity.as_str() == word);
        named.expect("the parser accepts no other words")
    })
}

/// How many of the first words are the options that every verb has.
fn global_options(words: &[OsString]) -> usize {
    let mut count = 0;
    while let Some(word) = words.get(count).and_then(|word| word.to_str()) {
        match word {
            "--color" => count += 2,
            _ if word.starts_with("--color=") => count += 1,
            _ => break,
        }
    }
    count.min(words.len())
}

fn can_follow_verb(word: &OsString, is_config: bool) -> bool {
    let text = word.to_string_lossy();
    let is_about_itself = matches!(&*text, "-h" | "--help" | "-V" | "--version");
    let is_option = text.starts_with('-') && !is_config;
    let is_verb = Cli::command().get_subcommands().any(|verb| verb.get_name() == text);
    let is_path = || text.contains(['/', '\\', '.']) || Path::new(word).exists();
    !is_about_itself && !is_verb && (is_option || is_path())
}

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
    /// The name of the rule, or an id of cfn-lint; without one, all rules are listed
    #[arg(conflicts_with = "all")]
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
    /// Exit with 1 only for findings of at least this severity [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = severity_parser())]
    pub fail_level: Option<Severity>,
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
    /// Print every note; without this, the notes of one rule in a file are printed as one, with their number
    #[arg(long)]
    pub no_fold: bool,
    /// Count the findings per rule instead of listing them
    #[arg(long)]
    pub statistics: bool,
    /// Print the findings and nothing else
    #[arg(short, long)]
    pub quiet: bool,
}
