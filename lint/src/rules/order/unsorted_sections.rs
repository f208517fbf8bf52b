//! Sections in another order than that of AWS's reference.

use cfn_ast::Template;
use cfn_ast::model::Section;
use cfn_ast::syntax::Entry;

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::reorder_entries;

declare_rule! {
    /// Sections that do not stand in the order of AWS's reference.
    ///
    /// ## Why
    ///
    /// Who reads many templates knows where to look. The order is that of "Template sections" in the CloudFormation
    /// User Guide, with SAM's `Globals` before the resources that they apply to; sections that AWS does not know come
    /// last.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// # What this makes.
    /// Resources: {}
    ///
    /// Description: Example
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Description: Example
    ///
    /// # What this makes.
    /// Resources: {}
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The template means the same, and each comment goes with the section below it. The fix is unsafe, since a comment
    /// may have been meant for the whole file or for the section above it.
    "unsorted-sections" {
        group: Order,
        severity: Note,
        fix: Unsafe,
        default: false,
        cfn_lint: [],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let entries: Vec<Entry<'t>> = template.root().entries().collect();
    let Some(pair) = entries.windows(2).find(|pair| rank(&pair[0]) > rank(&pair[1])) else { return };
    let name = |entry: &Entry<'_>| entry.name().unwrap_or_default().to_owned();
    let finding = cx
        .finding(pair[1].key.range(), format!("`{}` stands behind `{}`", name(&pair[1]), name(&pair[0])))
        .with_help("put the sections in the order of AWS's reference");
    cx.report_with_fix(finding, || {
        Some(Fix::unsafe_edits("put the sections in order", reorder_entries(template.root(), rank)?))
    });
}

fn rank(entry: &Entry<'_>) -> usize {
    let section = entry.name().and_then(Section::from_key);
    section.map_or(usize::MAX, |section| section as usize)
}
