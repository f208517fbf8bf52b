//! Metadata that AWS CloudFormation Designer left in templates.

use cfn_ast::edit::Removal;
use cfn_ast::model::Section;
use cfn_ast::syntax::Entry;

use crate::rules::kit::editing::{removal_fix, safe_where_evaluated};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// Metadata of AWS's retired CloudFormation Designer.
    ///
    /// ## Why
    ///
    /// `AWS::CloudFormation::Designer` records where Designer drew the resources on its canvas. AWS has replaced
    /// Designer with Infrastructure Composer, and no other tool reads this metadata.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Metadata:
    ///       AWS::CloudFormation::Designer:
    ///         id: 5a2a4c5e-7a55-4b2e-a0d9-6b0a3b0f4c11
    ///     Properties:
    ///       DisplayName: Builds
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: Builds
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Other metadata is kept. The fix is unsafe in templates with a custom macro, and if it would remove a comment.
    "designer-metadata" {
        group: Unused,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
    }
}

const DESIGNER: &str = "AWS::CloudFormation::Designer";

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let of_resources = template.resources().iter().filter_map(|resource| resource.value().entry("Metadata"));
    let of_template = template.section(Section::Metadata);
    for metadata in of_template.into_iter().chain(of_resources) {
        let designer = metadata.value.entry(DESIGNER).filter(|_| metadata.value.local_tag().is_none());
        if let Some(designer) = designer {
            report(metadata, designer, cx);
        }
    }
}

fn report<'t>(metadata: Entry<'t>, designer: Entry<'t>, cx: &mut RuleContext<'_, 't>) {
    let message = "metadata of the retired CloudFormation Designer has no effect";
    let finding = cx.finding(designer.key.range(), message).with_help("remove it");
    let best = safe_where_evaluated(metadata.value, cx.template());
    cx.report_with_fix(finding, || {
        let is_only = metadata.value.child_count() == 2;
        let removal = Removal::of_entry(if is_only { metadata } else { designer })?;
        Some(removal_fix(removal, best, "remove the metadata of Designer"))
    });
}
