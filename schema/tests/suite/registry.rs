//! The documents of users.

use std::fmt::Write as _;

use cfn_schema::registry::{Compiled, Document, compile};
use cfn_schema::{Catalog, Schema, Table};
use serde_json::json;

fn compiled(documents: &[&str]) -> Compiled {
    let named: Vec<(String, &str)> =
        documents.iter().enumerate().map(|(index, json)| (format!("größe-{index}.json"), *json)).collect();
    let documents: Vec<Document<'_>> = named.iter().map(|(name, json)| Document { name, json }).collect();
    compile(&documents)
}

/// The table of documents without problems.
fn table(documents: &[&str]) -> &'static Table {
    let compiled = compiled(documents);
    assert_eq!(compiled.problems, []);
    assert!(compiled.unclear.is_empty());
    Box::leak(Box::new(compiled.table.expect("there are types")))
}

fn problems(documents: &[&str]) -> String {
    let compiled = compiled(documents);
    let mut text = String::new();
    for problem in &compiled.problems {
        let place = problem.error.pointer();
        let position = problem.error.position().map(|(line, column)| format!("{line}:{column}"));
        let place = place.or(position).unwrap_or_default();
        writeln!(text, "{} {place}: {}", problem.document, problem.error)
            .expect("a string can be written to");
    }
    for name in &compiled.unclear {
        writeln!(text, "unclear: {name}").expect("a string can be written to");
    }
    let types = compiled.table.iter().flat_map(Table::type_names);
    types.for_each(|name| writeln!(text, "type: {name}").expect("a string can be written to"));
    text
}

fn property(schema: Schema<'static>, name: &str) -> Option<Schema<'static>> {
    Some(schema.property(schema.table().name(name)?)?.schema)
}

#[test]
fn a_private_type_as_the_registry_returns_it() {
    let schema = r#"{"typeName": "Acme::Größe::X", "properties": {}}"#.replace("Größe", "Size");
    let schema = schema.replace("{}", r#"{"Name": {"type": "string"}}"#);
    let described = json!({"Type": "RESOURCE", "TypeName": "Acme::Size::X", "Schema": schema}).to_string();
    let only_schema = json!(schema).to_string();
    for document in [&schema, &described, &only_schema] {
        let kind = table(&[document]).resource_type("Acme::Size::X").expect("the type");
        assert!(property(kind.root(), "Name").is_some());
        assert_eq!(kind.is_in_region("eu-west-1"), Some(true));
    }
}

#[test]
fn a_module_accepts_its_parameters() {
    let module = r#"{"typeName": "Acme::S3::Bucket::MODULE", "additionalProperties": true, "properties": {
        "Parameters": {"type": "object", "properties": {"Größe": {"type": "object", "required": ["Type"]}}},
        "Resources": {"type": "object", "properties": {"Bucket": {"type": "object"}}}}}"#;
    let root = table(&[module]).resource_type("Acme::S3::Bucket::MODULE").expect("the type").root();
    assert!(property(root, "Größe").expect("the parameter").keywords().is_empty());
    assert_eq!(property(root, "Resources"), None);
    assert_eq!(root.keywords().additional, cfn_schema::Additional::Closed);
}

