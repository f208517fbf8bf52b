//! Attributes that a resource type does not have.

use std::borrow::Cow;

use cfn_ast::TextRange;
use cfn_ast::model::{ReferenceKind, Target};

use crate::cfn_lint::{id_of_argument, offset_of_value};
use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, typo_of, typos_of, write_name};

declare_rule! {
    /// A misspelled attribute of a resource in `GetAtt` or in a variable of `Fn::Sub`.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the template: each resource type has its own attributes.
    ///
    /// An unknown attribute is only reported if the resource type is known and one of its attributes is within two
    /// letters, because AWS adds attributes to resource types at any time.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    /// Outputs:
    ///   Stream:
    ///     Value: !GetAtt Table.StraemArn
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    /// Outputs:
    ///   Stream:
    ///     Value: !GetAtt Table.StreamArn
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the closest attribute, if no other one is as close. It is safe if one lowercase letter inside a
    /// longer word is wrong, or two neighbours are swapped, or only the case differs, and no other attribute is within
    /// two letters. Otherwise it is unsafe.
    "undefined-attribute" {
        group: References,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: [
            "E1010", "E1015", "E1016", "E1017", "E1018", "E1019", "E1021", "E1022", "E1024", "E1028", "E1033",
            "E1011", "E6101", "E8003", "E1005", "E8004", "E8007", "E1030", "E8005", "E8006", "E1020", "E1031",
            "E1701",
        ],
        hooks: [Reference(check)],
        skips: [CustomMacros],
        depends_on: [Resources],
    }
}

fn check<'t>(reference: &Reference<'t>, cx: &mut RuleContext<'_, 't>) {
    let (Some(attribute), Target::Resource(logical_id)) = (reference.attribute, reference.target) else {
        return;
    };
    let Some(resource_type) = cx.template().resource_type(logical_id) else { return };
    let known = cx.attributes(resource_type);
    let candidates = candidates(attribute, resource_type, &known);
    let is_known = candidates.iter().any(|name| name == attribute);
    if attribute.contains("${") || is_known || is_free(attribute, resource_type, &known) {
        return;
    }
    let near = typos_of(attribute, candidates.iter().map(Cow::as_ref));
    if let Some(question) = did_you_mean(&near) {
        report(reference, attribute, resource_type, &candidates, question, cx);
    }
}

/// The known attributes, with the end of this one in the place of a `*`, which is any name: those of a nested stack are
/// `Outputs.` and the name of an output.
fn candidates<'k>(attribute: &str, resource_type: &str, known: &'k [String]) -> Vec<Cow<'k, str>> {
    let (plain, patterns): (Vec<&String>, Vec<&String>) = known.iter().partition(|name| !name.ends_with('*'));
    let mut candidates: Vec<Cow<'k, str>> =
        plain.into_iter().map(|name| Cow::Borrowed(name.as_str())).collect();
    let Some((_, end)) = attribute.split_once('.') else { return candidates };
    let of_application = (resource_type == "AWS::Serverless::Application").then_some("Outputs.*");
    for pattern in patterns.into_iter().map(String::as_str).chain(of_application) {
        candidates.push(Cow::Owned(format!("{}{end}", pattern.trim_end_matches('*'))));
    }
    candidates
}

/// Whether the schema of a type does not list the attribute's possible names: those of a custom resource are whatever
/// its function returns, and the parts of `Outputs` of a provisioned product are named by the product.
fn is_free(attribute: &str, resource_type: &str, known: &[String]) -> bool {
    if resource_type == "AWS::CloudFormation::CustomResource" {
        return true;
    }
    let Some((whole, _)) = attribute.split_once('.') else { return false };
    let is_part = |name: &String| name.strip_prefix(whole).is_some_and(|rest| rest.starts_with('.'));
    known.iter().any(|name| name == whole) && !known.iter().any(is_part)
}

fn report<'t>(
    reference: &Reference<'t>,
    attribute: &str,
    resource_type: &str,
    candidates: &[Cow<'_, str>],
    question: String,
    cx: &mut RuleContext<'_, 't>,
) {
    let Some(function) = reference.function() else { return };
    let range = range_of_attribute(reference, attribute);
    let argument = function.argument;
    let finding = cx
        .finding(
            range.unwrap_or(reference.node.range()),
            format!("`{resource_type}` has no attribute `{attribute}`"),
        )
        .with_help(question)
        .with_cfn_lint(id_of_argument(function, cx.template()))
        .with_cfn_lint_offset(offset_of_value(argument));
    cx.report_with_fix(finding, || {
        let typo = typo_of(attribute, candidates.iter().map(Cow::as_ref))?;
        let edit = write_name(reference.node.tree().source(), range?, typo.right)?;
        Some(Fix::correction_if(typo.is_certain_name(), format!("write `{}`", typo.right), [edit]))
    });
}

/// The bytes of the attribute; `None` if it is written with escapes.
fn range_of_attribute(reference: &Reference<'_>, attribute: &str) -> Option<TextRange> {
    let argument = reference.function()?.argument;
    if let (ReferenceKind::GetAtt, Some(item)) = (reference.kind, argument.item(1)) {
        let is_whole = argument.child_count() == 2 && item.text() == Some(attribute);
        return is_whole.then(|| item.text_range(0..attribute.len()));
    }
    let start = reference.range().end() + ".".len() as u32;
    let source = reference.node.tree().source();
    // Escapes make the attribute longer in the source than it is, and a quote at its end may be the first of two.
    if attribute.contains(['\'', '"', '\\']) {
        return None;
    }
    let range = source.range(start, start + attribute.len() as u32)?;
    (range.end() <= reference.node.range().end() && source.slice(range) == attribute).then_some(range)
}
