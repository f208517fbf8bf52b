//! The parts of a template in the words of messages.

use cfn_ast::Node;
use cfn_ast::model::shape::Part;

/// The mapping that contains the keys of a part, in words.
pub(crate) fn owner_of_keys(part: Part) -> &'static str {
    match part {
        Part::Template | Part::Description => "a template",
        Part::Transform => "a transform",
        Part::Parameter => "a parameter",
        Part::Rule => "a rule",
        Part::Assertion | Part::RuleCondition => "an assertion",
        Part::Mapping => "a mapping",
        Part::Condition => "a condition",
        Part::Resource | Part::Properties | Part::ServerlessResource => "a resource",
        Part::ResourceMetadata => "the metadata of a resource",
        Part::Init => "`AWS::CloudFormation::Init`",
        Part::CreationPolicy => "a creation policy",
        Part::UpdatePolicy => "an update policy",
        Part::DeletionPolicy => "a deletion policy",
        Part::UpdateReplacePolicy => "an update replace policy",
        Part::Output => "an output",
        Part::Export => "an export",
        Part::Metadata => "the metadata",
        Part::Interface => "`AWS::CloudFormation::Interface`",
        Part::CfnLintMetadata => "cfn-lint's configuration",
        Part::Globals => "`Globals`",
    }
}

/// The owner of a missing key, with its name if it has one of its own: "output `Url`".
pub(crate) fn described_owner(part: Part, owner: Node<'_>) -> String {
    let noun = owner_of_keys(part);
    let noun = noun.strip_prefix("a ").or(noun.strip_prefix("an ")).unwrap_or(noun);
    let is_declaration = matches!(
        part,
        Part::Parameter | Part::Rule | Part::Resource | Part::ServerlessResource | Part::Output
    );
    match owner.key().and_then(Node::text).filter(|_| is_declaration) {
        Some(name) => format!("{noun} `{name}`"),
        None => noun.to_owned(),
    }
}
