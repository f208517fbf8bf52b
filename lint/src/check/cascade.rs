//! One mistake, one finding: drops the consequences of a finding that names the cause.

use cfn_ast::model::shape::{Misfit, MisfitKind};
use cfn_ast::model::{Section, TransformKind};
use cfn_ast::syntax::{Entry, NodeId, Scalar};
use cfn_ast::{Node, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Finding;
use crate::rule::Group;
use crate::rule::context::Subject;
use crate::rules::kit::ranges::place_of_owner;
use crate::rules::parameters::undefined_interface_parameter;
use crate::rules::references::{circular_dependency, undefined_reference};
use crate::rules::structure::{invalid_attribute_value, invalid_name, missing_attribute, unknown_attribute};
use crate::rules::syntax::duplicate_key;
use crate::rules::transforms::malformed_loop;
use crate::suggest::nearest;

/// The rules that report the same mistake again for entries at the wrong level.
const ABOUT_STRUCTURE: [&str; 6] = [
    duplicate_key::RULE.name,
    invalid_attribute_value::RULE.name,
    invalid_name::RULE.name,
    malformed_loop::RULE.name,
    missing_attribute::RULE.name,
    unknown_attribute::RULE.name,
];

/// The rule and the range of a finding.
type Place = (&'static str, TextRange);

/// A finding that is the cause of others.
struct Cause<'t> {
    /// The rule and the range of the finding.
    place: Place,
    /// The bytes that are at the wrong level, in a loop that cannot be expanded, or no declaration in a
    /// section that is written twice.
    ranges: Vec<TextRange>,
    /// The names that would be declared there without the mistake.
    names: Vec<&'t str>,
}

/// The consequences that all causes together explain.
struct Causes<'t> {
    places: FxHashSet<Place>,
    /// Disjoint, in the order of the source.
    ranges: Vec<TextRange>,
    names: FxHashSet<&'t str>,
    /// The text before the first loop variable of each name that contains one.
    beginnings: FxHashSet<&'t str>,
}

/// Drops the findings that are consequences of other findings.
///
/// If the cause is not reported, because its rule does not run, its consequences are kept.
pub(super) fn drop_consequences(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if findings.iter().any(|finding| is_about_part(finding, subject)) {
        // The other parts may use what looks unused here.
        findings.retain(|finding| !is_unused(finding));
    }
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
        // A cause must not be dropped as the consequence of another one.
        let follows = is_unused(finding) || causes.explain(finding, text.slice(finding.range));
        causes.places.contains(&place(finding)) || !follows
    });
}

/// Drops "output `Url` is missing `Value`" if the output contains `Vaule`: the finding about the unknown attribute names
/// the mistake and has the fix.
pub(super) fn drop_misspelled(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let explained: FxHashMap<Place, Place> = misspelled(subject.misfits()).collect();
    if explained.is_empty() {
        return;
    }
    let reported: FxHashSet<Place> = findings.iter().map(place).collect();
    // If the unknown attribute is not reported, because its rule does not run, the missing one is.
    findings.retain(|finding| !explained.get(&place(finding)).is_some_and(|cause| reported.contains(cause)));
}

/// The findings about missing attributes, each with the one about a likely misspelling of the attribute. No shape requires
/// two attributes, so that a mapping has at most one such finding.
fn misspelled<'t>(misfits: &[Misfit<'t>]) -> impl Iterator<Item = (Place, Place)> {
    let missing: FxHashMap<NodeId, &'static str> = misfits.iter().filter_map(missing_key).collect();
    misfits.iter().filter_map(move |misfit| {
        let MisfitKind::UnknownKey { entry, known } = misfit.kind else { return None };
        let owner = entry.key.parent()?;
        let name = missing.get(&owner.id())?;
        let absent = known.iter().map(|attribute| attribute.name).filter(|name| owner.get(name).is_none());
        let is_meant = nearest(entry.name()?, absent).contains(name);
        let cause = (unknown_attribute::RULE.name, entry.key.range());
        is_meant.then(|| ((missing_attribute::RULE.name, place_of_owner(owner)), cause))
    })
}

