use insta::assert_snapshot;

use crate::support::Project;

const TEMPLATE: &str = "\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
Outputs:
  Arn:
    Value: !GetAtt [Bucket, Arn] # the whole name
";

const CLEAN: &str = "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n";

/// Keeps these tests apart from the rules that come and go.
const SELECT: &str = "select = ['long-getatt']\n";

fn project() -> Project {
    let project = Project::new();
    project.file("app.yaml", TEMPLATE).file("clean.yaml", CLEAN).file("cfn-tidy.toml", SELECT);
    project
}

#[test]
fn a_finding_is_shown_with_its_lines() {
    assert_snapshot!(project().run(&["check"]), @"
    exit code: 1
    ----- stdout
    note[long-getatt]: `GetAtt` is written as a list
     --> app.yaml:6:12
      |
    6 |     Value: !GetAtt [Bucket, Arn] # the whole name
      |            ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write it as `Bucket.Arn`
      = fix: write `Bucket.Arn`
    ----- stderr
    Found 1 finding.
    1 fixable with --fix.
    ");
}

#[test]
fn nothing_found_exits_with_0() {
    assert_snapshot!(project().run(&["check", "clean.yaml"]), @"
    exit code: 0
    ----- stderr
    All checks passed in 1 file.
    ");
}

#[test]
fn concise_takes_one_line() {
    assert_snapshot!(project().run(&["check", "--output-format", "concise"]), @"
    exit code: 1
    ----- stdout
    app.yaml:6:12: note[long-getatt]: `GetAtt` is written as a list [fixable]
    ----- stderr
    Found 1 finding.
    1 fixable with --fix.
    ");
}

#[test]
fn json_has_places_and_edits() {
    assert_snapshot!(project().run(&["check", "-q", "--output-format", "json"]), @r#"
    exit code: 1
    ----- stdout
    [
      {
        "filename": "app.yaml",
        "rule": "long-getatt",
        "cfn_lint": null,
        "severity": "note",
        "message": "`GetAtt` is written as a list",
        "help": "write it as `Bucket.Arn`",
        "location": {
          "line": 6,
          "column": 12,
          "offset": 74
        },
        "end_location": {
          "line": 6,
          "column": 33,
          "offset": 95
        },
        "labels": [],
        "fix": {
          "applicability": "safe",
          "message": "write `Bucket.Arn`",
          "edits": [
            {
              "content": "!GetAtt Bucket.Arn",
              "location": {
                "line": 6,
                "column": 12,
                "offset": 74
              },
              "end_location": {
                "line": 6,
                "column": 33,
                "offset": 95
              }
            }
          ]
        }
      }
    ]
    "#);
}

#[test]
fn json_of_no_findings_is_an_empty_array() {
    assert_snapshot!(project().run(&["check", "-q", "--output-format", "json", "clean.yaml"]), @"
    exit code: 0
    ----- stdout
    []
    ");
}

#[test]
fn json_lines_has_one_object_a_line() {
    assert_snapshot!(project().run(&["check", "-q", "--output-format", "json-lines"]), @r#"
    exit code: 1
    ----- stdout
    {"filename":"app.yaml","rule":"long-getatt","cfn_lint":null,"severity":"note","message":"`GetAtt` is written as a list","help":"write it as `Bucket.Arn`","location":{"line":6,"column":12,"offset":74},"end_location":{"line":6,"column":33,"offset":95},"labels":[],"fix":{"applicability":"safe","message":"write `Bucket.Arn`","edits":[{"content":"!GetAtt Bucket.Arn","location":{"line":6,"column":12,"offset":74},"end_location":{"line":6,"column":33,"offset":95}}]}}
    "#);
}

#[test]
fn statistics_count_per_rule() {
    assert_snapshot!(project().run(&["check", "-q", "--statistics"]), @"
    exit code: 1
    ----- stdout
    1  long-getatt [fixable]
    ");
    assert_snapshot!(project().run(&["check", "-q", "--statistics", "--output-format", "json"]), @r#"
    exit code: 1
    ----- stdout
    [
      {
        "rule": "long-getatt",
        "findings": 1,
        "fixable": 1
      }
    ]
    "#);
}

#[test]
fn findings_can_go_to_a_file() {
    let project = project();
    assert_snapshot!(project.run(&["check", "-q", "--output-format", "concise", "-o", "found.txt"]), @"exit code: 1");
    assert_snapshot!(project.read("found.txt"), @"app.yaml:6:12: note[long-getatt]: `GetAtt` is written as a list [fixable]");
}

#[test]
fn an_output_file_that_cannot_be_written_is_a_failure() {
    assert_snapshot!(project().run(&["check", "-q", "-o", "no/such/folder"]), @"
    exit code: 2
    ----- stderr
    error: cannot print the results: no/such/folder: No such file or directory (os error 2)
    ");
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let plain = project().run(&["check", "-q", "--output-format", "concise"]);
    assert!(!plain.stdout().contains('\u{1b}'));
    let coloured = project().run(&["check", "-q", "--output-format", "concise", "--color", "always"]);
    assert!(coloured.stdout().contains("\u{1b}[1m"));
}

#[test]
fn exit_zero_is_for_those_who_only_want_to_look() {
    assert_eq!(project().run(&["check", "--exit-zero"]).code(), 0);
}

#[test]
fn rules_are_selected_by_name_and_group() {
    let found = |arguments: &[&str]| {
        let all = [&["check", "-q", "--isolated", "--output-format", "concise"], arguments].concat();
        project().run(&all).stdout().contains("long-getatt")
    };
    assert!(found(&["--select", "long-getatt"]));
    assert!(found(&["--select", "rewrite"]));
    assert!(found(&["--select", "ALL"]));
    assert!(!found(&["--select", "yaml"]));
    assert!(!found(&["--ignore", "long-getatt"]));
    assert!(!found(&["--select", "long-getatt", "--ignore", "long-getatt"]));
    assert!(found(&["--select", "long-getatt", "--ignore", "rewrite"]));
    assert!(!found(&["--select", "rewrite", "--ignore", "long-getatt"]));
    assert!(found(&["--select", "yaml", "--extend-select", "long-getatt"]));
}

#[test]
fn unknown_rules_are_named_all_at_once() {
    assert_snapshot!(project().run(&["check", "--select", "long-getat,nothing", "--ignore", "rewrites"]), @"
    exit code: 2
    ----- stderr
    error: --select: unknown rule or group `long-getat`; did you mean `long-getatt`?
    error: --select: unknown rule or group `nothing`
    error: --ignore: unknown rule or group `rewrites`; did you mean `rewrite`?
    ");
}

#[test]
fn misuse_exits_with_2() {
    assert_eq!(project().run(&["check", "--nonsense"]).code(), 2);
    assert_eq!(project().run(&["check", "--isolated", "--config", "x"]).code(), 2);
    assert_eq!(project().run(&[]).code(), 2);
}

#[test]
fn a_file_that_cannot_be_read_as_yaml_gets_its_syntax_errors_only() {
    let project = Project::new();
    project.file("broken.yaml", "Resources:\n  A: {Type: Custom::A, B: !GetAtt [C, D]}\n  E: [\n");
    assert_snapshot!(project.run(&["check"]), @"
    exit code: 1
    ----- stdout
    error[syntax-error]: invalid YAML: unclosed bracket '['
     --> broken.yaml:3:6
      |
    3 |   E: [
      |      ^
    ----- stderr
    Found 1 finding.
    ");
}

#[test]
fn problems_with_files_do_not_keep_the_others_from_being_checked() {
    let project = project();
    project.file("latin.yaml", b"Resources:\n  # caf\xe9\n  A: {Type: AWS::S3::Bucket}\n");
    project.file("empty.yaml", "");
    assert_snapshot!(project.run(&["check", "latin.yaml", "empty.yaml", "missing.yaml", "app.yaml"]), @"
    exit code: 2
    ----- stdout
    note[long-getatt]: `GetAtt` is written as a list
     --> app.yaml:6:12
      |
    6 |     Value: !GetAtt [Bucket, Arn] # the whole name
      |            ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write it as `Bucket.Arn`
      = fix: write `Bucket.Arn`

    error[syntax-error]: the file is empty
     --> empty.yaml:1:1
      |
    1 |
      | ^
      |
      = help: a template needs at least a Resources section
    ----- stderr
    error: missing.yaml: no such file or folder
    error: latin.yaml: not valid UTF-8 at byte 18 (line 2); save the file as UTF-8
    Found 2 findings; 1 file failed.
    1 fixable with --fix.
    ");
}

#[test]
fn standard_input_can_be_given_a_name() {
    let run = project().run_with(&["check", "-q", "--output-format", "concise", "-"], TEMPLATE);
    assert_snapshot!(run, @"
    exit code: 1
    ----- stdout
    <stdin>:6:12: note[long-getatt]: `GetAtt` is written as a list [fixable]
    ");
    let arguments = ["check", "-q", "--output-format", "concise", "--stdin-filename", "deploy/app.yaml", "-"];
    assert_snapshot!(project().run_with(&arguments, TEMPLATE), @"
    exit code: 1
    ----- stdout
    deploy/app.yaml:6:12: note[long-getatt]: `GetAtt` is written as a list [fixable]
    ");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let project = Project::new();
    for number in 0..300 {
        project.file(&format!("{number}.yaml"), TEMPLATE);
    }
    let script = format!("{} check | head -n 1; echo ${{PIPESTATUS[0]}}", env!("CARGO_BIN_EXE_cfn-tidy"));
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(project.folder())
        .output()
        .expect("bash runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.ends_with("\n1\n"), "{stdout}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}
