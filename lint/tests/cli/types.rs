//! Resource types that the configuration describes, names, or requires in some regions.

use insta::assert_snapshot;

use crate::support::{Project, Run};

/// A private type with a property that only the registry sets.
const THING: &str = r#"{
  "typeName": "Acme::Size::Thing",
  "properties": {
    "Name": {"type": "string", "maxLength": 3},
    "Kind": {"type": "string", "enum": ["small", "large", "größe"]},
    "Arn": {"type": "string"}
  },
  "additionalProperties": false,
  "required": ["Name"],
  "readOnlyProperties": ["/properties/Arn"],
  "primaryIdentifier": ["/properties/Name"]
}
"#;

const TEMPLATE: &str = "\
Resources:
  Thing:
    Type: Acme::Size::Thing
    Properties:
      Nmae: abc
      Kind: lrage
  Topic:
    Type: AWS::SNS::Topic
    Properties: {Weight: heavy, DisplayName: !GetAtt Thing.Anr}
";

fn check(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["check", "-q", "--output-format", "concise", "app.yaml"], arguments].concat())
}

#[test]
fn private_types_are_checked_as_those_of_aws() {
    let project = Project::new();
    project.file("app.yaml", TEMPLATE).file("schemas/größe/thing.json", THING).file(
        "schemas/topic.json",
        r#"{"typeName": "AWS::SNS::Topic", "merge": {"properties": {"Weight": {"type": "integer"}}}}"#,
    );
    assert_snapshot!(check(&project, &[]), @"
    exit code: 1
    ----- stdout
    app.yaml:3:11: warning[unknown-resource-type]: unknown resource type `Acme::Size::Thing`; not in the schemas of 2026-10-20
    app.yaml:9:18: error[unknown-property]: unknown property `Weight` in `AWS::SNS::Topic`
    ");
    project.file("cfn-tidy.toml", "schemas = ['schemas/']\n");
    assert_snapshot!(check(&project, &[]), @"
    exit code: 1
    ----- stdout
    app.yaml:5:7: error[unknown-property]: unknown property `Nmae` in `Acme::Size::Thing` [fixable]
    app.yaml:6:13: error[value-not-listed]: invalid value for `Kind`: it must be `large`, `größe` or `small` [fixable]
    app.yaml:9:26: error[wrong-value-type]: `Weight` must be a whole number, not a string
    app.yaml:9:60: error[undefined-attribute]: `Acme::Size::Thing` has no attribute `Anr` [unsafe fix]
    ");
    assert_eq!(check(&project, &[]).stdout(), {
        project.file("cfn-tidy.toml", "schemas = ['schemas/**/*.json']\n");
        check(&project, &[]).stdout()
    });
    project.file("cfn-tidy.toml", "");
    assert_snapshot!(check(&project, &["--schema", "schemas/größe/thing.json"]), @"
    exit code: 1
    ----- stdout
    app.yaml:5:7: error[unknown-property]: unknown property `Nmae` in `Acme::Size::Thing` [fixable]
    app.yaml:6:13: error[value-not-listed]: invalid value for `Kind`: it must be `large`, `größe` or `small` [fixable]
    app.yaml:9:18: error[unknown-property]: unknown property `Weight` in `AWS::SNS::Topic`
    app.yaml:9:60: error[undefined-attribute]: `Acme::Size::Thing` has no attribute `Anr` [unsafe fix]
    ");
    assert_eq!(project.run(&["check", "--fix", "-q", "--schema", "schemas", "app.yaml"]).code(), 1);
    assert!(
        project.read("app.yaml").contains("Name: abc\n      Kind: large\n"),
        "{}",
        project.read("app.yaml")
    );
    assert!(
        project.read("app.yaml").contains("!GetAtt Thing.Anr"),
        "of short names, another one may be meant"
    );
}

/// The registry's schemas do not say what an ARN is one of.
#[test]
fn references_to_private_types_may_be_anything() {
    let project = Project::new();
    let role = r#"{"typeName": "Acme::IAM::Role", "properties": {"Arn": {"type": "string"}, "Id": {"type": "string"},
        "Bucket": {"type": "string", "format": "AWS::S3::Bucket.BucketName"}},
        "readOnlyProperties": ["/properties/Arn", "/properties/Id", "/properties/Bucket"],
        "primaryIdentifier": ["/properties/Arn"]}"#;
    project.file("role.json", role).file(
        "app.yaml",
        "\
Resources:
  Role: {Type: Acme::IAM::Role}
  First: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: '{}', RoleArn: !Ref Role}}
  Second: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: '{}', RoleArn: !GetAtt Role.Arn}}
  Third: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: '{}', RoleArn: !GetAtt Role.Bucket}}
