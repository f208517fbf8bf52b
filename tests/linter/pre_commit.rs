//! The hooks, run by the real `pre-commit` on a repository made for it.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::Project;
use end_to_end::python::{self, Unavailable};

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
fn run_hook(pre_commit: &mut Command, project: &Project, hook: &str) -> (bool, String) {
    let output = pre_commit
        .args(["run", "--all-files", "--color", "never", hook])
        .current_dir(project.folder())
        .env("PRE_COMMIT_HOME", project.path(".cache"))
        .output()
        .expect("pre-commit can be started");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The program `pre-commit`; `None` if there is no Python, so that the test is skipped.
fn pre_commit() -> Option<PathBuf> {
    match python::install("pre-commit", PRE_COMMIT) {
        Ok(home) => Some(home.join("venv/bin/pre-commit")),
        Err(Unavailable::NoPython) => {
            python::skip_without_python("pre-commit");
            None
        }
        Err(Unavailable::Failed(reason)) => panic!("pre-commit cannot be installed: {reason}"),
    }
}

/// A repository with the hooks of this one, of which `setup` is `setup.py`.
fn hooks(setup: &str) -> Project {
    repository(&[
        (".pre-commit-hooks.yaml", include_str!("../../.pre-commit-hooks.yaml")),
        ("setup.py", setup),
    ])
}

/// A repository with templates that uses some hooks of `home`.
fn user(home: &Project, hooks: &[&str]) -> Project {
    let home = home.folder().display();
    let mut config = format!("repos:\n- repo: file://{home}\n  rev: main\n  hooks:\n");
    for hook in hooks {
        config.push_str("  - id: ");
        config.push_str(hook);
        config.push('\n');
    }
    repository(&[
        (".pre-commit-config.yaml", &config),
        ("cfn-tidy.toml", "select = ['long-getatt']\nfail-level = 'note'\nextend-exclude = ['vendored/']\n"),
        ("app.yaml", TEMPLATE),
        ("vendored/app.yaml", TEMPLATE),
        ("two-documents.yaml", "a: 1\n---\nb: 2\n"),
    ])
}

/// Runs the hook that checks, the one that fixes, and again the first.
fn check_and_fix(project: &Project, [check, fix]: [&str; 2], pre_commit: impl Fn() -> Command) {
    let (passed, output) = run_hook(&mut pre_commit(), project, check);
    assert!(!passed && output.contains("app.yaml:7:12"), "{output}");
    assert!(!output.contains("vendored") && !output.contains("two-documents"), "{output}");

    let (passed, output) = run_hook(&mut pre_commit(), project, fix);
    assert!(!passed && output.contains("files were modified by this hook"), "{output}");
    assert_eq!(project.read("app.yaml"), TEMPLATE.replace("[Bucket, Arn]", "Bucket.Arn"));
    assert_eq!(project.read("vendored/app.yaml"), TEMPLATE);

    git(project, &["commit", "--quiet", "--all", "--message", "fixed"]);
    let (passed, output) = run_hook(&mut pre_commit(), project, check);
    assert!(passed, "{output}");
}

#[test]
fn the_hooks_install_the_wheel_where_there_is_no_rust() {
    let Some(program) = pre_commit() else { return };
    // A version that no index can have.
    let version = "0.0.0+test";
    let wheels = Project::new();
    let mut pack = Command::new("python3");
    pack.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/wheel.py"));
    run(pack.args([env!("CARGO_BIN_EXE_cfn-tidy"), version]).arg(wheels.folder()))
        .expect("a wheel is packed");

    let setup = include_str!("../../setup.py");
    let before = setup.lines().find(|line| line.starts_with("PUBLISHED = ")).expect("the line is there");
    let names = ["cfn-tidy", "cfn-tidy-fix"];
    let home = hooks(&setup.replace(before, &format!("PUBLISHED = \"{version}\"")));
    let project = user(&home, &names);
    let links = Project::new();
    let path = path_without("cargo", links.folder());
    check_and_fix(&project, names, || {
        let mut command = Command::new(&program);
        command.env("PATH", &path).env("PIP_FIND_LINKS", wheels.folder());
        command
    });
}

/// The folders of `PATH`, without a program: a folder that contains it is replaced by one with links to the others in it,
/// since it may be that of all programs of the system.
fn path_without(program: &str, links: &Path) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = Vec::new();
    for (n, folder) in std::env::split_paths(&path).enumerate() {
        if !folder.join(program).exists() {
            folders.push(folder);
            continue;
        }
        let linked = links.join(n.to_string());
        fs::create_dir(&linked).expect("a folder can be made");
        for entry in fs::read_dir(&folder).expect("the folder can be read").flatten() {
            if entry.file_name() != program {
                symlink(entry.path(), linked.join(entry.file_name())).expect("a link can be made");
            }
        }
        folders.push(linked);
    }
    std::env::join_paths(folders).expect("the folders come from a path")
}

#[test]
fn the_hooks_of_the_system_run_the_installed_program() {
    let Some(program) = pre_commit() else { return };
    let binaries = Path::new(env!("CARGO_BIN_EXE_cfn-tidy")).parent().expect("a file has a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let names = ["cfn-tidy-system", "cfn-tidy-fix-system"];
    let home = hooks("raise SystemExit('nothing is to be installed')\n");
    let project = user(&home, &[&names[..], &["cfn-tidy-convert-system"]].concat());
    let pre_commit = || {
        let mut command = Command::new(&program);
        command.env("PATH", format!("{}:{path}", binaries.display()));
        command
    };
    check_and_fix(&project, names, pre_commit);
    convert(&project, "cfn-tidy-convert-system", pre_commit);
}

/// Runs the hook that converts: it fails if it has written anything, and passes if there is nothing to do.
fn convert(project: &Project, hook: &str, pre_commit: impl Fn() -> Command) {
    project.file("queue.json", r#"{"Resources": {"Größe": {"Type": "AWS::SQS::Queue"}}}"#);
    project.file("package.json", r#"{"name": "x"}"#);
    git(project, &["add", "--all"]);
    let (passed, output) = run_hook(&mut pre_commit(), project, hook);
    assert!(!passed && output.contains("Converted queue.json to queue.yaml."), "{output}");
    assert_eq!(project.read("queue.yaml"), "Resources:\n  Größe:\n    Type: AWS::SQS::Queue\n");
    let (passed, output) = run_hook(&mut pre_commit(), project, hook);
    assert!(passed, "{output}");
}
