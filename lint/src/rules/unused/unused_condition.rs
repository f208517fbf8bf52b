//! Conditions that are never used.

use cfn_ast::FunctionName;
use cfn_ast::model::{Named, ReferenceKind, References, Section};
use rustc_hash::FxHashMap;

use super::declared::{Kind, Unnamed, Unneeded, computes_names, may_be_named_elsewhere};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A condition that is never used.
    ///
    /// ## Why
    ///
    /// It has no effect, but every reader of the template has to find that out. A condition that is only used by unused
    /// conditions is also unused.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    ///   IsTest: !Equals [!Ref Stage, test]
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Templates with a custom macro or included snippets are not checked, since those can use a condition. The fix
    /// is unsafe in templates with loops, if the name of the condition appears as a string anywhere in the template,
    /// and if a comment would be removed.
    ///
    /// There is no fix
    ///
    /// * as long as another condition uses it, even an unused one: that one is removed first;
    /// * in templates with unknown functions, which may use it;
    /// * in templates that use an undeclared condition, which may be a typo for it.
    "unused-condition" {
        group: Unused,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W8001"],
        hooks: [Template(check)],
    }
}

/// Each round of removals reads the whole template again, so the time for a chain is quadratic in its length.
const MAX_ROUNDS: usize = 100;

const CONDITION: Kind = Kind {
    noun: "condition",
    is_use: |kind| {
        use ReferenceKind::{ConditionAttribute, ConditionFunction, IfCondition};
        matches!(kind, ConditionAttribute | ConditionFunction | IfCondition)
    },
    provable: |unused| unused.conditions,
};

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if template.conditions().is_empty() {
        return;
    }
    let unused = unused(template, cx);
    if unused.is_empty() || may_be_named_elsewhere(template) || computes_names(FunctionName::If, template) {
        return;
    }
    // A computed `Condition` could name any condition.
    let is_computed =
        |resource: &Resource<'t>| resource.condition().is_some_and(|name| name.function().is_some());
    if template.resources().iter().any(is_computed)
        || template.resources_in_loops().any(|each| is_computed(&each))
    {
        return;
    }
    let graph = Graph::of(&unused, cx.references());
    let doubt = (graph.rounds() > MAX_ROUNDS).then(|| {
        format!(
            "not fixed because the unused conditions use each other in a chain of more than {MAX_ROUNDS}; \
             remove them by hand, beginning with the last"
        )
    });
    CONDITION.report(&graph.unneeded(), doubt, cx);
}

/// The conditions that cannot be reached from other sections, directly or through other conditions.
fn unused<'t>(template: &Template<'t>, cx: &RuleContext<'_, 't>) -> Vec<Named<'t>> {
    let references = cx.references();
    let mut unused = Unnamed::new(template.conditions().iter().copied());
    let section = template.section(Section::Conditions).map(|entry| entry.value);
    let is_outside = |reference: &&Reference<'t>| reference.context().section() != Some(Section::Conditions);
    let mut pending: Vec<_> = CONDITION.uses(references).filter(is_outside).collect();
    for each in template.loops().iter().filter(|each| each.key.parent() == section) {
        pending.extend(CONDITION.uses(references.within(each.body)));
    }
    while let Some(reference) = pending.pop() {
        for used in unused.take(reference.name) {
            pending.extend(CONDITION.uses(references.within(used.value)));
        }
    }
    unused.into_vec()
}

/// The unused conditions and the references between them.
struct Graph<'c, 't> {
    unused: &'c [Named<'t>],
    references: &'c References<'t>,
    users: FxHashMap<&'t str, Vec<Named<'t>>>,
}

impl<'c, 't> Graph<'c, 't> {
    fn of(unused: &'c [Named<'t>], references: &'c References<'t>) -> Self {
        let mut users: FxHashMap<&str, Vec<Named<'t>>> = FxHashMap::default();
        for user in unused {
            for reference in CONDITION.uses(references.within(user.value)) {
                users.entry(reference.name).or_default().push(*user);
            }
        }
        Self { unused, references, users }
    }

    fn unneeded(&self) -> Vec<Unneeded<'t>> {
        let user = |name: &str| self.users.get(name).and_then(|users| users.first()).copied();
        let unneeded = |named: &Named<'t>| Unneeded { declaration: *named, named_by: user(named.name) };
        self.unused.iter().map(unneeded).collect()
    }

    /// The number of rounds until none is left, if each removes those that no other condition uses.
    fn rounds(&self) -> usize {
        let mut users_left: FxHashMap<&str, usize> =
            self.users.iter().map(|(name, users)| (*name, users.len())).collect();
        let by_name: FxHashMap<&str, Named<'t>> =
            self.unused.iter().map(|named| (named.name, *named)).collect();
        let mut removable: Vec<Named<'t>> =
            self.unused.iter().filter(|named| !users_left.contains_key(named.name)).copied().collect();
        let mut rounds = 0;
        while !removable.is_empty() {
            rounds += 1;
            let mut next = Vec::new();
            for reference in
                removable.iter().flat_map(|user| CONDITION.uses(self.references.within(user.value)))
            {
                let Some(left) = users_left.get_mut(reference.name) else { continue };
                *left -= 1;
                if *left == 0 {
                    next.extend(by_name.get(reference.name));
                }
            }
            removable = next;
        }
        rounds
    }
}
