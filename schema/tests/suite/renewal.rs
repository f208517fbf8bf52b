//! What is committed is what the renewal makes of the wheel.

use std::path::PathBuf;
use std::{env, fs};

use end_to_end::python::{self, Unavailable};

use crate::support::data;

#[path = "../../examples/renew-schemas/renew.rs"]
mod renew;

/// The version of cfn-lint from which the texts were made.
const CFN_LINT: &str = "1.58.0";

/// The data of cfn-lint's wheel: where `CFN_LINT_DATA` says, or installed from PyPI. `None` without Python.
fn wheel() -> Option<PathBuf> {
    if let Some(folder) = env::var_os("CFN_LINT_DATA") {
        return Some(PathBuf::from(folder));
    }
    match python::install("cfn-lint", CFN_LINT) {
        Ok(home) => {
            let libraries = fs::read_dir(home.join("venv/lib")).expect("a virtual environment has a library");
            let library = libraries.last().expect("of one Python").expect("that can be listed");
            Some(library.path().join("site-packages/cfnlint/data"))
        }
        Err(Unavailable::NoPython) => {
            python::skip_without_python("cfn-lint");
            None
        }
        Err(Unavailable::Failed(error)) => panic!("cfn-lint {CFN_LINT} cannot be installed: {error}"),
    }
}

#[test]
fn renewal_makes_what_is_committed() {
    let Some(wheel) = wheel() else { return };
    let output = tempfile::tempdir().expect("a temporary folder");
    renew::renew(&wheel, output.path()).expect("the wheel is understood");
    let mut names: Vec<PathBuf> = vec!["date.txt".into(), "regions.txt".into(), "sam.txt".into()];
    names.extend(["runtimes.txt", "stateful.txt", "actions.txt"].map(PathBuf::from));
    for folder in [data(), output.path().to_owned()] {
        for name in ["aws", "checks"] {
            let files = fs::read_dir(folder.join(name)).expect("the folder exists");
            names.extend(files.map(|file| PathBuf::from(name).join(file.expect("a file").file_name())));
        }
    }
    for name in names {
        let committed = fs::read_to_string(data().join(&name)).unwrap_or_default();
        let renewed = fs::read_to_string(output.path().join(&name)).unwrap_or_default();
        assert!(committed == renewed, "{}: run scripts/renew-schemas", name.display());
    }
}

/// A folder of plain provider schemas keeps what it does not know: the regions and the date.
#[test]
fn a_folder_of_plain_schemas() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = tempfile::tempdir().expect("a temporary folder");
    for name in ["date.txt", "regions.txt", "sam.txt", "aws/accessanalyzer.txt"] {
        fs::create_dir_all(output.path().join("aws")).expect("a folder");
        fs::copy(data().join(name), output.path().join(name)).expect("a copy");
    }
    let schema = r##"{
        "typeName": "AWS::AccessAnalyzer::Analyzer",
        "description": "dropped",
        "definitions": {"Name": {"type": "string", "maxLength": 7}},
        "properties": {"Name": {"$ref": "#/definitions/Name"}, "Arn": {"type": "string"}},
        "required": ["Name"],
        "readOnlyProperties": ["/properties/Arn"],
        "additionalProperties": false
    }"##;
    fs::write(folder.path().join("analyzer.json"), schema).expect("a file");
    let renewed = || {
        renew::renew(folder.path(), output.path()).expect("the schema is understood");
        fs::read_to_string(output.path().join("aws/accessanalyzer.txt")).expect("the file is written")
    };
    let text = renewed();
    assert_eq!(text, renewed(), "the second time nothing changes");
    let (regions, text) = text.split_once('\n').expect("several lines");
    assert!(regions.starts_with("regions "), "{regions}");
    insta::assert_snapshot!(text, @r"
    AWS::AccessAnalyzer::Analyzer
     read-only Arn
     properties closed
      Arn string
      Name! string length=..7
    ");
    fs::write(folder.path().join("other.json"), r#"{"typeName": "A::B::C", "shape": 1}"#).expect("a file");
    let error = renew::renew(folder.path(), output.path()).expect_err("an unknown keyword");
    insta::assert_snapshot!(error, @"unknown keywords: `shape` in A::B::C; read them or list them as dropped");
}
