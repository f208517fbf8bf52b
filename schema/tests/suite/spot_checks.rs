//! Facts that were looked up by hand in AWS's documentation and in the provider schemas.

use cfn_schema::{Additional, LifecycleStatus, Number, ResourceType, Scalar, Schema, Table, Type};

fn kind(name: &str) -> ResourceType<'static> {
    Table::aws().resource_type(name).expect("a type of AWS")
}

/// The schema at a path; `*` is the items of a list.
fn at<'t>(kind: ResourceType<'t>, path: &str) -> Schema<'t> {
    let table = kind.root().table();
    path.split('.').fold(kind.root(), |schema, segment| match segment {
        "*" => schema.keywords().items.expect("a list"),
        name => {
            let name = table.name(name).expect("a known name");
            schema.property(name).unwrap_or_else(|| panic!("{path} of {}", kind.name())).schema
        }
    })
}

fn paths(paths: cfn_schema::Paths<'_>) -> Vec<String> {
    paths.iter().map(cfn_schema::Path::dotted).collect()
}

#[test]
fn every_type_of_every_region_is_known() {
    let table = Table::aws();
    assert_eq!(table.resource_types().count(), 1898);
    assert_eq!(table.type_names().filter(|name| name.starts_with("AWS::Serverless::")).count(), 14);
    assert_eq!(table.regions().count(), 45);
    assert_eq!(table.date(), "2026-10-20");
    assert!(table.type_names().is_sorted());
    for name in table.type_names() {
        assert_eq!(table.resource_type(&name).map(ResourceType::name), Some(name));
    }
    assert!(table.resource_type("AWS::SNS::Topics").is_none());
    assert!(table.resource_type("TopicName").is_none(), "a name of something else");
}

