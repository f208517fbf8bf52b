//! cfn-lint configuration in `Metadata` that has no effect.

use cfn_ast::model::shape::{Attribute, MisfitKind, Part};
use cfn_ast::syntax::Entry;

use crate::rules::kit::prelude::*;
use crate::rules::kit::ranges::place_of_value;
use crate::suggest::{did_you_mean, nearest};

declare_rule! {
    /// cfn-lint configuration in `Metadata` that has no effect.
    ///
    /// ## Why
    ///
    /// cfn-lint and cfn-tidy both read `ignore_checks` from there. A misspelled key suppresses nothing.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Metadata:
    ///   cfn-lint:
    ///     config:
    ///       ignore_check: [W2001]
    /// Resources: {}
    /// ```
    "invalid-cfn-lint-metadata" {
        group: Structure,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W4005"],
        hooks: [Misfit(check)],
    }
}

fn check<'t>(misfit: &Misfit<'t>, cx: &mut RuleContext<'_, 't>) {
    if misfit.part != Part::CfnLintMetadata {
        return;
    }
    let finding = match misfit.kind {
        MisfitKind::UnknownKey { entry, known } => unknown(entry, known, cx),
        MisfitKind::WrongValue { value, expected } => {
            let name = value.key().and_then(Node::text);
            let name = name.map_or_else(|| "this item".to_owned(), |name| format!("`{name}`"));
            let message = format!("{name} must be {}", expected.description());
            cx.finding(place_of_value(value), message).with_help("cfn-lint ignores any other value")
        }
        _ => return,
    };
    cx.report(finding);
}

fn unknown(entry: Entry<'_>, known: &[Attribute], cx: &RuleContext<'_, '_>) -> Finding {
    let name = entry.name().unwrap_or_default();
    let message = format!("unknown attribute `{name}` in cfn-lint's configuration");
    let near = nearest(name, known.iter().map(|attribute| attribute.name));
    let help = did_you_mean(&near).unwrap_or_else(|| "remove it; it has no effect".to_owned());
    cx.finding(entry.key.range(), message).with_help(help)
}