#[test]
fn a_known_type_is_changed() {
    let change = r#"{"typeName": "AWS::SNS::Topic", "merge": {
        "properties": {
            "Größe": {"type": "integer", "maximum": 5},
            "DisplayName": {"maxLength": 7},
            "FifoTopic": null,
            "Subscription": {"items": {"properties": {"Filter": {"type": "object"}}, "required": []}}
        },
        "required": ["Größe"],
        "readOnlyProperties": ["/properties/TopicArn", "/properties/Owner"]
    }}"#;
    let table = table(&[change]);
    let (topic, known) = (
        table.resource_type("AWS::SNS::Topic").expect("the type"),
        Table::aws().resource_type("AWS::SNS::Topic").expect("a type of AWS"),
    );
    let root = topic.root();
    assert_eq!(property(root, "Größe").expect("new").keywords().maximum, Some(5.into()));
    let name = property(root, "DisplayName").expect("changed").keywords();
    assert_eq!((name.max_length, name.types.allows(cfn_schema::Type::String)), (Some(7), true));
    assert_eq!(property(root, "FifoTopic"), None);
    let item = property(root, "Subscription").expect("kept").keywords().items.expect("a list");
    assert!(property(item, "Filter").is_some() && property(item, "Endpoint").is_some());
    assert_eq!(item.keywords().required().count(), 0);
    let attributes: Vec<String> = topic.attributes().into_iter().map(|attribute| attribute.name).collect();
    for name in ["Owner", "TopicArn", "TopicName", "Größe"] {
        assert!(attributes.iter().any(|attribute| attribute == name), "{name}");
    }
    for region in Table::aws().regions() {
        assert_eq!(topic.is_in_region(region), known.is_in_region(region), "{region}");
    }
}

/// Of a definition that two properties share, only the use that is named changes.
#[test]
fn a_change_behind_a_reference_is_one_of_this_place() {
    let schema = r##"{"typeName": "Acme::Size::X", "definitions": {"Both": {"type": "object", "properties": {"A": {}}}},
        "properties": {"First": {"$ref": "#/definitions/Both"}, "Second": {"$ref": "#/definitions/Both"}}}"##;
    let change =
        r#"{"typeName": "Acme::Size::X", "merge": {"properties": {"First": {"properties": {"B": {}}}}}}"#;
    let root = table(&[change, schema]).resource_type("Acme::Size::X").expect("the type").root();
    let [first, second] = ["First", "Second"].map(|name| property(root, name).expect("a property"));
    assert!(property(first, "A").is_some() && property(first, "B").is_some());
    assert!(property(second, "A").is_some() && property(second, "B").is_none());
}

/// What an empty change makes of every type is the type.
#[test]
fn an_empty_change_changes_nothing() {
    for name in ["AWS::S3::Bucket", "AWS::WAFv2::WebACL", "AWS::EC2::VPC", "AWS::Serverless::Function"] {
        let table = table(&[&json!({"typeName": name, "merge": {}}).to_string()]);
        let [changed, known] = [table, Table::aws()].map(|table| table.resource_type(name).expect("a type"));
        let names = |kind: cfn_schema::ResourceType<'static>| {
            kind.attributes().into_iter().map(|attribute| attribute.name).collect::<Vec<_>>()
        };
        assert_eq!(names(changed), names(known));
        assert_eq!(cfn_schema::provider::write(changed), cfn_schema::provider::write(known));
    }
}

#[test]
fn problems_have_their_place_and_spare_the_other_documents() {
    insta::assert_snapshot!(problems(&[
        "{\n  \"typeName\": \"Acme::Broken::Json\",\n  oops\n}",
        "[]",
        "{\"name\": \"größe\"}",
        r#"{"typeName": "Größe", "properties": {}}"#,
        r#"{"typeName": "Acme::Without::Properties"}"#,
        r#"{"typeName": "Acme::Good::Type", "properties": {"A": {}}}"#,
        r#"{"typeName": "Acme::Twice::Type", "properties": {"A": {}}}"#,
        r#"{"typeName": "Acme::Twice::Type", "properties": {"B": {}}}"#,
        r#"{"typeName": "Acme::Un::Known", "merge": {}}"#,
        r#"{"typeName": "AWS::SNS::Topic", "merge": 5, "properties": {}}"#,
        r##"{"typeName": "AWS::SQS::Queue", "merge": {"properties": {"A": {"$ref": "#/nowhere"}, "B": {"type": 1}}}}"##,
        r#"{"TypeName": "Acme::Em::Bedded", "Schema": "{\"typeName\": }"}"#,
        r##"{"typeName": "Acme::Cyc::Le", "definitions": {"A": {"$ref": "#/definitions/A"}},
            "properties": {"A": {"$ref": "#/definitions/A"}}}"##,
        "\u{feff}{\"typeName\": \"Acme::With::Mark\", \"properties\": {\"A\": {}}}",
    ]));
}

