//! `cfn-tidy init`: a configuration, hooks and a CI job for a repository. Existing files are never changed.

mod part;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Exit, finish};
use crate::cli::{InitArgs, InitPart};
use crate::files::existing::{CreateError, contains, create_file};
use crate::terminal::Terminal;

/// The word by which a file that cfn-tidy is already part of is recognized.
const NAME: &str = "cfn-tidy";

/// What became of a part.
enum Done {
    /// The file was created.
    Created,
    /// The file exists and mentions cfn-tidy.
    Present,
    /// The file exists and does not mention cfn-tidy, so that its user has to add the text.
    ToAdd(String),
}

pub(super) fn run(args: &InitArgs, terminal: Terminal) -> Exit {
    if !args.folder.is_dir() {
        terminal.failure(&format!("{}: no such folder", args.folder.display()));
        return Exit::Failure;
    }
    let mut exit = Exit::Clean;
    let mut done = Vec::new();
    for part in parts(args, terminal) {
        match write(part, &args.folder) {
            Ok(outcome) => done.push((part, outcome)),
            Err(error) => {
                terminal.failure(&format!("{}: {error}", path(part, &args.folder).display()));
                exit = Exit::Failure;
            }
        }
    }
    let printed = terminal.results(|out| report(&done, &args.folder, out));
    if done.iter().any(|(_, outcome)| matches!(outcome, Done::Created)) {
        terminal.remark(
            "Next: `cfn-tidy check` shows what is wrong, `cfn-tidy check --diff` what --fix would change.",
        );
    }
    finish(printed, exit, terminal)
}

/// Returns the parts to write: those of the command line, or those that suit the repository and that its user agrees to.
fn parts(args: &InitArgs, terminal: Terminal) -> Vec<InitPart> {
    if !args.only.is_empty() {
        return InitPart::ALL.into_iter().filter(|part| args.only.contains(part)).collect();
    }
    let mut parts: Vec<InitPart> =
        InitPart::ALL.into_iter().filter(|part| part.suits(&args.folder)).collect();
    if !args.yes && terminal.can_ask() {
        parts.retain(|part| is_present(*part, &args.folder) || is_wanted(*part, terminal));
    }
    parts
}

fn is_present(part: InitPart, folder: &Path) -> bool {
    contains(&path(part, folder), NAME)
}

fn is_wanted(part: InitPart, terminal: Terminal) -> bool {
    terminal.ask(&format!("Set up {} ({})?", part.description(), part.file()))
}

fn path(part: InitPart, folder: &Path) -> PathBuf {
    folder.join(part.file())
}

fn write(part: InitPart, folder: &Path) -> Result<Done, CreateError> {
    let path = path(part, folder);
    let content = part.content();
    match create_file(&path, content.as_bytes()) {
        Ok(()) => Ok(Done::Created),
        // The name of the configuration says that it is cfn-tidy's.
        Err(CreateError::Exists) if part == InitPart::Config || is_present(part, folder) => Ok(Done::Present),
        Err(CreateError::Exists) => Ok(Done::ToAdd(content)),
        Err(error) => Err(error),
    }
}

fn report(done: &[(InitPart, Done)], folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    for (part, outcome) in done {
        let path = path(*part, folder);
        let path = path.strip_prefix(".").unwrap_or(&path).display();
        match outcome {
            Done::Created => writeln!(out, "created {path}")?,
            Done::Present => writeln!(out, "unchanged {path}: cfn-tidy is already part of it")?,
            Done::ToAdd(text) => {
                writeln!(out, "unchanged {path}: it exists; add this to it:\n")?;
                for line in text.lines() {
                    writeln!(out, "{}{line}", if line.is_empty() { "" } else { "    " })?;
                }
                writeln!(out)?;
            }
        }
    }
    Ok(())
}
