//! What the rules on unused declarations share.

use std::collections::{BTreeMap, BTreeSet};

use cfn_ast::meaning::{Unused, unused};
use cfn_ast::model::{Intrinsic, Named, Reference, ReferenceKind, Target, Template};
use cfn_ast::{Function, FunctionName, Node};

use crate::context::RuleContext;
use crate::fix::{Applicability, Fix};
use crate::rewrite::Removal;

/// A declaration that nothing in effect uses.
pub(super) struct Unneeded<'t> {
    pub(super) declaration: Named<'t>,
    /// Another such declaration that names it and has to go first.
    pub(super) named_by: Option<Named<'t>>,
}

/// The kind of the declarations that a rule is about.
pub(super) struct Kind {
    /// What one is called.
    pub(super) noun: &'static str,
    /// Whether a use of this kind names one.
    pub(super) is_use: fn(ReferenceKind) -> bool,
    /// Those without which the template is proven to mean the same.
    pub(super) provable: fn(Unused) -> BTreeSet<String>,
}

impl Kind {
    /// The uses of this kind among references.
    pub(super) fn uses<'a, 't: 'a>(
        &self,
        references: impl IntoIterator<Item = &'a Reference<'t>>,
    ) -> impl Iterator<Item = &'a Reference<'t>> {
        references.into_iter().filter(|reference| (self.is_use)(reference.kind))
    }

    /// Reports declarations. One that something else still names has no fix, since CloudFormation refuses a name that
    /// nothing declares; nor has any where a use may be misspelt or hidden, or where `obstacle` says what to do instead.
    pub(super) fn report<'t>(
        &self,
        unneeded: &[Unneeded<'t>],
        obstacle: Option<String>,
        cx: &mut RuleContext<'_, 't>,
    ) {
        let provable = unused(cx.template()).map(self.provable).unwrap_or_default();
        let obstacle = obstacle.or_else(|| self.doubt(cx));
        for Unneeded { declaration, named_by } in unneeded {
            let (name, noun) = (declaration.name, self.noun);
            let finding = match named_by {
                None => cx.finding(declaration.key.range(), format!("nothing uses the {noun} `{name}`")),
                Some(user) => cx
                    .finding(declaration.key.range(), format!("only unused {noun}s use the {noun} `{name}`"))
                    .with_label(user.key.range(), "unused, and names it"),
            };
            let best = if provable.contains(name) { Applicability::Safe } else { Applicability::Unsafe };
            match (&obstacle, named_by) {
                (Some(help), _) => cx.report(finding.with_help(help.as_str())),
                (None, Some(user)) => cx.report(finding.with_help(format!("remove `{}` first", user.name))),
                (None, None) => cx.report_with_fix(finding.with_help("remove it"), || {
                    remove(*declaration, best, format!("remove the {noun} `{name}`"))
                }),
            }
        }
    }

    /// What to do first where a declaration may be used after all.
    fn doubt(&self, cx: &RuleContext<'_, '_>) -> Option<String> {
        if cx.template().has_unknown_functions() {
            return Some(
                "correct the functions that CloudFormation does not know first: one may use it".to_owned(),
            );
        }
        // What a loop names is known only where it is repeated.
        let is_plain = |name: &str| !name.contains("${") && !name.contains("&{");
        let mut undeclared =
            self.uses(cx.references().to(Target::Undeclared)).map(|reference| reference.name);
        let name = undeclared.find(|name| is_plain(name))?;
        Some(format!("declare the {} `{name}` first, or correct its name: it may mean this one", self.noun))
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
