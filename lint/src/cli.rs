//! The command line, from which the help, the completions and the manual page are generated.

mod convert;
mod words;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cfn_ast::model::is_macro_name;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum, ValueHint};

use crate::finding::Severity;
use crate::output::Format;
pub use convert::{ConvertArgs, DestinationArgs, LayoutArgs, Notation};
use words::OfferedWords;

/// A linter for CloudFormation and SAM templates whose fixes keep the template's meaning.
#[derive(Debug, Parser)]
#[command(name = "cfn-tidy", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// The subcommand to run.
    #[command(subcommand)]
    pub command: Command,
    /// When to color the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Global options")]
    pub color: Color,
}

const EXIT_CODES: &str = "\
`cfn-tidy PATH` is short for `cfn-tidy check PATH`.

Exit codes:
  0  no errors or warnings remain (see --fail-level)
  1  errors or warnings remain
  2  invalid usage, or a file could not be read, fixed or written";

/// The arguments with an omitted subcommand inserted: `cfn-tidy app.yaml` becomes `cfn-tidy check app.yaml`, and
/// `cfn-tidy config .` becomes `cfn-tidy config show .`.
///
/// A word that is neither an option nor an existing path is left alone, so that clap reports a misspelled subcommand.
pub fn with_verb(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let first = 1 + global_options(arguments.get(1..).unwrap_or_default());
    // The option by which editors start servers that are also commands.
    if let Some(word) = arguments.get_mut(first).filter(|word| *word == "--lsp") {
        *word = "server".into();
        return arguments;
    }
    let is_config = arguments.get(first).is_some_and(|word| word == "config");
    let index = first + usize::from(is_config);
    if arguments.get(index).is_some_and(|word| can_follow_verb(word, is_config)) {
        arguments.insert(index, if is_config { "show" } else { "check" }.into());
    }
    arguments
}

/// Accepts the words of the severities.
fn macro_name(text: &str) -> Result<String, String> {
    let rule = "expected the name of a macro: letters, digits, hyphens and underscores, without an account";
    if is_macro_name(text) { Ok(text.to_owned()) } else { Err(rule.to_owned()) }
}

fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    let words = Severity::ALL.map(Severity::as_str);
    PossibleValuesParser::new(words).map(|word| {
        let named = Severity::ALL.into_iter().find(|severity| severity.as_str() == word);
        named.expect("the parser accepts no other words")
    })
}

/// The number of leading words that are global options and their values.
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
    let command = Cli::command();
    let verbs = if is_config { command.find_subcommand("config").unwrap_or(&command) } else { &command };
    let is_verb = verbs.get_subcommands().any(|verb| verb.get_name() == text);
    let is_path = || text.contains(['/', '\\', '.']) || Path::new(word).exists();
    !is_about_itself && !is_verb && (is_option || is_path())
}

/// When to color the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// If the output is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A subcommand.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check templates, and fix them with --fix
    Check(Box<CheckArgs>),
    /// Convert templates between JSON and YAML with the same meaning
    Convert(Box<ConvertArgs>),
    /// Explain a rule, or list all rules
    Rule(RuleArgs),
    /// Show what is known of a resource type, or list all types
    Schema(SchemaArgs),
    /// Show the configuration that applies to a path
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Write a configuration, hooks for pre-commit and a CI job
    Init(InitArgs),
    /// Run the language server for editors on standard input and output
    ///
    /// `cfn-tidy --lsp` is the same.
    Server(ServerArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of cfn-tidy or of a subcommand
    Man {
        /// The subcommand, such as `check` or `config show`
        command: Vec<String>,
    },
}

/// A subcommand of `cfn-tidy config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show the effective settings and the file they come from
    Show {
        /// The file or folder to show the settings for
        #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
        path: PathBuf,
        /// The source of the configuration.
        #[command(flatten)]
        source: ConfigArgs,
    },
    /// Translate a configuration of cfn-lint
    Import {
        /// The configuration of cfn-lint [default: .cfnlintrc, .cfnlintrc.yaml or .cfnlintrc.yml]
        #[arg(value_hint = ValueHint::FilePath)]
        file: Option<PathBuf>,
        /// Write to this file, which must not exist, instead of standard output
        #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
    },
}

