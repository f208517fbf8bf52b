//! Keys that CloudFormation cannot do without.

use cfn_ast::Template;
use cfn_ast::model::shape::{MisfitKind, Part};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::parts::{id_of_key, is_error, owner_of_keys, place_of_owner};

declare_rule! {
    /// A template without resources, a resource or parameter without `Type`, an output without `Value`.
    ///
    /// ## Why
    ///
    /// CloudFormation refuses the whole template.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Properties:
    ///       TopicName: builds
    /// ```
    "missing-attribute" {
        group: Correctness,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E1001", "E1005", "E1700", "E2001", "E3001", "E3016", "E6002"],
        hooks: [Template(check)],
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for misfit in cx.misfits().iter().filter(|misfit| is_error(misfit)) {
        let MisfitKind::MissingKey { owner, name } = misfit.kind else { continue };
        let message = format!("{} needs `{name}`", owner_of_keys(misfit.part));
        let id = match misfit.part {
            Part::Output | Part::Export => "E6002",
            part => id_of_key(part),
        };
        let help = if owner.get(name).is_some() { "give it a value" } else { "add it" };
        cx.report(cx.finding(place_of_owner(owner), message).with_cfn_lint(id).with_help(help));
    }
}
