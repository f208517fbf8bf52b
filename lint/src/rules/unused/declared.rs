//! What the rules on unused conditions and mappings share.

use std::collections::BTreeSet;

use cfn_ast::meaning::{Unused, unused};
use cfn_ast::model::{Named, Section, Template};

use crate::context::RuleContext;
use crate::fix::{Applicability, Fix};
use crate::rewrite::Removal;

/// Reports the declarations of one kind that nothing uses.
pub(super) fn report<'t>(
    declarations: &[Named<'t>],
    kind: &str,
    names: fn(Unused) -> BTreeSet<String>,
    cx: &mut RuleContext<'_, 't>,
) {
    if declarations.is_empty() || !has_candidate(declarations, cx.template()) {
        return;
    }
    let Ok(unused) = unused(cx.template()).map(names) else { return };
    for named in declarations.iter().filter(|named| unused.contains(named.name)) {
        let name = named.name;
        let finding = cx.finding(named.key.range(), format!("nothing uses the {kind} `{name}`"));
        cx.report_with_fix(finding.with_help("remove it"), || {
            remove(*named, Applicability::Safe, format!("remove the {kind} `{name}`"))
        });
    }
}

/// Removes a declaration; the last of its section with the section.
pub(super) fn remove(named: Named<'_>, best: Applicability, message: String) -> Option<Fix> {
    let entry = named.key.own_entry()?;
    let section = named.key.parent()?;
    let is_only = section.child_count() == 2;
    let removal = Removal::of_entry(if is_only { section.own_entry()? } else { entry })?;
    Some(removal.into_fix(best, message))
}

/// Whether a name stands nowhere outside of conditions and mappings: most templates are done after this look.
fn has_candidate<'t>(declarations: &[Named<'t>], template: &Template<'t>) -> bool {
    let mut unseen: BTreeSet<&str> = declarations.iter().map(|named| named.name).collect();
    let outside = [Section::Conditions, Section::Mappings].map(|section| template.section(section));
    let mut nodes = template.root().descendants();
    while let Some(node) = nodes.next() {
        if outside.iter().flatten().any(|section| section.value == node) {
            nodes.skip_subtree(node);
        } else if let Some(text) = node.text().filter(|_| !node.is_key()) {
            unseen.remove(text);
        }
    }
    !unseen.is_empty()
}
