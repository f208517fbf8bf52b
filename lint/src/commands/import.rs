//! `cfn-tidy config import`: a configuration of cfn-lint as one of cfn-tidy. Existing files are never changed.

use std::path::Path;

use cfn_ast::Source;

use super::input::{ReadError, read_existing};
use super::{Exit, finish};
use crate::config::imported::{Imported, import};
use crate::files::existing::create_file;
use crate::rules::REGISTRY;
use crate::terminal::Terminal;

/// The names that cfn-lint looks for, in its order.
const NAMES: [&str; 3] = [".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml"];

/// Why nothing was translated.
#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("no .cfnlintrc, .cfnlintrc.yaml or .cfnlintrc.yml in this folder; name the file")]
    NoFile,
    #[error("{0}: no such file")]
    Missing(String),
    #[error("{0}: {1}")]
    Unreadable(String, ReadError),
    #[error("{name}{}: {message}", line.map(|line| format!(":{line}")).unwrap_or_default())]
    Invalid { name: String, line: Option<usize>, message: String },
}

pub(super) fn run(file: Option<&Path>, output: Option<&Path>, terminal: Terminal) -> Exit {
    let (name, imported) = match read(file) {
        Ok(imported) => imported,
        Err(error) => {
            terminal.failure(&error.to_string());
            return Exit::Failure;
        }
    };
    for remark in &imported.remarks {
        let line = remark.line.map(|line| format!(":{line}")).unwrap_or_default();
        terminal.warning(&format!("{name}{line}: {}", remark.message));
    }
    let Some(path) = output else {
        return finish(
            terminal.results(|out| out.write_all(imported.toml.as_bytes())),
            Exit::Clean,
            terminal,
        );
    };
    match create_file(path, imported.toml.as_bytes()) {
        Ok(()) => {
            terminal.remark(&format!("Wrote {}.", path.display()));
            Exit::Clean
        }
        Err(error) => {
            terminal.failure(&format!("{}: {error}", path.display()));
            Exit::Failure
        }
    }
}

/// Reads and translates a configuration of cfn-lint, and returns it with the name of its file.
fn read(file: Option<&Path>) -> Result<(String, Imported), ImportError> {
    let (name, source) = source(file)?;
    match import(REGISTRY, &name, source) {
        Ok(imported) => Ok((name, imported)),
        Err(problem) => Err(ImportError::Invalid { name, line: problem.line, message: problem.message }),
    }
}

/// Returns the name and the text of a configuration of cfn-lint.
fn source(file: Option<&Path>) -> Result<(String, Source), ImportError> {
    let named = |path: &Path| path.display().to_string();
    let found = NAMES.map(Path::new).into_iter().find(|path| path.is_file());
    let path = file.or(found).ok_or(ImportError::NoFile)?;
    let bytes = read_existing(path).map_err(|error| ImportError::Unreadable(named(path), error.into()))?;
    let bytes = bytes.ok_or_else(|| ImportError::Missing(named(path)))?;
    let source =
        Source::from_bytes(bytes).map_err(|error| ImportError::Unreadable(named(path), error.into()))?;
    Ok((named(path), source))
}
