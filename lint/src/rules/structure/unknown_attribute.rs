//! Sections and attributes that do not exist.

use cfn_ast::model::Section;
use cfn_ast::model::shape::{Attribute, Level, MisfitKind, Misindented, Part};
use cfn_ast::syntax::Entry;

use crate::cfn_lint::id_of_key;
use crate::rules::kit::misfits::{is_error, severity};
use crate::rules::kit::owners::owner_of_keys;
use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, nearest, typo_of, write_name};

declare_rule! {
    /// An unknown section, or an unknown attribute of a resource, parameter or output.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the whole template. Most often the name is misspelled, or a property is beside `Properties`
    /// instead of below it.
    ///
    /// Entries at the wrong level of indentation are one finding, at the first of them: attributes of a resource beside its
    /// logical ID, or resources beside `Resources` or inside another resource. Consequences of the wrong indentation are
    /// not reported.
    ///
    /// In `AWS::CloudFormation::Interface`, which only the console reads, an unknown attribute is a warning.
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
    /// The fix writes the known name that is at most two letters away, if no other name is as close and the mapping does
    /// not contain that name yet. It is safe if one letter is wrong and no other name is within two letters. It is unsafe
    /// otherwise, and in `AWS::CloudFormation::Interface`.
    "unknown-attribute" {
        group: Structure,
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

/// Whether two unknown keys of one resource resemble no attribute, so that both are most likely properties that should be
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

/// Reports a block of entries at a wrong level once, at the first of them.
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
        (Some(owner), Level::Attribute(_)) => format!("make it an attribute of `{owner}`"),
        (Some(owner), _) => format!("make it {meant} below `{owner}`"),
        (None, _) => format!("make it {meant}"),
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
    let message = if others > 0 {
        format!("unknown attribute `{name}` in a resource, and {others} more")
    } else if known.is_empty() {
        format!("`{name}` is not allowed in this resource")
    } else if part == Part::Template {
        format!("unknown section `{name}`")
    } else if let Some(type_name) = constrains_other_type(part, name, entry) {
        format!("`{name}` does not apply to a parameter of type `{type_name}`")
    } else {
        format!("unknown attribute `{name}` in {}", owner_of_keys(part))
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
        let typo = typo_of(name, names()).filter(|typo| !has(entry, typo.right))?;
        let edit = write_name(entry.key.tree().source(), entry.key.verbatim_text_range()?, typo.right)?;
        // A correction may only replace what CloudFormation rejects.
        let is_refused = severity(misfit) == Severity::Error;
        let is_certain = is_refused && typo.is_certain_word() && !has_other_typo(entry, typo.right, names);
        Some(Fix::correction_if(is_certain, format!("write `{}`", typo.right), [edit]))
    });
}

/// The type of a parameter, if the attribute is a constraint that parameters of other types have.
fn constrains_other_type<'t>(part: Part, name: &str, entry: Entry<'t>) -> Option<&'t str> {
    const CONSTRAINTS: [&str; 5] = ["AllowedPattern", "MaxLength", "MaxValue", "MinLength", "MinValue"];
    let declared = entry.key.parent()?.get("Type")?.text()?;
    (part == Part::Parameter && CONSTRAINTS.contains(&name)).then_some(declared)
}

fn with_help(finding: Finding, near: Option<String>, known: &[Attribute], part: Part) -> Finding {
    match (near, part) {
        (Some(question), _) => finding.with_help(question),
        (None, Part::Resource) if known.is_empty() => finding.with_help("remove it"),
        (None, Part::Resource) => {
            finding.with_help("move it to `Properties` if it is a property; otherwise remove it")
        }
        (None, _) => finding.with_help("remove it"),
    }
}

/// Whether another key of the mapping may be a typo of the same name.
fn has_other_typo<N: Iterator<Item = &'static str>>(
    entry: Entry<'_>,
    right: &str,
    names: impl Fn() -> N,
) -> bool {
    /// A mapping with more keys is assumed to contain one, to keep the search short.
    const MAX_KEYS: usize = 64;
    let is_typo = |key: Node<'_>| {
        let typo = key.text().and_then(|key| typo_of(key, names()));
        key != entry.key && typo.is_some_and(|typo| typo.right == right)
    };
    let Some(owner) = entry.key.parent() else { return false };
    owner.child_count() / 2 > MAX_KEYS || owner.entries().any(|other| is_typo(other.key))
}

fn has(entry: Entry<'_>, name: &str) -> bool {
    entry.key.parent().is_some_and(|owner| owner.get(name).is_some())
}
