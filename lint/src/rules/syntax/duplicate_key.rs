//! Keys that occur twice in a mapping.

use cfn_ast::FunctionName;
use cfn_ast::edit::Removal;
use cfn_ast::meaning::same_value;
use cfn_ast::model::Section;
use cfn_ast::syntax::Entry;
use rustc_hash::FxHashMap;

use crate::rules::kit::editing::removal_fix;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A key that occurs twice in one mapping.
    ///
    /// ## Why
    ///
    /// CloudFormation silently uses only the last value: the earlier ones are not deployed. Of a section that occurs
    /// twice, such as `Resources`, even that is not certain: AWS documents the result as undefined.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: Builds
    ///       TopicName: builds
    ///       DisplayName: Builds
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       TopicName: builds
    ///       DisplayName: Builds
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The earlier entry is removed if both values mean the same. If they differ, there is no fix, because only the author
    /// knows which one is right. The fix is unsafe if a comment would be removed.
    "duplicate-key" {
        group: Syntax,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E0000"],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    if node.child_count() < 4 || !node.is_mapping() {
        return;
    }
    let mut last: FxHashMap<&str, Entry<'t>> = FxHashMap::default();
    let mut repeated: Vec<(&str, Entry<'t>, Entry<'t>)> = Vec::new();
    for entry in node.entries().filter(|entry| !entry.is_merge()) {
        let Some(name) = entry.name() else { continue };
        if let Some(earlier) = last.insert(name, entry) {
            repeated.push((name, earlier, entry));
        }
    }
    let Some(&(first, ..)) = repeated.first() else { return };
    for &(name, earlier, next) in &repeated {
        let reported = if name == first { earlier } else { next };
        report(name, earlier, last[name], reported, cx);
    }
}

/// Reports an earlier entry. cfn-lint reports both occurrences of the first repeated key, and only the repetition of
/// others.
fn report<'t>(
    name: &str,
    earlier: Entry<'t>,
    last: Entry<'t>,
    reported: Entry<'t>,
    cx: &mut RuleContext<'_, 't>,
) {
    let is_at_top = earlier.key.parent().is_some_and(|mapping| mapping.parent().is_none());
    let is_section = is_at_top && Section::from_key(name).is_some();
    let (message, label) = if is_section {
        (
            format!("duplicate section `{name}`: which one is used is undefined"),
            "the last section of this name",
        )
    } else {
        (format!("duplicate key `{name}`: only the last value is used"), "this value is used")
    };
    let finding = cx.finding(earlier.key.range(), message).with_label(last.key.range(), label);
    let finding = finding.with_cfn_lint_offset(reported.key.range().start());
    if !same_value(cx.template(), earlier.value, last.value) {
        return cx.report(finding.with_help("the values differ; keep the intended one"));
    }
    cx.report_with_fix(finding.with_help("both values are the same; remove one of them"), || {
        // With a single entry left, the mapping would become a function call.
        let becomes_function = FunctionName::from_key(name).is_some()
            && earlier.key.parent().is_some_and(|mapping| mapping.child_count() == 4);
        let best = if becomes_function { Applicability::Unsafe } else { Applicability::Safe };
        Some(removal_fix(Removal::of_entry(earlier)?, best, format!("remove the first `{name}`")))
    });
}
