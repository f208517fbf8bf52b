//! What stands in `examples`: clean to both linters, and each `before` becomes its `after`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::Project;
use end_to_end::python::{self, Unavailable};

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

/// The templates that are to be followed: the project's own, and all examples but what the linter is shown to fix.
fn exemplary() -> Vec<PathBuf> {
    let folders = ["..", ".", "after"];
    folders.map(|name| templates(&folder().join(name))).concat()
}

fn arguments<'a>(first: &[&'a str], files: &'a [PathBuf]) -> Vec<&'a str> {
    let names = files.iter().map(|file| file.to_str().expect("a path of this repository is text"));
    first.iter().copied().chain(names).collect()
}

/// A template with the definitions of SAM's state machines, in the form that cfn-lint compares with the schema of the
/// Amazon States Language; it does not look into them in SAM's form.
fn state_machines() -> PathBuf {
    let mut resources = serde_yaml::Mapping::new();
    for file in exemplary() {
        let text = fs::read_to_string(&file).expect("the template can be read");
        let template: serde_yaml::Value = serde_yaml::from_str(&text).expect("the template is YAML");
        for (id, resource) in template["Resources"].as_mapping().into_iter().flatten() {
            if resource["Type"] == "AWS::Serverless::StateMachine" {
                let name = format!("{}{}", id.as_str().unwrap_or_default(), resources.len());
                resources.insert(name.into(), state_machine(&resource["Properties"]));
            }
        }
    }
    assert_eq!(resources.len(), 1, "the gatekeeper");
    let template = serde_yaml::Mapping::from_iter([("Resources".into(), resources.into())]);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("state-machines.yaml");
    fs::write(&file, serde_yaml::to_string(&template).expect("the template can be written"))
        .expect("the file can be written");
    file
}

fn state_machine(properties: &serde_yaml::Value) -> serde_yaml::Value {
    let substitutions = properties["DefinitionSubstitutions"].as_mapping().into_iter().flatten();
    let values = substitutions.map(|(name, _)| (name.clone(), "arn:aws:states:::sns:publish".into()));
    let properties = serde_yaml::Mapping::from_iter([
        ("RoleArn".into(), "arn:aws:iam::123456789012:role/r".into()),
        ("Definition".into(), properties["Definition"].clone()),
        ("DefinitionSubstitutions".into(), values.collect::<serde_yaml::Mapping>().into()),
    ]);
    serde_yaml::Mapping::from_iter([
        ("Type".into(), "AWS::StepFunctions::StateMachine".into()),
        ("Properties".into(), properties.into()),
    ])
    .into()
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
        Err(Unavailable::NoPython) => return python::skip_without_python("cfn-lint"),
        Err(Unavailable::Failed(reason)) => panic!("cfn-lint cannot be used: {reason}"),
    };
    let mut files = exemplary();
    files.push(state_machines());
    let output = Command::new(home.join("venv/bin/cfn-lint"))
        .args(arguments(&["--non-zero-exit-code", "error", "--"], &files))
        .output()
        .expect("cfn-lint can be started");
    let findings = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{findings}{}", String::from_utf8_lossy(&output.stderr));
}
