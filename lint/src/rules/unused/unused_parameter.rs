//! Parameters that are never used.

use cfn_ast::edit::Removal;
use cfn_ast::model::{Named, ReferenceKind, Section, Target};
use cfn_ast::{Edit, FunctionName};
use rustc_hash::{FxHashMap, FxHashSet};

use super::declared::{Unnamed, computes_names, may_be_named_elsewhere};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A parameter that is never used.
    ///
    /// ## Why
    ///
    /// Whoever deploys the stack has to supply a value that has no effect.
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
    /// The fix is unsafe: a deployment that still passes the parameter fails once it is removed. The fix also removes
    /// the name from `AWS::CloudFormation::Interface`.
    ///
    /// Templates with a custom macro or included snippets are not checked. A parameter is also not reported if a string
    /// without `Fn::Sub` contains its name as a variable, which is more likely a missing `Sub`. There is no fix if the
    /// template uses an undeclared name, which may be a typo for the parameter.
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
    let in_interface = InInterface::of(template);
    let undeclared = undeclared_value(template, cx);
    for named in unused {
        let Some(parameter) = template.parameters().get(named.name) else { continue };
        if mentions.mean(parameter) {
            continue;
        }
        let name = parameter.name();
        let finding = cx.finding(parameter.key().range(), format!("parameter `{name}` is never used"));
        // A typo in a use makes the declaration look unused.
        if let Some(other) = undeclared {
            let help = format!("not fixed because the undeclared name `{other}` may be a typo for it");
            cx.report(finding.with_help(help));
            continue;
        }
        let help = "remove it here and wherever it is passed, such as in `samconfig.toml` or a pipeline";
        cx.report_with_fix(finding.with_help_beside_fix(help), || fix(*parameter, &in_interface));
    }
}

/// An undeclared name that is used as a value.
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

/// Strings that may mean a parameter although they are not references.
struct Mentions<'t> {
    /// Variables in strings without `Fn::Sub`, and values of a key `Ref` that has other keys beside it.
    names: FxHashSet<&'t str>,
    /// The strings in `Rules`, where `Fn::RefAll` and `Fn::ValueOfAll` name parameters by their type.
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

    /// Whether one of the strings may mean the parameter.
    fn mean(&self, parameter: &Parameter<'t>) -> bool {
        self.names.contains(parameter.name())
            || parameter.type_name().is_some_and(|name| self.in_rules.contains(name))
    }
}

/// The names between `${` and the next `}` or period.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|rest| rest.find(['}', '.']).map(|end| &rest[..end]))
}

/// The metadata that tells consoles how to group and label parameters.
fn interface<'t>(template: &Template<'t>) -> Option<Node<'t>> {
    template.section(Section::Metadata)?.value.get("AWS::CloudFormation::Interface")
}

/// The strings in that metadata, each with its places.
struct InInterface<'t>(FxHashMap<&'t str, Vec<Node<'t>>>);

impl<'t> InInterface<'t> {
    fn of(template: &Template<'t>) -> Self {
        let mut places: FxHashMap<&str, Vec<Node<'t>>> = FxHashMap::default();
        for node in interface(template).into_iter().flat_map(Node::descendants) {
            if let Some(text) = node.text() {
                places.entry(text).or_default().push(node);
            }
        }
        Self(places)
    }
}

/// Removes the declaration, and the section as well if it is the only one in it, and the mentions in the metadata.
fn fix<'t>(parameter: Parameter<'t>, in_interface: &InInterface<'t>) -> Option<Fix> {
    let entry = parameter.key().own_entry()?;
    let section = parameter.key().parent().filter(|section| section.local_tag().is_none())?;
    let entry = if section.child_count() == 2 { section.own_entry()? } else { entry };
    let mut edits = vec![Removal::of_entry(entry)?.into_edit()];
    for node in in_interface.0.get(parameter.name()).into_iter().flatten() {
        edits.push(without_mention(*node)?);
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
