//! IAM policies that IAM or another service rejects.

use cfn_ast::Tree;
use cfn_ast::model::Intrinsic;
use cfn_ast::syntax::Scalar;
use cfn_schema::Table;
use cfn_schema::validate::Problem;

use super::defect::{Defect, Found, NamedBy, report_all};
use super::document::{Defects, Document, defects_in};
use super::policy::{POLICIES, PolicyKind, PolicyPlace};
use super::property_values::Lookup;
use super::wording;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An IAM policy that does not have the form of the policy language.
    ///
    /// ## Why
    ///
    /// CloudFormation passes policies on as they are. IAM, or the service that the policy belongs to, rejects a statement
    /// without an effect, an unknown element or a resource that is not an ARN, and the stack is rolled back. Policies are
    /// also checked if they are JSON in a string.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Policy:
    ///     Type: AWS::IAM::ManagedPolicy
    ///     Properties:
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Efect: Allow
    ///             Action: s3:GetObject
    ///             Resource: '*'
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Policy:
    ///     Type: AWS::IAM::ManagedPolicy
    ///     Properties:
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Action: s3:GetObject
    ///             Resource: '*'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the closest element, operator or value. It is safe if one letter is wrong, or two neighbours are
    /// swapped, or only the case differs, and no other name is within two letters. Otherwise it is unsafe.
    "invalid-policy" {
        group: Resources,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E3510", "E3512", "E3513", "E3514", "E3530", "W1031"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        some_without_cfn_lint: true,
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// The condition operators, without `ForAllValues:`, `ForAnyValue:` and `IfExists` (IAM User Guide, "IAM JSON policy
/// elements: Condition operators").
const OPERATORS: [&str; 27] = [
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "Null",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
];

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut found = Vec::new();
    for resource in template.resources() {
        let type_name = resource.type_name().unwrap_or_default();
        for place in POLICIES.iter().filter(|place| place.type_name == type_name) {
            find_at(resource, place, cx, &mut found);
        }
    }
    report_all(found, cx);
}

fn find_at<'t>(resource: &Resource<'t>, place: &PolicyPlace, cx: &RuleContext<'_, 't>, found: &mut Found) {
    let is_of_bucket = place.type_name == "AWS::S3::BucketPolicy";
    for value in Lookup::of(cx).values_at(resource, place.path).values {
        // Beside policies, SAM accepts ARNs and its own policy templates.
        if place.is_of_sam() && value.value.get("Statement").is_none() {
            continue;
        }
        let look = |policy: &Document<'_, '_>| defects(policy, place.kind.schema(), is_of_bucket);
        let defects = defects_in(&value, Tree::parse_json, cx, &look);
        found.extend(defects.into_iter().map(|defect| (place.cfn_lint(), defect.in_a("policy"))));
        let look = |policy: &Document<'_, '_>| wrong_resources(policy, place.kind, is_of_bucket);
        let id = if place.kind == PolicyKind::Resource { "E3514" } else { "W1031" };
        let id = Some(id).filter(|_| !place.is_of_sam());
        let defects = defects_in(&value, Tree::parse_json, cx, &look);
        found.extend(defects.into_iter().map(|defect| (id, defect.in_a("policy"))));
    }
}

/// The resources of statements that cannot be ARNs although the schema does not say so.
fn wrong_resources(policy: &Document<'_, '_>, kind: PolicyKind, is_of_bucket: bool) -> Defects {
    let mut defects = Vec::new();
    for statement in policy.values(&["Statement", "+"]).values {
        for resource in policy.values_below(&statement, &["Resource", "+"]).values {
            let node = resource.value;
            let beginning = literal_beginning(node);
            let can_be_arn = beginning.starts_with("arn:") || "arn:".starts_with(beginning);
            let is_any = beginning.starts_with('*');
            // What the schema says of literals is already reported.
            let is_new = kind == PolicyKind::Resource || node.function().is_some();
            let property = wording::property(node);
            let message = match (is_any, is_of_bucket) {
                _ if !is_new || can_be_arn => continue,
                (true, false) => continue,
                (_, true) => format!("{property} is not the ARN of a bucket or of objects"),
                (false, false) => format!("{property} is neither an ARN nor `*`"),
            };
            let anchor = node.function().and_then(|function| function.key).unwrap_or(node);
            defects.push(Defect::new(wording::place(node), message).at(anchor));
        }
    }
    defects
}

