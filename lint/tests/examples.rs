//! What stands in `examples`: clean to both linters, and each `before` becomes its `after`.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use end_to_end::python::{self, Unavailable};
use support::Project;

/// The version of cfn-lint that the examples are held against.
const CFN_LINT: &str = "1.58.0";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

/// The templates right in a folder, by name.
fn templates(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there").flatten().map(|entry| entry.path());
    let is_template = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_default();
        text.contains("AWSTemplateFormatVersion")
    };
    let mut templates: Vec<_> = entries.filter(|path| path.is_file()).filter(is_template).collect();
    templates.sort();
    assert!(!templates.is_empty(), "{} holds templates", folder.display());
    templates
}

/// The examples that are to be followed: all but what the linter is shown to fix.
fn exemplary() -> Vec<PathBuf> {
    [templates(&folder()), templates(&folder().join("after"))].concat()
}

fn arguments<'a>(first: &[&'a str], files: &'a [PathBuf]) -> Vec<&'a str> {
    let names = files.iter().map(|file| file.to_str().expect("a path of this repository is text"));
    first.iter().copied().chain(names).collect()
}

#[test]
fn examples_have_no_findings() {
    let files = exemplary();
    let run = Project::new().run(&arguments(&["check", "--isolated"], &files));
    assert_eq!((run.code(), run.stdout().as_str()), (0, ""), "{}", run.stderr());
}

#[test]
fn each_before_becomes_its_after() {
    for before in templates(&folder().join("before")) {
        let name = before.file_name().and_then(|name| name.to_str()).expect("an example has a name");
        let project = Project::new();
        project.file(name, fs::read(&before).expect("the example can be read"));
        let run = project.run(&["check", "--isolated", "--fix", name]);
        let after = fs::read_to_string(folder().join("after").join(name)).expect("each before has an after");
        assert_eq!(project.read(name), after, "{name}\n{}", run.stderr());
    }
}

#[test]
fn cfn_lint_finds_no_errors_in_examples() {
    let home = match python::install("cfn-lint", CFN_LINT) {
        Ok(home) => home,
        Err(Unavailable::NoPython) => {
            return python::say_skipped("cfn_lint_finds_no_errors_in_examples", "cfn-lint");
        }
        Err(Unavailable::Failed(reason)) => panic!("cfn-lint cannot be used: {reason}"),
    };
    let files = exemplary();
    let output = Command::new(home.join("venv/bin/cfn-lint"))
        .args(arguments(&["--non-zero-exit-code", "error", "--"], &files))
        .output()
        .expect("cfn-lint can be started");
    let findings = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{findings}{}", String::from_utf8_lossy(&output.stderr));
}
