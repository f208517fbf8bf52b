//! Sections without entries.

use cfn_ast::edit::Removal;
use cfn_ast::model::Section;
use cfn_ast::syntax::{Entry, Scalar};

use crate::rules::kit::editing::{removal_fix, safe_where_evaluated};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A section of the template that has no entries.
    ///
    /// ## Why
    ///
    /// It has no effect. If there is no value at all after the key, CloudFormation rejects the template because null
    /// values are not allowed.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters: {}
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe in templates with a custom macro, and if it would remove a comment. There is none if the
    /// section contains comments, such as entries that are commented out.
    "empty-section" {
        group: Unused,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
    }
}

/// The sections that contain declarations, except `Resources`, which every template must have.
const SECTIONS: [Section; 8] = [
    Section::Metadata,
    Section::Parameters,
    Section::Rules,
    Section::Mappings,
    Section::Conditions,
    Section::Globals,
    Section::Hooks,
    Section::Outputs,
];

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for section in SECTIONS {
        let Some(entry) = template.section(section).filter(|entry| is_empty(*entry)) else { continue };
        let finding = cx.finding(entry.key.range(), format!("section `{}` is empty", section.key()));
        if comment_follows(entry) {
            cx.report(finding.with_help("not fixed because the section contains comments"));
            continue;
        }
        let best = safe_where_evaluated(entry.value, template);
        cx.report_with_fix(finding.with_help("remove it"), || {
            Some(removal_fix(
                Removal::of_entry(entry)?,
                best,
                format!("remove the section `{}`", section.key()),
            ))
        });
    }
}

fn is_empty(entry: Entry<'_>) -> bool {
    let is_empty_mapping = entry.value.is_mapping() && entry.value.child_count() == 0;
    entry.value.tag().is_none() && (is_empty_mapping || entry.value.scalar() == Some(Scalar::Null))
}

/// Whether the line after the entry is a comment, which may be all that the section contains.
fn comment_follows(entry: Entry<'_>) -> bool {
    let source = entry.key.tree().source();
    let next = source.line_index(entry.range().end().max(1) - 1) + 1;
    source.line_text(next).trim_ascii_start().starts_with('#')
}
