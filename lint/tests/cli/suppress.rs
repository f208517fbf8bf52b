use insta::assert_snapshot;

use crate::support::Project;

/// A template with one finding, and comments around it.
fn found(template: &str) -> Vec<String> {
    let rules = "long-getatt,unused-suppression,invalid-suppression";
    let arguments =
        ["check", "--isolated", "-q", "--select", rules, "--no-fold", "--output-format", "concise", "-"];
    let run = Project::new().run_with(&arguments, template);
    assert_eq!(run.stderr(), "");
    run.stdout().lines().map(|line| line.trim_start_matches("<stdin>:").to_owned()).collect()
}

fn fixed(template: &str) -> String {
    let arguments =
        ["check", "--isolated", "-q", "--select", "tidy,long-getatt", "--unfixable", "rewrite", "--fix", "-"];
    Project::new().run_with(&arguments, template).stdout()
}

#[test]
fn a_comment_on_a_line_of_the_finding_suppresses_it() {
    let templates = [
        "A: !GetAtt [B, C] # cfn-tidy: ignore[long-getatt]\n",
        "A: !GetAtt [B, C] # cfn-tidy: ignore[long-getatt] because of reasons\n",
        "A: !GetAtt [B, C] # cfn-tidy: ignore[ rewrite , long-getatt]\n",
        "A: !GetAtt [B, C] # cfn-tidy: ignore[ALL]\n",
        "A: !GetAtt [B, C] # cfn-tidy: ignore\n",
        "A: !GetAtt [B, C] # cfn-tidy:ignore[long-getatt]\n",
        "A: !GetAtt [B, C] # why # cfn-tidy: ignore[long-getatt]\n",
        "A: !GetAtt\n  - B\n  - C # cfn-tidy: ignore[long-getatt]\n",
        "# cfn-tidy: ignore[long-getatt]\nA: !GetAtt [B, C]\n",
        "# cfn-tidy: ignore[long-getatt]\n\n# more\nA: !GetAtt [B, C]\n",
        "# cfn-tidy: ignore-file[long-getatt]\nX: 1\nA: !GetAtt [B, C]\n",
        "X: 1\nA: !GetAtt [B, C]\n# cfn-tidy: ignore-file\n",
    ];
    for template in templates {
        assert_eq!(found(template), Vec::<String>::new(), "{template}");
    }
}

#[test]
fn comments_on_lines_of_their_own_are_about_the_same_line() {
    let ignore = |rule: &str| format!("# cfn-tidy: ignore[{rule}]\n");
    let both = format!("{}\n# why\n{}", ignore("long-getatt"), ignore("long-getatt"));
    assert_eq!(found(&format!("{both}A: !GetAtt [B, C]\n")), Vec::<String>::new());
    let behind = format!("{}A: !GetAtt [B, C]\n{both}", ignore("long-getatt"));
    assert_eq!(found(&behind).len(), 2, "those that nothing stands below are of no use");
    let first_only = format!("{}X: 1\n{}A: !GetAtt [B, C]\n", ignore("long-getatt"), ignore("long-getatt"));
    assert_eq!(
        found(&first_only),
        ["1:20: warning[unused-suppression]: unused suppression of `long-getatt` [fixable]"]
    );
}

#[test]
fn a_comment_elsewhere_does_not() {
    let templates = [
        "A: !GetAtt [B, C]\nX: 1 # cfn-tidy: ignore[long-getatt]\n",
        "X: 1 # cfn-tidy: ignore[long-getatt]\nA: !GetAtt [B, C]\n",
        "X: '# cfn-tidy: ignore-file'\nA: !GetAtt [B, C]\n",
        "A: !GetAtt [B, C] # see cfn-tidy: ignore\n",
    ];
    for template in templates {
        assert!(
            found(template).iter().any(|line| line.contains("long-getatt]: this `GetAtt`")),
            "{template}"
        );
    }
}

