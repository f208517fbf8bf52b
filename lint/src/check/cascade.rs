//! One mistake, one finding: what follows from a finding that names the cause is not reported.

use cfn_ast::model::shape::{Misfit, MisfitKind};
use cfn_ast::model::{ForEach, Template, TransformKind};
use cfn_ast::syntax::{Entry, Scalar};
use cfn_ast::{Node, TextRange};

use crate::context::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule::Group;
use crate::rules::correctness::{
    circular_dependency, duplicate_key, invalid_attribute_value, invalid_name, malformed_loop,
    missing_attribute, undefined_reference, unknown_attribute,
};
use crate::select::rule_named;

/// The rules that find the same mistake as the cause, in what is at the wrong level.
const ABOUT_STRUCTURE: [&str; 6] = [
    duplicate_key::RULE.name,
    invalid_attribute_value::RULE.name,
    invalid_name::RULE.name,
    malformed_loop::RULE.name,
    missing_attribute::RULE.name,
    unknown_attribute::RULE.name,
];

/// A finding that is the cause of others.
struct Cause<'t> {
    /// The rule of the finding.
    rule: &'static str,
    /// The place of the finding.
    place: TextRange,
    /// The bytes that are at the wrong level, or in a loop that cannot be repeated.
    ranges: Vec<TextRange>,
    /// The names that would be declared there.
    names: Vec<&'t str>,
}

/// Drops the findings that follow from others which are there.
///
/// Where the cause is not reported, since its rule does not run, its consequences stay.
pub(super) fn drop_consequences(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let mut causes = causes(subject);
    causes.retain(|cause| findings.iter().any(|finding| cause.is(finding)));
    if causes.is_empty() {
        return;
    }
    let text = subject.template.tree().source();
    findings.retain(|finding| {
        let is_cause = causes.iter().any(|cause| cause.is(finding));
        let name = text.slice(finding.range);
        is_cause || !(is_unused(finding) || causes.iter().any(|cause| cause.explains(finding, name)))
    });
}

fn causes<'t>(subject: &Subject<'t>) -> Vec<Cause<'t>> {
    let template = subject.template;
    let blocks = subject.misfits().iter().filter_map(of_block);
    let is_repeated = template.has_transform(TransformKind::LanguageExtensions);
    let complete = template.loops().iter().filter(|_| !is_repeated).filter_map(|each| each.key.own_entry());
    let loops = template.malformed_loops().iter().copied().chain(complete);
    let loops = loops.map(|entry| of_loop(entry, template));
    let properties = subject.misfits().windows(2).filter_map(of_empty_properties);
    blocks.chain(loops).chain(properties).collect()
}

fn of_block<'t>(misfit: &Misfit<'t>) -> Option<Cause<'t>> {
    let MisfitKind::Misindented(block) = misfit.kind else { return None };
    let (rule, place) = (unknown_attribute::RULE.name, block.first.key.range());
    Some(Cause { rule, place, ranges: vec![block.range()], names: block.names() })
}

/// Properties beside `Properties`, which has no value for that reason.
fn of_empty_properties<'t>(misfits: &[Misfit<'t>]) -> Option<Cause<'t>> {
    let [before, behind] = misfits else { return None };
    let (MisfitKind::WrongValue { value, .. }, MisfitKind::UnknownKey { entry, .. }) =
        (before.kind, behind.kind)
    else {
        return None;
    };
    let is_empty = value.scalar() == Some(Scalar::Null) && value.parent() == entry.key.parent();
    let properties = value.key().filter(|key| is_empty && key.text() == Some("Properties"))?;
    let (rule, place) = (unknown_attribute::RULE.name, entry.key.range());
    Some(Cause { rule, place, ranges: vec![properties.range()], names: Vec::new() })
}

/// A loop that is not repeated, and the declarations beside it that use its variable.
fn of_loop<'t>(entry: Entry<'t>, template: &Template<'t>) -> Cause<'t> {
    let variable = entry.value.item(0).and_then(Node::text);
    let siblings = entry.key.parent().into_iter().flat_map(Node::entries);
    let uses_variable = |sibling: &Entry<'t>| {
        let names = sibling.name().zip(variable).filter(|(name, _)| !ForEach::is_key(name));
        names.is_some_and(|(name, variable)| malformed_loop::holds(name, variable))
    };
    let bodies: Vec<Entry<'t>> = siblings.filter(uses_variable).collect();
    let made = bodies.iter().filter_map(Entry::name);
    let keys = entry.value.descendants().filter(|node| node.is_key()).filter_map(Node::text);
    let keys = keys.filter(|key| variable.is_some_and(|variable| malformed_loop::holds(key, variable)));
    let names = variable.into_iter().chain(made).chain(keys).collect();
    let ranges = bodies.iter().map(Entry::range).chain([entry.range()]).collect();
    let place = template.tree().node(entry.key.id()).range();
    Cause { rule: malformed_loop::RULE.name, place, ranges, names }
}

impl Cause<'_> {
    fn is(&self, finding: &Diagnostic) -> bool {
        finding.rule == self.rule && finding.range == self.place
    }

    /// Whether a finding about a name would not be there without the cause.
    fn explains(&self, finding: &Diagnostic, name: &str) -> bool {
        let is_within = |range: TextRange| self.ranges.iter().any(|own| own.contains_range(range));
        if finding.rule == undefined_reference::RULE.name {
            return self.names.iter().any(|declared| may_be(declared, name));
        }
        if finding.rule == circular_dependency::RULE.name {
            return finding.labels.iter().any(|label| is_within(label.range));
        }
        ABOUT_STRUCTURE.contains(&finding.rule) && is_within(finding.range)
    }
}

/// Whether a name is what is declared, or what a loop may make of it.
fn may_be(declared: &str, name: &str) -> bool {
    match declared.find("${").or_else(|| declared.find("&{")) {
        Some(0) => true,
        Some(variable) => name.starts_with(&declared[..variable]),
        None => declared == name,
    }
}

/// Where declarations are at a wrong level, nobody can say what is unused.
fn is_unused(finding: &Diagnostic) -> bool {
    rule_named(finding.rule).is_some_and(|rule| rule.group == Group::Unused)
}