fn missing_key(misfit: &Misfit<'_>) -> Option<(NodeId, &'static str)> {
    let MisfitKind::MissingKey { owner, name } = misfit.kind else { return None };
    Some((owner.id(), name))
}

fn place(finding: &Finding) -> Place {
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
    blocks.chain(properties).chain(loops).chain(repeated_sections(template.root())).collect()
}

/// The sections that are written twice: which one CloudFormation reads is not known, so that either may declare a name.
fn repeated_sections<'t>(root: Node<'t>) -> Vec<Cause<'t>> {
    let sections: Vec<Entry<'t>> =
        root.entries().filter(|entry| entry.name().and_then(Section::from_key).is_some()).collect();
    let mut causes = Vec::new();
    for section in &sections {
        let same: Vec<&Entry<'t>> = sections.iter().filter(|other| other.name() == section.name()).collect();
        if same.len() > 1 {
            let declared = || same.iter().flat_map(|entry| entry.value.entries());
            // What is no declaration at all belongs to another level, as the parameters of a nested stack do.
            let is_misplaced =
                |entry: &Entry<'t>| !entry.value.is_mapping() || entry.value.function().is_some();
            causes.push(Cause {
                place: (duplicate_key::RULE.name, section.key.range()),
                names: declared().filter_map(|entry| entry.name()).collect(),
                ranges: declared().filter(is_misplaced).map(|entry| entry.range()).collect(),
            });
        }
    }
    causes
}

fn of_block<'t>(misfit: &Misfit<'t>) -> Option<Cause<'t>> {
    let MisfitKind::Misindented(block) = misfit.kind else { return None };
    let place = (unknown_attribute::RULE.name, block.first.key.range());
    Some(Cause { place, ranges: vec![block.range()], names: block.names() })
}

/// Properties that are beside an empty `Properties` instead of below it.
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

/// A loop that cannot be expanded, and the declarations beside it that use its variable.
fn of_loop<'t>(entry: Entry<'t>, bodies: &[Entry<'t>]) -> Cause<'t> {
    let variable = entry.value.item(0).and_then(Node::text);
    let declared = bodies.iter().filter_map(Entry::name);
    let keys = entry.value.descendants().filter(|node| node.is_key()).filter_map(Node::text);
    let keys =
        keys.filter(|key| variable.is_some_and(|variable| malformed_loop::contains_variable(key, variable)));
    let names = variable.into_iter().chain(declared).chain(keys).collect();
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

    /// Whether a finding about a name is a consequence of the causes.
    fn explain(&self, finding: &Finding, name: &str) -> bool {
        match finding.rule.name {
            rule if [undefined_reference::RULE.name, undefined_interface_parameter::RULE.name]
                .contains(&rule) =>
            {
                self.may_declare(name)
            }
            // A reference in the wrong place may close a cycle that does not exist.
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

    /// Whether the name would be declared without the mistakes, possibly by a loop.
    fn may_declare(&self, name: &str) -> bool {
        let mut beginnings = name.char_indices().map(|(end, _)| &name[..end]).chain([name]);
        self.names.contains(name) || beginnings.any(|beginning| self.beginnings.contains(beginning))
    }
}

/// The ranges in the order of the source, with overlapping ones merged.
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

/// The position of the first loop variable in a name.
fn variable_in(name: &str) -> Option<usize> {
    name.find("${").or_else(|| name.find("&{"))
}

/// Whether a finding says that the file is a part of a larger template: it is the only one about undefined names whose range
/// is not a name.
fn is_about_part(finding: &Finding, subject: &Subject<'_>) -> bool {
    *finding.rule == undefined_reference::RULE && finding.range == place_of_owner(subject.template.root())
}

/// Whether a finding is about an unused declaration: with declarations at a wrong level, it is not known what is used.
fn is_unused(finding: &Finding) -> bool {
    finding.rule.group == Group::Unused
}
