//! The version is stated in several files; `set-version` writes them and `check-release` compares them.

use std::process::Command;

use super::repository::{Ran, read, run};
use crate::support::Project;

const FILES: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "setup.py",
    "CHANGELOG.md",
    "docs/ci.md",
    "docs/deploy.md",
    "packaging/version.py",
    "packaging/check-release",
    "packaging/set-version",
];

/// A copy of what states the version.
fn copy() -> Project {
    let project = Project::new();
    for file in FILES {
        project.file(file, read(file));
    }
    project
}

/// Runs one of the scripts; `None` if there is no Python, so that the test is skipped.
fn script(project: &Project, name: &str, arguments: &[&str]) -> Option<Ran> {
    let mut command = Command::new("python3");
    let ran = run(command.arg(project.path(&format!("packaging/{name}"))).args(arguments));
    if ran.is_none() {
        end_to_end::skip("versions are set by Python, and there is no `python3`");
    }
    ran
}

#[test]
fn a_release_that_is_not_prepared_is_refused() {
    let project = copy();
    let Some(ran) = script(&project, "check-release", &["v99.1.2"]) else { return };
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for expected in [
        "Cargo.toml has the version ",
        "Cargo.toml requires cfn-ast ",
        "Cargo.lock has uselatest ",
        "setup.py has PUBLISHED = ",
        "CHANGELOG.md has no section",
    ] {
        let line = format!("not ready to be released as 99.1.2: {expected}");
        assert!(ran.stderr.contains(&line), "{expected}: {ran:?}");
    }
}

#[test]
fn a_version_that_was_set_everywhere_is_ready() {
    let project = copy();
    let Some(ran) = script(&project, "set-version", &["99.1.2", "2030-01-02"]) else { return };
    assert_eq!(ran.code, Some(0), "{ran:?}");
    // Cargo itself updates its lock file.
    let own = format!("\"\nversion = \"{}\"", env!("CARGO_PKG_VERSION"));
    let mut lock = project.read("Cargo.lock");
    for name in ["cfn-ast", "cfn-schema", "cfn-tidy", "uselatest"] {
        lock = lock
            .replace(&format!("name = \"{name}{own}"), &format!("name = \"{name}\"\nversion = \"99.1.2\""));
    }
    project.file("Cargo.lock", lock);
    let ran = script(&project, "check-release", &["v99.1.2"]).expect("Python is there");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("### Added\n"), "the notes are the section of the changelog: {ran:?}");
    assert!(project.read("CHANGELOG.md").contains("## Unreleased\n\n## 99.1.2 - 2030-01-02\n"));
    assert!(project.read("setup.py").contains("\nPUBLISHED = \"99.1.2\"\n"));
    assert!(project.read("docs/ci.md").contains("99.1.2"));
}

/// Before the first release there is no wheel to name; later, the hooks run the last one.
#[test]
fn the_hooks_run_no_other_version_than_this() {
    let setup = read("setup.py");
    let line = setup.lines().find(|line| line.starts_with("PUBLISHED = ")).expect("the line is there");
    let ours = concat!("PUBLISHED = \"", env!("CARGO_PKG_VERSION"), "\"");
    assert!(line == "PUBLISHED = None" || line == ours, "{line}");
}
