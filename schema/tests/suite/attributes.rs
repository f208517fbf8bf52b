//! What `Fn::GetAtt` accepts.

use std::fs;
use std::path::Path;

use cfn_schema::{Table, Type};

/// Attributes of `ast/data/attributes.txt` that the table does not have, with the reason.
const EXPLAINED: [(&str, &str); 0] = [];

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

/// The table that cfn-ast has so far must not know more.
#[test]
fn every_attribute_known_so_far_is_known() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ast/data/attributes.txt");
    let Ok(text) = fs::read_to_string(file) else { return };
    let table = Table::aws();
    let mut missing = Vec::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let name = format!("AWS::{}", words.next().unwrap_or_default());
        let known = match table.resource_type(&name) {
            Some(kind) => kind.attributes().into_iter().map(|attribute| attribute.name).collect(),
            None => Vec::new(),
        };
        for attribute in words.map(|word| word.trim_start_matches(['*', '?'])) {
            let place = format!("{name} {attribute}");
            if !known.iter().any(|known| known == attribute)
                && !EXPLAINED.iter().any(|(known, _)| *known == place)
            {
                missing.push(place);
            }
        }
    }
    assert!(missing.is_empty(), "{} attributes are missing:\n{}", missing.len(), missing.join("\n"));
}
