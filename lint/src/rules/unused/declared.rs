//! What the rules on unused declarations share.

use std::collections::{BTreeMap, BTreeSet};

use cfn_ast::meaning::{Unused, unused};
use cfn_ast::model::{Intrinsic, Named, Template};
use cfn_ast::{Function, FunctionName, Node};

use crate::context::RuleContext;
use crate::fix::{Applicability, Fix};
use crate::rewrite::Removal;

/// Reports the declarations of one kind that nothing uses. Only without those that are `provable` is the template proven
/// to mean the same.
pub(super) fn report<'t>(
    declarations: &[Named<'t>],
    kind: &str,
    provable: fn(Unused) -> BTreeSet<String>,
    cx: &mut RuleContext<'_, 't>,
) {
    let provable = unused(cx.template()).map(provable).unwrap_or_default();
    for named in declarations {
        let name = named.name;
        let finding = cx.finding(named.key.range(), format!("nothing uses the {kind} `{name}`"));
        let best = if provable.contains(name) { Applicability::Safe } else { Applicability::Unsafe };
        cx.report_with_fix(finding.with_help("remove it"), || {
            remove(*named, best, format!("remove the {kind} `{name}`"))
        });
    }
}

/// Whether text that is not in the template may name what it declares, or that of a loop which is none.
pub(super) fn may_be_named_elsewhere(template: &Template<'_>) -> bool {
    template.may_be_named_elsewhere() || !template.malformed_loops().is_empty()
}

/// Whether one of the functions computes the name of what it refers to, which `AWS::LanguageExtensions` allows.
pub(super) fn computes_names(name: FunctionName, template: &Template<'_>) -> bool {
    let is_plain = |node: Node<'_>| node.is_scalar() && node.tag().is_none();
    let is_computed = |function: Function<'_>| {
        function.name == name
            && match function.view() {
                Ok(Intrinsic::Ref(argument)) => !is_plain(argument),
                Ok(Intrinsic::If { condition, .. }) => !is_plain(condition),
                Ok(Intrinsic::FindInMap { mapping, .. }) => !is_plain(mapping),
                _ => true,
            }
    };
    template.tree().nodes().any(|node| node.functions_here().any(is_computed))
}

/// Declarations that no reference is known to name yet.
pub(super) struct Unnamed<'t>(BTreeMap<&'t str, Named<'t>>);

impl<'t> Unnamed<'t> {
    pub(super) fn new(declarations: impl IntoIterator<Item = Named<'t>>) -> Self {
        Self(declarations.into_iter().map(|named| (named.name, named)).collect())
    }

    /// Takes out what a reference may name: what has the name, or begins like it where a variable of a loop follows.
    pub(super) fn take(&mut self, reference: &'t str) -> Vec<Named<'t>> {
        let Some(variable) = reference.find("${").into_iter().chain(reference.find("&{")).min() else {
            return self.0.remove(reference).into_iter().collect();
        };
        let beginning = &reference[..variable];
        let behind = self.0.range(beginning..).map(|(name, _)| *name);
        let names: Vec<_> = behind.take_while(|name| name.starts_with(beginning)).collect();
        names.into_iter().filter_map(|name| self.0.remove(name)).collect()
    }

    /// What is left, in the order of the source.
    pub(super) fn into_vec(self) -> Vec<Named<'t>> {
        let mut left: Vec<_> = self.0.into_values().collect();
        left.sort_by_key(|named| named.key.id());
        left
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
