//! `cfn-tidy schema`.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{Project, Run};

/// A private type with every kind of fact.
const PIPE: &str = r##"{
  "typeName": "Acme::Flow::Pipe",
  "properties": {
    "Arn": {"type": "string", "pattern": "^arn:größe$"},
    "Name": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[a-z]+$"},
    "Größe": {"type": "integer", "minimum": 1, "maximum": 9, "multipleOf": 2},
    "Mode": {"type": "string", "enum": ["a", "b", "c", "d", "e", "f", "g", "h"]},
    "Secret": {"type": "string"},
    "Old": {"type": "boolean"},
    "Target": {
      "type": "object",
      "properties": {
        "Kind": {"type": "string", "const": "queue"},
        "Labels": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 5}},
        "Queue": {"type": "string", "format": "AWS::SQS::Queue.Arn"},
        "Topic": {"type": "string"}
      },
      "required": ["Kind"],
      "requiredXor": ["Queue", "Topic"],
      "additionalProperties": false
    },
    "Steps": {
      "type": "array", "maxItems": 5, "uniqueItems": true,
      "items": {"oneOf": [
        {"type": "object", "properties": {"Run": {"type": ["string", "object"]}, "If": {"type": "string"}}, "required": ["Run"]},
        {"type": "object", "properties": {"Steps": {"$ref": "#/properties/Steps"}}, "required": ["Steps"]}
      ]}
    },
    "Grid": {"$ref": "#/definitions/Grid"}
  },
  "definitions": {"Grid": {"type": "array", "minItems": 2, "items": {"$ref": "#/definitions/Grid"}}},
  "required": ["Name"],
  "dependentRequired": {"Mode": ["Target"]},
  "dependentExcluded": {"Old": ["Target"]},
  "additionalProperties": false,
  "readOnlyProperties": ["/properties/Arn"],
  "createOnlyProperties": ["/properties/Name", "/properties/Target/Kind"],
  "conditionalCreateOnlyProperties": ["/properties/Größe"],
  "writeOnlyProperties": ["/properties/Secret"],
  "deprecatedProperties": ["/properties/Old"],
  "primaryIdentifier": ["/properties/Arn", "/properties/Name"],
  "lifecycle": {"status": "sunset", "date": "2026-01-31"},
  "replacementStrategy": "delete_then_create"
}
"##;

fn project() -> Project {
    let project = Project::new();
    project.file("schemas/pipe.json", PIPE).file("cfn-tidy.toml", "schemas = ['schemas']\n");
    project
}

fn schema(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["schema"], arguments].concat())
}

fn json(project: &Project, arguments: &[&str]) -> Value {
    let run = schema(project, &[arguments, &["--output-format", "json"]].concat());
    serde_json::from_str(&run.stdout()).expect("it is JSON")
}

#[test]
fn a_type_is_described() {
    let project = project();
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe"]), @"
    exit code: 0
    ----- stdout
    Acme::Flow::Pipe

      schemas             those of the configuration
      primary identifier  Arn, Name
      regions             all
      lifecycle           sunset since 2026-01-31
      replacement         deletes the old resource first

    Properties
      Grid    array of arrays, at least 2 items
      Größe   integer, 1 to 9, multiple of 2; may need replacement
      Mode    string: a, b, c, d, e, f and 2 others
      Name    string, 1 to 64 characters; required; replacement
      Old     boolean; deprecated
      Secret  string; write-only
      Steps   array of objects, at most 5 items, unique items
      Target  object

    Combinations
      Mode requires Target
      Old excludes Target

    Read-only properties
      Arn  string

    Attributes of Fn::GetAtt
      Arn
    ");
}

#[test]
fn properties_are_described() {
    let project = project();
    for path in ["Target", "Properties.Target", "Target."] {
        let shown = schema(&project, &["Acme::Flow::Pipe", path]);
        assert!(shown.stdout().starts_with("Acme::Flow::Pipe Target\n"), "{shown}");
    }
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Target"]), @"
    exit code: 0
    ----- stdout
    Acme::Flow::Pipe Target

      type  object

    Properties
      Kind    string: queue; required; replacement
      Labels  object
      Queue   string, format AWS::SQS::Queue.Arn
      Topic   string

    Combinations
      exactly one of Queue, Topic
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Steps"]), @"
    exit code: 0
    ----- stdout
    Acme::Flow::Pipe Steps

      type    array of objects
      limits  at most 5 items, unique items

    One of
      - object, requires Run, with If
      - object, requires Steps
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Steps.Steps.*.Run"]), @"
    exit code: 0
    ----- stdout
    Acme::Flow::Pipe Steps.Steps.Run

      type      object or string
      required  yes
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Grid"]), @"
    exit code: 0
    ----- stdout
    Acme::Flow::Pipe Grid

      type    array of arrays
      limits  at least 2 items
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Mode"]), @"
    exit code: 0
    ----- stdout
    Acme::Flow::Pipe Mode

      type    string
      values  a, b, c, d, e, f, g, h
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Größe"]), @"
    exit code: 0
    ----- stdout
    Acme::Flow::Pipe Größe

      type                  integer
      may need replacement  yes
      limits                1 to 9, multiple of 2
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Target.Labels"]), @"
    exit code: 0
    ----- stdout
    Acme::Flow::Pipe Target.Labels

      type  object

    Value of any other key
      string, at most 5 characters
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Target.Labels.größe"]), @"
    exit code: 0
    ----- stdout
    Acme::Flow::Pipe Target.Labels.größe

      type    string
      limits  at most 5 characters
    ");
}