",
    );
    assert_snapshot!(check(&project, &["--schema", "role.json", "--select", "mismatched-reference"]), @"
    exit code: 1
    ----- stdout
    app.yaml:5:97: error[mismatched-reference]: `RoleArn` must be the ARN of an IAM role, not the `BucketName` of a resource of type `AWS::S3::Bucket`
    ");
}

/// Schemas of the configuration apply where the configuration does.
#[test]
fn each_folder_has_its_own_types() {
    let project = Project::new();
    project.file("a/app.yaml", TEMPLATE).file("b/app.yaml", TEMPLATE);
    project.file("a/cfn-tidy.toml", "schemas = ['../thing.json']\n").file("thing.json", THING);
    let found = |path: &str| {
        let run =
            project.run(&["check", "-q", "--output-format", "concise", "--select", "unknown-property", path]);
        run.stdout().lines().count()
    };
    assert_eq!((found("a"), found("b"), found(".")), (2, 1, 3));
}

#[test]
fn modules_accept_their_parameters() {
    let project = Project::new();
    let module = r#"{"typeName": "Acme::S3::Bucket::MODULE", "properties": {
        "Parameters": {"type": "object", "properties": {"BucketName": {"type": "object"}}},
        "Resources": {"type": "object", "properties": {"Bucket": {"type": "object"}}}}}"#;
    project.file("module.json", module).file(
        "app.yaml",
        "Resources:\n  Bucket: {Type: 'Acme::S3::Bucket::MODULE', Properties: {BucketNmae: [a]}}\n",
    );
    assert_snapshot!(check(&project, &["--schema", "module.json"]), @"
    exit code: 1
    ----- stdout
    app.yaml:2:59: error[unknown-property]: unknown property `BucketNmae` in `Acme::S3::Bucket::MODULE` [fixable]
    ");
    assert_eq!(check(&project, &[]).code(), 0);
}

