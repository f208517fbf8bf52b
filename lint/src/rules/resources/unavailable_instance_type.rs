//! Types of instances that a service does not have.

use cfn_ast::Edit;
use cfn_schema::validate::Problem;

use super::constraints::{self, Concept};
use super::deployment_regions::Regions;
use super::wording;
use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, nearest};

declare_rule! {
    /// An instance type or node type that the service does not have.
    ///
    /// ## Why
    ///
    /// The service rejects the resource, and the stack is rolled back.
    ///
    /// The types are those that AWS lists as of the date that the finding names. This is a warning, since AWS adds types
    /// often. A type must be available in each of the `regions` that the configuration lists, unless the condition of the
    /// resource excludes the region; without them, in any region. See [regions](../schemas.md#regions).
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Instance:
    ///     Type: AWS::EC2::Instance
    ///     Properties:
    ///       ImageId: ami-0123456789abcdef0
    ///       InstanceType: T3.micro
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Instance:
    ///     Type: AWS::EC2::Instance
    ///     Properties:
    ///       ImageId: ami-0123456789abcdef0
    ///       InstanceType: t3.micro
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix corrects the case, which is safe. Types that differ otherwise are only suggested.
    "unavailable-instance-type" {
        group: Resources,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: [
            "E3025", "E3617", "E3620", "E3621", "E3628", "E3635", "E3640", "E3641", "E3642", "E3643", "E3644",
            "E3647", "E3652", "E3653", "E3667", "E3670", "E3672", "E3675", "E3694",
        ],
        hooks: [Template(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let regions = Regions::new(template, cx.catalog());
    for violation in cx.violations() {
        let Some((id, _)) = constraints::of(violation, Concept::InstanceType) else { continue };
        let mismatch = &violation.mismatch;
        let Problem::Unavailable { available } = mismatch.problem else { continue };
        let (node, table) = (mismatch.node, mismatch.schema.table());
        let found = node.resolved().text().unwrap_or_default();
        let known: Vec<String> = available.iter().map(|(name, _)| table.text(name)).collect();
        let elsewhere = available.iter().zip(&known).find(|(_, known)| *known == found);
        let place = if let Some(((_, set), _)) = elsewhere {
            let missing =
                regions.without(&violation.resource, &mismatch.facts, |region| set.contains(region));
            if missing.is_empty() {
                continue;
            }
            wording::listed(missing.iter().map(|region| format!("`{region}`")), "region")
        } else {
            "any region".to_owned()
        };
        let type_name = violation.resource.type_name().unwrap_or_default();
        let message =
            format!("`{found}` is not available for `{type_name}` in {place} (as of {})", table.date());
        let mut finding = constraints::finding(violation, id, message, cx);
        let question = did_you_mean(&nearest(found, known.iter().map(String::as_str)));
        if let Some(question) = question.filter(|_| elsewhere.is_none()) {
            finding = finding.with_help(question);
        }
        cx.report_with_fix(finding, || {
            let right = known.iter().find(|known| known.eq_ignore_ascii_case(found) && *known != found)?;
            let edit = Edit::replace(node.verbatim_text_range()?, right.as_str());
            Some(Fix::correction(format!("write `{right}`"), [edit]))
        });
    }
}
