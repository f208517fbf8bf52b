//! Parameters with `NoEcho` in places that anybody can read.

use cfn_ast::model::{Reference, Section, Target, Template};

use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// A parameter with `NoEcho` in `Metadata` or `Outputs`.
    ///
    /// ## Why
    ///
    /// `NoEcho` hides the value where CloudFormation shows parameters. It does not hide it in the metadata of the
    /// template or of a resource, nor in outputs: whoever may describe the stack reads it there.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Password:
    ///     Type: String
    ///     NoEcho: true
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    /// Outputs:
    ///   Password:
    ///     Value: !Ref Password
    /// ```
    "no-echo-exposed" {
        group: Correctness,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W2010"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for parameter in template.parameters().iter().filter(|parameter| parameter.is_hidden()) {
        for reference in cx.references().to(Target::Parameter(parameter.name())) {
            let Some(place) = exposing_place(reference) else { continue };
            let message = format!("{place} the value of `{}`, which `NoEcho` hides", parameter.name());
            let finding = cx.finding(reference.range(), message);
            let finding = finding.with_label(parameter.key().range(), "declared with `NoEcho`");
            cx.report(
                finding.with_help("keep the value in Secrets Manager or Systems Manager, and give its name"),
            );
        }
    }
}

fn exposing_place(reference: &Reference<'_>) -> Option<&'static str> {
    let context = reference.context();
    match context.section()? {
        Section::Outputs => Some("outputs show"),
        Section::Metadata => Some("metadata shows"),
        Section::Resources if context.path_starts_with(&["Metadata"]) => Some("metadata shows"),
        _ => None,
    }
}
