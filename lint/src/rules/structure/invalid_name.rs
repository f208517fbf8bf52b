//! Names with characters that CloudFormation does not allow.

use cfn_ast::model::ForEach;
use cfn_ast::model::shape::{MisfitKind, Names, Part};

use crate::rules::kit::misfits::{is_error, severity};
use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A logical ID, or the name of a parameter, mapping, condition, rule or output, that contains characters which are
    /// not allowed in it.
    ///
    /// ## Why
    ///
    /// Names consist of letters and digits. CloudFormation rejects the whole template for a `-` or `_` in one. Without
    /// the transform `AWS::LanguageExtensions`, a key `Fn::ForEach::Name` is also such a name.
    ///
    /// For conditions and rules it is only a warning: AWS's reference does not say which characters their names may
    /// contain, and published templates use names such as `R80.30`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   build-topic:
    ///     Type: AWS::SNS::Topic
    /// ```
    "invalid-name" {
        group: Structure,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E1700", "E2003", "E3001", "E6004", "E7001", "E8001"],
        hooks: [Misfit(check)],
    }
}

fn check<'t>(misfit: &Misfit<'t>, cx: &mut RuleContext<'_, 't>) {
    if !is_error(misfit) {
        return;
    }
    if let MisfitKind::InvalidName { key, names } = misfit.kind {
        let finding = finding(key, names, cx).with_cfn_lint(id(misfit));
        cx.report(finding.with_severity(severity(misfit)));
    }
}

fn finding(key: Node<'_>, names: Names, cx: &RuleContext<'_, '_>) -> Finding {
    let name = key.text().unwrap_or_default();
    if ForEach::is_key(name) {
        let message = format!("the loop `{name}` requires the transform `AWS::LanguageExtensions`");
        let transform = notation::entry(cx.tree(), "Transform", "AWS::LanguageExtensions");
        return cx.finding(key.range(), message).with_help(format!("add `{transform}`"));
    }
    let message = format!("`{name}` may contain only {}", names.description());
    cx.finding(key.range(), message).with_help("rename it together with all references to it")
}

fn id(misfit: &Misfit<'_>) -> &'static str {
    match misfit.part {
        Part::Rule => "E1700",
        Part::Parameter => "E2003",
        Part::Output => "E6004",
        Part::Mapping => "E7001",
        Part::Condition => "E8001",
        _ => "E3001",
    }
}
