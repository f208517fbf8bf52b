//! Values that fit none of the alternatives that their property accepts.

use cfn_schema::validate::{Problem, Variant};

use super::{formats, wording};
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A value that fits none of the alternatives that its resource type or property accepts, or several of which only one
    /// may be used.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the resource when it creates or updates it, and rolls the stack back. The finding names what
    /// the closest alternative lacks, if that can be told.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Function:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: ''
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Nightly: {Type: Sundial}
    /// ```
    "no-variant-fits" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3017", "E3018"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    let finding = match &mismatch.problem {
        Problem::NoVariant { is_one_of, variants } => {
            let id = if *is_one_of { "E3018" } else { "E3017" };
            Some(none_fits(mismatch, variants, cx).with_cfn_lint(id))
        }
        Problem::SeveralVariants => Some(several_fit(mismatch, cx).with_cfn_lint("E3018")),
        _ => None,
    };
    if let Some(finding) = finding {
        let finding = finding.with_cfn_lint_offset(offset_of_value(mismatch.node));
        cx.report(wording::located(finding, mismatch));
    }
}

fn none_fits<'t>(
    mismatch: &Mismatch<'_, 't>,
    variants: &[Variant<'_, 't>],
    cx: &RuleContext<'_, 't>,
) -> Finding {
    let node = mismatch.node;
    let subject = if node.is_mapping() { wording::owner(node) } else { wording::property(node) };
    // Each variant is a format of networks.
    if let Some((message, _)) = formats::host_bits(node).filter(|_| nouns(variants).is_some()) {
        return cx.finding(wording::place(node), message).with_severity(Severity::Warning);
    }
    let required = wording::required_by_variants(variants);
    let message = match required {
        Some(names) => format!("{subject} is missing a property: at least one of {names} is required"),
        None => match nouns(variants) {
            Some(nouns) => format!("{subject} is neither {nouns}"),
            None => format!("{subject} matches none of the forms that are accepted"),
        },
    };
    let place = if node.is_mapping() {
        crate::rules::kit::ranges::place_of_owner(node)
    } else {
        wording::place(node)
    };
    cx.finding(place, message)
}

/// What the value would be in each variant, in words, if each of them is a format.
fn nouns(variants: &[Variant<'_, '_>]) -> Option<String> {
    let mut nouns = Vec::new();
    for variant in variants {
        let [mismatch] = variant.mismatches.as_slice() else { return None };
        let Problem::FormatMismatch { format } = mismatch.problem else { return None };
        let noun = formats::find(&wording::name(mismatch.schema, format))?.noun;
        if !nouns.contains(&noun) {
            nouns.push(noun);
        }
    }
    (nouns.len() > 1).then(|| nouns.join(" nor "))
}

fn several_fit<'t>(mismatch: &Mismatch<'_, 't>, cx: &RuleContext<'_, 't>) -> Finding {
    let node = mismatch.node;
    let subject = if node.is_mapping() { wording::owner(node) } else { wording::property(node) };
    let place = if node.is_mapping() {
        crate::rules::kit::ranges::place_of_owner(node)
    } else {
        wording::place(node)
    };
    cx.finding(place, format!("{subject} fits several alternatives of which only one may be used"))
}
