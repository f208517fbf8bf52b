//! `cfn-tidy config show`: the effective settings of a path, and the file they come from.

use std::io::{self, Write};
use std::path::Path;

use cfn_ast::syntax::DEFAULT_MACRO_NAME;

use super::{Exit, finish};
use crate::cli::ConfigArgs;
use crate::config::{ConfigError, Overrides, Resolver, Settings, Source};
use crate::output::Format;
use crate::rules::REGISTRY;
use crate::terminal::Terminal;

pub(super) fn show(path: &Path, args: &ConfigArgs, terminal: Terminal) -> Exit {
    let resolver = match resolver(args, Overrides::default()) {
        Ok(resolver) => resolver,
        Err(error) => return fail(&[error], terminal),
    };
    let (settings, absolute) = if path.is_dir() { resolver.folder(path) } else { resolver.file(path) };
    let problems = resolver.take_problems();
    if !problems.is_empty() {
        return fail(&problems, terminal);
    }
    let problems = resolver.take_schema_problems();
    for problem in &problems {
        terminal.failure(&problem.to_string());
    }
    let exit = if problems.is_empty() { Exit::Clean } else { Exit::Failure };
    finish(terminal.results(|out| write_settings(&settings, &absolute, out)), exit, terminal)
}

/// Returns a resolver for the configuration options of the command line.
pub(super) fn resolver(args: &ConfigArgs, overrides: Overrides) -> Result<Resolver, ConfigError> {
    let source = match &args.config {
        Some(path) => Source::File(path.clone()),
        None if args.isolated => Source::None,
        None => Source::Nearest,
    };
    let working_folder = std::env::current_dir().unwrap_or_default();
    Resolver::new(REGISTRY, source, overrides, working_folder)
}

pub(super) fn fail(problems: &[ConfigError], terminal: Terminal) -> Exit {
    for problem in problems {
        problem.to_string().lines().for_each(|line| terminal.failure(line));
    }
    Exit::Failure
}

fn write_settings(s: &Settings, absolute: &Path, out: &mut dyn Write) -> io::Result<()> {
    match &s.file {
        Some(file) => writeln!(out, "# from {}", file.display())?,
        None => writeln!(out, "# no configuration file; these are the defaults")?,
    }
    let rules = s.rules_for(absolute);
    let fixable = s.fixable.and(&rules);
    writeln!(out, "select = {}", list(rules.words()))?;
    writeln!(out, "fixable = {}", list(fixable.words()))?;
    writeln!(out, "exclude = {}", list(s.exclude.words().iter().map(String::as_str)))?;
    writeln!(out, "fragments = {}", list(s.fragments.words().iter().map(String::as_str)))?;
    writeln!(out, "force-exclude = {}", s.force_exclude)?;
    writeln!(out, "respect-gitignore = {}", s.respect_gitignore)?;
    writeln!(out, "max-file-size = {}", s.max_file_size)?;
    writeln!(out, "unsafe-fixes = {}", s.unsafe_fixes)?;
    writeln!(out, "fail-level = \"{}\"", s.fail_level.as_str())?;
    if let Some(path) = &s.baseline {
        writeln!(out, "baseline = {}", toml::Value::from(path.display().to_string()))?;
    }
    writeln!(out, "output-format = \"{}\"", s.output_format.unwrap_or(Format::Full).name())?;
    writeln!(out, "indent = {}", s.layout.indent)?;
    writeln!(out, "indent-sequences = {}", s.layout.indent_sequences)?;
    writeln!(out, "macro-name = \"{}\"", s.macro_name.as_deref().unwrap_or(DEFAULT_MACRO_NAME))?;
    let schemas: Vec<String> = s.schemas.iter().map(|path| path.display().to_string()).collect();
    writeln!(out, "schemas = {}", list(schemas.iter().map(String::as_str)))?;
    let types: Vec<String> = s.types.iter().map(ToString::to_string).collect();
    writeln!(out, "types = {}", list(types.iter().map(String::as_str)))?;
    match &s.regions {
        Some(regions) => writeln!(out, "regions = {}", list(regions.iter().map(String::as_str))),
        None => Ok(()),
    }
}

fn list<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let lines: Vec<String> = words.map(|word| format!("  {}", toml::Value::from(word))).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{},\n]", lines.join(",\n")) }
}
