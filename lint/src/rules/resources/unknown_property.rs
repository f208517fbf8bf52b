//! Properties that a resource type does not have.

use cfn_ast::syntax::Entry;
use cfn_schema::validate::Problem;
use cfn_schema::{Properties, Table};

use super::wording;
use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, nearest, typo_of, write_name};

declare_rule! {
    /// A property that its resource type does not have.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the resource when it creates or updates it, and rolls the stack back.
    ///
    /// The properties are those of AWS's schemas as of the date that `cfn-tidy schema` prints. If AWS has added a property
    /// since, ignore the finding, or [add it](../schemas.md#newer-types-and-properties) in the configuration.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Queue:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       VisiblityTimeout: 60
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Queue:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       VisibilityTimeout: 60
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the closest property that the mapping does not contain yet, if no other one is as close. It is safe if
    /// one letter is wrong, or two neighbours are swapped, or only the case differs, and no other property is within two
    /// letters. Otherwise it is unsafe.
    "unknown-property" {
        group: Resources,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E3002", "E3017", "E3018"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    if let Problem::UnknownProperty { entry, known } = mismatch.problem {
        report(mismatch, entry, known, cx);
    }
}

fn report<'t>(
    mismatch: &Mismatch<'_, 't>,
    entry: Entry<'t>,
    known: Properties<'_>,
    cx: &mut RuleContext<'_, 't>,
) {
    let name = entry.name().unwrap_or_default();
    let known = free_names(mismatch, known);
    let candidates = || known.iter().map(String::as_str);
    let message = format!("unknown property `{name}` in {}", wording::owner(mismatch.node));
    let mut finding = cx.finding(entry.key.range(), message);
    if let Some(question) = did_you_mean(&nearest(name, candidates())) {
        finding = finding.with_help(question);
    }
    cx.report_with_fix(wording::located(finding, mismatch), || {
        let typo = typo_of(name, candidates())?;
        let edit = write_name(entry.key.tree().source(), entry.key.verbatim_text_range()?, typo.right)?;
        Some(Fix::correction_if(typo.is_certain_word(), format!("write `{}`", typo.right), [edit]))
    });
}

/// The properties that the mapping does not contain yet.
pub(super) fn free_names(mismatch: &Mismatch<'_, '_>, known: Properties<'_>) -> Vec<String> {
    let table: &Table = mismatch.schema.table();
    let names = known.iter().map(|property| table.text(property.name));
    names.filter(|name| mismatch.node.get(name).is_none()).collect()
}
