//! Properties that a resource type requires.

use cfn_ast::edit::insert_entry_after;
use cfn_ast::syntax::Entry;
use cfn_ast::write::{ScalarContext, scalar};
use cfn_schema::validate::Problem;
use cfn_schema::{Additional, Enumeration, Schema, Type};

use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;
use crate::rules::kit::ranges::place_of_owner;
use crate::suggest::typos_of;

declare_rule! {
    /// A missing property that its resource type requires.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the resource when it creates or updates it, and rolls the stack back. A property is also
    /// missing if `AWS::NoValue` removes it, under the conditions that the finding names.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       Protocol: sqs
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Nothing is inserted: the suggestion shows where the property belongs, with its only possible value, or with its type
    /// as a placeholder.
    "missing-property" {
        group: Resources,
        severity: Error,
        fix: Suggestion,
        default: true,
        cfn_lint: ["E3003", "E3014", "E3021", "E3058", "E3017", "E3018"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    if let Some(finding) = finding(mismatch, cx) {
        cx.report_with_fix(wording::located(finding, mismatch), || insertion(mismatch));
    }
}

/// Inserts the property after the others, with the only possible value or a placeholder.
fn insertion(mismatch: &Mismatch<'_, '_>) -> Option<Fix> {
    let (Problem::MissingProperty { name: missing } | Problem::MissingDependency { name: missing, .. }) =
        mismatch.problem
    else {
        return None;
    };
    // The entries of a resource without properties are its attributes.
    let owner = mismatch.node.resolved();
    let name = wording::name(mismatch.schema, missing);
    if mismatch.computed_by.is_some() || owner.entry(&name).is_some() {
        return None;
    }
    let is_resource = owner.get("Type").is_some() && owner.key().is_some_and(is_logical_id);
    let last = owner.entries().last().filter(|_| !is_resource)?;
    let schema = mismatch.schema.property(missing).map(|property| property.schema);
    let value = schema.map_or_else(|| "<value>".to_owned(), placeholder);
    let spelled = scalar(&value, ScalarContext::of(last.value));
    let edit = insert_entry_after(last, &name, &spelled)?;
    Some(Fix::suggestion(format!("insert `{name}: {value}`"), [edit]))
}

fn is_logical_id(key: Node<'_>) -> bool {
    let section = key.parent().and_then(Node::key).and_then(Node::text);
    section == Some("Resources")
}

/// The only value that a schema allows, or its type between angle brackets.
fn placeholder(schema: Schema<'_>) -> String {
    let keywords = schema.keywords();
    let mut allowed = keywords.enumeration.into_iter().flat_map(Enumeration::iter).chain(keywords.constant);
    if let (Some(only), None) = (allowed.next(), allowed.next()) {
        return wording::scalar(schema.table(), only);
    }
    let mut types = keywords.types.iter().map(Type::as_str);
    match (types.next(), types.next()) {
        (Some(only), None) => format!("<{only}>"),
        _ => "<value>".to_owned(),
    }
}

fn finding<'t>(mismatch: &Mismatch<'_, 't>, cx: &RuleContext<'_, 't>) -> Option<Finding> {
    let owner = wording::owner(mismatch.node);
    let schema = mismatch.schema;
    let (id, message) = match &mismatch.problem {
        Problem::MissingProperty { .. } if is_misspelled(mismatch) => return None,
        Problem::MissingProperty { name } => {
            ("E3003", format!("{owner} is missing the property `{}`", wording::name(schema, *name)))
        }
        Problem::MissingOneOf { names, is_exclusive } => {
            let id = if *is_exclusive { "E3014" } else { "E3058" };
            let one_of = if *is_exclusive { "exactly one" } else { "at least one" };
            let names = wording::names(schema, *names, "and");
            (id, format!("{owner} is missing a property: {one_of} of {names} is required"))
        }
        Problem::MissingDependency { key, name } => {
            let other = key.text().unwrap_or_default();
            let name = wording::name(schema, *name);
            ("E3021", format!("{owner} is missing the property `{name}`, which `{other}` requires"))
        }
        _ => return None,
    };
    let finding = cx.finding(place_of_owner(mismatch.node), message).with_cfn_lint(id);
    Some(finding.with_cfn_lint_offset(offset_of_value(mismatch.node)))
}

/// Whether the mapping accepts no other properties and has a misspelled one, which is reported as that.
fn is_misspelled(mismatch: &Mismatch<'_, '_>) -> bool {
    let Problem::MissingProperty { name } = mismatch.problem else { return false };
    let is_closed = matches!(mismatch.schema.keywords().additional, Additional::Closed);
    is_closed && misspelled(mismatch, &wording::name(mismatch.schema, name)).is_some()
}

/// The unknown key of the mapping that is a typo of a property.
pub(super) fn misspelled<'t>(mismatch: &Mismatch<'_, 't>, name: &str) -> Option<Entry<'t>> {
    let table = mismatch.schema.table();
    let is_known = |key: &str| table.name(key).is_some_and(|name| mismatch.schema.property(name).is_some());
    let is_typo = |key: &str| !is_known(key) && !typos_of(key, [name]).is_empty();
    mismatch.node.entries().find(|entry| entry.name().is_some_and(is_typo))
}
