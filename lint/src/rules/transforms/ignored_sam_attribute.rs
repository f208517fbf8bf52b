//! Resource attributes that SAM ignores.

use cfn_ast::model::shape::{MisfitKind, Part};

use crate::rules::kit::prelude::*;

declare_rule! {
    /// An attribute of a SAM resource that the transform ignores.
    ///
    /// ## Why
    ///
    /// SAM replaces the resource with generated ones and copies only the attributes that it supports. All others are
    /// dropped without a message; most often they were meant to be properties.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Table:
    ///     Type: AWS::Serverless::SimpleTable
    ///     TableName: builds
    /// ```
    "ignored-sam-attribute" {
        group: Transforms,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W3001"],
        hooks: [Misfit(check)],
        depends_on: Template,
    }
}

fn check<'t>(misfit: &Misfit<'t>, cx: &mut RuleContext<'_, 't>) {
    if misfit.part != Part::ServerlessResource {
        return;
    }
    if let MisfitKind::UnknownKey { entry, .. } = misfit.kind {
        let name = entry.name().unwrap_or_default();
        let finding = cx.finding(entry.key.range(), format!("unknown attribute `{name}`, which SAM ignores"));
        cx.report(finding.with_help("move it to `Properties` if it is a property; otherwise remove it"));
    }
}
