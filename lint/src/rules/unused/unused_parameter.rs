//! Parameters that nothing uses.

use cfn_ast::model::{ForEach, Parameter, Section, Target, Template, TransformKind};
use cfn_ast::{Edit, Node};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::Removal;

declare_rule! {
    /// A parameter that nothing in the template uses.
    ///
    /// ## Why
    ///
    /// Whoever deploys the stack is asked for a value that changes nothing.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Name:
    ///     Type: String
    ///   Owner:
    ///     Type: String
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Ref Name
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Name:
    ///     Type: String
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Ref Name
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a deployment that passes the parameter fails once it is gone. The fix also takes the name out of
    /// `AWS::CloudFormation::Interface`. In templates with loops, included snippets or macros other than AWS's own
    /// nothing is a finding.
    "unused-parameter" {
        group: Unused,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W2001"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let references = cx.references();
    let is_unused = |parameter: &&Parameter<'t>| {
        let mut uses = references.to(Target::Parameter(parameter.name()));
        uses.next().is_none()
    };
    let unused: Vec<_> = template.parameters().iter().filter(is_unused).collect();
    if unused.is_empty() || is_opaque(template) {
        return;
    }
    for parameter in unused.into_iter().filter(|parameter| !is_named(parameter.name(), template)) {
        let name = parameter.name();
        let finding = cx.finding(parameter.key().range(), format!("nothing uses the parameter `{name}`"));
        cx.report_with_fix(finding.with_help("remove it, and from what deploys the stack"), || {
            fix(*parameter, template)
        });
    }
}

/// Whether text that is not in the template can name a parameter.
fn is_opaque(template: &Template<'_>) -> bool {
    let is_unknown = |key: &str| key == "Fn::Transform" || ForEach::is_key(key);
    template.has_custom_macro()
        || template.has_transform(TransformKind::Include)
        || template.tree().nodes().any(|node| {
            node.local_tag() == Some("Transform") || (node.is_key() && node.text().is_some_and(is_unknown))
        })
}

/// Whether the name stands anywhere as a text or as a variable, even where it looks like no reference.
fn is_named(name: &str, template: &Template<'_>) -> bool {
    let [short, dotted] = [format!("${{{name}}}"), format!("${{{name}.")];
    let skipped = [template.section(Section::Parameters).map(|entry| entry.value), interface(template)];
    let mut nodes = template.root().descendants();
    while let Some(node) = nodes.next() {
        if skipped.contains(&Some(node)) {
            nodes.skip_subtree(node);
            continue;
        }
        let Some(text) = node.text().filter(|_| !node.is_key()) else { continue };
        if text == name || text.contains(&short) || text.contains(&dotted) {
            return true;
        }
    }
    false
}

/// How consoles group and label the parameters.
fn interface<'t>(template: &Template<'t>) -> Option<Node<'t>> {
    template.section(Section::Metadata)?.value.get("AWS::CloudFormation::Interface")
}

fn fix<'t>(parameter: Parameter<'t>, template: &Template<'t>) -> Option<Fix> {
    let entry = parameter.key().own_entry()?;
    let section = parameter.key().parent()?;
    let entry = if section.child_count() == 2 { section.own_entry()? } else { entry };
    let mut edits = vec![Removal::of_entry(entry)?.into_edit()];
    for node in interface(template).into_iter().flat_map(Node::descendants) {
        if node.text() == Some(parameter.name()) {
            edits.push(without_mention(node)?);
        }
    }
    Some(Fix::unsafe_edits(format!("remove the parameter `{}`", parameter.name()), edits))
}

fn without_mention(node: Node<'_>) -> Option<Edit> {
    let removal = if node.is_key() {
        Removal::of_entry(node.own_entry()?)
    } else if node.key().is_none() {
        Removal::of_item(node)
    } else {
        None
    };
    removal.map(Removal::into_edit)
}
