//! YAML aliases, and anchors without an alias.

use cfn_ast::edit::transplant;
use cfn_ast::syntax::Scalar;
use cfn_ast::{Edit, TextRange};
use rustc_hash::FxHashSet;

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A YAML alias, or an anchor that no alias uses.
    ///
    /// ## Why
    ///
    /// CloudFormation does not support aliases (AWS CloudFormation User Guide, "Template format"). A template that
    /// contains them can only be deployed through a tool that resolves them first.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Builds:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       Tags: &tags
    ///         - {Key: team, Value: build}
    ///   Alerts:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       Tags: *tags
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Builds:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       Tags:
    ///         - {Key: team, Value: build}
    ///   Alerts:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       Tags:
    ///         - {Key: team, Value: build}
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The alias is replaced by a copy of the anchored value, and an anchor is removed with its last alias. There is no
    /// fix for an alias that is a key, or for one in a flow collection if the anchored value is a block.
    "yaml-alias" {
        group: Syntax,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W1101"],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut used = FxHashSet::default();
    for node in template.tree().nodes() {
        let Some(target) = node.alias_target() else { continue };
        used.insert(target.id());
        let is_merged = is_merged(node);
        if !is_merged {
            report_alias(node, target, cx);
        }
    }
    for node in template.tree().nodes().filter(|node| !used.contains(&node.id())) {
        if let Some(anchor) = node.anchor_range() {
            report_anchor(node, anchor, cx);
        }
    }
}

/// Whether the alias is the value of a merge key, which `merge-key` reports.
fn is_merged(alias: Node<'_>) -> bool {
    let is_merge = |node: Node<'_>| node.own_entry().is_some_and(|entry| !node.is_key() && entry.is_merge());
    is_merge(alias) || alias.parent().filter(|parent| parent.is_sequence()).is_some_and(is_merge)
}

fn report_alias<'t>(alias: Node<'t>, target: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let finding = cx
        .finding(alias.range(), "CloudFormation does not support aliases")
        .with_help("copy the anchored value here, or resolve the aliases before you deploy")
        .with_label(target.range(), "the anchored value");
    // A copy as a key, or of a value that contains the alias itself, would not be the same template.
    if alias.is_key() || target.contains(alias) || target.is_key() {
        return cx.report(finding);
    }
    // CloudFormation rejects a null, wherever the copy would be: the value has to be set first.
    if std::iter::once(target).chain(target.descendants()).any(|inner| inner.scalar() == Some(Scalar::Null)) {
        return cx
            .report(finding.with_help("not fixed because the anchored value is empty (null); set it first"));
    }
    cx.report_with_fix(finding, || {
        Some(Fix::safe_edits("copy the anchored value", [transplant(alias, target)?]))
    });
}

fn report_anchor<'t>(node: Node<'t>, anchor: TextRange, cx: &mut RuleContext<'_, 't>) {
    let finding = cx.finding(anchor, "unused anchor: no alias refers to it").with_help("remove it");
    // Without its anchor an empty value would be no node at all.
    if node.child_count() == 0 && node.content_range().is_empty() {
        return cx.report(finding);
    }
    cx.report_with_fix(finding, || {
        Some(Fix::safe_edits("remove the anchor", [without_anchor(node, anchor)?]))
    });
}

/// The removal of the anchor and of the blanks that separate it.
fn without_anchor(node: Node<'_>, anchor: TextRange) -> Option<Edit> {
    let source = node.tree().source();
    let line = source.line_range(source.line_index(anchor.start()));
    let rest = source.slice(line.after(anchor)).trim_start_matches([' ', '\t']);
    let following = source.range_of(rest)?;
    let with_blanks = anchor.cover(following).before(following);
    if rest.trim_end_matches(['\r', '\n']).is_empty() {
        let before = source.slice(line.before(anchor));
        let blanks = &before[before.trim_end_matches([' ', '\t']).len()..];
        // With the blanks at the end: a line of nothing but a tab is an error for some readers.
        return Some(Edit::delete(source.range_of(blanks)?.cover(with_blanks)));
    }
    Some(Edit::delete(with_blanks))
}