/// Arguments of `cfn-tidy init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder of the repository
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    /// Write only these files [default: those for what the repository uses]
    #[arg(long, value_name = "FILE", value_delimiter = ',')]
    pub only: Vec<InitPart>,
    /// Write without asking; without a terminal, nothing is asked either
    #[arg(short, long)]
    pub yes: bool,
}

/// Arguments of `cfn-tidy server`.
#[derive(Debug, Args)]
pub struct ServerArgs {
    /// Use standard input and output, which is the default; many editors pass this option
    #[arg(long)]
    pub stdio: bool,
}

/// A file that `cfn-tidy init` can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InitPart {
    /// cfn-tidy.toml
    Config,
    /// .pre-commit-config.yaml
    PreCommit,
    /// .github/workflows/cfn-tidy.yml
    Github,
    /// .gitlab-ci.yml
    Gitlab,
    /// bitbucket-pipelines.yml
    Bitbucket,
    /// buildspec.yml
    Codebuild,
}

impl InitPart {
    /// All files, in the order in which they are written.
    pub const ALL: [Self; 6] =
        [Self::Config, Self::PreCommit, Self::Github, Self::Gitlab, Self::Bitbucket, Self::Codebuild];
}

/// Arguments of `cfn-tidy rule`.
#[derive(Debug, Args)]
pub struct RuleArgs {
    /// Name of the rule, or a cfn-lint ID; lists all rules if omitted
    #[arg(conflicts_with = "all", value_parser = OfferedWords::RULES, hide_possible_values = true)]
    pub name: Option<String>,
    /// List all rules
    #[arg(long)]
    pub all: bool,
    /// The format to print in
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: RuleFormat,
}

/// Arguments of `cfn-tidy schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Name of the resource type, or a pattern such as 'AWS::SQS::*' that lists types; lists all types if omitted
    #[arg(value_name = "TYPE", value_parser = OfferedWords::TYPES, hide_possible_values = true)]
    pub name: Option<String>,
    /// Path of a property, such as KeySchema.AttributeName
    #[arg(value_name = "PROPERTY")]
    pub property: Option<String>,
    /// The format to print in
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: RuleFormat,
    /// The resource types that are known.
    #[command(flatten)]
    pub types: TypeArgs,
    /// The source of the configuration.
    #[command(flatten)]
    pub source: ConfigArgs,
}

/// An output format of `cfn-tidy rule` and `cfn-tidy schema`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RuleFormat {
    /// Text, for people.
    Text,
    /// JSON, for programs.
    Json,
}

