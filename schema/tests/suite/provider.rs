//! Provider schemas as the registry and users write them.

use cfn_schema::model::{Region, Source};
use cfn_schema::provider::{self, ProviderError};
use cfn_schema::{EncodeError, Table, encode, text};

/// The text of a schema, without its regions.
fn text_of(json: &str) -> String {
    let (facts, unknown) = provider::read(json).expect("a provider schema");
    assert_eq!(unknown, Vec::<String>::new());
    let text = text::write_types(&[facts], &[]);
    text.split_once('\n').expect("the regions are a line").1.to_owned()
}

/// A table of one schema.
fn table_of(json: &str) -> Result<Table, EncodeError> {
    let (facts, _) = provider::read(json).expect("a provider schema");
    let source = Source { types: vec![facts], ..Source::default() };
    Ok(Table::read(encode(&source)?).expect("the encoder writes a table"))
}

#[test]
fn every_keyword_in_text() {
    insta::assert_snapshot!(text_of(include_str!("../fixtures/keywords.json")));
}

#[test]
fn a_private_type_in_a_table_of_its_own() {
    let table = table_of(include_str!("../fixtures/keywords.json")).expect("a table");
    let kind = table.resource_type("Acme::Tests::Keywords").expect("the type");
    assert_eq!(kind.is_in_region("eu-west-1"), None, "no region is known");
    let attributes: Vec<String> = kind.attributes().into_iter().map(|attribute| attribute.name).collect();
    assert_eq!(attributes, ["Arn", "Endpoint", "Endpoint.Address", "Endpoint.Port"]);
    assert_eq!(table.date(), "");
}

/// A definition that refers to itself below a property is fine.
#[test]
fn recursion() {
    let table = table_of(
        r##"{"typeName": "A::B::C", "definitions": {"Node": {"properties": {"Next": {"$ref": "#/definitions/Node"}}}},
            "properties": {"Head": {"$ref": "#/definitions/Node"}}}"##,
    )
    .expect("a table");
    let (head, next) = (table.name("Head").expect("a name"), table.name("Next").expect("a name"));
    let node =
        table.resource_type("A::B::C").expect("the type").root().property(head).expect("a property").schema;
    assert_eq!(node.property(next).expect("a property").schema, node);
}

#[test]
fn a_schema_that_contains_itself_is_an_error() {
    for definition in [
        r##"{"$ref": "#/definitions/Node"}"##,
        r##"{"anyOf": [{"$ref": "#/definitions/Node"}]}"##,
        r##"{"$ref": "#/definitions/Node", "maxLength": 3}"##,
        r##"{"if": {"not": {"$ref": "#/definitions/Node"}}}"##,
    ] {
        let json = format!(
            r##"{{"typeName": "A::B::C", "definitions": {{"Node": {definition}}},
                "properties": {{"Head": {{"$ref": "#/definitions/Node"}}}}}}"##
        );
        let error = table_of(&json).err();
        assert_eq!(error, Some(EncodeError::Cycle { resource_type: "A::B::C".to_owned() }), "{definition}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let error = |json: &str| provider::read(json).expect_err("an error").to_string();
    insta::assert_snapshot!(error("{"), @"not valid JSON: EOF while parsing an object at line 1 column 1");
    insta::assert_snapshot!(error("{}"), @"not a provider schema: `typeName` is missing or not a string");
    insta::assert_snapshot!(
        error(r##"{"typeName": "A::B::C", "properties": {"a/b": {"$ref": "#/definitions/Gone"}}}"##),
        @"`$ref` at `/properties/a~1b/$ref` refers to `#/definitions/Gone`, which does not exist in this file"
    );
    insta::assert_snapshot!(
        error(r#"{"typeName": "A::B::C", "properties": {"A": {"minLength": -1}}}"#),
        @"`minLength` at `/properties/A/minLength` must be a non-negative integer"
    );
    insta::assert_snapshot!(
        error(r#"{"typeName": "A::B::C", "properties": {"A": {"type": "text"}}}"#),
        @"`type` at `/properties/A/type` must be the name of a JSON type or a list of such names"
    );
    insta::assert_snapshot!(
        error(r#"{"typeName": "A::B::C", "readOnlyProperties": ["Arn"]}"#),
        @"`readOnlyProperties` at `` must be a list of JSON pointers that begin with `/properties/`"
    );
    let mut deep = serde_json::json!({});
    for _ in 0..300 {
        deep = serde_json::json!({ "not": deep });
    }
    deep["typeName"] = "A::B::C".into();
    assert!(matches!(provider::read_value(&deep), Err(ProviderError::Depth { limit: 200, .. })));
}

#[test]
fn texts_that_are_not_understood() {
    let regions = [Region { name: "eu-west-1".to_owned(), assumed: false }];
    let error = |text: &str| text::types(text, &regions).expect_err("an error").to_string();
    insta::assert_snapshot!(error("A::B::C\n colour red"), @"line 2: unknown fact `colour`");
    insta::assert_snapshot!(error("A::B::C\n   properties"), @"line 2: indented by 3; expected at most 1");
    insta::assert_snapshot!(error("A::B::C\n properties open"), @"line 2: unknown keyword `open`");
    insta::assert_snapshot!(error("regions mars-1"), @"line 1: unknown region `mars-1`");
    insta::assert_snapshot!(
        error("A::B::C\n properties\n  Name string length=5"),
        @"line 3: unknown keyword or incomplete value `length=5`"
    );
    insta::assert_snapshot!(
        error("A::B::C\n properties\n  Name string\n  Name string"),
        @"line 4: duplicate property `Name`"
    );
}
