//! Templates with a syntax error: what is found in spite of it.

use insta::assert_snapshot;

use crate::support::Project;

/// A template with a mistake in `Parameters`, in the first resource and in `Outputs`, and a place for a line in between.
fn template(line: &str) -> String {
    format!(
        "\
Parameters:
  Größe: {{Type: Strng}}
  Used: {{Type: String}}
Conditions:
  IsÜ: !Equals [!Ref Used, ü]
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Propertis: {{}}
  Queue:
    Type: AWS::SQS::Queue
{line}
  Later:
    Type: AWS::SNS::Topic
    Properties: {{TopicName: !Ref Größe}}
Outputs:
  Name: {{Vaule: !Ref Later}}
  Arn: {{Value: !GetAtt Later.TopicName, Condition: IsÜ}}
  Other: {{Value: !Ref Queue}}
"
    )
}

/// What somebody has typed so far below `Type: AWS::SQS::Queue`.
const HALF_TYPED: [&str; 22] = [
    "    Properties",
    "    Properties\n      QueueName: ü",
    "    Properties:\n      QueueName: !Sub '${Used}",
    "    Properties:\n      QueueName: \"${Used}",
    "    Properties:\n      QueueName: !Sub [",
    "    Properties:\n      QueueName: !Join ['-', [a, b]",
    "    Properties: {",
    "    Properties: {QueueName: ",
    "    Properties: {QueueName: ü,",
    "    Properties:\n      QueueName: !If [IsÜ, a, b",
    "    Properties:\n      QueueName: a: b",
    "    Properties:\n      QueueName: *",
    "    Properties:\n      QueueName: *missing",
    "    Properties:\n      QueueName: &",
    "    Properties:\n      QueueName: @ü",
    "    Properties:\n      QueueName: %ü",
    "    Properties:\n      - QueueName: ü\n      Tags",
    "    Properties:\n      QueueName: ü\n     Tags: []",
    "   Properties: {}",
    "\tProperties: {}",
    "    ? Properties\n    ü",
    "    Properties:\n      QueueName: 'it's'",
];

