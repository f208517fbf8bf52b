//! Parameters that belong to no group of the console's interface.

use cfn_ast::edit::insert_item_after;
use cfn_ast::model::Section;
use rustc_hash::FxHashSet;

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A parameter that is missing from the groups of `AWS::CloudFormation::Interface`.
    ///
    /// ## Why
    ///
    /// The console shows the parameters in the groups and order that the template defines. Parameters without a group
    /// follow at the end, under "Other parameters".
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Metadata:
    ///   AWS::CloudFormation::Interface:
    ///     ParameterGroups:
    ///       - Label:
    ///           default: Network
    ///         Parameters:
    ///           - Vpc
    /// Parameters:
    ///   Vpc:
    ///     Type: AWS::EC2::VPC::Id
    ///   Subnet:
    ///     Type: AWS::EC2::Subnet::Id
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Metadata:
    ///   AWS::CloudFormation::Interface:
    ///     ParameterGroups:
    ///       - Label:
    ///           default: Network
    ///         Parameters:
    ///           - Vpc
    ///           - Subnet
    /// Parameters:
    ///   Vpc:
    ///     Type: AWS::EC2::VPC::Id
    ///   Subnet:
    ///     Type: AWS::EC2::Subnet::Id
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it adds the parameter to the last group, and another group may be the right one. It only
    /// affects what the console shows.
    "interface-missing-parameter" {
        group: Parameters,
        severity: Note,
        fix: Unsafe,
        default: false,
        cfn_lint: [],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let metadata = template.section(Section::Metadata).map(|section| section.value);
    let interface = metadata.and_then(|metadata| metadata.get("AWS::CloudFormation::Interface"));
    let Some(groups) = interface.and_then(|interface| interface.get("ParameterGroups")) else { return };
    let names: Vec<Node<'_>> =
        groups.items().filter_map(|group| group.get("Parameters")).flat_map(Node::items).collect();
    let Some(last) = names.last().copied() else { return };
    let grouped: FxHashSet<&str> = names.iter().filter_map(|node| node.text()).collect();
    for parameter in template.parameters() {
        let name = parameter.name();
        if grouped.contains(name) {
            continue;
        }
        let finding = cx
            .finding(parameter.key().range(), format!("parameter `{name}` is missing from `ParameterGroups`"))
            .with_help_beside_fix("add it to the group where it belongs");
        cx.report_with_fix(finding, || {
            Some(Fix::unsafe_appending("add the parameter to the last group", insert_item_after(last, name)?))
        });
    }
}
