//! The hooks, run by the real `pre-commit` on a repository made for it.

#![cfg(unix)]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use end_to_end::python::{self, Unavailable};
use support::Project;

const PRE_COMMIT: &str = "4.7.0";

const TEMPLATE: &str = "\
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Bucket:
    Type: AWS::S3::Bucket
Outputs:
  Arn:
    Value: !GetAtt [Bucket, Arn] # the whole name
";

fn run(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let told = || format!("{command:?}: {}{}", text(&output.stdout), text(&output.stderr));
    if output.status.success() { Ok(output) } else { Err(told()) }
}

fn git(project: &Project, arguments: &[&str]) {
    let identity =
        ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"];
    let mut command = Command::new("git");
    command.args(identity).args(arguments).current_dir(project.folder());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    run(&mut command).expect("git does as it is told");
}

fn repository(files: &[(&str, &str)]) -> Project {
    let project = Project::new();
    for (name, text) in files {
        project.file(name, text);
    }
    git(&project, &["init", "--quiet"]);
    git(&project, &["add", "--all"]);
    git(&project, &["commit", "--quiet", "--message", "all"]);
    project
}

/// A hook's result on all files of a repository, and the output.
fn run_hook(program: &Path, project: &Project, hook: &str) -> (bool, String) {
    let binaries = Path::new(env!("CARGO_BIN_EXE_cfn-tidy")).parent().expect("a file has a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new(program)
        .args(["run", "--all-files", "--color", "never", hook])
        .current_dir(project.folder())
        .env("PATH", format!("{}:{path}", binaries.display()))
        .env("PRE_COMMIT_HOME", project.path(".cache"))
        .output()
        .expect("pre-commit can be started");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_hooks_check_and_fix_what_is_committed() {
    let program = match python::install("pre-commit", PRE_COMMIT) {
        Ok(home) => home.join("venv/bin/pre-commit"),
        Err(Unavailable::NoPython) => return python::skip_without_python("pre-commit"),
        Err(Unavailable::Failed(reason)) => panic!("pre-commit cannot be installed: {reason}"),
    };
    let hooks = include_str!("../../.pre-commit-hooks.yaml");
    let home = repository(&[(".pre-commit-hooks.yaml", hooks)]);
    let config = format!(
        "repos:\n- repo: file://{}\n  rev: main\n  hooks:\n  - id: cfn-tidy\n  - id: cfn-tidy-fix\n",
        home.folder().display()
    );
    let project = repository(&[
        (".pre-commit-config.yaml", &config),
        ("cfn-tidy.toml", "select = ['long-getatt']\nfail-level = 'note'\nextend-exclude = ['vendored/']\n"),
        ("app.yaml", TEMPLATE),
        ("vendored/app.yaml", TEMPLATE),
        ("two-documents.yaml", "a: 1\n---\nb: 2\n"),
    ]);

    let (passed, output) = run_hook(&program, &project, "cfn-tidy");
    assert!(!passed && output.contains("app.yaml:7:12"), "{output}");
    assert!(!output.contains("vendored") && !output.contains("two-documents"), "{output}");

    let (passed, output) = run_hook(&program, &project, "cfn-tidy-fix");
    assert!(!passed && output.contains("files were modified by this hook"), "{output}");
    assert_eq!(project.read("app.yaml"), TEMPLATE.replace("[Bucket, Arn]", "Bucket.Arn"));
    assert_eq!(project.read("vendored/app.yaml"), TEMPLATE);

    git(&project, &["commit", "--quiet", "--all", "--message", "fixed"]);
    let (passed, output) = run_hook(&program, &project, "cfn-tidy");
    assert!(passed, "{output}");
}