#[test]
fn what_is_outside_of_a_syntax_error_is_still_found() {
    let project = Project::new();
    project.file("app.yaml", template(HALF_TYPED[1]));
    assert_snapshot!(project.run(&["check", "--isolated", "--output-format", "concise", "app.yaml"]), @"
    exit code: 1
    ----- stdout
    app.yaml:2:3: error[invalid-name]: `Größe` may contain only letters and digits
    app.yaml:2:17: error[unknown-parameter-type]: `Strng` is not a valid parameter type
    app.yaml:5:3: warning[invalid-name]: `IsÜ` may contain only letters, digits, `&` and `_`
    app.yaml:9:5: error[unknown-attribute]: unknown attribute `Propertis` in a resource
    app.yaml:12:5: error[syntax-error]: invalid YAML: missing `:` after the key
    app.yaml:18:10: error[unknown-attribute]: unknown attribute `Vaule` in an output
    ----- stderr
    Found 6 findings.
    ");
}

#[test]
fn no_half_typed_line_hides_the_mistakes_elsewhere() {
    let project = Project::new();
    for line in HALF_TYPED {
        project.file("app.yaml", template(line));
        let run = project.run(&["check", "--isolated", "--output-format", "concise", "app.yaml"]);
        let found = run.stdout();
        assert!(found.contains("[syntax-error]"), "{line}\n{run}");
        for rule in ["[unknown-parameter-type]", "[unknown-attribute]"] {
            assert!(found.contains(rule), "{rule}\n{line}\n{run}");
        }
        // What is declared or used in the unreadable part is not known.
        assert!(!found.contains("[undefined-") && !found.contains("[unused-"), "{line}\n{run}");
        let fixed = project.run(&["check", "--isolated", "--fix", "-q", "app.yaml"]);
        assert_eq!((fixed.code(), project.read("app.yaml")), (1, template(line)), "nothing is fixed");
    }
}

#[test]
fn a_broken_end_of_a_json_file_does_not_hide_the_mistakes_before() {
    let project = Project::new();
    project.file(
        "app.json",
        r#"{"Parameters": {"Größe": {"Type": "Strng"}}, "Resources": {"A": {"Type": "AWS::SNS::Topic", "Ref": ]}}"#,
    );
    assert_snapshot!(project.run(&["check", "--isolated", "--output-format", "concise", "app.json"]), @"
    exit code: 1
    ----- stdout
    app.json:1:17: error[invalid-name]: `Größe` may contain only letters and digits
    app.json:1:35: error[unknown-parameter-type]: `Strng` is not a valid parameter type
    app.json:1:100: error[syntax-error]: invalid JSON: expected a value
    ----- stderr
    Found 3 findings.
    ");
}

#[test]
fn without_its_transforms_nothing_is_said_about_a_template() {
    let project = Project::new();
    project.file("app.yaml", "Transform: [AWS::Serverless-2016-10-31\nParameters:\n  P: {Type: Strng}\n");
    let run = project.run(&["check", "--isolated", "--output-format", "concise", "app.yaml"]);
    assert_eq!(run.stdout().lines().count(), 1, "{run}");
}

/// Mistakes in a template whose names are declared after them, and the line of each.
const BEFORE_DECLARATIONS: [(&str, usize, &str); 6] = [
    (
        "unclosed quote as a value",
        6,
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: \"x\n",
    ),
    (
        "unclosed quote as a key",
        5,
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: AWS::SNS::Topic\n    \"Properties:\n      TopicName: x\n",
    ),
    (
        "unclosed quote as an item",
        7,
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: AWS::SNS::Topic\n    DependsOn:\n      - B\n      - 'B\n",
    ),
    (
        "indentation",
        5,
        "Resources:\n  A:\n    Type: AWS::SNS::Topic\n   # größe\n   Properties:\n      TopicName: x\n",
    ),
    ("tab", 3, "Resources:\n  A:\n    Type: AWS::SNS::Topic\n\tProperties:\n      TopicName: x\n"),
    ("bracket", 4, "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    ]DependsOn: B\n"),
];

#[test]
fn names_declared_after_a_mistake_are_not_undefined() {
    let rest = "\
  B:
    Type: AWS::SQS::Queue
    Properties: {QueueName: !If [IsProd, !FindInMap [Names, größe, a], !Ref Name]}
Mappings: {Names: {größe: {a: b}}}
Conditions: {IsProd: !Equals [!Ref Name, a]}
Parameters: {Name: {Type: String}}
";
    let uses = "Outputs:\n  Url: {Value: !Ref B}\n  Arn: {Value: !GetAtt B.Arn}\n";
    let project = Project::new();
    for (name, line, damaged) in BEFORE_DECLARATIONS {
        for text in [[damaged, rest, uses].concat(), [damaged, uses, rest].concat()] {
            project.file("app.yaml", text);
            let run = project.run(&["check", "--isolated", "--output-format", "concise", "app.yaml"]);
            let found = run.stdout();
            assert!(
                found.contains(&format!("app.yaml:{line}:")) && found.contains("[syntax-error]"),
                "{name}: {run}"
            );
            assert!(!found.contains("[undefined-") && !found.contains("[unused-"), "{name}: {run}");
        }
    }
}

#[test]
fn what_may_follow_the_end_of_a_json_file_is_not_missing() {
    let project = Project::new();
    let whole = r#"{"Parameters": {"Größe": {"Type": "Strng"}}, "Outputs": {"O": {"Value": {"Ref": "Topic"}}}, "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Größe"}}}}}"#;
    for end in (1..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
        project.file("app.json", &whole[..end]);
        let run = project.run(&["check", "--isolated", "--output-format", "concise", "app.json"]);
        let found = run.stdout();
        for absent in ["[undefined-", "[unused-", "[missing-attribute]"] {
            assert!(!found.contains(absent), "{}: {run}", &whole[..end]);
        }
    }
}
