//! What `Fn::GetAtt` accepts.

use std::fs;
use std::path::Path;

use cfn_schema::{Table, Type};

fn attributes(name: &str) -> Vec<String> {
    let kind = Table::aws().resource_type(name).expect("a type of AWS");
    kind.attributes().into_iter().map(|attribute| attribute.name).collect()
}

#[test]
fn attributes_of_some_types() {
    assert_eq!(attributes("AWS::Lambda::Alias"), ["AliasArn"]);
    assert!(attributes("AWS::CloudFormation::Stack").contains(&"Outputs.*".to_owned()));
    assert!(attributes("AWS::RDS::DBInstance").contains(&"Endpoint.Address".to_owned()));
    assert!(attributes("AWS::EC2::VPC").contains(&"CidrBlock".to_owned()), "every property of a VPC is one");
    assert!(attributes("AWS::DocDB::DBCluster").contains(&"Port".to_owned()), "a single one");
}

#[test]
fn attributes_have_the_schemas_of_their_properties() {
    let kind = Table::aws().resource_type("AWS::EC2::VPC").expect("a type of AWS");
    let attributes = kind.attributes();
    let blocks =
        attributes.iter().find(|attribute| attribute.name == "CidrBlockAssociations").expect("an attribute");
    assert!(blocks.schema.expect("described").keywords().types.allows(Type::Array));
}

/// The line of a type in `ast/data/attributes.txt`: with an asterisk, the attributes that are lists, and with a question mark
/// those that are neither lists nor strings.
fn line_of(name: &str) -> Option<String> {
    let mut line = name.strip_prefix("AWS::")?.to_owned();
    let start = line.len();
    let attributes = Table::aws().resource_type(name)?.attributes();
    for attribute in attributes.into_iter().filter(|attribute| !attribute.name.ends_with('*')) {
        let kinds: Vec<Type> =
            attribute.schema.map(|schema| schema.keywords().types.iter().collect()).unwrap_or_default();
        let mark = match kinds[..] {
            [Type::String] => "",
            [Type::Array] => "*",
            _ => "?",
        };
        line.extend([" ", mark, attribute.name.as_str()]);
    }
    (line.len() > start).then_some(line)
}

/// The proof of fixes needs the shapes of attributes and nothing else of the table, which is ten times as large.
/// `UPDATE_GENERATED=1 cargo test -p cfn-schema --test suite shapes` writes the file.
#[test]
fn shapes_of_attributes_in_cfn_ast_are_those_of_the_table() {
    let lines = Table::aws().type_names().filter_map(|name| line_of(&name));
    let text: String = lines.map(|line| line + "\n").collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ast/data/attributes.txt");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&file, &text).expect("the file can be written");
    }
    // A checkout on Windows may have other line breaks.
    let written = fs::read_to_string(&file).expect("the file can be read").replace("\r\n", "\n");
    assert!(written == text, "ast/data/attributes.txt is out of date; write it with UPDATE_GENERATED=1");
}
