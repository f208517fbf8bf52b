//! Sections that are not in the order of AWS's documentation.

use cfn_ast::edit::reorder_entries;
use cfn_ast::model::Section;
use cfn_ast::syntax::Entry;

use crate::rules::kit::prelude::*;

declare_rule! {
    /// Sections that are not in the order of AWS's documentation.
    ///
    /// ## Why
    ///
    /// With the same order in all templates, readers know where to look. The order is that of "Template sections" in
    /// the CloudFormation User Guide, with SAM's `Globals` before `Resources`; unknown sections come last.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// # What this creates.
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
    /// # What this creates.
    /// Resources: {}
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The template means the same. A comment moves together with the section below it, so the fix is unsafe: the
    /// comment may have been about the whole file or about the section above it.
    "unsorted-sections" {
        group: Order,
        severity: Note,
        fix: Unsafe,
        default: false,
        cfn_lint: [],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

const SORT: &str = "sort the sections in the order of AWS's documentation";

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let entries: Vec<Entry<'t>> = template.root().entries().collect();
    let Some(pair) = entries.windows(2).find(|pair| rank(&pair[0]) > rank(&pair[1])) else { return };
    let name = |entry: &Entry<'_>| entry.name().unwrap_or_default().to_owned();
    let message = format!("section `{}` should come before `{}`", name(&pair[1]), name(&pair[0]));
    let finding = cx.finding(pair[1].key.range(), message).with_help(SORT);
    cx.report_with_fix(finding, || Some(Fix::unsafe_edits(SORT, reorder_entries(template.root(), rank)?)));
}

fn rank(entry: &Entry<'_>) -> usize {
    let section = entry.name().and_then(Section::from_key);
    section.map_or(usize::MAX, |section| section as usize)
}
