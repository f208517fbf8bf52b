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
    exit code: 0
    ----- stdout
    note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn`
     --> app.yaml:6:12
      |
    6 |     Value: !GetAtt [Bucket, Arn] # the whole name
      |            ^^^^^^^^^^^^^^^^^^^^^
      |
    fix: write it as `Bucket.Arn`
      |
    6 -     Value: !GetAtt [Bucket, Arn] # the whole name
    6 +     Value: !GetAtt Bucket.Arn # the whole name
      |
    ----- stderr
    Found 1 finding (below the fail level).
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
    exit code: 0
    ----- stdout
    app.yaml:6:12: note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn` [fixable]
    ----- stderr
    Found 1 finding (below the fail level).
    1 fixable with --fix.
    ");
}

#[test]
fn json_has_places_and_edits() {
    assert_snapshot!(project().run(&["check", "-q", "--output-format", "json"]), @r#"
    exit code: 0
    ----- stdout
    [
      {
        "filename": "app.yaml",
        "rule": "long-getatt",
        "cfn_lint": null,
        "severity": "note",
        "message": "this `GetAtt` can be written as `Bucket.Arn`",
        "help": null,
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
          "message": "write it as `Bucket.Arn`",
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
    exit code: 0
    ----- stdout
    {"filename":"app.yaml","rule":"long-getatt","cfn_lint":null,"severity":"note","message":"this `GetAtt` can be written as `Bucket.Arn`","help":null,"location":{"line":6,"column":12,"offset":74},"end_location":{"line":6,"column":33,"offset":95},"labels":[],"fix":{"applicability":"safe","message":"write it as `Bucket.Arn`","edits":[{"content":"!GetAtt Bucket.Arn","location":{"line":6,"column":12,"offset":74},"end_location":{"line":6,"column":33,"offset":95}}]}}
    "#);
}

#[test]
fn statistics_count_per_rule() {
    assert_snapshot!(project().run(&["check", "-q", "--statistics"]), @"
    exit code: 0
    ----- stdout
    1  long-getatt [fixable]
    ");
    assert_snapshot!(project().run(&["check", "-q", "--statistics", "--output-format", "json"]), @r#"
    exit code: 0
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
    assert_snapshot!(project.run(&["check", "-q", "--output-format", "concise", "-o", "found.txt"]), @"exit code: 0");
    assert_snapshot!(project.read("found.txt"), @"app.yaml:6:12: note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn` [fixable]");
}

#[test]
fn an_output_file_that_cannot_be_written_is_a_failure() {
    assert_snapshot!(project().run(&["check", "-q", "-o", "no/such/folder"]), @"
    exit code: 2
    ----- stderr
    error: cannot print the results: no/such/folder: cannot access the file: No such file or directory (os error 2)
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
    error: --ignore: unknown rule or group `rewrites`; did you mean `rewrite`? (`cfn-tidy rule` lists all rules)
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
    error[syntax-error]: invalid YAML: unclosed `[`
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
    note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn`
     --> app.yaml:6:12
      |
    6 |     Value: !GetAtt [Bucket, Arn] # the whole name
      |            ^^^^^^^^^^^^^^^^^^^^^
      |
    fix: write it as `Bucket.Arn`
      |
    6 -     Value: !GetAtt [Bucket, Arn] # the whole name
    6 +     Value: !GetAtt Bucket.Arn # the whole name
      |

    error[syntax-error]: the file is empty
     --> empty.yaml:1:1
      |
    1 |
      | ^
      |
      = help: a template needs at least a `Resources` section
    ----- stderr
    error: missing.yaml: no such file or folder
    error: latin.yaml: not valid UTF-8 at line 2, column 8; save the file as UTF-8
    Found 2 findings (1 below the fail level); 1 file failed.
    1 fixable with --fix.
    ");
}

#[test]
fn standard_input_can_be_given_a_name() {
    let run = project().run_with(&["check", "-q", "--output-format", "concise", "-"], TEMPLATE);
    assert_snapshot!(run, @"
    exit code: 0
    ----- stdout
    <stdin>:6:12: note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn` [fixable]
    ");
    let arguments = ["check", "-q", "--output-format", "concise", "--stdin-filename", "deploy/app.yaml", "-"];
    assert_snapshot!(project().run_with(&arguments, TEMPLATE), @"
    exit code: 0
    ----- stdout
    deploy/app.yaml:6:12: note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn` [fixable]
    ");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let project = Project::new();
    for number in 0..300 {
        project.file(&format!("{number}.yaml"), TEMPLATE);
    }
    let script = format!(
        "{} check --fail-level note | head -n 1; echo ${{PIPESTATUS[0]}}",
        env!("CARGO_BIN_EXE_cfn-tidy")
    );
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(project.folder())
        .output()
        .expect("bash runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.ends_with("\n1\n"), "{stdout}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}

#[test]
fn a_file_that_is_not_a_template_is_refused() {
    let project = Project::new();
    project.file("list.yaml", "- a\n- größe\n").file("compose.yaml", "services: {web: {image: nginx}}\n");
    project.file("empty.yaml", "").file("part.yaml", "Topic: {Type: AWS::SNS::Topic}\n");
    assert_snapshot!(project.run(&["check", "list.yaml", "compose.yaml", "empty.yaml", "part.yaml"]), @"
    exit code: 2
    ----- stdout
    error[syntax-error]: the file is empty
     --> empty.yaml:1:1
      |
    1 |
      | ^
      |
      = help: a template needs at least a `Resources` section

    error[unknown-attribute]: `Topic` is indented as a section
     --> part.yaml:1:1
      |
    1 | Topic: {Type: AWS::SNS::Topic}
      | ^^^^^
      |
      = help: make it a resource
    ----- stderr
    error: compose.yaml: is not a CloudFormation template: a template is a mapping with a section such as `Resources`; pass --templates-only to skip such files
    error: list.yaml: is not a CloudFormation template: a template is a mapping with a section such as `Resources`; pass --templates-only to skip such files
    Found 2 findings; 2 files failed.
    ");
    assert_snapshot!(project.run(&["check", "--templates-only", "list.yaml", "compose.yaml"]), @"
    exit code: 0
    ----- stderr
    No templates found.
    ");
    assert_snapshot!(project.run(&["check", "."]), @"
    exit code: 0
    ----- stderr
    No templates found.
    ");
    assert_snapshot!(project.run_with(&["check", "-"], "hello\n"), @"
    exit code: 2
    ----- stderr
    error: <stdin>: is not a CloudFormation template: a template is a mapping with a section such as `Resources`; pass --templates-only to skip such files
    Checked 1 file; 1 file failed.
    ");
    assert_snapshot!(project.run_with(&["check", "--fix", "-"], "hello\n"), @"
    exit code: 2
    ----- stdout
    hello
    ----- stderr
    error: <stdin>: is not a CloudFormation template: a template is a mapping with a section such as `Resources`; pass --templates-only to skip such files
    Checked 1 file; 1 file failed.
    ");
}

/// Two notes of one rule, and one of another.
const NOTES: &str = "\
Resources:
  Bucket: {Type: AWS::S3::Bucket}
Outputs:
  Arn: {Value: !GetAtt [Bucket, Arn], Description: größe}
  Name: {Value: !GetAtt [Bucket, DomainName]}
  Region: {Value: !Sub '${AWS::Region}'}
";

#[test]
fn notes_of_one_rule_are_printed_as_one() {
    let project = Project::new();
    project.file("app.yaml", NOTES);
    assert_snapshot!(project.run(&["check"]), @"
    exit code: 0
    ----- stdout
    note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn`
     --> app.yaml:4:16
      |
    4 |   Arn: {Value: !GetAtt [Bucket, Arn], Description: größe}
      |                ^^^^^^^^^^^^^^^^^^^^^
      |
      = note: 1 more in this file, on line 5
    fix: write it as `Bucket.Arn`
      |
    4 -   Arn: {Value: !GetAtt [Bucket, Arn], Description: größe}
    4 +   Arn: {Value: !GetAtt Bucket.Arn, Description: größe}
      |

    note[single-variable-sub]: this `Sub` only wraps `AWS::Region`
     --> app.yaml:6:19
      |
    6 |   Region: {Value: !Sub '${AWS::Region}'}
      |                   ^^^^^^^^^^^^^^^^^^^^^
      |
    fix: use `!Ref AWS::Region`
      |
    6 -   Region: {Value: !Sub '${AWS::Region}'}
    6 +   Region: {Value: !Ref AWS::Region}
      |
    ----- stderr
    Found 3 findings (below the fail level).
    3 fixable with --fix.
    ");
    assert_snapshot!(project.run(&["check", "--output-format", "concise"]), @"
    exit code: 0
    ----- stdout
    app.yaml:4:16: note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn` [fixable] (and 1 more)
    app.yaml:6:19: note[single-variable-sub]: this `Sub` only wraps `AWS::Region` [fixable]
    ----- stderr
    Found 3 findings (below the fail level).
    3 fixable with --fix.
    ");
    assert_snapshot!(project.run(&["check", "--output-format", "concise", "--no-fold"]), @"
    exit code: 0
    ----- stdout
    app.yaml:4:16: note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn` [fixable]
    app.yaml:5:17: note[long-getatt]: this `GetAtt` can be written as `Bucket.DomainName` [fixable]
    app.yaml:6:19: note[single-variable-sub]: this `Sub` only wraps `AWS::Region` [fixable]
    ----- stderr
    Found 3 findings (below the fail level).
    3 fixable with --fix.
    ");
}

#[test]
fn the_fail_level_decides_about_the_exit_code() {
    let project = Project::new();
    project.file("app.yaml", NOTES);
    let code = |arguments: &[&str]| project.run(&[&["check", "-q"], arguments].concat()).code();
    assert_eq!(code(&[]), 0, "notes do not fail a run");
    assert_eq!(code(&["--fail-level", "note"]), 1);
    assert_eq!(code(&["--fail-level", "note", "--exit-zero"]), 0);
    project.file("cfn-tidy.toml", "fail-level = 'note'\n");
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--fail-level", "error"]), 0, "the command line decides before the configuration");
    project.file("cfn-tidy.toml", "fail-level = 'never'\n");
    assert_snapshot!(project.run(&["check"]), @"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:1: `never` is not a valid value of `fail-level`; use one of `note`, `warning`, `error`
    ");
    project
        .file("cfn-tidy.toml", "")
        .file("app.yaml", format!("{NOTES}Conditions: {{A: !Equals [!Ref AWS::Region, b]}}\n"));
    assert_eq!(code(&[]), 1, "a warning fails a run");
    assert_eq!(code(&["--fail-level", "error"]), 0);
}