#[test]
fn metadata_suppresses_for_the_template_and_for_a_resource() {
    let template = |metadata: &str, resource: &str| {
        format!(
            "{{\"Metadata\": {metadata}, \"Resources\": {{\"A\": {{\"Type\": \"Custom::A\", \"Metadata\": {resource}, \
             \"P\": &a {{Fn::GetAtt: [B, C]}}}}, \"D\": {{Fn::GetAtt: [B, C]}}}}}}"
        )
    };
    let template = |metadata: &str, resource: &str| template(metadata, resource).replace("&a ", "");
    let count = |metadata: &str, resource: &str| found(&template(metadata, resource)).len();
    assert_eq!(count("{}", "{}"), 2);
    assert_eq!(count("{}", "{\"cfn-tidy\": {\"ignore\": [\"long-getatt\"]}}"), 1);
    assert_eq!(count("{\"cfn-tidy\": {\"ignore\": [\"long-getatt\"]}}", "{}"), 0);
    assert_eq!(count("{\"cfn-tidy\": {\"ignore\": \"rewrite\"}}", "{}"), 0);
    assert_eq!(count("{\"cfn-lint\": {\"config\": {\"ignore_checks\": [\"E9999\"]}}}", "{}"), 2);
}

#[test]
fn metadata_of_a_resource_in_a_loop_suppresses() {
    let template = |metadata: &str| {
        format!(
            "Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Outer:
    - Größe
    - [Klein, Groß]
    - Fn::ForEach::Inner:
        - Art
        - [A]
        - Bucket${{Größe}}${{Art}}:
            Type: AWS::S3::Bucket
            Metadata: {metadata}
            Properties: {{Größe: 1}}
"
        )
    };
    let arguments = ["check", "--isolated", "-q", "--select", "unknown-property", "-"];
    let is_found = |metadata: &str| {
        let run = Project::new().run_with(&arguments, template(metadata));
        run.stdout().contains("unknown property `Größe`")
    };
    assert!(is_found("{}"));
    assert!(!is_found("{cfn-tidy: {ignore: unknown-property}}"));
    assert!(!is_found("{cfn-lint: {config: {ignore_checks: [E3002]}}}"));
}

/// The ids of cfn-lint of what is found in a template with one finding for E8004 and one for E8006.
fn ids_found(metadata: &str, comment: &str, arguments: &[&str]) -> Vec<String> {
    let template = format!("Metadata: {{{metadata}}}\nConditions: {comment}\n  A: !And []\n  B: !Or []\n");
    let project = Project::new();
    let arguments = [&["check", "-q", "--output-format", "json"], arguments, &["-"]].concat();
    let run = project.run_with(&arguments, template);
    let findings: Vec<serde_json::Value> = serde_json::from_str(&run.stdout()).expect("it is JSON");
    let id = |finding: &serde_json::Value| finding["cfn_lint"]["id"].as_str().map(str::to_owned);
    findings.iter().filter_map(id).collect()
}

#[test]
fn an_id_of_cfn_lint_stands_for_the_findings_that_carry_it() {
    let metadata = |ids: &str| {
        let ignored = format!("cfn-lint: {{config: {{ignore_checks: [{ids}]}}}}");
        ids_found(&ignored, "", &["--select", "operand-count"])
    };
    let comment = |ids: &str| {
        let ignored = format!("# cfn-tidy: ignore-file[{ids}]");
        ids_found("", &ignored, &["--select", "operand-count"])
    };
    let option = |option: &str, ids: &str| ids_found("", "", &["--select", "operand-count", option, ids]);
    assert_eq!(option("--ignore", "long-getatt"), ["E8004", "E8006"]);
    assert_eq!(option("--ignore", "E8004"), ["E8006"]);
    assert_eq!(option("--ignore", "E"), Vec::<String>::new());
    assert_eq!(ids_found("", "", &["--select", "E8004"]), ["E8004"]);
    assert_eq!(ids_found("", "", &["--select", "E8", "--ignore", "E8004"]), ["E8006"]);
    for found in [&metadata as &dyn Fn(&str) -> Vec<String>, &comment] {
        assert_eq!(found("E8004"), ["E8006"]);
        assert_eq!(found("E8006"), ["E8004"]);
        assert_eq!(found("E8"), Vec::<String>::new());
    }
    assert_eq!(metadata("E9999"), ["E8004", "E8006"]);
}