/// The literal text at the beginning of a string or of an `Fn::Sub`; empty if it is not known.
fn literal_beginning(node: Node<'_>) -> &str {
    let template = match node.function().map(|function| function.view()) {
        Some(Ok(Intrinsic::Sub { template, .. })) => template,
        Some(_) => return "",
        None => node,
    };
    let text = template.text().filter(|text| !text.contains("{{")).unwrap_or_default();
    text.split("${").next().unwrap_or_default()
}

fn defects(policy: &Document<'_, '_>, schema: &str, is_of_bucket: bool) -> Defects {
    let Some(schema) = Table::aws().document(schema) else { return Vec::new() };
    let mismatches = policy.mismatches(schema);
    let mismatches = mismatches.iter().filter(|mismatch| !is_accepted(mismatch, is_of_bucket));
    mismatches.filter_map(defect).collect()
}

fn defect(mismatch: &Mismatch<'_, '_>) -> Option<Defect> {
    if let Problem::UnknownProperty { entry, .. } = mismatch.problem
        && mismatch.node.key().and_then(Node::text) == Some("Condition")
    {
        return unknown_operator(entry.key);
    }
    let defect = Defect::of(mismatch)?;
    let property = wording::property(mismatch.node);
    let message = match mismatch.problem {
        Problem::PatternMismatch { .. } if property.contains("Resource") => {
            format!("{property} is neither an ARN nor `*`")
        }
        Problem::NoVariant { .. } if property.contains("AWS") => {
            format!("{property} is not an account ID, the ARN of a user, role or account, or `*`")
        }
        _ => return Some(defect),
    };
    Some(Defect { message, ..defect })
}

/// Whether the service accepts what does not fit the schema.
fn is_accepted(mismatch: &Mismatch<'_, '_>, is_of_bucket: bool) -> bool {
    let node = mismatch.node.resolved();
    let text = node.text().unwrap_or_default();
    // CloudFormation converts numbers, and how it writes an account ID that begins with zeros is not documented.
    if node.is_scalar() && !matches!(node.scalar(), Some(Scalar::Text(_))) {
        return !matches!(mismatch.problem, Problem::NotListed { .. });
    }
    match mismatch.problem {
        // Amazon S3 does not compare the IDs of statements, and an empty ID is none.
        Problem::RepeatedKeys { .. } => is_of_bucket || node.get("Sid").and_then(Node::text) == Some(""),
        Problem::PatternMismatch { .. } => text.is_empty() || has_wildcard_in_account(text),
        Problem::NoVariant { .. } => is_other_principal(text),
        _ => false,
    }
}

/// Whether the account of an ARN contains a wildcard or is that of a service.
fn has_wildcard_in_account(arn: &str) -> bool {
    let account = arn.split(':').nth(4).unwrap_or_default();
    account.contains(['*', '?']) || account == "cloudfront" || account == "aws-managed"
}

/// Whether a principal is one that the schema does not list: in another partition, a federated user, or the unique ID of a
/// user or role (IAM User Guide, "AWS JSON policy elements: Principal").
fn is_other_principal(text: &str) -> bool {
    let is_id = ["AIDA", "AROA"].iter().any(|prefix| text.starts_with(prefix));
    is_id || text.starts_with("arn:aws-") || text.contains(":federated-user/")
}

/// An unknown condition operator; `None` if only the case differs, which is not documented as an error.
fn unknown_operator(key: Node<'_>) -> Option<Defect> {
    let name = key.text()?;
    let start = ["ForAllValues:", "ForAnyValue:"].into_iter().find(|start| name.starts_with(start));
    let start = start.map_or(0, str::len);
    let operator = name[start..].strip_suffix("IfExists").unwrap_or(&name[start..]);
    if OPERATORS.iter().any(|known| known.eq_ignore_ascii_case(operator)) {
        return None;
    }
    let range = key.verbatim_text_range().map(|_| key.text_range(start..start + operator.len()));
    let defect = Defect::new(key.range(), format!("unknown condition operator `{name}`"));
    Some(defect.of_name(range, operator, OPERATORS, NamedBy::Service))
}
