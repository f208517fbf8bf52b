//! The merge key of YAML 1.1.

use cfn_ast::Edit;
use cfn_ast::Node;
use cfn_ast::syntax::{CollectionStyle, Entry};
use cfn_ast::write::column;

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::{shifted, text_without_anchors};

declare_rule! {
    /// A merge key, `<<`, which takes over the entries of another mapping.
    ///
    /// ## Why
    ///
    /// CloudFormation does not support hash merges (AWS CloudFormation User Guide, "Template format"). A template that
    /// has them deploys only through a tool that writes them out first.
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
    /// The entries that the mapping does not have itself are written out; the anchor is left to yaml-alias. A list of
    /// mappings to merge, more than one merge key, and a mapping that merges others itself are reported without a fix.
    "merge-key" {
        group: Correctness,
        severity: Error,
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
    let finding = finding.with_help("write the entries out");
    if cx.tree().comments().any_within(entry.range()) {
        return cx.report(finding);
    }
    cx.report_with_fix(finding, || fix(entry));
}

fn fix(entry: Entry<'_>) -> Option<Fix> {
    let mapping = entry.key.parent()?;
    let source =
        entry.value.alias_target().filter(|target| target.is_mapping() && !target.contains(entry.key))?;
    let merges = |node: Node<'_>| node.entries().filter(Entry::is_merge).count();
    let is_own = |other: &Entry<'_>| mapping.entries().any(|own| own.name() == other.name());
    if merges(mapping) != 1 || merges(source) != 0 || source.tag().is_some() {
        return None;
    }
    let taken: Vec<_> = source.entries().filter(|other| !is_own(other)).collect();
    let is_repeated = taken.iter().any(|a| taken.iter().filter(|b| a.name() == b.name()).count() > 1);
    if is_repeated {
        return None;
    }
    if taken.is_empty() {
        let edit = cfn_ast::write::delete_entry(entry)?;
        return Some(Fix::safe_edits("remove the merge key", [edit]));
    }
    let is_block = mapping.collection_style() == Some(CollectionStyle::Block);
    let texts = taken.iter().map(|taken| written_out(*taken, source, entry, is_block));
    let texts = texts.collect::<Option<Vec<_>>>()?;
    let at = column(mapping, entry.key.range().start());
    let newline = mapping.tree().source().newline().as_str();
    let separator = if is_block { format!("{newline}{}", " ".repeat(at)) } else { ", ".to_owned() };
    Some(Fix::safe_edits("write the entries out", [Edit::replace(entry.range(), texts.join(&separator))]))
}

/// The text of an entry where the merge key stands.
fn written_out(taken: Entry<'_>, source: Node<'_>, merge: Entry<'_>, is_block: bool) -> Option<String> {
    let text = text_without_anchors(taken.range(), source);
    let text = text.trim_end_matches(['\r', '\n']);
    if !text.contains('\n') {
        return Some(text.to_owned());
    }
    let (from, to) =
        (column(taken.key, taken.key.range().start()), column(merge.key, merge.key.range().start()));
    shifted(text, from, to).filter(|_| is_block && !source.in_flow())
}
