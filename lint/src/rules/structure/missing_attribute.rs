//! Sections and attributes that CloudFormation requires.

use cfn_ast::model::shape::{MisfitKind, Part};

use crate::cfn_lint::id_of_key;
use crate::rules::kit::misfits::is_error;
use crate::rules::kit::owners::described_owner;
use crate::rules::kit::prelude::*;
use crate::rules::kit::ranges::place_of_owner;

declare_rule! {
    /// A template without `Resources`, a resource or parameter without `Type`, an output without `Value`.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the whole template.
    ///
    /// A misspelled attribute, such as `Vaule` for `Value`, is only reported by `unknown-attribute`.
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
        group: Structure,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E1001", "E1005", "E1700", "E2001", "E3001", "E3016", "E6002"],
        hooks: [Misfit(check)],
    }
}

fn check<'t>(misfit: &Misfit<'t>, cx: &mut RuleContext<'_, 't>) {
    if !is_error(misfit) {
        return;
    }
    let MisfitKind::MissingKey { owner, name } = misfit.kind else { return };
    let message = format!("{} is missing `{name}`", described_owner(misfit.part, owner));
    let id = match misfit.part {
        Part::Output | Part::Export => "E6002",
        part => id_of_key(part),
    };
    let help =
        if owner.get(name).is_some() { format!("set a value for `{name}`") } else { format!("add `{name}`") };
    cx.report(cx.finding(place_of_owner(owner), message).with_cfn_lint(id).with_help(help));
}