#[test]
fn types_are_listed() {
    let project = project();
    let all = schema(&project, &[]).stdout();
    assert!(
        all.lines().count() > 1898
            && all.contains("\nAcme::Flow::Pipe\n")
            && all.contains("\nAWS::S3::Bucket\n")
    );
    assert_snapshot!(schema(&project, &["*::SNS::Topic*"]), @"
    exit code: 0
    ----- stdout
    AWS::SNS::Topic
    AWS::SNS::TopicInlinePolicy
    AWS::SNS::TopicPolicy
    ");
    assert_eq!(json(&project, &["Acme::*"]), serde_json::json!(["Acme::Flow::Pipe"]));
    assert_snapshot!(schema(&project, &["Acme::Größe::*"]), @"
    exit code: 2
    ----- stderr
    error: `Acme::Größe::*` is neither a resource type nor a pattern such as `Acme::*`
    ");
    assert_snapshot!(schema(&project, &["Acme::X::*"]), @"
    exit code: 2
    ----- stderr
    error: no resource type matches `Acme::X::*`
    ");
}

#[test]
fn unknown_names_are_errors_with_the_nearest_ones() {
    let project = project();
    assert_snapshot!(schema(&project, &["AWS::SNS::Tpoic"]), @"
    exit code: 2
    ----- stderr
    error: unknown resource type `AWS::SNS::Tpoic`; did you mean `AWS::SNS::Topic`?
    `cfn-tidy schema` lists all resource types.
    ");
    assert_snapshot!(schema(&project, &["SNS::Topic"]), @"
    exit code: 2
    ----- stderr
    error: unknown resource type `SNS::Topic`; did you mean `AWS::SNS::Topic`?
    `cfn-tidy schema` lists all resource types.
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Naem"]), @"
    exit code: 2
    ----- stderr
    error: unknown property `Naem` in `Acme::Flow::Pipe`; did you mean `Name`?
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "Target.Quue.X"]), @"
    exit code: 2
    ----- stderr
    error: unknown property `Quue` in `Target`; did you mean `Queue`?
    ");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe", "größer"]), @"
    exit code: 2
    ----- stderr
    error: unknown property `größer` in `Acme::Flow::Pipe`; did you mean `Größe`?
    ");
    project.file("cfn-tidy.toml", "types = ['Acme::*']\n");
    assert_snapshot!(schema(&project, &["Acme::Flow::Pipe"]), @"
    exit code: 2
    ----- stderr
    error: `Acme::Flow::Pipe` is listed under `types`, so nothing else is known of it
    ");
    project.file("broken.json", "{");
    assert_snapshot!(schema(&project, &["Alexa::*", "--schema", "broken.json", "--region", "eu"]), @"
    exit code: 2
    ----- stderr
    error: --region: unknown region `eu`
    ");
    assert_snapshot!(schema(&project, &["Alexa::*", "--schema", "broken.json"]), @"
    exit code: 2
    ----- stdout
    Alexa::ASK::Skill
    ----- stderr
    error: broken.json:1:1: not valid JSON: EOF while parsing an object
    ");
}

/// What is printed can be used as a schema again.
#[test]
fn the_json_of_a_type_is_a_schema() {
    let project = project();
    for name in ["AWS::SNS::Topic", "AWS::WAFv2::WebACL", "Acme::Flow::Pipe"] {
        let printed = json(&project, &[name]);
        assert_eq!(printed["typeName"], name);
        let again = Project::new();
        again.file("again.json", printed["schema"].to_string());
        let copy = json(&again, &[name, "--schema", "again.json"]);
        assert_eq!(
            (&copy["schema"], &copy["attributes"]),
            (&printed["schema"], &printed["attributes"]),
            "{name}"
        );
    }
    let topic = json(&project, &["AWS::SNS::Topic"]);
    assert_eq!(topic["date"], cfn_schema::Table::aws().date());
    assert!(
        topic["regions"].as_array().is_some_and(|regions| regions.iter().any(|region| region == "eu-west-1"))
    );
    let name = json(&project, &["Acme::Flow::Pipe", "Name"]);
    assert_snapshot!(serde_json::to_string_pretty(&name).expect("it is JSON"), @r#"
    {
      "typeName": "Acme::Flow::Pipe",
      "path": "Name",
      "date": null,
      "required": true,
      "readOnly": false,
      "createOnly": true,
      "conditionalCreateOnly": false,
      "writeOnly": false,
      "deprecated": false,
      "schema": {
        "type": "string",
        "pattern": "^[a-z]+$",
        "minLength": 1,
        "maxLength": 64
      }
    }
    "#);
}

#[test]
fn names_are_colored() {
    let shown = schema(&project(), &["Acme::Flow::Pipe", "--color", "always"]).stdout();
    assert!(shown.contains("\u{1b}[1m\u{1b}[4mProperties\u{1b}[0m"), "{shown}");
}
