//! Metadata for cfn-lint that cfn-lint does not understand.

use cfn_ast::Template;
use cfn_ast::model::shape::{MisfitKind, Part};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::parts::place_of_value;

declare_rule! {
    /// Configuration of cfn-lint in `Metadata` that has no effect.
    ///
    /// ## Why
    ///
    /// cfn-lint and cfn-tidy both read `ignore_checks` there. What is misspelt suppresses nothing.
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
        group: Correctness,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W4005"],
        hooks: [Template(check)],
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for misfit in cx.misfits().iter().filter(|misfit| misfit.part == Part::CfnLintMetadata) {
        let finding = match misfit.kind {
            MisfitKind::UnknownKey { entry, .. } => {
                let name = entry.name().unwrap_or_default();
                cx.finding(entry.key.range(), format!("cfn-lint does not know `{name}`"))
            }
            MisfitKind::WrongValue { value, expected } => {
                cx.finding(place_of_value(value), format!("this has to be {}", expected.description()))
            }
            _ => continue,
        };
        cx.report(finding);
    }
}