#[test]
fn types_that_are_known_by_name_are_not_checked() {
    let project = Project::new();
    project
        .file(
            "app.yaml",
            "\
Resources:
  Newer: {Type: AWS::Newer::Thing, Properties: {A: 1}}
  Near: {Type: AWS::SNS::Topc, Properties: {A: 1}}
  Topic: {Type: AWS::SNS::Topic, Properties: {Größe: 1}}
  Queue: {Type: AWS::SQS::Queue, Properties: {Name: !GetAtt Topic.TopciArn}}
",
        )
        .file("cfn-tidy.toml", "types = ['AWS::Newer::*', 'AWS::SNS::*']\n");
    assert_snapshot!(check(&project, &[]), @"
    exit code: 1
    ----- stdout
    app.yaml:5:47: error[unknown-property]: unknown property `Name` in `AWS::SQS::Queue`
    ");
    assert_snapshot!(check(&project, &["--isolated"]), @"
    exit code: 1
    ----- stdout
    app.yaml:2:17: warning[unknown-resource-type]: unknown resource type `AWS::Newer::Thing`; not in the schemas of 2026-10-20
    app.yaml:3:16: error[unknown-resource-type]: unknown resource type `AWS::SNS::Topc` [fixable]
    app.yaml:4:47: error[unknown-property]: unknown property `Größe` in `AWS::SNS::Topic`
    app.yaml:5:47: error[unknown-property]: unknown property `Name` in `AWS::SQS::Queue`
    app.yaml:5:67: error[undefined-attribute]: `AWS::SNS::Topic` has no attribute `TopciArn` [fixable]
    ");
    project
        .file("cfn-tidy.toml", "types = ['AWS::New::Thing', 'größe', '']\nregions = ['eu-wets-1', 'mars']\n");
    assert_snapshot!(check(&project, &[]), @"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:1: `größe` is neither a resource type nor a pattern such as `Acme::*`
    error: [folder]/cfn-tidy.toml:1: `` is neither a resource type nor a pattern such as `Acme::*`
    error: [folder]/cfn-tidy.toml:2: unknown region `eu-wets-1`; did you mean `eu-west-1`?
    error: [folder]/cfn-tidy.toml:2: unknown region `mars`
    ");
}

const REGIONS: &str = "\
Parameters:
  Stage: {Type: String}
Mappings:
  Regions:
    eu-west-1: {Runner: 'yes'}
    cn-north-1: {Runner: 'no'}
    ap-southeast-6: {Runner: 'no'}
Conditions:
  InIreland: !Equals [!Ref AWS::Region, eu-west-1]
  NotInChina: !Not [!Equals [!Ref AWS::Partition, aws-cn]]
  HasRunner: !Equals [!FindInMap [Regions, !Ref AWS::Region, Runner], 'yes']
  Production: !Equals [!Ref Stage, production]
  ProductionInIreland: !And [!Condition Production, !Condition InIreland]
Resources:
  Always: {Type: AWS::AppRunner::Service, Properties: {SourceConfiguration: {}}}
  Ireland: {Type: AWS::AppRunner::Service, Condition: InIreland, Properties: {SourceConfiguration: {}}}
  Elsewhere: {Type: AWS::AppRunner::Service, Condition: NotInChina, Properties: {SourceConfiguration: {}}}
  Mapped: {Type: AWS::AppRunner::Service, Condition: HasRunner, Properties: {SourceConfiguration: {}}}
  Both: {Type: AWS::AppRunner::Service, Condition: ProductionInIreland, Properties: {SourceConfiguration: {}}}
  Stage: {Type: AWS::AppRunner::Service, Condition: Production, Properties: {SourceConfiguration: {}}}
  Topic: {Type: AWS::SNS::Topic}
";

#[test]
fn types_are_required_in_the_regions_of_the_configuration() {
    let project = Project::new();
    project
        .file("app.yaml", REGIONS)
        .file("cfn-tidy.toml", "regions = ['eu-west-1', 'ap-southeast-6', 'cn-north-1']\n");
    let select = ["--select", "unknown-resource-type"];
    assert_snapshot!(check(&project, &select), @"
    exit code: 1
    ----- stdout
    app.yaml:15:18: warning[unknown-resource-type]: resource type `AWS::AppRunner::Service` is not available in `ap-southeast-6` and `cn-north-1` as of 2026-10-20
    app.yaml:17:21: warning[unknown-resource-type]: resource type `AWS::AppRunner::Service` is not available in `ap-southeast-6` as of 2026-10-20
    app.yaml:20:17: warning[unknown-resource-type]: resource type `AWS::AppRunner::Service` is not available in `ap-southeast-6` and `cn-north-1` as of 2026-10-20
    ");
    assert_eq!(check(&project, &[&select[..], &["--isolated"]].concat()).code(), 0);
    assert_eq!(check(&project, &[&select[..], &["--region", "eu-west-1,us-east-1"]].concat()).code(), 0);
    let one = [&select[..], &["--region", "ap-southeast-6", "--region", "us-east-1"]].concat();
    assert_eq!(check(&project, &one).stdout().lines().count(), 3);
    assert_snapshot!(check(&project, &["--region", "us-east1", "--select", "nothing"]), @"
    exit code: 2
    ----- stderr
    error: --select: unknown rule or group `nothing` (`cfn-tidy rule` lists all rules)
    error: --region: unknown region `us-east1`; did you mean `us-east-1`?
    ");
}

#[test]
fn instance_types_are_required_in_the_regions_of_the_configuration() {
    let project = Project::new();
    project.file("app.yaml", include_str!("../fixtures/instance-types-by-region.yaml"));
    let run = |regions| check(&project, &["--select", "unavailable-instance-type", "--region", regions]);
    assert_snapshot!(run("eu-central-1,us-west-2"), @"
    exit code: 1
    ----- stdout
    app.yaml:19:21: warning[unavailable-instance-type]: `p6-b200.48xlarge` is not available for `AWS::EC2::Instance` in `eu-central-1` (as of 2026-10-20)
    ");
    assert_eq!(run("us-west-2").code(), 0);
}

#[test]
fn problems_of_schemas_have_their_place_and_lose_no_findings() {
    let project = Project::new();
    project
        .file("app.yaml", format!("{TEMPLATE}  Queue: {{Type: AWS::SQS::Queue, Properties: {{Größe: 1}}}}\n"))
        .file("schemas/broken.json", "{\n  \"typeName\": \"AWS::SNS::Topic\",\n  größe\n}\n")
        .file(
            "schemas/places.json",
            "{\n  \"typeName\": \"Acme::Size::Places\",\n  \"properties\": {\n    \"Größe\": {\"type\": \"strin\"},\n    \
             \"Ref\": {\"$ref\": \"#/definitions/Gone\"}\n  },\n  \"readOnlyProperties\": \"/properties/Ref\"\n}\n",
        )
        .file("schemas/no-schema.json", "{\"name\": \"größe\"}\n")
        .file("schemas/text.json", b"\xff\xfe\x00".as_slice())
        .file("schemas/thing.json", THING)
        .file("schemas/z-thing.json", THING)
        .file("schemas/unknown.json", "{\"typeName\": \"AWS::SNS::Tpoic\", \"merge\": {}}\n")
        .file("cfn-tidy.toml", "schemas = ['schemas/', 'missing/', 'größe/*.json', '[']\n");
    // The topic and the thing are not checked: nothing certain is known of them.
    assert_snapshot!(check(&project, &[]), @"
    exit code: 2
    ----- stdout
    app.yaml:10:47: error[unknown-property]: unknown property `Größe` in `AWS::SQS::Queue`
    ----- stderr
    error: [folder]/missing/: no such file or folder with schemas
    error: [folder]/größe/*.json: no schemas found
    error: [folder]/[: invalid path pattern: unclosed character class; missing ']'
    error: [folder]/schemas/text.json: cannot read the schema: stream did not contain valid UTF-8
    error: [folder]/schemas/broken.json:3:3: not valid JSON: key must be a string
    error: [folder]/schemas/no-schema.json: not a provider schema: `typeName` is missing or not a string
    error: [folder]/schemas/places.json:4:23: `type` at `/properties/Größe/type` must be the name of a JSON type or a list of such names
    error: [folder]/schemas/places.json:5:21: `$ref` at `/properties/Ref/$ref` refers to `#/definitions/Gone`, which does not exist in this file
    error: [folder]/schemas/places.json:7:25: `readOnlyProperties` at `/readOnlyProperties` must be a list of JSON pointers that begin with `/properties/`
    error: [folder]/schemas/unknown.json:1:14: nothing to merge with: unknown resource type `AWS::SNS::Tpoic`; did you mean `AWS::SNS::Topic`?
    error: [folder]/schemas/z-thing.json:2:15: duplicate schema of `Acme::Size::Thing`; the first one is in [folder]/schemas/thing.json
    ");
    let before = project.read("app.yaml");
    assert_eq!(project.run(&["check", "--fix"]).code(), 2);
    assert_eq!(project.read("app.yaml"), before);
    assert_eq!(project.run(&["config", "show"]).code(), 2);
    let limited =
        check(&project, &["--isolated", "--schema", "schemas/thing.json", "--max-file-size", "300"]);
    assert_snapshot!(limited.stderr(), @"error: schemas/thing.json: schema is larger than 300 bytes; raise max-file-size to use it");
}

/// Each of the alternatives has two alternatives, and so on: the number of combinations is astronomical.
#[test]
fn a_hostile_schema_ends_soon() {
    let project = Project::new();
    let mut definitions = vec![r#""D90": {"type": "string"}"#.to_owned()];
    for number in 0..90 {
        let next = format!(r##"{{"$ref": "#/definitions/D{}"}}"##, number + 1);
        definitions.push(format!(r#""D{number}": {{"oneOf": [{next}, {{"not": {next}}}]}}"#));
    }
    let schema = format!(
        r##"{{"typeName": "Acme::Hos::Tile", "definitions": {{{}}},
            "properties": {{"A": {{"$ref": "#/definitions/D0"}}, "B": {{"type": "string"}}}}}}"##,
        definitions.join(",")
    );
    project
        .file("hostile.json", schema)
        .file("app.yaml", "Resources:\n  Größe: {Type: 'Acme::Hos::Tile', Properties: {A: [a], B: [b]}}\n");
    let run = check(&project, &["--schema", "hostile.json", "--select", "resources"]);
    assert!(run.code() < 2, "{run}");
    let shown = project.run(&["schema", "Acme::Hos::Tile", "A", "--schema", "hostile.json"]);
    assert_eq!(shown.code(), 0, "{shown}");
}