/// The source of the configuration.
#[derive(Clone, Debug, Default, Args)]
pub struct ConfigArgs {
    /// Use this configuration file instead of the nearest cfn-tidy.toml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "isolated")]
    #[arg(help_heading = "Configuration")]
    pub config: Option<PathBuf>,
    /// Ignore all configuration files
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
    /// Apply safe fixes
    #[arg(long)]
    pub fix: bool,
    /// Include unsafe fixes in what --fix applies and --diff shows
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Apply fixes without reporting the remaining findings
    #[arg(long)]
    pub fix_only: bool,
    /// Print what --fix would change as a diff, without writing any file
    #[arg(long)]
    pub diff: bool,
    /// Suppress every current finding by adding a comment to its line
    #[arg(long, conflicts_with_all = ["fix", "fix_only", "diff"])]
    pub add_ignore: bool,
    /// Rerun whenever a file changes
    #[arg(long, conflicts_with_all = ["diff", "add_ignore", "write_baseline"])]
    pub watch: bool,
    /// List each fix that was applied
    #[arg(long)]
    pub show_fixes: bool,
    /// Exit with 1 if any fix was applied, even if no findings remain
    #[arg(long)]
    pub exit_non_zero_on_fix: bool,
    /// Exit with 0 even if findings remain
    #[arg(short, long)]
    pub exit_zero: bool,
    /// Exit with 1 only for findings of at least this severity [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = severity_parser())]
    pub fail_level: Option<Severity>,
    /// Name under which the macro Uselatest is deployed [default: Uselatest]
    #[arg(long, value_name = "NAME", value_parser = macro_name)]
    pub macro_name: Option<String>,
    /// The rules to run.
    #[command(flatten)]
    pub rules: RuleSelectionArgs,
    /// The files to check.
    #[command(flatten)]
    pub files: FileArgs,
    /// The resource types that are known.
    #[command(flatten)]
    pub types: TypeArgs,
    /// The source of the configuration.
    #[command(flatten)]
    pub source: ConfigArgs,
    /// The format and destination of the output.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The resource types that are known.
#[derive(Debug, Args)]
#[command(next_help_heading = "Resource types")]
pub struct TypeArgs {
    /// Also use the schemas of resource types in this file, folder or pattern (can be repeated)
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub schema: Vec<PathBuf>,
    /// Require that resource types are available in this region (can be repeated)
    #[arg(long, value_name = "REGION", value_delimiter = ',')]
    #[arg(value_parser = OfferedWords::REGIONS, hide_possible_values = true)]
    pub region: Vec<String>,
}

/// The rules to run.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub struct RuleSelectionArgs {
    /// Run only these rules, groups or cfn-lint IDs (comma-separated; ALL for every rule)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    #[arg(value_parser = OfferedWords::SELECTORS, hide_possible_values = true)]
    pub select: Option<Vec<String>>,
    /// Also run these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    #[arg(value_parser = OfferedWords::SELECTORS, hide_possible_values = true)]
    pub extend_select: Vec<String>,
    /// Disable these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    #[arg(value_parser = OfferedWords::SELECTORS, hide_possible_values = true)]
    pub ignore: Vec<String>,
    /// Apply only fixes of these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    #[arg(value_parser = OfferedWords::SELECTORS, hide_possible_values = true)]
    pub fixable: Option<Vec<String>>,
    /// Never apply fixes of these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    #[arg(value_parser = OfferedWords::SELECTORS, hide_possible_values = true)]
    pub unfixable: Vec<String>,
    /// Hide the findings recorded in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// Record all current findings in this file, for use with --baseline
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(conflicts_with_all = ["fix", "fix_only", "diff", "add_ignore", "baseline"])]
    pub write_baseline: Option<PathBuf>,
}

/// The files to check.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files")]
pub struct FileArgs {
    /// The file name of standard input, for messages and for finding its configuration
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub stdin_filename: Option<PathBuf>,
    /// Skip paths that match these patterns, replacing the configured ones (.gitignore syntax, comma-separated)
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub exclude: Option<Vec<String>>,
    /// Also skip paths that match these patterns
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub extend_exclude: Vec<String>,
    /// Skip excluded files even if passed explicitly
    #[arg(long)]
    pub force_exclude: bool,
    /// Skip files that are not templates even if passed explicitly
    #[arg(long)]
    pub templates_only: bool,
    /// Check files even if .gitignore excludes them
    #[arg(long)]
    pub no_respect_gitignore: bool,
    /// Fail on files larger than this
    #[arg(long, value_name = "BYTES")]
    pub max_file_size: Option<u64>,
}

/// The format and destination of the output.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// The format to print findings in [default: full]
    #[arg(long, value_name = "FORMAT")]
    pub output_format: Option<Format>,
    /// Write findings to this file instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output_file: Option<PathBuf>,
    /// Print every note instead of folding the notes of each rule in a file into one
    #[arg(long)]
    pub no_fold: bool,
    /// Print the number of findings per rule instead of the findings
    #[arg(long)]
    pub statistics: bool,
    /// Print findings only, without the summary
    #[arg(short, long)]
    pub quiet: bool,
}
