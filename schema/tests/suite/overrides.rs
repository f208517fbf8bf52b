//! Corrections by hand.

use cfn_schema::{Scalar, Source, Table, Texts, assemble, encode};

/// A table of one type with these overrides.
fn table(overrides: &str) -> Result<Table, String> {
    let types = "regions all\nAWS::A::B\n read-only Arn Name\n properties closed\n  Arn string\n  Name string length=1..5 ~ ^a\n  \
                 List array [] object closed\n   Key string\n @Part object closed\n  Size integer\n";
    let types = vec![("aws/a.txt".to_owned(), types.to_owned())];
    let texts = Texts { types, overrides: overrides.to_owned(), ..Texts::default() };
    let source: Source = assemble(&texts).map_err(|error| error.to_string())?;
    let bytes = encode(&source).map_err(|error| error.to_string())?;
    Table::read(bytes).map_err(|error| error.to_string())
}

#[test]
fn facts_and_keywords_are_changed() {
    let table = table(
        "# a comment\nAWS::A::B read-only -Name # it can be set\n\
         AWS::A::B schema Name -pattern -length length=2..9 enum=ab,ac # the service says so\n\
         AWS::A::B schema List/* -closed # keys are missing\n",
    )
    .expect("a table");
    let kind = table.resource_type("AWS::A::B").expect("the type");
    let read_only: Vec<String> = kind.read_only().iter().map(cfn_schema::Path::dotted).collect();
    assert_eq!(read_only, ["Arn"]);
    let name =
        kind.root().property(table.name("Name").expect("a name")).expect("a property").schema.keywords();
    assert_eq!((name.pattern, name.min_length, name.max_length), (None, Some(2), Some(9)));
    let values: Vec<Scalar> = name.enumeration.expect("an enumeration").iter().collect();
    assert_eq!(values.first(), table.name("ab").map(Scalar::Text).as_ref());
    let list =
        kind.root().property(table.name("List").expect("a name")).expect("a property").schema.keywords();
    let item = list.items.expect("items").keywords();
    assert_eq!(item.additional, cfn_schema::Additional::Open);
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let error = |overrides: &str| table(overrides).expect_err("an error");
    insta::assert_snapshot!(error("AWS::A::B read-only -Name"), @"overrides.txt: line 1: the reason is missing");
    insta::assert_snapshot!(error("\nAWS::A::C read-only -Name # no"), @"overrides.txt: line 2: unknown type `AWS::A::C`");
    insta::assert_snapshot!(
        error("AWS::A::B read-only -Gone # corrected"),
        @"overrides.txt: line 1: changes nothing: the source says the same by now"
    );
    insta::assert_snapshot!(
        error("AWS::A::B schema Gone -closed # no"),
        @"overrides.txt: line 1: `Gone -closed` is not a change of `schema`"
    );
}
