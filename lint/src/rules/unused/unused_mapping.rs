//! Mappings that nothing uses.

use cfn_ast::FunctionName;
use cfn_ast::model::{Mapping, ReferenceKind, Template};

use super::declared::{Unnamed, computes_names, may_be_named_elsewhere, report};
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
    /// Where a `FindInMap` computes the name, every mapping counts as used. In templates with included snippets or macros
    /// other than AWS's own nothing is a finding. In templates with loops, where the name stands anywhere as a text, and
    /// where a comment would go, the fix is unsafe.
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
    if template.mappings().is_empty() {
        return;
    }
    let mut unused = Unnamed::new(template.mappings().iter().map(Mapping::declaration));
    for reference in cx.references().iter().filter(|reference| reference.kind == ReferenceKind::FindInMap) {
        unused.take(reference.name);
    }
    let unused = unused.into_vec();
    if unused.is_empty()
        || may_be_named_elsewhere(template)
        || computes_names(FunctionName::FindInMap, template)
    {
        return;
    }
    report(&unused, "mapping", |unused| unused.mappings, cx);
}
