//! One mistake, one finding: what follows from a finding that names the cause is not reported.

use cfn_ast::model::TransformKind;
use cfn_ast::model::shape::{Misfit, MisfitKind};
use cfn_ast::syntax::{Entry, Scalar};
use cfn_ast::{Node, TextRange};
use rustc_hash::FxHashSet;

use crate::context::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule::Group;
use crate::rules::correctness::{
    circular_dependency, duplicate_key, invalid_attribute_value, invalid_name, malformed_loop,
    missing_attribute, undefined_reference, unknown_attribute,
};

/// The rules that find the same mistake as the cause, in what is at the wrong level.
const ABOUT_STRUCTURE: [&str; 6] = [
    duplicate_key::RULE.name,
    invalid_attribute_value::RULE.name,
    invalid_name::RULE.name,
    malformed_loop::RULE.name,
    missing_attribute::RULE.name,
    unknown_attribute::RULE.name,
];

/// The rule and the place of a finding.
type Place = (&'static str, TextRange);

/// A finding that is the cause of others.
struct Cause<'t> {
    /// The rule and the place of the finding.
    place: Place,
    /// The bytes that are at the wrong level, or in a loop that cannot be repeated.
    ranges: Vec<TextRange>,
    /// The names that would be declared there.
    names: Vec<&'t str>,
}

/// What all causes together explain.
struct Causes<'t> {
    places: FxHashSet<Place>,
    /// Disjoint, in the order of the source.
    ranges: Vec<TextRange>,
    names: FxHashSet<&'t str>,
    /// The beginnings of names that have the variable of a loop after them.
    beginnings: FxHashSet<&'t str>,
}

/// Drops the findings that follow from others which are there.
///
/// Where the cause is not reported, since its rule does not run, its consequences stay.
pub(super) fn drop_consequences(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let mut causes = causes(subject);
    if causes.is_empty() {
        return;
    }
    let reported: FxHashSet<Place> = findings.iter().map(place).collect();
    causes.retain(|cause| reported.contains(&cause.place));
    if causes.is_empty() {
        return;
    }
    let causes = Causes::new(&causes);
    let text = subject.template.tree().source();
    findings.retain(|finding| {
        let follows = is_unused(finding) || causes.explain(finding, text.slice(finding.range));
        causes.places.contains(&place(finding)) || !follows
    });
}

fn place(finding: &Diagnostic) -> Place {
    (finding.rule.name, finding.range)
}

fn causes<'t>(subject: &Subject<'t>) -> Vec<Cause<'t>> {
    let template = subject.template;
    let blocks = subject.misfits().iter().filter_map(of_block);
    let properties = subject.misfits().windows(2).filter_map(of_empty_properties);
    let is_repeated = template.has_transform(TransformKind::LanguageExtensions);
    let complete = template.loops().iter().filter(|_| !is_repeated).filter_map(|each| each.key.own_entry());
    let loops = template.malformed_loops().iter().copied().chain(complete);
    let mut bodies = malformed_loop::bodies_beside_loops(template);
    let loops = loops.map(|entry| of_loop(entry, &bodies.remove(&entry.key.id()).unwrap_or_default()));
    blocks.chain(properties).chain(loops).collect()
}

fn of_block<'t>(misfit: &Misfit<'t>) -> Option<Cause<'t>> {
    let MisfitKind::Misindented(block) = misfit.kind else { return None };
    let place = (unknown_attribute::RULE.name, block.first.key.range());
    Some(Cause { place, ranges: vec![block.range()], names: block.names() })
}

/// Properties beside `Properties`, which has no value for that reason.
fn of_empty_properties<'t>(misfits: &[Misfit<'t>]) -> Option<Cause<'t>> {
    let [before, next] = misfits else { return None };
    let (MisfitKind::WrongValue { value, .. }, MisfitKind::UnknownKey { entry, .. }) =
        (before.kind, next.kind)
    else {
        return None;
    };
    let is_empty = value.scalar() == Some(Scalar::Null) && value.parent() == entry.key.parent();
    let properties = value.key().filter(|key| is_empty && key.text() == Some("Properties"))?;
    let place = (unknown_attribute::RULE.name, entry.key.range());
    Some(Cause { place, ranges: vec![properties.range()], names: Vec::new() })
}

/// A loop that is not repeated, and the declarations beside it that use its variable.
fn of_loop<'t>(entry: Entry<'t>, bodies: &[Entry<'t>]) -> Cause<'t> {
    let variable = entry.value.item(0).and_then(Node::text);
    let made = bodies.iter().filter_map(Entry::name);
    let keys = entry.value.descendants().filter(|node| node.is_key()).filter_map(Node::text);
    let keys = keys.filter(|key| variable.is_some_and(|variable| malformed_loop::holds(key, variable)));
    let names = variable.into_iter().chain(made).chain(keys).collect();
    let ranges = bodies.iter().map(Entry::range).chain([entry.range()]).collect();
    Cause { place: (malformed_loop::RULE.name, entry.key.range()), ranges, names }
}

impl<'t> Causes<'t> {
    fn new(causes: &[Cause<'t>]) -> Self {
        let names = causes.iter().flat_map(|cause| cause.names.iter().copied());
        let (computed, plain): (Vec<&str>, Vec<&str>) = names.partition(|name| variable_in(name).is_some());
        let beginnings = computed.into_iter().filter_map(|name| name.get(..variable_in(name)?));
        Self {
            places: causes.iter().map(|cause| cause.place).collect(),
            ranges: disjoint(causes.iter().flat_map(|cause| cause.ranges.iter().copied())),
            names: plain.into_iter().collect(),
            beginnings: beginnings.collect(),
        }
    }

    /// Whether a finding about a name would not be there without the causes.
    fn explain(&self, finding: &Diagnostic, name: &str) -> bool {
        match finding.rule.name {
            rule if rule == undefined_reference::RULE.name => self.may_declare(name),
            rule if rule == circular_dependency::RULE.name => {
                finding.labels.iter().any(|label| self.cover(label.range))
            }
            rule => ABOUT_STRUCTURE.contains(&rule) && self.cover(finding.range),
        }
    }

    fn cover(&self, range: TextRange) -> bool {
        let next = self.ranges.partition_point(|own| own.start() <= range.start());
        next.checked_sub(1).is_some_and(|last| self.ranges[last].contains_range(range))
    }

    /// Whether a name is declared, or may be what a loop makes of a declared one.
    fn may_declare(&self, name: &str) -> bool {
        let mut beginnings = name.char_indices().map(|(end, _)| &name[..end]).chain([name]);
        self.names.contains(name) || beginnings.any(|beginning| self.beginnings.contains(beginning))
    }
}

/// The ranges in the order of the source, with one in the place of those that overlap.
fn disjoint(ranges: impl Iterator<Item = TextRange>) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = ranges.collect();
    ranges.sort_by_key(|range| range.start());
    ranges.dedup_by(|next, before| {
        let overlaps = next.start() < before.end();
        if overlaps {
            *before = before.cover(*next);
        }
        overlaps
    });
    ranges
}

/// Where the first variable of a loop is in a name.
fn variable_in(name: &str) -> Option<usize> {
    name.find("${").or_else(|| name.find("&{"))
}

/// Where declarations are at a wrong level, nobody can say what is unused.
fn is_unused(finding: &Diagnostic) -> bool {
    finding.rule.group == Group::Unused
}
