//! SAM resources without SAM's transform.

use cfn_ast::TextRange;
use cfn_ast::model::{Section, TransformKind};

use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A SAM resource, a SAM attribute or the section `Globals` in a template without SAM's transform.
    ///
    /// ## Why
    ///
    /// Only the transform understands them. Without it CloudFormation rejects the template. There is one finding for all of
    /// them, at the first, since one line fixes them all.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    "missing-serverless-transform" {
        group: Transforms,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3038", "E3066", "E3724"],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let has = |kind| template.has_transform(kind);
    if has(TransformKind::Serverless) || has(TransformKind::Custom) {
        return;
    }
    let resources = template.resources().iter().copied().chain(template.resources_in_loops());
    let mut parts: Vec<Part> = globals(template).into_iter().chain(resources.flat_map(parts)).collect();
    parts.sort_by_key(|part| part.range.start());
    let Some(first) = parts.first() else { return };
    // No name and no number, so that the message is the same whichever part a fix removes.
    let message = "the template uses SAM, and does not declare SAM's transform";
    let finding = cx.finding(first.range, message).with_cfn_lint(first.id);
    let transform = notation::entry(cx.tree(), "Transform", "AWS::Serverless-2016-10-31");
    cx.report(finding.with_help(format!("add `{transform}`")));
}

/// A part of a template that only SAM's transform understands.
struct Part {
    range: TextRange,
    /// The id under which cfn-lint reports it.
    id: &'static str,
}

fn globals<'t>(template: &Template<'t>) -> Option<Part> {
    let globals = template.section(Section::Globals).filter(|globals| globals.value.is_mapping())?;
    Some(Part { range: globals.key.range(), id: "E3724" })
}

fn parts<'t>(resource: Resource<'t>) -> Vec<Part> {
    let mut parts = Vec::new();
    let is_of_sam = resource.type_name().is_some_and(|name| name.starts_with("AWS::Serverless::"));
    if let Some(node) = resource.value().get("Type").filter(|_| is_of_sam) {
        parts.push(Part { range: node.range(), id: "E3038" });
    }
    for name in ["Connectors", "IgnoreGlobals"] {
        if let Some(entry) = resource.value().entry(name) {
            parts.push(Part { range: entry.key.range(), id: "E3066" });
        }
    }
    parts
}
