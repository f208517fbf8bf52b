//! Names in the console's interface that are not parameters.

use cfn_ast::model::{Section, TransformKind};

use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, may_compare, nearest, typo_of, write_name};

declare_rule! {
    /// A name in `AWS::CloudFormation::Interface` that is not a parameter.
    ///
    /// ## Why
    ///
    /// The console ignores the name, and the intended parameter appears without its label or group.
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
    /// The fix writes the parameter that is at most two letters away, if no other one is as close. It is unsafe, because
    /// the meaning of the template changes.
    "undefined-interface-parameter" {
        group: Parameters,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W4001"],
        hooks: [Template(check)],
        depends_on: Template,
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
    let named = grouped.chain(labelled).filter_map(|node| Some((node, node.text()?)));
    let undefined: Vec<_> = named.filter(|(_, name)| !template.parameters().contains(name)).collect();
    let may_suggest = may_compare(undefined.len(), template.parameters().len());
    for (node, name) in undefined {
        let candidates = || template.parameters().names().filter(|_| may_suggest);
        let help = did_you_mean(&nearest(name, candidates()))
            .unwrap_or_else(|| "remove it, or declare the parameter".to_owned());
        let finding = cx.finding(node.range(), format!("no parameter is named `{name}`")).with_help(help);
        cx.report_with_fix(finding, || {
            let typo = typo_of(name, candidates())?;
            let edit = write_name(node.tree().source(), node.verbatim_text_range()?, typo.right)?;
            Some(Fix::unsafe_edits(format!("write `{}`", typo.right), [edit]))
        });
    }
}
