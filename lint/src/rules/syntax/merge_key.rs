//! YAML merge keys.

use cfn_ast::Edit;
use cfn_ast::edit::{fits_in_flow, is_lone_indicator, shifted, text_without_anchors};
use cfn_ast::syntax::{CollectionStyle, Entry};
use cfn_ast::write::{BlockScalar, Chomping, column};

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A YAML merge key, `<<`, which copies the entries of another mapping.
    ///
    /// ## Why
    ///
    /// CloudFormation does not support hash merges (AWS CloudFormation User Guide, "Template format"). A template that
    /// contains them can only be deployed through a tool that resolves them first.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Builds:
    ///     Type: AWS::SQS::Queue
    ///     Properties: &queue
    ///       DelaySeconds: 5
    ///       QueueName: builds
    ///   Alerts:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       <<: *queue
    ///       QueueName: alerts
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Builds:
    ///     Type: AWS::SQS::Queue
    ///     Properties: &queue
    ///       DelaySeconds: 5
    ///       QueueName: builds
    ///   Alerts:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       DelaySeconds: 5
    ///       QueueName: alerts
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The merge key is replaced by a copy of the entries that the mapping does not override; `yaml-alias` removes the
    /// anchor. There is no fix for a list of mappings, for several merge keys in one mapping, or if the merged mapping
    /// contains a merge key itself.
    "merge-key" {
        group: Syntax,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W1100"],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    if !node.is_key() || node.text() != Some("<<") {
        return;
    }
    let Some(entry) = node.own_entry().filter(Entry::is_merge) else { return };
    let finding = cx.finding(entry.range(), "CloudFormation does not support merge keys");
    let finding = finding.with_help("copy the entries here, or resolve the merge keys before you deploy");
    // The comment would be lost.
    if cx.tree().comments().any_within(entry.range()) {
        return cx.report(finding);
    }
    cx.report_with_fix(finding, || fix(entry));
}

fn fix(entry: Entry<'_>) -> Option<Fix> {
    let mapping = entry.key.parent()?;
    // A list of mappings, or a mapping that contains the merge key itself, is written differently.
    let source =
        entry.value.alias_target().filter(|target| target.is_mapping() && !target.contains(entry.key))?;
    let merges = |node: Node<'_>| node.entries().filter(Entry::is_merge).count();
    let is_own = |other: &Entry<'_>| mapping.entries().any(|own| own.name() == other.name());
    // With two merge keys, or one in the source, it depends on their order which value is used; a tag would not be copied.
    // An alias elsewhere can refer to the key.
    let is_plain_key = entry.key.anchor_range().is_none() && !entry.key.is_explicit_key();
    if merges(mapping) != 1 || merges(source) != 0 || source.tag().is_some() || !is_plain_key {
        return None;
    }
    let copied: Vec<_> = source.entries().filter(|other| !is_own(other)).collect();
    let is_repeated = copied.iter().any(|a| copied.iter().filter(|b| a.name() == b.name()).count() > 1);
    // Which of two equal keys is used would depend on the reader, and the question mark of an explicit key is not a part
    // of its bytes.
    if is_repeated
        || copied.iter().any(|copied| copied.key.is_explicit_key() || is_lone_indicator(copied.value))
    {
        return None;
    }
    if copied.is_empty() {
        // The edit reaches to the next entry, and a comment in between would be lost.
        let edit = cfn_ast::write::delete_entry(entry)
            .filter(|edit| !mapping.tree().comments().any_within(edit.range()))?;
        return Some(Fix::safe_edits("remove the merge key", [edit]));
    }
    let is_block = mapping.collection_style() == Some(CollectionStyle::Block);
    // Block scalars and some plain strings cannot be written between braces.
    let fits = |copied: &Entry<'_>| fits_in_flow(copied.key) && fits_in_flow(copied.value);
    if !is_block && !copied.iter().all(fits) {
        return None;
    }
    // The blank lines after a block scalar can be a part of it, and others follow the copy.
    let (last, others) = copied.split_last()?;
    if !others.iter().all(|copied| ends_before_a_key(*copied)) || !keeps_end(*last, entry) {
        return None;
    }
    let texts = copied.iter().map(|copied| copy_of(*copied, source, entry, is_block));
    let texts = texts.collect::<Option<Vec<_>>>()?;
    let at = column(mapping, entry.key.range().start());
    let newline = mapping.tree().source().newline().as_str();
    let separator = if is_block { format!("{newline}{}", " ".repeat(at)) } else { ", ".to_owned() };
    Some(Fix::safe_edits("copy the merged entries", [Edit::replace(entry.range(), texts.join(&separator))]))
}

/// Whether the value of an entry does not depend on the blank lines after it.
fn ends_before_a_key(copied: Entry<'_>) -> bool {
    let block = BlockScalar::at_end_of(copied.value);
    block.is_none_or(|block| block.chomping() != Chomping::Keep && block.ends_here())
}

/// Whether a block scalar at the end of the last copied entry keeps its value in the place of the merge key.
fn keeps_end(copied: Entry<'_>, merge: Entry<'_>) -> bool {
    let column = |entry: Entry<'_>| column(entry.key, entry.key.range().start());
    BlockScalar::at_end_of(copied.value).is_none_or(|block| {
        let indent = (block.indent() + column(merge)).saturating_sub(column(copied));
        block.keeps_text_at(merge.range().end(), indent)
    })
}

/// The text of a copied entry, indented like the merge key that it replaces.
fn copy_of(copied: Entry<'_>, source: Node<'_>, merge: Entry<'_>, is_block: bool) -> Option<String> {
    let text = text_without_anchors(copied.range(), source);
    let text = text.trim_end_matches(['\r', '\n']);
    if !text.contains(['\n', '\r']) {
        return Some(text.to_owned());
    }
    let (from, to) =
        (column(copied.key, copied.key.range().start()), column(merge.key, merge.key.range().start()));
    shifted(text, from, to).filter(|_| is_block && !source.in_flow())
}
