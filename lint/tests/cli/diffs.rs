//! The diff of a fix under its finding.

use insta::assert_snapshot;

use crate::support::Project;

/// The output for a template, without the closing lines.
fn full(template: &str, arguments: &[&str]) -> String {
    let all = [&["check", "-q", "--isolated", "-"], arguments].concat();
    Project::new().run_with(&all, template).stdout()
}

#[test]
fn a_removed_line_is_shown_alone() {
    let template = "Conditions:\n  Größe: !Equals [a, a]\n  Other: !Equals [a, b]\nResources:\n  Topic: {Type: AWS::SNS::Topic, Condition: Größe}\n";
    assert_snapshot!(full(template, &["--select", "unused-condition"]), @"
    warning[unused-condition]: condition `Other` is never used
     --> <stdin>:3:3
      |
    3 |   Other: !Equals [a, b]
      |   ^^^^^
      |
    fix: remove the condition `Other`
      |
    3 -   Other: !Equals [a, b]
      |
    ");
}

#[test]
fn an_inserted_line_is_shown_alone() {
    let template = "Resources:\n  Table:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Retain\n    Properties: {KeySchema: []}\n";
    assert_snapshot!(full(template, &["--select", "missing-update-replace-policy"]), @"
    warning[missing-update-replace-policy]: `Table` is retained when the stack is deleted, but an update that replaces it deletes the old one and its data
     --> <stdin>:2:3
      |
    2 |   Table:
      |   ^^^^^
    3 |     Type: AWS::DynamoDB::Table
    4 |     DeletionPolicy: Retain
      |     ---------------------- only applies when the resource is deleted
      |
    unsafe fix: add `UpdateReplacePolicy: Retain`
      |
    4 ~     DeletionPolicy: Retain
    5 +     UpdateReplacePolicy: Retain
      |
    ");
}

#[test]
fn line_ends_of_windows_are_not_shown() {
    let template = "Conditions:\r\n  A: !Equals [a, a]\r\n  B: !Equals [a, b]\r\nResources:\r\n  T: {Type: AWS::SNS::Topic, Condition: A}\r\n";
    assert_snapshot!(full(template, &["--select", "unused-condition"]), @"
    warning[unused-condition]: condition `B` is never used
     --> <stdin>:3:3
      |
    3 |   B: !Equals [a, b]
      |   ^
      |
    fix: remove the condition `B`
      |
    3 -   B: !Equals [a, b]
      |
    ");
}

#[test]
fn a_fix_of_many_or_long_lines_is_only_named() {
    let items: Vec<String> = (0..12).map(|item| format!("          - Wert{item}\n")).collect();
    let template = format!(
        "Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName:\n        Fn::Join:\n        - ''\n        -\n{}",
        items.concat()
    );
    let output = full(&template, &["--select", "trivial-join"]);
    assert!(output.contains("= fix: "), "{output}");
    assert!(!output.contains("\n 6 -"), "{output}");

    let long = format!(
        "Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: !Sub '${{AWS::Region}}', TopicName: {}}}}}}}\n",
        "n".repeat(150)
    );
    let output = full(&long, &["--select", "single-variable-sub"]);
    assert!(output.contains("= fix: use `!Ref AWS::Region`"), "{output}");
}

#[test]
fn names_of_rules_are_links_where_the_terminal_shows_them() {
    let project = Project::new();
    project.file("app.yaml", "Resources:\n  Topic: {Type: AWS::SNS::Topik}\n");
    let link =
        "\u{1b}]8;;https://github.com/uselatest/uselatest/blob/main/docs/rules/unknown-resource-type.md";
    let check = |force: Option<&str>, color: &str| {
        let mut command = project.command(&["check", "-q", "--isolated", "--color", color, "app.yaml"]);
        if let Some(force) = force {
            command.env("FORCE_HYPERLINK", force);
        }
        String::from_utf8(command.output().expect("the command can be started").stdout).expect("it is text")
    };
    assert!(check(Some("1"), "always").contains(link), "{:?}", check(Some("1"), "always"));
    assert!(!check(None, "always").contains(link));
    assert!(!check(Some("1"), "never").contains('\u{1b}'));
}