#[test]
fn a_suppression_of_nothing_is_a_finding_with_a_fix() {
    let cases = [
        ("A: a::b # cfn-tidy: ignore[long-getatt] why\n", "A: a::b\n"),
        ("A: a::b # kept # cfn-tidy: ignore[long-getatt] why\r\n", "A: a::b # kept\r\n"),
        ("# cfn-tidy: ignore[long-getatt]\nA: a::b\n", "A: a::b\n"),
        ("A: a::b\n  # cfn-tidy: ignore-file[long-getatt]\n# kept\n", "A: a::b\n# kept\n"),
        (
            "A: !GetAtt [B, C] # cfn-tidy: ignore[unused-suppression, long-getatt] why\n",
            "A: !GetAtt [B, C] # cfn-tidy: ignore[long-getatt] why\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(found(before).len(), 1, "{before}");
        assert_eq!(fixed(before), after);
    }
    assert_snapshot!(found("A: a::b # cfn-tidy: ignore[long-getatt, invalid-suppression] why\n").join("\n"), @"1:28: warning[unused-suppression]: unused suppression of `long-getatt`, `invalid-suppression` [fixable]");
    assert_snapshot!(found("A: a::b\nMetadata: {cfn-tidy: {ignore: [long-getatt]}}\n").join("\n"), @"2:32: warning[unused-suppression]: unused suppression of `long-getatt`");
}

/// A template in which a Join has this text after `Fn::Join:`.
fn join(after_key: &str) -> String {
    format!(
        "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName:\n        Fn::Join:{after_key}\n          \
         - '-'\n          - [!Ref AWS::StackName, größe]\n"
    )
}

#[test]
fn a_comment_that_silences_its_rule_by_being_there_is_used() {
    let ignored = [
        " # cfn-tidy: ignore[needless-join] die Konsole zeigt es so",
        " # why # cfn-tidy: ignore[needless-join]",
        "\r\n          # cfn-tidy: ignore[needless-join]",
        "\n          # cfn-tidy: ignore[ALL]",
    ];
    for comment in ignored {
        let template = join(comment);
        let arguments = ["check", "--isolated", "-q", "--select", "ALL", "--fixable", "tidy,needless-join"];
        let fixed = Project::new().run_with(&[&arguments[..], &["--fix", "-"]].concat(), &template);
        let expected = if comment.contains("# why") { join(" # why") } else { template.clone() };
        assert_eq!(fixed.stdout(), expected, "{comment}");
    }
    let other = join(" # cfn-tidy: ignore[long-getatt]");
    assert_eq!(fixed(&other), join(""), "a comment about another rule is of no use");
}

#[test]
fn comments_that_are_added_are_used() {
    let project = Project::new();
    project.file("app.yaml", join("")).file("cfn-tidy.toml", "select = ['ALL']\n");
    project.run(&["check", "--add-ignore"]);
    assert!(project.read("app.yaml").contains("# cfn-tidy: ignore["));
    assert_snapshot!(project.run(&["check"]), @"
    exit code: 0
    ----- stderr
    All checks passed in 1 file.
    ");
}

#[test]
fn rules_that_did_not_run_are_not_judged() {
    let arguments = ["check", "--isolated", "-q", "--select", "tidy", "-"];
    let template = "\
Resources: # cfn-tidy: ignore[long-getatt]
  Topic: {Type: AWS::SNS::Topic} # cfn-tidy: ignore
";
    assert_eq!(Project::new().run_with(&arguments, template).code(), 0);
    let default = Project::new().run_with(&["check", "--isolated", "--statistics", "-"], template);
    assert!(default.stdout().contains("2  unused-suppression [fixable]"), "{default}");
}

#[test]
fn a_suppression_that_means_nothing_is_a_finding() {
    assert_snapshot!(found("A: a::b # cfn-tidy: ignore[long-getat]\n").join("\n"), @"1:28: error[invalid-suppression]: unknown rule or group `long-getat`; did you mean `long-getatt`?");
    assert_snapshot!(found("A: a::b # cfn-tidy: ignroe[long-getatt]\n").join("\n"), @"1:9: error[invalid-suppression]: invalid cfn-tidy directive");
    assert_snapshot!(found("A: a::b # cfn-tidy: ignore[long-getatt\n").join("\n"), @"1:9: error[invalid-suppression]: invalid cfn-tidy directive");
    assert_snapshot!(found("A: a::b # cfn-tidy: ignore[]\n").join("\n"), @"1:9: error[invalid-suppression]: invalid cfn-tidy directive");
    assert_snapshot!(found("A: a::b\nMetadata: {cfn-tidy: {ignore: [nothing]}}\n").join("\n"), @"2:32: error[invalid-suppression]: unknown rule or group `nothing`");
}

#[test]
fn syntax_errors_cannot_be_suppressed() {
    assert_eq!(found("# cfn-tidy: ignore-file\nA: [\n").len(), 1);
}

#[test]
fn suppressions_can_be_added() {
    let project = Project::new();
    let template = "\
Resources:
  A: {Type: Custom::A}
Outputs:
  One: {Value: !GetAtt [A, B]}
  Two: {Value: !GetAtt [A, B]} # reason
  Three: {Value: !GetAtt [A, B]} # cfn-tidy: ignore[tidy]
  Four: {Value: [!GetAtt [A, B], !GetAtt [A, B]]}
  Five:
    Value: !GetAtt
      - A
      - B
  Six:
    Fn::GetAtt:
      - A
      - 'B'
    Other: |
      !GetAtt [A, B]
";
    project.file("app.yaml", template).file("cfn-tidy.toml", "select = ['long-getatt']\n");
    assert_snapshot!(project.run(&["check", "--add-ignore"]), @"
    exit code: 0
    ----- stderr
    Added comments to ignore 6 findings.
    ");
    assert_snapshot!(project.read("app.yaml"), @"
    Resources:
      A: {Type: Custom::A}
    Outputs:
      One: {Value: !GetAtt [A, B]} # cfn-tidy: ignore[long-getatt]
      Two: {Value: !GetAtt [A, B]} # reason # cfn-tidy: ignore[long-getatt]
      Three: {Value: !GetAtt [A, B]} # cfn-tidy: ignore[long-getatt, tidy]
      Four: {Value: [!GetAtt [A, B], !GetAtt [A, B]]} # cfn-tidy: ignore[long-getatt]
      Five:
        Value: !GetAtt # cfn-tidy: ignore[long-getatt]
          - A
          - B
      Six:
        Fn::GetAtt:
          - A
          - 'B'
        Other: |
          !GetAtt [A, B]
    ");
    assert_eq!(project.run(&["check"]).code(), 0);
    assert_snapshot!(project.run_with(&["check", "--add-ignore", "-"], "Outputs: [!GetAtt [A, B]]\n"), @"
    exit code: 0
    ----- stdout
    Outputs: [!GetAtt [A, B]] # cfn-tidy: ignore[long-getatt]
    ----- stderr
    Added comments to ignore 1 finding.
    ");
}

#[test]
fn where_no_comment_can_stand_none_is_added() {
    let template = "Outputs: {A: !GetAtt [A, B], B: 'x\n  y'}\n";
    let arguments = ["check", "--isolated", "--select", "long-getatt", "--add-ignore", "-"];
    assert_snapshot!(Project::new().run_with(&arguments, template), @"
    exit code: 2
    ----- stdout
    Outputs: {A: !GetAtt [A, B], B: 'x
      y'}
    ----- stderr
    error: <stdin>: 1 of its findings cannot be suppressed by a comment at their position; suppress their rules in Metadata: {cfn-tidy: {ignore: [rule]}}, or under per-file-ignores in the configuration
    Added comments to ignore 0 findings; 1 file failed.
    ");
}
