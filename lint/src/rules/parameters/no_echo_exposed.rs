//! `NoEcho` parameters in metadata and outputs.

use cfn_ast::model::{Section, Target};

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `NoEcho` parameter that is used in `Metadata` or `Outputs`.
    ///
    /// ## Why
    ///
    /// `NoEcho` masks the value in lists of parameters. It does not mask it in the metadata of the template or of a
    /// resource, nor in outputs, where everybody who may describe the stack can read it.
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
        group: Parameters,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W2010"],
        hooks: [Parameter(check)],
        depends_on: Template,
    }
}

fn check<'t>(parameter: Parameter<'t>, cx: &mut RuleContext<'_, 't>) {
    if !parameter.is_hidden() {
        return;
    }
    for reference in cx.references().to(Target::Parameter(parameter.name())) {
        let Some(place) = exposing_place(reference) else { continue };
        let message = format!("`{}` is `NoEcho`, but {place} it in clear text", parameter.name());
        let finding = cx.finding(reference.range(), message);
        let finding = finding.with_label(parameter.key().range(), "declared with `NoEcho`");
        let help = "store the value in Secrets Manager or Parameter Store, and refer to it by name";
        cx.report(finding.with_help(help));
    }
}

fn exposing_place(reference: &Reference<'_>) -> Option<&'static str> {
    let context = reference.context();
    match context.section()? {
        Section::Outputs => Some("`Outputs` exposes"),
        Section::Metadata => Some("`Metadata` exposes"),
        Section::Resources if context.path_starts_with(&["Metadata"]) => Some("`Metadata` exposes"),
        _ => None,
    }
}
