//! What `Fn::GetAtt` gives: a string or a list.

use std::sync::LazyLock;

use crate::model::parameter::ValueShape;

/// One line a resource type; made from AWS's resource provider schemas by `scripts/attributes.py`.
const DATA: &str = include_str!("../../data/attributes.txt");

static LINES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| DATA.lines().filter_map(|line| line.split_once(' ')).collect());

/// The shape of an attribute of a resource type, by AWS's resource provider schemas.
///
/// The outputs of a nested stack are strings. Types and attributes that are not known give [`ValueShape::Unknown`].
pub(super) fn shape_of_attribute(resource_type: &str, attribute: &str) -> ValueShape {
    if resource_type == "AWS::CloudFormation::Stack" && attribute.starts_with("Outputs.") {
        return ValueShape::Text;
    }
    let Some(name) = resource_type.strip_prefix("AWS::") else { return ValueShape::Unknown };
    let Ok(place) = LINES.binary_search_by_key(&name, |(name, _)| name) else { return ValueShape::Unknown };
    let mut attributes = LINES[place].1.split(' ').map(|known| match known.strip_prefix('*') {
        Some(list) => (list, ValueShape::List),
        None => (known, ValueShape::Text),
    });
    attributes.find(|(known, _)| *known == attribute).map_or(ValueShape::Unknown, |(_, shape)| shape)
}
