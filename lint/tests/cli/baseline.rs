use insta::assert_snapshot;

use crate::support::Project;

const TEMPLATE: &str = "\
Resources:
  A: {Type: Custom::A}
Outputs:
  One: {Value: !GetAtt [A, B]}
  Two: {Value: [!GetAtt [A, B], !GetAtt [A, B]]}
";

fn project() -> Project {
    let project = Project::new();
    project.file("app.yaml", TEMPLATE).file("sub/other.yaml", TEMPLATE);
    project.file("cfn-tidy.toml", "select = ['long-getatt', 'syntax-error']\n");
    project
}

#[test]
fn a_baseline_accepts_what_is_there() {
    let project = project();
    assert_snapshot!(project.run(&["check", "--write-baseline", "baseline.json"]), @"
    exit code: 0
    ----- stderr
    Wrote 6 findings to baseline.json.
    ");
    assert_snapshot!(project.read("baseline.json"), @r#"
    {"version": 1, "findings": [
      {"path":"app.yaml","rule":"long-getatt","fingerprint":"6b8539e4a9fea6e8"},
      {"path":"app.yaml","rule":"long-getatt","fingerprint":"a6a31f8cb8f15206"},
      {"path":"app.yaml","rule":"long-getatt","fingerprint":"e7a5c6dfcea54d1f"},
      {"path":"sub/other.yaml","rule":"long-getatt","fingerprint":"6b8539e4a9fea6e8"},
      {"path":"sub/other.yaml","rule":"long-getatt","fingerprint":"a6a31f8cb8f15206"},
      {"path":"sub/other.yaml","rule":"long-getatt","fingerprint":"e7a5c6dfcea54d1f"}
    ]}
    "#);
    assert_snapshot!(project.run(&["check", "--baseline", "baseline.json"]), @"
    exit code: 0
    ----- stderr
    All checks passed in 2 files.
    6 findings accepted by the baseline.
    ");
}

#[test]
fn only_what_is_new_is_reported() {
    let project = project();
    project.run(&["check", "--write-baseline", "baseline.json"]);
    let moved = TEMPLATE.replace("Outputs:", "  # new lines\n\n\nOutputs:\n  Zero: {Value: !GetAtt [A, B]}");
    project.file("app.yaml", moved.replace("  Two", "  # more\n  Two"));
    let arguments = ["check", "--baseline", "baseline.json", "--output-format", "concise"];
    assert_snapshot!(project.run(&arguments), @"
    exit code: 0
    ----- stdout
    app.yaml:7:17: note[long-getatt]: this `GetAtt` can be written as `A.B` [fixable]
    ----- stderr
    Found 1 finding (below the fail level).
    1 fixable with --fix.
    6 findings accepted by the baseline.
    ");
    let third = TEMPLATE.replace("!GetAtt [A, B]]}", "!GetAtt [A, B], !GetAtt [A, B]]}");
    project.file("app.yaml", third);
    assert_snapshot!(project.run(&arguments), @"
    exit code: 0
    ----- stdout
    app.yaml:5:49: note[long-getatt]: this `GetAtt` can be written as `A.B` [fixable]
    ----- stderr
    Found 1 finding (below the fail level).
    1 fixable with --fix.
    6 findings accepted by the baseline.
    ");
}

#[test]
fn what_is_gone_is_told() {
    let project = project();
    project.run(&["check", "--write-baseline", "baseline.json"]);
    project.file("app.yaml", TEMPLATE.replace("One: {Value: !GetAtt [A, B]}", "One: {Value: x}"));
    assert_snapshot!(project.run(&["check", "--baseline", "baseline.json"]), @"
    exit code: 0
    ----- stderr
    All checks passed in 2 files.
    5 findings accepted by the baseline.
    1 finding in the baseline no longer occurs; refresh it with --write-baseline.
    ");
}

#[test]
fn what_is_accepted_is_not_fixed() {
    let project = project();
    project.run(&["check", "--write-baseline", "baseline.json"]);
    project.file("app.yaml", TEMPLATE.replace("Outputs:", "Outputs:\n  Zero: {Value: !GetAtt [A, B]}"));
    assert_eq!(project.run(&["check", "--baseline", "baseline.json", "--fix"]).code(), 0);
    assert_eq!(
        project.read("app.yaml"),
        TEMPLATE.replace("Outputs:", "Outputs:\n  Zero: {Value: !GetAtt A.B}")
    );
}

#[test]
fn the_folder_of_the_baseline_counts_not_the_one_of_the_command() {
    let project = project();
    project.run(&["check", "--write-baseline", "sub/baseline.json", "sub"]);
    let mut command = project.command(&["check", "--baseline", "baseline.json", "other.yaml"]);
    assert!(command.current_dir(project.path("sub")).output().expect("the command runs").status.success());
}

#[test]
fn a_baseline_is_written_only_when_every_file_was_checked() {
    let project = project();
    project.file("bad.yaml", b"Resources: {A: {Type: AWS::S3::Bucket}} # \xff\n");
    assert_snapshot!(project.run(&["check", "--write-baseline", "baseline.json"]), @"
    exit code: 2
    ----- stderr
    error: bad.yaml: not valid UTF-8 at line 1, column 43; save the file as UTF-8
    error: baseline.json: baseline not written because some files could not be checked
    ");
    assert!(!project.path("baseline.json").exists());
}

#[test]
fn a_file_that_is_no_baseline_is_a_failure() {
    let project = project();
    project.file("old.json", "{\"version\": 0, \"findings\": []}").file("other.json", "{\"version\": 1}");
    assert_snapshot!(project.run(&["check", "--baseline", "old.json"]), @"
    exit code: 2
    ----- stderr
    error: old.json: unsupported baseline version 0; regenerate it with --write-baseline
    ");
    assert_snapshot!(project.run(&["check", "--baseline", "other.json"]), @"
    exit code: 2
    ----- stderr
    error: other.json:1: not a cfn-tidy baseline; create one with --write-baseline
    ");
    assert_snapshot!(project.run(&["check", "--baseline", "missing.json"]), @"
    exit code: 2
    ----- stderr
    error: missing.json: cannot read the baseline: No such file or directory (os error 2)
    ");
    assert_snapshot!(project.run(&["check", "--write-baseline", "no/such/folder"]), @"
    exit code: 2
    ----- stderr
    error: no/such/folder: cannot write the baseline: cannot access the file: No such file or directory (os error 2)
    ");
}

#[test]
fn a_run_says_how_many_findings_the_baseline_accepts() {
    let project = project();
    project.run(&["check", "--write-baseline", "baseline.json"]);
    for arguments in [&["--fix"][..], &["--fix-only"], &["--diff"], &[]] {
        let run = project.run(&[&["check", "--baseline", "baseline.json"], arguments].concat());
        assert!(run.stderr().contains("6 findings accepted by the baseline.\n"), "{arguments:?}\n{run}");
        let quiet = project.run(&[&["check", "-q", "--baseline", "baseline.json"], arguments].concat());
        assert_eq!(quiet.stderr(), "", "{arguments:?}");
    }
}

#[test]
fn the_configuration_can_name_a_baseline() {
    let project = project();
    let config = "select = ['long-getatt']\nbaseline = 'größe/baseline.json'\n";
    project.file("größe/keep", "").file("cfn-tidy.toml", config);
    assert_snapshot!(project.run(&["check"]), @"
    exit code: 2
    ----- stderr
    error: [folder]/größe/baseline.json: cannot read the baseline: No such file or directory (os error 2)
    ");
    // A new baseline contains what an old one accepts.
    for _ in 0..2 {
        let run = project.run(&["check", "--write-baseline", "größe/baseline.json"]);
        assert_eq!(run.stderr(), "Wrote 6 findings to größe/baseline.json.\n");
    }
    assert_snapshot!(project.run(&["check", "sub"]), @"
    exit code: 0
    ----- stderr
    All checks passed in 1 file.
    3 findings accepted by the baseline.
    ");
    let mut command = project.command(&["check", "other.yaml"]);
    let output = command.current_dir(project.path("sub")).output().expect("the command runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("3 findings accepted by the baseline."));
    project.file("empty.json", "{\"version\": 1, \"findings\": []}");
    let run = project.run(&["check", "--baseline", "empty.json"]);
    assert!(run.stderr().contains("Found 6 findings"), "the command line decides first\n{run}");
    assert!(project.run(&["check", "--isolated"]).stderr().contains("Found"));
}
