//! `cfn-tidy init`: what it writes, and what it leaves alone.

use std::fs;

use cfn_ast::{Source, Tree};
use cfn_tidy::config::ConfigFile;
use cfn_tidy::rules::REGISTRY;
use insta::assert_snapshot;

use crate::support::Project;

/// The output, with the version of this build taken out.
fn init(project: &Project, arguments: &[&str]) -> String {
    let run = project.run(&[&["init"], arguments].concat());
    run.to_string().replace(env!("CARGO_PKG_VERSION"), "[version]").replace('\\', "/")
}

fn names(project: &Project) -> Vec<String> {
    let files = crate::support::files_below(project.folder());
    let name = |path: &std::path::PathBuf| {
        path.strip_prefix(project.folder()).map(|path| path.display().to_string())
    };
    files.iter().filter_map(|path| name(path).ok()).map(|name| name.replace('\\', "/")).collect()
}

#[test]
fn an_empty_folder_gets_a_configuration() {
    let project = Project::new();
    assert_snapshot!(init(&project, &[]), @"
    exit code: 0
    ----- stdout
    created cfn-tidy.toml
    ----- stderr
    Next: `cfn-tidy check` shows what is wrong, `cfn-tidy check --diff` what --fix would change.
    ");
    assert_eq!(names(&project), ["cfn-tidy.toml"]);
}

#[test]
fn a_repository_gets_what_it_uses() {
    let project = Project::new();
    project.file(".git/HEAD", "ref: refs/heads/main\n").file(".github/dependabot.yml", "version: 2\n");
    assert_snapshot!(init(&project, &[]), @"
    exit code: 0
    ----- stdout
    created cfn-tidy.toml
    created .pre-commit-config.yaml
    created .github/workflows/cfn-tidy.yml
    ----- stderr
    Next: `cfn-tidy check` shows what is wrong, `cfn-tidy check --diff` what --fix would change.
    ");
    assert_snapshot!(init(&project, &[]), @"
    exit code: 0
    ----- stdout
    unchanged cfn-tidy.toml: cfn-tidy is already part of it
    unchanged .pre-commit-config.yaml: cfn-tidy is already part of it
    unchanged .github/workflows/cfn-tidy.yml: cfn-tidy is already part of it
    ");
}

#[test]
fn existing_files_are_left_alone_and_the_text_is_printed() {
    let project = Project::new();
    let theirs = "# Größe\nrepos: []\n";
    project.file(".pre-commit-config.yaml", theirs).file(".gitlab-ci.yml", "test: {script: [make]}\n");
    assert_snapshot!(init(&project, &["--yes"]), @"
    exit code: 0
    ----- stdout
    created cfn-tidy.toml
    unchanged .pre-commit-config.yaml: it exists; add this to it:

        repos:
          - repo: https://github.com/uselatest/uselatest
            rev: v[version]
            hooks:
              - id: cfn-tidy-fix   # applies the safe fixes
              - id: cfn-tidy       # reports what remains

    unchanged .gitlab-ci.yml: it exists; add this to it:

        cfn-tidy:
          image: python:3.13-slim
          script:
            - pip install --quiet cfn-tidy==[version]
            - cfn-tidy check --output-format gitlab --output-file gl-code-quality-report.json .
          artifacts:
            when: always
            reports:
              codequality: gl-code-quality-report.json
    ----- stderr
    Next: `cfn-tidy check` shows what is wrong, `cfn-tidy check --diff` what --fix would change.
    ");
    assert_eq!(project.read(".pre-commit-config.yaml"), theirs);
    assert_eq!(project.read(".gitlab-ci.yml"), "test: {script: [make]}\n");
}

#[test]
fn only_what_is_named_is_written() {
    let project = Project::new();
    fs::create_dir(project.path("größe")).expect("a folder can be made");
    assert_snapshot!(init(&project, &["größe", "--only", "codebuild,github"]), @"
    exit code: 0
    ----- stdout
    created größe/.github/workflows/cfn-tidy.yml
    created größe/buildspec.yml
    ----- stderr
    Next: `cfn-tidy check` shows what is wrong, `cfn-tidy check --diff` what --fix would change.
    ");
}

#[test]
fn a_folder_that_does_not_exist_is_a_failure() {
    assert_snapshot!(init(&Project::new(), &["missing"]), @"
    exit code: 2
    ----- stderr
    error: missing: no such folder
    ");
}

#[test]
fn a_file_in_the_place_of_a_folder_is_a_failure() {
    let project = Project::new();
    project.file(".github", "");
    let output = init(&project, &["--only", "github"]);
    assert!(output.starts_with("exit code: 2"), "{output}");
    assert!(output.contains("error: ./.github/workflows/cfn-tidy.yml: cannot be written: "), "{output}");
    assert_eq!(names(&project), [".github"]);
}

#[cfg(unix)]
#[test]
fn a_dangling_link_is_left_alone() {
    let project = Project::new();
    std::os::unix::fs::symlink("elsewhere.toml", project.path("cfn-tidy.toml")).expect("a link can be made");
    let output = init(&project, &["--only", "config"]);
    assert!(output.contains("unchanged cfn-tidy.toml"), "{output}");
    assert!(!project.path("elsewhere.toml").exists());
}

#[test]
fn everything_that_is_commented_out_in_the_configuration_is_valid() {
    let project = Project::new();
    init(&project, &["--only", "config"]);
    let text = project.read("cfn-tidy.toml");
    assert!(ConfigFile::parse(REGISTRY, &text).is_ok());
    let is_setting = |line: &&str| line.starts_with(['"', '[']) || line.contains(" = ");
    let settings: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("# ")).filter(is_setting).collect();
    assert_eq!(settings.len(), 12, "{settings:?}");
    let problems = ConfigFile::parse(REGISTRY, &settings.join("\n")).err();
    assert!(problems.is_none(), "{problems:?}");
    // The configuration that users begin with changes nothing.
    let shown = |arguments: &[&str]| project.run(&[&["config", "show"], arguments].concat()).stdout();
    let settings =
        |text: &str| text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    assert_eq!(settings(&shown(&["."])), settings(&shown(&[".", "--isolated"])));
}

#[test]
fn everything_that_is_written_is_yaml_and_no_template() {
    let project = Project::new();
    init(&project, &["--only", "pre-commit,github,gitlab,bitbucket,codebuild"]);
    let names = names(&project);
    assert_eq!(names.len(), 5, "{names:?}");
    for name in names {
        let tree = Tree::parse(Source::new(project.read(&name)).expect("a file is small"));
        assert!(tree.errors().is_empty(), "{name}");
    }
    let run = project.run(&["check", "."]);
    assert!(run.to_string().contains("No templates found."), "{run}");
}
