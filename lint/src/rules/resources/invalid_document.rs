//! Content of Systems Manager documents that is rejected.

use cfn_ast::{Source, Tree};
use cfn_schema::Table;

use super::defect::{Defect, report_all};
use super::document::{Defects, Document, defects_in};
use super::property_values::{Lookup, PropertyValue};
use super::wording;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// The content of a Systems Manager document that is neither JSON nor YAML, or that has no valid schema version.
    ///
    /// ## Why
    ///
    /// AWS Systems Manager rejects the document when it is created or updated, and CloudFormation rolls the stack back.
    /// Content is also checked if it is JSON or YAML in a string.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Document:
    ///     Type: AWS::SSM::Document
    ///     Properties:
    ///       DocumentType: Command
    ///       Content:
    ///         schemaVersion: '2.1'
    ///         description: Restart the service
    ///         mainSteps: []
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix corrects an element that has one wrong letter, which is safe if no other element is within two letters. It
    /// also writes the closest schema version. That is unsafe, because the versions differ in what a document contains.
    "invalid-document" {
        group: Resources,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E3051"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// The types of documents with a schema version; the content of others, such as change calendars, has another form.
const TYPES: [&str; 5] = ["Automation", "Command", "Package", "Policy", "Session"];

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let of_type = |resource: &&Resource<'t>| resource.type_name() == Some("AWS::SSM::Document");
    let mut found = Vec::new();
    for resource in template.resources().iter().filter(of_type).filter(|resource| has_schema(resource)) {
        for value in Lookup::of(cx).values_at(resource, &["Content"]).values {
            let unreadable = unreadable(&value);
            let defects = defects_in(&value, Tree::parse, cx, &defects).into_iter().chain(unreadable);
            found.extend(defects.map(|defect| (Some("E3051"), defect.in_a("document"))));
        }
    }
    report_all(found, cx);
}

fn has_schema(document: &Resource<'_>) -> bool {
    let is_one_of = |name: &str, known: &[&str]| {
        document.property(name).is_none_or(|value| value.text().is_some_and(|text| known.contains(&text)))
    };
    is_one_of("DocumentType", &TYPES) && is_one_of("DocumentFormat", &["JSON", "YAML"])
}

fn defects(document: &Document<'_, '_>) -> Defects {
    let Some(schema) = Table::aws().document("ssm/document") else { return Vec::new() };
    document.mismatches(schema).iter().filter_map(Defect::of).collect()
}

/// A string that cannot be read as a document, unless another tool replaces it or a part of it.
fn unreadable(content: &PropertyValue<'_>) -> Option<Defect> {
    let tree = Tree::parse(Source::new(content.literal()?).ok()?);
    let message = match tree.errors().first() {
        Some(error) => format!("content is neither JSON nor YAML: {}", error.kind),
        None if tree.root().is_none_or(|root| !root.is_mapping()) => "content must be a mapping".to_owned(),
        None => return None,
    };
    Some(Defect::new(wording::place(content.value), message).at(content.value))
}
