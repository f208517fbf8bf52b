//! Conversions, one test for each file of `fixtures/convert`: `NAME.yaml` or `NAME.json` becomes what `NAME.expected.…`
//! contains, with the options in `NAME.options` if there are any. `NAME.expected.txt` is the message of a refusal.
//!
//! `UPDATE_GENERATED=1` writes what is found; read the difference.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use support::Project;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/convert");
    let is_source = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.contains(".expected.") && !name.ends_with(".options")
    };
    let sources: Vec<PathBuf> = support::files_below(&folder).into_iter().filter(is_source).collect();
    let trials = sources.into_iter().map(|source| {
        let name = source.strip_prefix(&folder).expect("it was found there").display().to_string();
        Trial::test(name, move || check(&source))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn check(source: &Path) -> Result<(), Failed> {
    let options = fs::read_to_string(source.with_extension("options")).unwrap_or_default();
    let name = source.file_name().and_then(|name| name.to_str()).expect("names are text");
    let project = Project::new();
    project.file(name, fs::read(source).expect("a fixture can be read"));
    let mut arguments = vec!["convert", "--isolated"];
    arguments.extend(options.split_whitespace());
    arguments.push(name);
    let run = project.run(&arguments);
    let is_json = run.stdout().starts_with(['{', '[']);
    let (kind, found) = match run.code() {
        0 if is_json => ("json", run.stdout()),
        0 => ("yaml", run.stdout()),
        _ => ("txt", run.stderr()),
    };
    // A warning is a part of what the user sees.
    let found = if run.code() == 0 && !run.stderr().is_empty() {
        let comment = |line: &str| format!("# {line}\n");
        run.stderr().lines().map(comment).collect::<String>() + &found
    } else {
        found
    };
    compare(&source.with_extension(format!("expected.{kind}")), &found)
}

fn compare(expected: &Path, found: &str) -> Result<(), Failed> {
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(expected, found).expect("a fixture can be written");
        return Ok(());
    }
    let wanted = fs::read_to_string(expected).unwrap_or_default();
    if wanted == found {
        return Ok(());
    }
    Err(format!("{}\nexpected:\n{wanted}\nfound:\n{found}", expected.display()).into())
}
