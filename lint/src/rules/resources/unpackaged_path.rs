//! Paths of local files.

use cfn_ast::model::TransformKind;
use cfn_schema::validate::PACKAGED_PATHS;

use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// The path of a local file where CloudFormation expects a location in Amazon S3.
    ///
    /// ## Why
    ///
    /// Only `aws cloudformation package` uploads the file and replaces the path with its location. A template that is
    /// deployed without it fails. Enable the rule if templates are deployed as they are.
    ///
    /// Templates for SAM are not checked: `sam deploy` packages them.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Network:
    ///     Type: AWS::CloudFormation::Stack
    ///     Properties:
    ///       TemplateURL: network.yaml
    /// ```
    "unpackaged-path" {
        group: Resources,
        severity: Warning,
        fix: None,
        default: false,
        cfn_lint: ["W3002"],
        hooks: [Resource(check)],
    }
}

/// A property whose value is a string in either case, so that the schema accepts a path.
const TEMPLATE: (&str, &[&str]) = ("AWS::CloudFormation::Stack", &["TemplateURL"]);

fn check<'t>(resource: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    if cx.template().has_transform(TransformKind::Serverless) || cx.template().has_custom_macro() {
        return;
    }
    let Some(properties) = resource.properties() else { return };
    for (type_name, path) in PACKAGED_PATHS.iter().chain([&TEMPLATE]) {
        if resource.type_name() != Some(type_name) {
            continue;
        }
        let value = path.iter().rev().try_fold(properties, |node, name| node.resolved().get(name));
        let Some(value) = value.filter(|value| is_path(*value)) else { continue };
        let name = path.first().copied().unwrap_or_default();
        let message = format!("`{name}` is the path of a local file, which only `package` replaces");
        cx.report(cx.finding(value.range(), message).with_cfn_lint_offset(offset_of_value(value)));
    }
}

fn is_path(value: Node<'_>) -> bool {
    let value = value.resolved();
    let is_written = value.function().is_none() && value.local_tag().is_none();
    let text = value.text().filter(|_| is_written && value.is_scalar());
    text.is_some_and(|text| !text.is_empty() && !text.starts_with("s3://") && !text.starts_with("https://"))
}