#[test]
fn a_topic() {
    let topic = kind("AWS::SNS::Topic");
    assert_eq!(paths(topic.primary_identifier()), ["TopicArn"]);
    assert_eq!(paths(topic.read_only()), ["TopicArn"]);
    assert_eq!(paths(topic.create_only()), ["FifoTopic", "TopicName"]);
    assert_eq!(topic.tagging().taggable, Some(true));
    assert_eq!(topic.tagging().property.map(cfn_schema::Path::dotted).as_deref(), Some("Tags"));
    let root = topic.root().keywords();
    assert_eq!(root.additional, Additional::Closed);
    assert_eq!(root.required().count(), 0);
    let name = at(topic, "TopicName").keywords();
    assert!(name.types.allows(Type::String) && !name.types.allows(Type::Array));
    assert_eq!(name.max_length, Some(256));
    let protocol = at(topic, "DeliveryStatusLogging.*.Protocol").keywords();
    let values: Vec<String> = protocol
        .enumeration
        .expect("an enumeration")
        .iter()
        .map(|value| match value {
            Scalar::Text(name) => Table::aws().text(name),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(values, ["application", "firehose", "http/s", "lambda", "sqs"]);
    let logging = at(topic, "DeliveryStatusLogging.*").keywords();
    assert_eq!(logging.required().map(|name| Table::aws().text(name)).collect::<Vec<_>>(), ["Protocol"]);
    let role = at(topic, "DeliveryStatusLogging.*.FailureFeedbackRoleArn").keywords();
    assert_eq!(role.format.map(|name| Table::aws().text(name)).as_deref(), Some("AWS::IAM::Role.Arn"));
}

/// A statement of WAF contains statements.
#[test]
fn recursion_of_a_web_acl() {
    let acl = kind("AWS::WAFv2::WebACL");
    let statement = at(acl, "Rules.*.Statement");
    assert_eq!(at(acl, "Rules.*.Statement.NotStatement.Statement"), statement);
    assert_eq!(at(acl, "Rules.*.Statement.AndStatement.Statements.*"), statement);
}

#[test]
fn events_of_a_function_of_sam() {
    let function = kind("AWS::Serverless::Function");
    let events = at(function, "Events").keywords();
    let Additional::Schema(event) = events.additional else { panic!("any name of an event: {events:?}") };
    assert_eq!(event.keywords().any_of.len(), 19);
    assert_eq!(function.is_in_region("eu-west-1"), Some(true));
}

#[test]
fn limits_are_exact() {
    let function = kind("AWS::Lambda::Function");
    let memory = at(function, "MemorySize").keywords();
    assert_eq!(memory.minimum, Number::parse("128"));
    let fractions: Vec<String> = crate::support::all_schemas(Table::aws())
        .into_iter()
        .filter_map(|schema| schema.keywords().maximum.filter(|maximum| !maximum.is_integer()))
        .map(|maximum| maximum.to_string())
        .collect();
    assert!(fractions.iter().any(|maximum| maximum == "99.999"), "{fractions:?}");
}

#[test]
fn regions_and_lifecycles() {
    let known = |name: &str, region: &str| kind(name).is_in_region(region);
    assert_eq!(known("AWS::SNS::Topic", "eu-central-1"), Some(true));
    assert_eq!(known("AWS::SNS::Topic", "mars-1"), None);
    assert_eq!(known("AWS::CloudFront::Distribution", "us-iso-east-1"), Some(true), "nothing is known there");
    let missing =
        Table::aws().resource_types().filter(|kind| kind.is_in_region("mx-central-1") == Some(false)).count();
    assert!(missing > 900, "{missing} types are not available in mx-central-1");
    let retired: Vec<_> = Table::aws().resource_types().filter_map(ResourceType::lifecycle).collect();
    assert_eq!(retired.len(), 108);
    assert!(retired.iter().any(|lifecycle| lifecycle.status == LifecycleStatus::Shutdown));
    let dates: Vec<String> =
        retired.iter().filter_map(|lifecycle| lifecycle.date).map(|date| Table::aws().text(date)).collect();
    assert!(dates.len() == 90 && dates.iter().all(|date| date.len() == "2026-10-20".len()), "{dates:?}");
}

/// Names are looked up once and then compared as numbers.
#[test]
fn strings_are_numbered_in_order() {
    let table = Table::aws();
    let mut previous = None;
    for name in ["AWS::SNS::Topic", "Properties", "Tags", "TopicName", "string"] {
        let Some(number) = table.name(name) else { continue };
        assert_eq!(table.text(number), name);
        assert!(previous < Some(number));
        previous = Some(number);
    }
    for missing in ["Topi", "TopicNam", "TopicNamee", "\u{10ffff}", "zzzz"] {
        assert_eq!(table.name(missing).map(|number| table.text(number)), None, "{missing:?}");
    }
}

#[test]
fn closed_objects_without_properties_are_open() {
    for schema in crate::support::all_schemas(Table::aws()) {
        let keywords = schema.keywords();
        let names_keys = !keywords.properties.is_empty() || !keywords.pattern_properties.is_empty();
        let is_closed = keywords.additional == Additional::Closed && keywords.types.allows(Type::Object);
        assert!(names_keys || !is_closed, "{keywords:?}");
    }
}

/// Constraints by id, and values by region.
#[test]
fn constraints_of_some_types() {
    let table = Table::aws();
    let ids: std::collections::BTreeSet<String> = table.checks().map(|check| table.text(check.id)).collect();
    assert_eq!(ids.len(), 114);
    let function = kind("AWS::Lambda::Function");
    let layer =
        function.checks().find(|check| table.text(check.id) == "W3702").expect("a constraint of layers");
    assert_eq!(layer.path.dotted(), "Layers.*");
    let node = kind("AWS::Redshift::Cluster").checks().find(|check| table.text(check.id) == "E3667");
    let types = node.expect("a constraint of clusters").schema.keywords().regional.expect("it is by region");
    assert!(types.regions.contains("us-east-1") && !types.regions.contains("us-iso-east-1"));
    let (name, regions) = types.iter().next().expect("a type of node");
    assert!(table.text(name).contains('.') && regions.contains("us-east-1"), "{}", table.text(name));
    assert!(kind("AWS::SNS::TopicPolicy").checks().next().is_none());
}
