//! The shapes of the values that `Fn::GetAtt` returns.

use std::sync::LazyLock;

use crate::model::declarations::parameter::ValueShape;

/// One line per resource type: the attributes of the table in `cfn-schema`, a test of which writes the file.
///
/// That table is ten times as large and knows this crate. The macro, which proves what it changes as well, has no other use
/// for it.
const DATA: &str = include_str!("../../data/attributes.txt");

static LINES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| DATA.lines().filter_map(|line| line.split_once(' ')).collect());

/// The shape of an attribute of a resource type, according to AWS's resource provider schemas.
///
/// The outputs of a nested stack are strings. [`ValueShape::Unknown`] if the type or the attribute is not known.
pub(super) fn shape_of_attribute(resource_type: &str, attribute: &str) -> ValueShape {
    if resource_type == "AWS::CloudFormation::Stack" && attribute.starts_with("Outputs.") {
        return ValueShape::Text;
    }
    let mut known = attributes(resource_type);
    known.find(|(known, _)| *known == attribute).map_or(ValueShape::Unknown, |(_, shape)| shape)
}

/// The attributes of a resource type with their shapes; empty if the type is not known.
fn attributes(resource_type: &str) -> impl Iterator<Item = (&'static str, ValueShape)> + use<> {
    let name = resource_type.strip_prefix("AWS::");
    let index = name.and_then(|name| LINES.binary_search_by_key(&name, |(name, _)| name).ok());
    let names = index.map_or("", |index| LINES[index].1).split_ascii_whitespace();
    names.map(|known| match known.split_at(1) {
        ("*", list) => (list, ValueShape::List),
        ("?", unclear) => (unclear, ValueShape::Unknown),
        _ => (known, ValueShape::Text),
    })
}
