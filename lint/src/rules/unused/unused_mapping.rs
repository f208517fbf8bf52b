//! Mappings that nothing uses.

use cfn_ast::FunctionName;
use cfn_ast::model::{Mapping, ReferenceKind, Template};

use super::declared::{Kind, Unnamed, Unneeded, computes_names, may_be_named_elsewhere};
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
    /// other than AWS's own nothing is a finding. In templates with loops, where the name is a
    /// text anywhere in the template, and where a comment would be removed, the fix is unsafe. There is no fix beside
    /// functions that CloudFormation does not know, and beside a `FindInMap` of a mapping that is not declared, which may
    /// be a misspelt use.
    "unused-mapping" {
        group: Unused,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W7001"],
        hooks: [Template(check)],
    }
}

const MAPPING: Kind = Kind {
    noun: "mapping",
    is_use: |kind| kind == ReferenceKind::FindInMap,
    provable: |unused| unused.mappings,
};

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if template.mappings().is_empty() {
        return;
    }
    let mut unused = Unnamed::new(template.mappings().iter().map(Mapping::declaration));
    for reference in MAPPING.uses(cx.references()) {
        unused.take(reference.name);
    }
    let unneeded = unused.into_vec().into_iter();
    let unneeded: Vec<_> = unneeded.map(|declaration| Unneeded { declaration, named_by: None }).collect();
    if unneeded.is_empty()
        || may_be_named_elsewhere(template)
        || computes_names(FunctionName::FindInMap, template)
    {
        return;
    }
    MAPPING.report(&unneeded, None, cx);
}
