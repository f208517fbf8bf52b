//! Names in `DependsOn` that the properties already refer to.

use cfn_ast::edit::Removal;
use cfn_ast::meaning::implied_dependencies;
use cfn_ast::model::DependsOn;

use crate::rules::kit::editing::{is_read_as_written, removal_fix};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A name in `DependsOn` that the properties of the resource already refer to.
    ///
    /// ## Why
    ///
    /// `Ref`, `GetAtt` and the variables of `Sub` already make CloudFormation wait for the other resource. A redundant
    /// `DependsOn` suggests a dependency that the properties do not show.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     DependsOn: Topic
    ///     Properties:
    ///       TopicArn: !Ref Topic
    ///       Protocol: email
    ///       Endpoint: team@example.com
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       TopicArn: !Ref Topic
    ///       Protocol: email
    ///       Endpoint: team@example.com
    /// ```
    ///
    /// ## Fix safety
    ///
    /// A reference in a branch of `Fn::If` is only considered if the other branch contains it as well. Resources of
    /// SAM are not checked, since SAM generates other resources from them, and neither are loops and templates with a
    /// custom macro. The fix is unsafe if it would remove a comment.
    "redundant-depends-on" {
        group: Unused,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: ["W3005"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for resource in template.resources() {
        // Only one of two resources with the same logical ID takes effect.
        let is_hidden = template.resources().get(resource.logical_id()) != Some(resource);
        if is_hidden || !names_only(resource) || is_read_as_written(resource.value(), template) {
            continue;
        }
        let implied = implied_dependencies(template, resource);
        for depends_on in resource.depends_on().filter(|name| implied.contains(name.logical_id)) {
            report(resource, depends_on, cx);
        }
    }
}

/// Whether `DependsOn` is a name or a list that only contains names.
fn names_only(resource: &Resource<'_>) -> bool {
    let Some(value) = resource.attribute("DependsOn").filter(|value| value.local_tag().is_none()) else {
        return false;
    };
    let count = if value.is_sequence() { value.child_count() } else { 1 };
    // Functions such as `!Ref Topic` and numbers, which CloudFormation rejects there, have a text, too.
    let is_name = |node: Node<'_>| node.local_tag().is_none() && node.as_str().is_some();
    count > 0 && resource.depends_on().filter(|name| is_name(name.node)).count() == count
}

fn report<'t>(resource: &Resource<'t>, depends_on: DependsOn<'t>, cx: &mut RuleContext<'_, 't>) {
    let name = depends_on.logical_id;
    let message = format!("`{name}` in `DependsOn` is redundant: a property already refers to it");
    let finding = cx.finding(depends_on.node.range(), message).with_help("remove it from `DependsOn`");
    cx.report_with_fix(finding, || {
        let entry = resource.value().entry("DependsOn")?;
        let is_only = entry.value.is_scalar() || entry.value.child_count() == 1;
        let removal = if is_only { Removal::of_entry(entry) } else { Removal::of_item(depends_on.node) };
        Some(removal_fix(removal?, Applicability::Safe, format!("remove `{name}` from `DependsOn`")))
    });
}
