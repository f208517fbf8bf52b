//! Shared parts of the rules on unused declarations.

use std::collections::{BTreeMap, BTreeSet};

use cfn_ast::FunctionName;
use cfn_ast::edit::Removal;
use cfn_ast::meaning::{Unused, unused};
use cfn_ast::model::{Intrinsic, Named, ReferenceKind, Target};

use crate::rules::kit::editing::removal_fix;
use crate::rules::kit::prelude::*;

/// A declaration that is unused, or only used by unused declarations.
pub(super) struct Unneeded<'t> {
    pub(super) declaration: Named<'t>,
    /// Another unused declaration that uses it and must be removed first.
    pub(super) named_by: Option<Named<'t>>,
}

/// A kind of declarations: conditions or mappings.
pub(super) struct Kind {
    /// The word for one of them in messages.
    pub(super) noun: &'static str,
    /// Whether references of this kind refer to one.
    pub(super) is_use: fn(ReferenceKind) -> bool,
    /// Selects those that can be removed with proof that the template means the same.
    pub(super) provable: fn(Unused) -> BTreeSet<String>,
}

impl Kind {
    /// Returns the references to declarations of this kind.
    pub(super) fn uses<'a, 't: 'a>(
        &self,
        references: impl IntoIterator<Item = &'a Reference<'t>>,
    ) -> impl Iterator<Item = &'a Reference<'t>> {
        references.into_iter().filter(|reference| (self.is_use)(reference.kind))
    }

    /// Reports declarations.
    ///
    /// A declaration that another one still uses has no fix, since CloudFormation rejects undeclared names. None of
    /// them has a fix if a use may be misspelled or hidden, or if there is an `obstacle`, which becomes the help.
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
                None => cx.finding(declaration.key.range(), format!("{noun} `{name}` is never used")),
                Some(user) => cx
                    .finding(
                        declaration.key.range(),
                        format!("{noun} `{name}` is only used by unused {noun}s"),
                    )
                    .with_label(user.key.range(), "this one is unused"),
            };
            let best = if provable.contains(name) { Applicability::Safe } else { Applicability::Unsafe };
            match (&obstacle, named_by) {
                (Some(help), _) => cx.report(finding.with_help(help.as_str())),
                (None, Some(user)) => {
                    let help = format!("not fixed because `{0}` uses it; remove `{0}` first", user.name);
                    cx.report(finding.with_help(help));
                }
                (None, None) => cx.report_with_fix(finding.with_help("remove it"), || {
                    remove(*declaration, best, format!("remove the {noun} `{name}`"))
                }),
            }
        }
    }

    /// The reason why the declarations may be used after all, or `None`.
    fn doubt(&self, cx: &RuleContext<'_, '_>) -> Option<String> {
        if cx.template().has_unknown_functions() {
            return Some("not fixed because an unknown function in the template may use it".to_owned());
        }
        // A name with a placeholder of a loop is only known in each repetition.
        let is_plain = |name: &str| !name.contains("${") && !name.contains("&{");
        let mut undeclared =
            self.uses(cx.references().to(Target::Undeclared)).map(|reference| reference.name);
        let name = undeclared.find(|name| is_plain(name))?;
        Some(format!("not fixed because the undeclared {} `{name}` may be a typo for it", self.noun))
    }
}

/// Whether something outside of the template, or a malformed loop in it, may use its declarations.
pub(super) fn may_be_named_elsewhere(template: &Template<'_>) -> bool {
    template.may_be_named_elsewhere() || !template.malformed_loops().is_empty()
}

/// Whether any function of this name computes the name that it refers to, which `AWS::LanguageExtensions` allows.
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

/// The declarations for which no use has been found yet.
pub(super) struct Unnamed<'t>(BTreeMap<&'t str, Named<'t>>);

impl<'t> Unnamed<'t> {
    pub(super) fn new(declarations: impl IntoIterator<Item = Named<'t>>) -> Self {
        Self(declarations.into_iter().map(|named| (named.name, named)).collect())
    }

    /// Removes and returns the declarations that a reference may mean: the one with this name, or, if the name
    /// contains a placeholder of a loop, all that begin like it.
    pub(super) fn take(&mut self, reference: &'t str) -> Vec<Named<'t>> {
        let Some(variable) = reference.find("${").into_iter().chain(reference.find("&{")).min() else {
            return self.0.remove(reference).into_iter().collect();
        };
        let beginning = &reference[..variable];
        let following = self.0.range(beginning..).map(|(name, _)| *name);
        let names: Vec<_> = following.take_while(|name| name.starts_with(beginning)).collect();
        names.into_iter().filter_map(|name| self.0.remove(name)).collect()
    }

    /// Returns the remaining declarations in source order.
    pub(super) fn into_vec(self) -> Vec<Named<'t>> {
        let mut left: Vec<_> = self.0.into_values().collect();
        left.sort_by_key(|named| named.key.id());
        left
    }
}

/// The fix that removes a declaration, and the section as well if it is the only one in it.
pub(super) fn remove(named: Named<'_>, best: Applicability, message: String) -> Option<Fix> {
    let entry = named.key.own_entry()?;
    // The entries of a function's argument are not declarations.
    let section = named.key.parent().filter(|section| section.local_tag().is_none())?;
    let is_only = section.child_count() == 2;
    let removal = Removal::of_entry(if is_only { section.own_entry()? } else { entry })?;
    Some(removal_fix(removal, best, message))
}