/// The properties of a closed object in which each definition refers to the next one twice, with keywords beside it.
fn chain(count: usize, beside: bool) -> String {
    let beside = if beside { r#", "minProperties": 1"# } else { "" };
    let mut definitions = Vec::new();
    for number in 0..count {
        let next = (number + 1) % count;
        definitions.push(format!(
            r##""D{number}": {{"properties": {{"A": {{"$ref": "#/definitions/D{next}"{beside}}},
                "B": {{"$ref": "#/definitions/D{next}", "maxProperties": {number}}}}}}}"##
        ));
    }
    let definitions = definitions.join(",");
    format!(
        r##"{{"typeName": "Acme::Hos::Tile", "definitions": {{{definitions}}},
            "properties": {{"P": {{"$ref": "#/definitions/D0"}}}}}}"##
    )
}

/// None of these documents is worth more than a moment, and none ends the program.
#[test]
fn hostile_documents_end_soon() {
    let many = 20_000;
    let deep = format!(
        r#"{{"typeName": "Acme::Hos::Tile", "properties": {{"A": {}1{}}}}}"#,
        r#"{"items":"#.repeat(many),
        "}".repeat(many)
    );
    let wide = format!(
        r#"{{"typeName": "Acme::Hos::Tile", "properties": {{"A": {{"anyOf": [{}{{}}]}}}}}}"#,
        "{},".repeat(many * 4)
    );
    let plain: Vec<String> = (0..many)
        .map(|number| format!(r##""D{number}": {{"items": {{"$ref": "#/definitions/D{}"}}}}"##, number + 1))
        .collect();
    let line = format!(
        r##"{{"typeName": "Acme::Hos::Tile", "definitions": {{{}, "D{many}": {{}}}},
            "properties": {{"A": {{"$ref": "#/definitions/D0"}}}}}}"##,
        plain.join(",")
    );
    let ring: Vec<String> = (0..many)
        .map(|number| {
            format!(r##""D{number}": {{"allOf": [{{"$ref": "#/definitions/D{}"}}]}}"##, (number + 1) % many)
        })
        .collect();
    let ring = format!(
        r##"{{"typeName": "Acme::Hos::Tile", "definitions": {{{}}},
            "properties": {{"A": {{"$ref": "#/definitions/D7"}}}}}}"##,
        ring.join(",")
    );
    let documents = [
        &deep,
        &wide,
        &line,
        &ring,
        &chain(90, false),
        &chain(90, true),
        &chain(many, true),
        &chain(many, false),
    ];
    let found = documents.map(|document| {
        let text = problems(&[document]);
        text.chars().take(90).collect::<String>()
    });
    insta::assert_snapshot!(found.join("\n---\n"));
}

#[test]
fn a_type_that_users_describe_precedes_all_others() {
    let own = r#"{"typeName": "AWS::SNS::Topic", "properties": {"Größe": {}}}"#;
    let table = compiled(&[own]).table.expect("a table");
    let unchecked = ["AWS::S*", "Acme::*"].map(|text| text.parse().expect("a pattern"));
    let catalog = Catalog::default().with_table(table.into()).with_unchecked(unchecked.to_vec());
    let topic = catalog.resource_type("AWS::SNS::Topic").expect("the user's type");
    assert_eq!(topic.root().keywords().properties.len(), 1);
    assert!(catalog.resource_type("AWS::SQS::Queue").is_none() && catalog.has_type("AWS::SQS::Queue"));
    assert!(catalog.has_type("Acme::Any::Thing") && !catalog.has_type("Other::Any::Thing"));
    assert!(catalog.resource_type("AWS::EC2::VPC").is_some());
}
