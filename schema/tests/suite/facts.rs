//! Runtimes, stateful types, IAM actions and the schemas of documents.

use cfn_schema::{KnownAction, Table};

#[test]
fn runtimes() {
    let table = Table::aws();
    let dotnet = table.runtime("dotnet6").expect("a runtime of Lambda");
    assert_eq!(dotnet.deprecated.as_deref(), Some("2024-12-20"));
    assert_eq!(dotnet.create_block.as_deref(), Some("2027-02-01"));
    assert_eq!(dotnet.update_block.as_deref(), Some("2027-03-03"));
    assert_eq!(dotnet.successor.as_deref(), Some("dotnet10"));
    assert_eq!(table.runtime("dotnet10").expect("a runtime").successor, None);
    assert_eq!(table.runtime("dotnet"), None);
    assert_eq!(table.runtime("zzz"), None);
    let all: Vec<_> = table.runtimes().collect();
    assert!(all.len() > 20 && all.is_sorted_by_key(|runtime| runtime.name.clone()), "{all:?}");
    assert!(all.iter().all(|runtime| table.runtime(&runtime.name).as_ref() == Some(runtime)));
}

#[test]
fn types_with_data() {
    let table = Table::aws();
    assert!(table.is_stateful("AWS::S3::Bucket") && table.must_be_empty_to_be_deleted("AWS::S3::Bucket"));
    assert!(table.is_stateful("AWS::RDS::DBInstance"));
    assert!(!table.must_be_empty_to_be_deleted("AWS::RDS::DBInstance"));
    assert!(!table.is_stateful("AWS::SNS::Topic"));
    assert_eq!(
        table.retention_properties("AWS::Synthetics::Canary"),
        ["SuccessRetentionPeriod", "FailureRetentionPeriod"]
    );
    assert!(table.retention_properties("AWS::SNS::Topic").is_empty());
}

#[test]
fn actions() {
    let table = Table::aws();
    assert_eq!(table.known_action("s3", "GetObject"), KnownAction::Yes);
    assert_eq!(table.known_action("S3", "getobject"), KnownAction::Yes);
    assert_eq!(table.known_action("s3", "GetObjects"), KnownAction::No);
    assert_eq!(table.known_action("a2c", "zzz"), KnownAction::No);
    assert_eq!(table.known_action("s4", "GetObject"), KnownAction::UnknownService);
    assert_eq!(table.known_action("", ""), KnownAction::UnknownService);
    let lambda: Vec<String> = table.actions("lambda").collect();
    assert!(lambda.len() > 60 && lambda.is_sorted(), "{lambda:?}");
    assert!(lambda.iter().all(|action| table.known_action("lambda", action) == KnownAction::Yes));
}

#[test]
fn documents() {
    let table = Table::aws();
    for name in [
        "iam/policy_identity",
        "iam/policy_resource",
        "iam/policy_resource_ecr",
        "iam/policy_trust",
        "resources/tagging",
        "ssm/document",
        "step_functions/statemachine",
    ] {
        let document = table.document(name).expect("a document");
        assert!(!document.keywords().is_empty(), "{name}");
    }
    let policy = table.document("iam/policy_identity").expect("a document");
    let statement = policy.property(table.name("Statement").expect("a name")).expect("a property");
    let effect = table.name("Effect").expect("a name");
    let keywords = statement.schema.keywords();
    let effect = statement.schema.property(effect).or_else(|| keywords.items?.property(effect));
    assert!(effect.expect("a statement has an effect").schema.keywords().enumeration.is_some());
    assert!(table.document("iam/policy").is_none());
    assert!(table.checks().all(|check| table.text(check.id).len() == 5));
}
