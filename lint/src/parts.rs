//! The parts of a template in the words of messages, and where a finding about their shape is shown.

use cfn_ast::model::ForEach;
use cfn_ast::model::limits::{Measure, Quantity};
use cfn_ast::model::shape::{Misfit, MisfitKind, Part};
use cfn_ast::{Node, TextRange};

use crate::diagnostic::Severity;

/// The id under which cfn-lint reports an unknown or missing key.
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

/// The id under which cfn-lint reports a value of the wrong kind.
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

/// The value if it begins on the line of its key, and the key otherwise.
pub(crate) fn place_of_value(value: Node<'_>) -> TextRange {
    let source = value.tree().source();
    let line = |offset| source.line_index(offset);
    match value.key() {
        Some(key) if line(key.range().start()) != line(value.range().start()) => key.range(),
        Some(key) if value.range().is_empty() => key.range(),
        _ => value.range(),
    }
}

/// The key of a mapping, or the beginning of the mapping if it has none.
pub(crate) fn place_of_owner(owner: Node<'_>) -> TextRange {
    let first_key = || owner.children().next().filter(|_| !owner.in_flow());
    // A pair in a list, `[ü: 1]`, has no brace, and its first character may be wide.
    let first = owner.tree().source().character_at(owner.range().start());
    owner.key().or_else(first_key).map_or(first, Node::range)
}

/// Whether a misfit is for the rules about the template's shape; those of cfn-lint's configuration and of SAM's dropped
/// attributes have rules of their own.
pub(crate) fn is_error(misfit: &Misfit<'_>) -> bool {
    let is_ignored_key =
        misfit.part == Part::ServerlessResource && matches!(misfit.kind, MisfitKind::UnknownKey { .. });
    misfit.part != Part::CfnLintMetadata && !is_ignored_key
}

/// The severity of a misfit.
///
/// Only the console reads `AWS::CloudFormation::Interface`, so a mistake there does not fail a deployment. The reference
/// does not say which characters the names of conditions and rules may contain, and published templates use `R80.30` and
/// `X86_64Instance`.
pub(crate) fn severity(misfit: &Misfit<'_>) -> Severity {
    // SAM ignores attributes that it does not know.
    let is_dropped = matches!(misfit.kind, MisfitKind::Misindented(_));
    let is_name = matches!(misfit.kind, MisfitKind::InvalidName { key, .. }
        if !key.text().is_some_and(ForEach::is_key));
    match misfit.part {
        Part::Interface => Severity::Warning,
        Part::ServerlessResource if is_dropped => Severity::Warning,
        Part::Condition | Part::Rule if is_name => Severity::Warning,
        _ => Severity::Error,
    }
}

/// Where a finding about a quota is shown.
pub(crate) fn place_of_measure(measure: &Measure<'_>) -> TextRange {
    match measure.quantity {
        Quantity::TemplateSize => place_of_owner(measure.node),
        _ if measure.node.is_key() => measure.node.range(),
        _ => place_of_value(measure.node),
    }
}

/// A measure beside its limit: "logical ID has 256 characters; the limit is 255".
pub(crate) fn describe_measure(measure: &Measure<'_>) -> String {
    let (count, unit, limit) = (measure.count, measure.quantity.unit(), measure.quantity.limit());
    let subject = match measure.quantity {
        Quantity::Parameters | Quantity::Resources | Quantity::Outputs | Quantity::Mappings
            if count > limit =>
        {
            return format!("{count} {unit} exceed the limit of {limit}");
        }
        Quantity::TemplateSize
        | Quantity::Parameters
        | Quantity::Resources
        | Quantity::Outputs
        | Quantity::Mappings => "template",
        Quantity::Description => "description",
        Quantity::ParameterName => "parameter name",
        Quantity::ParameterDescription => "parameter description",
        Quantity::ParameterValue => "parameter value",
        Quantity::ResourceName => "logical ID",
        Quantity::OutputName => "output name",
        Quantity::OutputDescription => "output description",
        Quantity::MappingName => "name in a mapping",
        Quantity::MappingAttributes => "mapping",
    };
    format!("{subject} has {count} {unit}; the limit is {limit}")
}

/// What to do about a quota that is exceeded, or nearly so.
pub(crate) fn help_for_limit(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::TemplateSize | Quantity::Resources | Quantity::Outputs => {
            "move some of the resources to a nested stack"
        }
        Quantity::Parameters => "combine values in list parameters, or move some resources to a nested stack",
        Quantity::Mappings | Quantity::MappingAttributes => {
            "split the mapping, or read the values from Parameter Store"
        }
        _ => "shorten it",
    }
}
