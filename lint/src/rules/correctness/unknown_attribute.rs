//! Keys that CloudFormation does not know.

use cfn_ast::model::shape::{Attribute, Misfit, MisfitKind, Part};
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
    /// CloudFormation refuses the whole template. Most often the name is misspelt, or a property stands beside
    /// `Properties` and not below it.
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
    for misfit in cx.misfits().iter().filter(|misfit| is_error(misfit)) {
        if let MisfitKind::UnknownKey { entry, known } = misfit.kind {
            report(misfit, entry, known, cx);
        }
    }
}

fn report<'t>(
    misfit: &Misfit<'t>,
    entry: Entry<'t>,
    known: &'static [Attribute],
    cx: &mut RuleContext<'_, 't>,
) {
    let part = misfit.part;
    let name = entry.name().unwrap_or_default();
    let names = || known.iter().map(|attribute| attribute.name);
    let what = if part == Part::Template { "section" } else { "key" };
    let message = if known.is_empty() {
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
