//! Keys that CloudFormation does not know.

use cfn_ast::model::Section;
use cfn_ast::model::shape::{Attribute, Level, Misfit, MisfitKind, Misindented, Part};
use cfn_ast::syntax::Entry;
use cfn_ast::{Edit, Node, Template};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Fix;
use crate::names::{did_you_mean, nearest, slip_of};
use crate::parts::{id_of_key, is_error, owner_of_keys, severity};

declare_rule! {
    /// A section, or an attribute of a resource, parameter or output, that CloudFormation does not know.
    ///
    /// ## Why
    ///
    /// CloudFormation refuses the whole template. Most often the name is misspelt, or a property is beside `Properties` and
    /// not below it.
    ///
    /// Entries that are indented as something else than what they look like are one finding, at the first of them: the
    /// attributes of a resource beside its logical ID, resources beside `Resources` or below another resource. What
    /// else would be found because of the indentation is not reported.
    ///
    /// In `AWS::CloudFormation::Interface` it is a warning: only the console reads that.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     DeletionPolcy: Retain
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     DeletionPolicy: Retain
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the known name that is at most two letters away, where no other one is as near, and the mapping does
    /// not have that name yet. It is safe where a single letter is wrong and no other name is within two, and unsafe
    /// otherwise, and in `AWS::CloudFormation::Interface`.
    "unknown-attribute" {
        group: Correctness,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E1001", "E1005", "E1700", "E2001", "E3001", "E3009", "E3016", "E3055", "E3724", "E4001", "E6001"],
        hooks: [Template(check)],
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let misfits: Vec<&Misfit<'t>> = cx.misfits().iter().filter(|misfit| is_error(misfit)).collect();
    for group in misfits.chunk_by(|a, b| are_misplaced_properties(a, b)) {
        let misfit = group[0];
        match misfit.kind {
            MisfitKind::UnknownKey { entry, known } => report(misfit, entry, known, group.len() - 1, cx),
            MisfitKind::Misindented(block) => report_block(&block, misfit, cx),
            _ => {}
        }
    }
}

/// Whether two unknown keys of one resource are like no attribute, so that both are most likely properties that are not
/// below `Properties`.
fn are_misplaced_properties(a: &Misfit<'_>, b: &Misfit<'_>) -> bool {
    let (MisfitKind::UnknownKey { entry: a, known }, MisfitKind::UnknownKey { entry: b, .. }) =
        (a.kind, b.kind)
    else {
        return false;
    };
    let is_like_attribute = |entry: Entry<'_>| {
        let names = known.iter().map(|attribute| attribute.name);
        known.is_empty() || entry.name().is_none_or(|name| !nearest(name, names).is_empty())
    };
    // Only resources have properties.
    let is_resource = known.iter().any(|attribute| attribute.name == "Properties");
    is_resource && a.key.parent() == b.key.parent() && !is_like_attribute(a) && !is_like_attribute(b)
}

/// Reports entries at a wrong level by the first of them.
fn report_block<'t>(block: &Misindented<'t>, misfit: &Misfit<'t>, cx: &mut RuleContext<'_, 't>) {
    let key = block.first.key;
    let name = block.first.name().unwrap_or_default();
    let how = if key.in_flow() { "nested" } else { "indented" };
    let message = format!("`{name}` is {how} as {}", describe(block.found));
    let finding = cx.finding(key.range(), message).with_cfn_lint(id_of_key(misfit.part));
    let finding = finding.with_severity(severity(misfit));
    let meant = describe(block.meant);
    let owner = block.owner.and_then(Node::text);
    let help = match (owner, block.meant) {
        (Some(owner), Level::Attribute(_)) => format!("did you mean it as an attribute of `{owner}`?"),
        (Some(owner), _) => format!("did you mean it as {meant}, below `{owner}`?"),
        (None, _) => format!("did you mean it as {meant}?"),
    };
    cx.report(finding.with_help(help));
}

fn describe(level: Level) -> &'static str {
    match level {
        Level::Section => "a section",
        Level::Declaration(Section::Parameters) => "a parameter",
        Level::Declaration(Section::Outputs) => "an output",
        Level::Declaration(_) => "a resource",
        Level::Attribute(Section::Parameters) => "an attribute of a parameter",
        Level::Attribute(Section::Outputs) => "an attribute of an output",
        Level::Attribute(_) => "an attribute of a resource",
    }
}

fn report<'t>(
    misfit: &Misfit<'t>,
    entry: Entry<'t>,
    known: &'static [Attribute],
    others: usize,
    cx: &mut RuleContext<'_, 't>,
) {
    let part = misfit.part;
    let name = entry.name().unwrap_or_default();
    let names = || known.iter().map(|attribute| attribute.name);
    let what = if part == Part::Template { "section" } else { "key" };
    let message = if others > 0 {
        let keys = if others == 1 { "key" } else { "keys" };
        format!("`{name}` and {others} more {keys} of this resource are unknown")
    } else if known.is_empty() {
        format!("this resource cannot have `{name}`")
    } else {
        format!("`{name}` is no {what} of {}", owner_of_keys(part))
    };
    let finding = cx.finding(entry.key.range(), message).with_cfn_lint(id_of_key(part));
    let finding = finding.with_severity(severity(misfit));
    let near = did_you_mean(&nearest(name, names().filter(|known| !has(entry, known))));
    let finding = with_help(finding, near, known, part);
    let finding = match entry.key.parent().and_then(Node::key) {
        Some(owner) if name == "Version" && known.is_empty() => {
            finding.with_cfn_lint_offset(owner.range().start())
        }
        _ => finding,
    };
    cx.report_with_fix(finding, || {
        let slip = slip_of(name, names()).filter(|slip| !has(entry, slip.right))?;
        let edit = Edit::replace(entry.key.verbatim_text_range()?, slip.right);
        // A correction replaces only what CloudFormation refuses.
        let is_refused = severity(misfit) == Severity::Error;
        let is_certain = is_refused && slip.is_certain_word() && !has_other_slip(entry, slip.right, names);
        Some(Fix::correction_if(is_certain, format!("write `{}`", slip.right), [edit]))
    });
}

fn with_help(finding: Diagnostic, near: Option<String>, known: &[Attribute], part: Part) -> Diagnostic {
    match (near, part) {
        (Some(question), _) => finding.with_help(question),
        (None, Part::Resource) if known.is_empty() => finding.with_help("remove it"),
        (None, Part::Resource) => {
            finding.with_help("remove it, or move it to `Properties` if it is a property")
        }
        (None, _) => finding.with_help("remove it"),
    }
}

/// Whether another key of the mapping may have been meant to be the same.
fn has_other_slip<N: Iterator<Item = &'static str>>(
    entry: Entry<'_>,
    right: &str,
    names: impl Fn() -> N,
) -> bool {
    /// Beyond so many keys it counts as if there were one.
    const MAX_KEYS: usize = 64;
    let is_slip = |key: Node<'_>| {
        let slip = key.text().and_then(|key| slip_of(key, names()));
        key != entry.key && slip.is_some_and(|slip| slip.right == right)
    };
    let Some(owner) = entry.key.parent() else { return false };
    owner.child_count() / 2 > MAX_KEYS || owner.entries().any(|other| is_slip(other.key))
}

fn has(entry: Entry<'_>, name: &str) -> bool {
    entry.key.parent().is_some_and(|owner| owner.get(name).is_some())
}
