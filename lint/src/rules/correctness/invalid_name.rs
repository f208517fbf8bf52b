//! Names with characters that CloudFormation does not take.

use cfn_ast::model::ForEach;
use cfn_ast::model::shape::{Misfit, MisfitKind, Names, Part};
use cfn_ast::{Node, Template};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::diagnostic::Diagnostic;
use crate::parts::{is_error, severity};

declare_rule! {
    /// A logical ID, or the name of a parameter, mapping, condition, rule or output, with characters that names cannot
    /// have.
    ///
    /// ## Why
    ///
    /// Names are letters and digits. CloudFormation refuses the whole template for a `-` or `_` in one. A key
    /// `Fn::ForEach::Name` is such a name, too, unless the template has the transform `AWS::LanguageExtensions`.
    ///
    /// The name of a condition or a rule is only a warning: AWS's reference does not say which characters it can have, and
    /// published templates with names such as `R80.30` are deployed.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   build-topic:
    ///     Type: AWS::SNS::Topic
    /// ```
    "invalid-name" {
        group: Correctness,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E1700", "E2003", "E3001", "E6004", "E7001", "E8001"],
        hooks: [Template(check)],
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for misfit in cx.misfits().iter().filter(|misfit| is_error(misfit)) {
        if let MisfitKind::InvalidName { key, names } = misfit.kind {
            let finding = finding(key, names, cx).with_cfn_lint(id(misfit));
            cx.report(finding.with_severity(severity(misfit)));
        }
    }
}

fn finding(key: Node<'_>, names: Names, cx: &RuleContext<'_, '_>) -> Diagnostic {
    let name = key.text().unwrap_or_default();
    if ForEach::is_key(name) {
        let message =
            format!("`{name}` is a loop of `AWS::LanguageExtensions`, which this template does not use");
        return cx.finding(key.range(), message).with_help("add `Transform: AWS::LanguageExtensions`");
    }
    let message = format!("the name `{name}` has other characters than {}", names.description());
    cx.finding(key.range(), message).with_help("rename it, and all references to it")
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
