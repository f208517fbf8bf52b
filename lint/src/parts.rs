//! The parts of a template as rules about their shape speak of them, and the place where a misfit is shown.

use cfn_ast::model::ForEach;
use cfn_ast::model::limits::{Measure, Quantity};
use cfn_ast::model::shape::{Misfit, MisfitKind, Part};
use cfn_ast::{Node, TextRange};

use crate::diagnostic::Severity;

/// The id under which cfn-lint reports a key that nobody knows, or one that is missing.
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

/// The id under which cfn-lint reports a value of another kind than it has to be.
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

/// What has the keys of a part, in words.
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
        Part::ResourceMetadata => "a resource's metadata",
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

/// The value where it stands on one line with its key, and the key otherwise.
pub(crate) fn place_of_value(value: Node<'_>) -> TextRange {
    let source = value.tree().source();
    let line = |offset| source.line_index(offset);
    match value.key() {
        Some(key) if line(key.range().start()) != line(value.range().start()) => key.range(),
        Some(key) if value.range().is_empty() => key.range(),
        _ => value.range(),
    }
}

/// The key of a mapping, or where it begins when it has none.
pub(crate) fn place_of_owner(owner: Node<'_>) -> TextRange {
    let first_key = || owner.children().next().filter(|_| !owner.in_flow());
    let start = owner.range().start();
    let brace = TextRange::new(start, start + 1);
    owner.key().or_else(first_key).map_or(brace, Node::range)
}

/// The misfits of a template, but for those of parts that only warnings are about.
pub(crate) fn is_error(misfit: &Misfit<'_>) -> bool {
    let is_ignored_key =
        misfit.part == Part::ServerlessResource && matches!(misfit.kind, MisfitKind::UnknownKey { .. });
    misfit.part != Part::CfnLintMetadata && !is_ignored_key
}

/// How much a misfit matters.
///
/// Only the console reads `AWS::CloudFormation::Interface`, so a mistake there keeps no template from being deployed. The
/// reference says nothing about the names of conditions and rules, and published templates have `R80.30` and
/// `X86_64Instance`.
pub(crate) fn severity(misfit: &Misfit<'_>) -> Severity {
    // SAM drops what it does not know.
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

/// Where something that was counted is shown.
pub(crate) fn place_of_measure(measure: &Measure<'_>) -> TextRange {
    match measure.quantity {
        Quantity::TemplateSize => place_of_owner(measure.node),
        _ if measure.node.is_key() => measure.node.range(),
        _ => place_of_value(measure.node),
    }
}
