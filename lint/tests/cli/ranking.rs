//! The files with the most findings, at the end of long results.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::support::{Project, Run};

/// A template with a number of style findings, and with errors if asked for.
fn template(notes: usize, errors: usize) -> String {
    let mut text = String::from("Resources:\n  Bucket: {Type: AWS::S3::Bucket}\nOutputs:\n");
    for n in 0..notes {
        let _ = writeln!(text, "  N{n}: {{Value: !GetAtt [Bucket, Arn]}}");
    }
    for n in 0..errors {
        let _ = writeln!(text, "  E{n}: {{Value: !Ref Missing{n}}}");
    }
    text
}

fn run(files: &[(&str, usize, usize)], arguments: &[&str]) -> Run {
    let project = Project::new();
    for (name, notes, errors) in files {
        project.file(name, template(*notes, *errors));
    }
    project
        .run(&[&["check", "--isolated", "--select", "long-getatt,undefined-reference"], arguments].concat())
}

const MANY: [(&str, usize, usize); 4] =
    [("größe.yaml", 3, 2), ("notes.yaml", 40, 0), ("nothing.yaml", 0, 0), ("sub/one.yaml", 9, 1)];

#[test]
fn many_findings_end_with_the_files_that_have_most() {
    assert_snapshot!(run(&MANY, &[]).stderr(), @r"
    Files with the most errors and findings:
      größe.yaml    5 findings (2 errors, 3 notes)
      sub/one.yaml  10 findings (1 error, 9 notes)
      notes.yaml    40 findings (40 notes)
    Found 55 findings (52 below the fail level).
    52 fixable with --fix.
    ");
}

#[test]
fn only_some_of_many_files_are_named() {
    let names: Vec<String> = (0..13).map(|n| format!("{n:02}.yaml")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), 5, 0)).collect();
    assert_snapshot!(run(&files, &[]).stderr(), @r"
    Files with the most errors and findings:
      00.yaml  5 findings (5 notes)
      01.yaml  5 findings (5 notes)
      02.yaml  5 findings (5 notes)
      03.yaml  5 findings (5 notes)
      04.yaml  5 findings (5 notes)
      05.yaml  5 findings (5 notes)
      06.yaml  5 findings (5 notes)
      07.yaml  5 findings (5 notes)
      08.yaml  5 findings (5 notes)
      09.yaml  5 findings (5 notes)
      and 3 other files
    Found 65 findings (below the fail level).
    65 fixable with --fix.
    ");
}

#[test]
fn few_findings_quiet_runs_and_formats_for_programs_have_no_such_end() {
    for (files, arguments) in [
        (&MANY[..1], &[][..]),
        (&MANY, &["--quiet"]),
        (&MANY, &["--statistics"]),
        (&MANY, &["--output-format", "json"]),
        (&MANY, &["--diff"]),
    ] {
        let stderr = run(files, arguments).stderr();
        assert!(!stderr.contains("Files with the most"), "{arguments:?}: {stderr}");
    }
}
