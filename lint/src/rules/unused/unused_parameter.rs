//! Parameters that nothing uses.

use cfn_ast::model::{Named, Parameter, ReferenceKind, Section, Target, Template};
use cfn_ast::{Edit, FunctionName, Node};
use rustc_hash::FxHashSet;

use super::declared::{Unnamed, computes_names, may_be_named_elsewhere};
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
    /// `AWS::CloudFormation::Interface`. In templates with included snippets or macros other than AWS's own nothing is
    /// a finding, nor is a parameter that a text without `Fn::Sub` names as a variable. There is no fix while a name is
    /// used and not declared, which may be a misspelt use.
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
    let unused = unused(template, cx);
    if unused.is_empty() || may_be_named_elsewhere(template) || computes_names(FunctionName::Ref, template) {
        return;
    }
    let mentions = Mentions::of(template);
    let undeclared = undeclared_value(template, cx);
    for named in unused {
        let Some(parameter) = template.parameters().get(named.name) else { continue };
        if mentions.mean(parameter) {
            continue;
        }
        let name = parameter.name();
        let finding = cx.finding(parameter.key().range(), format!("nothing uses the parameter `{name}`"));
        // A misspelt use makes its declaration look unused.
        if let Some(other) = undeclared {
            cx.report(
                finding
                    .with_help(format!("correct the undefined name `{other}` first: it may mean this one")),
            );
            continue;
        }
        cx.report_with_fix(
            finding.with_help_beside_fix("remove it, and from what deploys the stack"),
            || fix(*parameter, template),
        );
    }
}

/// A name that stands for a value and that nothing declares.
fn undeclared_value<'t>(template: &Template<'t>, cx: &RuleContext<'_, 't>) -> Option<&'t str> {
    let undeclared = cx.references().to(Target::Undeclared).filter(|reference| {
        matches!(reference.kind, ReferenceKind::Ref | ReferenceKind::SubVariable | ReferenceKind::ValueOf)
    });
    let mut names = undeclared.map(|reference| reference.name);
    names.find(|name| !name.contains('{') && !template.may_generate(name))
}

fn unused<'t>(template: &Template<'t>, cx: &RuleContext<'_, 't>) -> Vec<Named<'t>> {
    let mut unused = Unnamed::new(template.parameters().iter().map(|parameter| Named {
        name: parameter.name(),
        key: parameter.key(),
        value: parameter.value(),
    }));
    for reference in cx.references() {
        if matches!(reference.target, Target::Parameter(_) | Target::Undeclared) {
            unused.take(reference.name);
        }
    }
    unused.into_vec()
}

/// What is no reference as it is written and still means a parameter.
struct Mentions<'t> {
    /// Variables in texts without `Fn::Sub`, and what `Ref` names beside other keys.
    names: FxHashSet<&'t str>,
    /// The texts in rules, which can be the types of parameters.
    in_rules: FxHashSet<&'t str>,
}

impl<'t> Mentions<'t> {
    fn of(template: &Template<'t>) -> Self {
        let mut mentions = Self { names: FxHashSet::default(), in_rules: FxHashSet::default() };
        let rules = template.section(Section::Rules).map(|entry| entry.value);
        let skipped = [template.section(Section::Parameters).map(|entry| entry.value), interface(template)];
        let mut nodes = template.root().descendants();
        while let Some(node) = nodes.next() {
            if skipped.contains(&Some(node)) {
                nodes.skip_subtree(node);
                continue;
            }
            let Some(text) = node.text().filter(|_| !node.is_key()) else { continue };
            mentions.names.extend(variables(text));
            if node.key().and_then(Node::text) == Some("Ref") {
                mentions.names.insert(text);
            }
            if rules.is_some_and(|rules| rules.contains(node)) {
                mentions.in_rules.insert(text);
            }
        }
        mentions
    }

    fn mean(&self, parameter: &Parameter<'t>) -> bool {
        self.names.contains(parameter.name())
            || parameter.type_name().is_some_and(|name| self.in_rules.contains(name))
    }
}

/// What stands between `${` and the next `}` or period.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|rest| rest.find(['}', '.']).map(|end| &rest[..end]))
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
