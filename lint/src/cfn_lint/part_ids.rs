//! The IDs under which cfn-lint reports keys and values that do not fit their part of the template.

use cfn_ast::model::shape::Part;

/// The ID under which cfn-lint reports an unknown or missing key.
pub(crate) fn id_of_key(part: Part) -> &'static str {
    match part {
        Part::Transform => "E1005",
        Part::Rule | Part::Assertion | Part::RuleCondition => "E1700",
        Part::Parameter => "E2001",
        Part::Init => "E3009",
        Part::UpdatePolicy => "E3016",
        Part::CreationPolicy => "E3055",
        Part::Globals => "E3724",
        Part::Interface => "E4001",
        Part::Output | Part::Export => "E6001",
        Part::Template | Part::Description => "E1001",
        _ => "E3001",
    }
}

/// The ID under which cfn-lint reports a value of the wrong kind.
pub(crate) fn id_of_value(part: Part) -> &'static str {
    match part {
        Part::Description => "E1004",
        Part::Assertion => "E1701",
        Part::RuleCondition => "E1702",
        Part::Mapping => "E7001",
        Part::Condition => "E8001",
        Part::Properties => "E3012",
        Part::ResourceMetadata => "E3028",
        Part::DeletionPolicy => "E3035",
        Part::UpdateReplacePolicy => "E3036",
        Part::Output | Part::Export => "E6003",
        Part::Metadata => "E4002",
        other => id_of_key(other),
    }
}
