//! Mappings that are never used.

use cfn_ast::FunctionName;
use cfn_ast::model::{Mapping, ReferenceKind};

use super::declared::{Kind, Unnamed, Unneeded, computes_names, may_be_named_elsewhere};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A mapping that no `FindInMap` uses.
    ///
    /// ## Why
    ///
    /// Unused values become outdated without anyone noticing, and they add to the size of the template, which is
    /// limited.
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
    /// Templates with a custom macro, included snippets or a `FindInMap` with a computed mapping name are not
    /// checked. The fix is unsafe in templates with loops, if the name of the mapping appears as a string anywhere in
    /// the template, and if a comment would be removed. There is no fix in templates with unknown functions, which
    /// may use the mapping, or with a `FindInMap` of an undeclared mapping, which may be a typo for it.
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
