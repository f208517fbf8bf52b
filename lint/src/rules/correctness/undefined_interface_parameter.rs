//! Parameters of the console's interface that do not exist.

use cfn_ast::model::{Section, TransformKind};
use cfn_ast::{Edit, Node, Template};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::names::{slip_of, suggestion};

declare_rule! {
    /// A name in `AWS::CloudFormation::Interface` that is no parameter.
    ///
    /// ## Why
    ///
    /// The console shows nothing for it, and the parameter that was meant stands among the others without its label.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Metadata:
    ///   AWS::CloudFormation::Interface:
    ///     ParameterLabels:
    ///       Vcp: {default: The network}
    /// Parameters:
    ///   Vpc:
    ///     Type: AWS::EC2::VPC::Id
    /// Resources: {}
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Metadata:
    ///   AWS::CloudFormation::Interface:
    ///     ParameterLabels:
    ///       Vpc: {default: The network}
    /// Parameters:
    ///   Vpc:
    ///     Type: AWS::EC2::VPC::Id
    /// Resources: {}
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe, as the template says something else than before. It is made where one parameter is at most two
    /// letters away and no other one is as near.
    "undefined-interface-parameter" {
        group: Correctness,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W4001"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let metadata = template.section(Section::Metadata).map(|section| section.value);
    let interface = metadata.and_then(|metadata| metadata.get("AWS::CloudFormation::Interface"));
    let Some(interface) = interface.filter(|_| !template.has_transform(TransformKind::Custom)) else {
        return;
    };
    let groups = interface.get("ParameterGroups").into_iter().flat_map(Node::items);
    let grouped = groups.filter_map(|group| group.get("Parameters")).flat_map(Node::items);
    let labelled =
        interface.get("ParameterLabels").into_iter().flat_map(Node::entries).map(|entry| entry.key);
    for node in grouped.chain(labelled) {
        let Some(name) = node.text().filter(|name| !template.parameters().contains(name)) else { continue };
        let message =
            format!("there is no parameter `{name}`{}", suggestion(name, template.parameters().names()));
        cx.report_with_fix(cx.finding(node.range(), message), || {
            let slip = slip_of(name, template.parameters().names())?;
            let edit = Edit::replace(node.verbatim_text_range()?, slip.right);
            Some(Fix::unsafe_edits(format!("write `{}`", slip.right), [edit]))
        });
    }
}
