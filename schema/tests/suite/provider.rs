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
        r##"{"dependentSchemas": {"A": {"allOf": [{}, {"$ref": "#/definitions/Node"}]}}}"##,
    ] {
        let json = format!(
            r##"{{"typeName": "A::B::C", "definitions": {{"Node": {definition}}},
                "properties": {{"Head": {{"$ref": "#/definitions/Node"}}}}}}"##
        );
        let error = provider::read(&json).expect_err("an error");
        let cycle = ProviderError::Cycle {
            place: "/definitions/Node".to_owned(),
            definitions: vec!["Node".to_owned()],
        };
        assert_eq!(error.0, [cycle], "{definition}");
    }
}

/// Below a property there is no cycle, whatever is beside the reference.
#[test]
fn recursion_with_keywords_beside_the_reference() {
    let table = table_of(
        r##"{"typeName": "A::B::C", "definitions": {"Node": {"type": "object", "properties": {
                "Next": {"$ref": "#/definitions/Node", "minProperties": 1},
                "Last": {"$ref": "#/definitions/Node", "minProperties": 1}}}},
            "properties": {"Head": {"$ref": "#/definitions/Node"}}}"##,
    )
    .expect("a table");
    let property = |schema: cfn_schema::Schema<'static>, name: &str| {
        schema.property(schema.table().name(name).expect("a name")).expect("a property").schema
    };
    let table: &'static Table = Box::leak(Box::new(table));
    let head = property(table.resource_type("A::B::C").expect("the type").root(), "Head");
    let next = property(head, "Next");
    assert_eq!(next.keywords().min_properties, Some(1));
    assert_eq!(property(next, "Next"), next);
    assert_eq!(property(next, "Last"), next);
}

#[test]
fn all_problems_of_a_document_are_said_at_once() {
    let json = r##"{
        "typeName": "Größe::B::C",
        "readOnlyProperties": ["Arn"],
        "primaryIdentifier": {},
        "definitions": {
            "A": {"anyOf": [{"$ref": "#/definitions/B"}]},
            "B": {"allOf": [{"$ref": "#/definitions/A"}]},
            "Unused": {"type": "nothing"}
        },
        "properties": {
            "Name": {"type": "text", "minLength": "one"},
            "Größe": {"items": {"$ref": "#/definitions/Gone"}},
            "List": {"anyOf": [{}, {"pattern": 5}, 7]},
            "Both": {"$ref": "#/definitions/A"}
        }
    }"##;
    insta::assert_snapshot!(provider::read(json).expect_err("an error").to_string());
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let error = |json: &str| provider::read(json).expect_err("an error").to_string();
    insta::assert_snapshot!(error("{"), @"not valid JSON: EOF while parsing an object");
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
        @"`readOnlyProperties` at `/readOnlyProperties` must be a list of JSON pointers that begin with `/properties/`"
    );
    let mut deep = serde_json::json!({});
    for _ in 0..300 {
        deep = serde_json::json!({ "not": deep });
    }
    deep["typeName"] = "A::B::C".into();
    let errors = provider::read_value(&deep).expect_err("an error").0;
    assert!(matches!(errors.as_slice(), [ProviderError::Depth { limit: 200, .. }]), "{errors:?}");
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

/// What a table says of a type is a provider schema, of which the reader makes the same.
#[test]
fn every_type_of_the_table_survives_as_a_provider_schema() {
    let mut source = Source { regions: Vec::new(), ..Source::default() };
    for kind in Table::aws().resource_types() {
        let (facts, unknown) = provider::read_value(&provider::write(kind)).expect("a provider schema");
        assert_eq!(unknown, Vec::<String>::new(), "{}", kind.name());
        source.types.push(facts);
    }
    let again =
        Table::read(encode(&source).expect("the facts are valid")).expect("the encoder writes a table");
    for kind in Table::aws().resource_types() {
        let copy = again.resource_type(&kind.name()).expect("the type");
        assert_eq!(provider::write(copy), provider::write(kind), "{}", kind.name());
    }
}
