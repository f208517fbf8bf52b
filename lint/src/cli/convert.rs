//! The arguments of `cfn-tidy convert`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::{ConfigArgs, FileArgs};

/// Arguments of `cfn-tidy convert`.
#[allow(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// Files and folders to convert, or - for standard input
    #[arg(value_name = "PATH", default_value = "-", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The notation to convert to [default: the other one than that of the file]
    #[arg(short = 'o', long, value_name = "FORMAT")]
    pub to: Option<Notation>,
    /// Convert to JSON, short for --to json
    #[arg(short, long, conflicts_with_all = ["to", "yaml"])]
    pub json: bool,
    /// Convert to YAML, short for --to yaml
    #[arg(short, long, conflicts_with = "to")]
    pub yaml: bool,
    /// Keep the notation of each file, and change only its layout
    #[arg(short = 'n', long, conflicts_with_all = ["to", "json", "yaml"])]
    pub no_flip: bool,
    /// Fail on files in another notation than this
    #[arg(short = 'i', long, value_name = "FORMAT")]
    pub from: Option<Notation>,
    /// Apply safe fixes to the result, as `cfn-tidy check --fix` would
    #[arg(short = 'c', long, visible_alias = "clean")]
    pub tidy: bool,
    /// Where the result is written.
    #[command(flatten)]
    pub destination: DestinationArgs,
    /// The layout of the result.
    #[command(flatten)]
    pub layout: LayoutArgs,
    /// The files to convert.
    #[command(flatten)]
    pub files: FileArgs,
    /// The source of the configuration.
    #[command(flatten)]
    pub source: ConfigArgs,
}

/// A notation of templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Notation {
    /// YAML
    Yaml,
    /// JSON
    Json,
}

/// Where the result is written.
#[allow(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
#[derive(Debug, Args)]
#[command(next_help_heading = "Destination")]
pub struct DestinationArgs {
    /// Write each result beside its source, with the extension of the new notation
    #[arg(short, long, conflicts_with_all = ["output", "output_dir"])]
    pub write: bool,
    /// Write the result to this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "output_dir")]
    pub output: Option<PathBuf>,
    /// Write the results to this folder, with the folders below the converted ones
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output_dir: Option<PathBuf>,
    /// Remove each source after its result has been written
    #[arg(long)]
    pub remove: bool,
    /// Replace existing files that differ from the result
    #[arg(long)]
    pub force: bool,
    /// Print how the results differ from the files that exist, without writing any file
    #[arg(long)]
    pub diff: bool,
    /// Exit with 1 if a result differs from the file that exists; without --write, write nothing
    #[arg(long, conflicts_with_all = ["diff", "output_dir", "output"])]
    pub check: bool,
}

/// The layout of the result.
#[allow(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
#[derive(Debug, Args)]
#[command(next_help_heading = "Layout")]
pub struct LayoutArgs {
    /// Number of spaces per level of indentation [default: 2]
    #[arg(long, value_name = "SPACES", value_parser = clap::value_parser!(u8).range(2..=8))]
    pub indent: Option<u8>,
    /// Write sections in the order of AWS's documentation
    #[arg(long)]
    pub sort_sections: bool,
    /// Write all functions of YAML in the long form
    #[arg(short, long)]
    pub long: bool,
    /// Write JSON in strings as mappings where the resource type accepts both
    #[arg(long)]
    pub expand_json: bool,
    /// Leave out comments, which JSON does not have, and print them
    #[arg(long)]
    pub drop_comments: bool,
}

impl ConvertArgs {
    /// The notation that the command line asks for; `None` for the other one of each file, or its own one.
    pub fn notation(&self) -> Option<Notation> {
        match (self.json, self.yaml) {
            (true, _) => Some(Notation::Json),
            (_, true) => Some(Notation::Yaml),
            _ => self.to,
        }
    }
}
