//! SAM without its transform.

use cfn_ast::model::{Resource, Section, TransformKind};
use cfn_ast::{Template, TextRange};

use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// A resource, an attribute or the section `Globals` of SAM in a template that does not use SAM's transform.
    ///
    /// ## Why
    ///
    /// Only the transform knows them. Without it CloudFormation refuses the template.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    "missing-serverless-transform" {
        group: Correctness,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3038", "E3066", "E3724"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let is_known = |kind| template.has_transform(kind);
    if is_known(TransformKind::Serverless) || is_known(TransformKind::Custom) {
        return;
    }
    if let Some(globals) = template.section(Section::Globals).filter(|globals| globals.value.is_mapping()) {
        report(globals.key.range(), "`Globals` is a section of SAM".to_owned(), "E3724", cx);
    }
    for resource in template.resources() {
        check_resource(resource, cx);
    }
    for resource in template.resources_in_loops() {
        check_resource(&resource, cx);
    }
}

fn check_resource<'t>(resource: &Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    let type_name = resource.type_name().filter(|name| name.starts_with("AWS::Serverless::"));
    if let Some((name, node)) = type_name.zip(resource.value().get("Type")) {
        report(node.range(), format!("`{name}` is a resource of SAM"), "E3038", cx);
    }
    for name in ["Connectors", "IgnoreGlobals"] {
        if let Some(entry) = resource.value().entry(name) {
            report(entry.key.range(), format!("`{name}` is an attribute of SAM"), "E3066", cx);
        }
    }
}

fn report(range: TextRange, message: String, id: &'static str, cx: &mut RuleContext<'_, '_>) {
    let help = "add `Transform: AWS::Serverless-2016-10-31`";
    cx.report(cx.finding(range, message).with_cfn_lint(id).with_help(help));
}
