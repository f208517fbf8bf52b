//! Parts of a template that do not have the shape they must have: which rules report them, and how severe they are.

use cfn_ast::model::ForEach;
use cfn_ast::model::shape::{Misfit, MisfitKind, Part};

use crate::finding::Severity;

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
