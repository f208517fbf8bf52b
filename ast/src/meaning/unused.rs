//! Conditions and mappings that nothing names, which a rewrite may remove.

use std::collections::BTreeSet;

use crate::meaning::build::Entries;
use crate::meaning::{Meaning, simplify};
use crate::model::{FunctionName, ReferenceKind, References, Section, Target, Template, TransformKind};

/// The conditions and mappings of a template that nothing in it names, not even another unused declaration.
///
/// Each can be removed on its own. Both sets are empty if anything else could use a declaration: loops, included
/// snippets, macros and unknown functions. A set is also empty if the template uses an undeclared name of its kind,
/// which may be misspelled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unused {
    /// The names of conditions.
    pub conditions: BTreeSet<String>,
    /// The names of mappings.
    pub mappings: BTreeSet<String>,
}

/// The kinds of declarations that have no effect unless something uses them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Condition,
    Mapping,
}

impl Kind {
    fn section(self) -> Section {
        match self {
            Self::Condition => Section::Conditions,
            Self::Mapping => Section::Mappings,
        }
    }

    fn names(self, template: &Template<'_>) -> BTreeSet<String> {
        match self {
            Self::Condition => template.conditions().names().map(str::to_owned).collect(),
            Self::Mapping => template.mappings().names().map(str::to_owned).collect(),
        }
    }

    fn is_named_by(self, kind: ReferenceKind) -> bool {
        use ReferenceKind::{ConditionAttribute, ConditionFunction, FindInMap, IfCondition};
        match self {
            Self::Condition => matches!(kind, ConditionAttribute | ConditionFunction | IfCondition),
            Self::Mapping => kind == FindInMap,
        }
    }

    /// The function whose first argument names a declaration.
    fn function(self) -> FunctionName {
        match self {
            Self::Condition => FunctionName::If,
            Self::Mapping => FunctionName::FindInMap,
        }
    }
}

/// Returns the declarations that nothing names; `sections` is the meaning of the template.
pub(super) fn find(template: &Template<'_>, sections: &Entries<'_>) -> Unused {
    let references = References::of(template);
    let unused = |kind: Kind| {
        let declared = kind.names(template);
        let mut named = named(template, sections, &declared, kind);
        // Of duplicate keys only the last is in the meaning, but the proof of a removal looks at all of them.
        let used = references.iter().filter(|reference| kind.is_named_by(reference.kind));
        named.extend(used.map(|reference| reference.name.to_owned()));
        let unused: BTreeSet<String> = declared.difference(&named).cloned().collect();
        if unused.is_empty() || is_opaque(template, sections, kind) { BTreeSet::new() } else { unused }
    };
    Unused { conditions: unused(Kind::Condition), mappings: unused(Kind::Mapping) }
}

/// Removes the declarations from the meaning of `before` that are missing in `after`, if nothing in `after` names them.
///
/// The comparison of the two meanings finds any other difference.
pub(super) fn drop_removed(
    (before, old): (&Template<'_>, &mut Entries<'_>),
    (after, new): (&Template<'_>, &Entries<'_>),
) {
    for kind in [Kind::Condition, Kind::Mapping] {
        let removed: BTreeSet<String> = kind.names(before).difference(&kind.names(after)).cloned().collect();
        // A use may have been removed together with the declaration around it, so only `after` is searched for uses.
        if removed.is_empty() || is_opaque(after, new, kind) {
            continue;
        }
        let is_still_named = !named(after, new, &removed, kind).is_empty()
            || References::of(after)
                .iter()
                .any(|reference| kind.is_named_by(reference.kind) && removed.contains(reference.name));
        if is_still_named {
            continue;
        }
        if let Some(Meaning::Map(declarations)) = old.get_mut(kind.section().key()) {
            declarations.retain(|name, _| !removed.contains(name));
        }
    }
    simplify::drop_empty_sections(old);
}

/// Returns the names that appear anywhere as a string, including places that cannot name a declaration, so that no
/// use is missed.
fn named(
    template: &Template<'_>,
    sections: &Entries<'_>,
    names: &BTreeSet<String>,
    kind: Kind,
) -> BTreeSet<String> {
    // Only with `AWS::LanguageExtensions` can the name of a condition come from a mapping.
    let skips_mappings =
        kind == Kind::Condition && !template.has_transform(TransformKind::LanguageExtensions);
    let mut found = BTreeSet::new();
    for (key, value) in sections.iter() {
        if !(skips_mappings && key == Section::Mappings.key()) {
            texts(value, names, &mut found);
        }
    }
    found
}

/// Adds the names that appear as a string in a value to `found`.
fn texts(value: &Meaning<'_>, names: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    match value {
        Meaning::Text(text) if names.contains(&**text) => {
            found.insert(text.to_string());
        }
        _ => value.for_each_child(&mut |child| texts(child, names, found)),
    }
}

/// Whether the template may have uses that cannot be found: in a loop, a macro or a snippet, in an unknown function,
/// in a computed name, or in an undeclared name, which may be misspelled.
fn is_opaque(template: &Template<'_>, sections: &Entries<'_>, kind: Kind) -> bool {
    let has_loops = !template.loops().is_empty() || !template.malformed_loops().is_empty();
    let is_unresolved = || {
        let references = References::of(template);
        references.to(Target::Undeclared).any(|reference| kind.is_named_by(reference.kind))
    };
    has_loops
        || template.may_be_named_elsewhere()
        || template.has_unknown_functions()
        || sections.values().any(|value| has_computed_name(value, kind.function()))
        || is_unresolved()
}

/// Whether a function of this name computes the name that it refers to.
fn has_computed_name(value: &Meaning<'_>, function: FunctionName) -> bool {
    let mut is_computed = match value {
        Meaning::Call(name, argument) if *name == function => match &**argument {
            Meaning::List(arguments) => !matches!(arguments.first(), Some(Meaning::Text(_))),
            _ => true,
        },
        _ => false,
    };
    value.for_each_child(&mut |child| is_computed = is_computed || has_computed_name(child, function));
    is_computed
}
