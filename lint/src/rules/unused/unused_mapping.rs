//! Mappings that nothing uses.

use cfn_ast::model::{Mapping, Template};

use super::declared::report;
use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// A mapping that no `FindInMap` uses.
    ///
    /// ## Why
    ///
    /// Values that nothing looks up grow old without anyone noticing, and count towards the size of the template.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Mappings:
    ///   Sizes:
    ///     prod: {Instance: m7g.large}
    ///   Images:
    ///     us-east-1: {Id: ami-0abcdef1234567890}
    /// Resources:
    ///   Server:
    ///     Type: AWS::EC2::Instance
    ///     Properties:
    ///       InstanceType: !FindInMap [Sizes, prod, Instance]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Mappings:
    ///   Sizes:
    ///     prod: {Instance: m7g.large}
    /// Resources:
    ///   Server:
    ///     Type: AWS::EC2::Instance
    ///     Properties:
    ///       InstanceType: !FindInMap [Sizes, prod, Instance]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// A name that stands anywhere as a text counts as used, and so does every mapping where a `FindInMap` computes the
    /// name. In templates with loops, included snippets or macros other than AWS's own nothing is a finding. Where a
    /// comment would go, the fix is unsafe.
    "unused-mapping" {
        group: Unused,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W7001"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mappings: Vec<_> = template.mappings().iter().map(Mapping::declaration).collect();
    report(&mappings, "mapping", |unused| unused.mappings, cx);
}
