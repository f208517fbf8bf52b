//! Parameters for AMIs that CloudFormation does not validate.

use std::collections::BTreeSet;

use cfn_ast::{Edit, FunctionName};

use super::property_values::Lookup;
use super::wording;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A parameter for the ID of an AMI that has not the type `AWS::EC2::Image::Id`.
    ///
    /// ## Why
    ///
    /// CloudFormation checks the value of a parameter with an AWS-specific type before it changes anything. The wrong value
    /// of another one only fails when the instance is created, and the stack is rolled back. The console also helps to find
    /// a value.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Image:
    ///     Type: String
    /// Resources:
    ///   Instance:
    ///     Type: AWS::EC2::Instance
    ///     Properties:
    ///       ImageId: !Ref Image
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Image:
    ///     Type: AWS::EC2::Image::Id
    /// Resources:
    ///   Instance:
    ///     Type: AWS::EC2::Instance
    ///     Properties:
    ///       ImageId: !Ref Image
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: CloudFormation then rejects values that do not exist in the account and region of the stack, such
    /// as an empty string.
    "untyped-image-parameter" {
        group: Resources,
        severity: Note,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W2506"],
        hooks: [Template(check)],
        skips: [CustomMacros],
    }
}

/// The properties that are the ID of an AMI.
const IMAGES: [(&str, &[&str]); 5] = [
    ("AWS::AutoScaling::LaunchConfiguration", &["ImageId"]),
    ("AWS::Batch::ComputeEnvironment", &["ComputeResources", "ImageId"]),
    ("AWS::EC2::Instance", &["ImageId"]),
    ("AWS::EC2::LaunchTemplate", &["LaunchTemplateData", "ImageId"]),
    ("AWS::EC2::SpotFleet", &["SpotFleetRequestConfigData", "LaunchSpecifications", "*", "ImageId"]),
];

/// The type for IDs of AMIs (AWS CloudFormation User Guide, "AWS-specific parameter types").
const IMAGE_ID: &str = "AWS::EC2::Image::Id";

/// The same for the name of an AMI's ID in Parameter Store.
const STORED_IMAGE_ID: &str = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>";

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut used = BTreeSet::new();
    let in_loops: Vec<_> = template.resources_in_loops().collect();
    for resource in template.resources().iter().chain(&in_loops) {
        let type_name = resource.type_name().unwrap_or_default();
        for (_, path) in IMAGES.iter().filter(|(name, _)| *name == type_name) {
            for value in Lookup::of(cx).values_at(resource, path).values {
                let function = value.value.function().filter(|function| function.name == FunctionName::Ref);
                used.extend(function.and_then(|function| function.argument.text()));
            }
        }
    }
    for parameter in template.parameters().iter().filter(|parameter| used.contains(parameter.name())) {
        check_parameter(parameter, cx);
    }
}

fn check_parameter<'t>(parameter: &Parameter<'t>, cx: &mut RuleContext<'_, 't>) {
    // A missing type is another rule's.
    let is_untyped = |name: &&str| !name.is_empty() && ![IMAGE_ID, STORED_IMAGE_ID].contains(name);
    let Some(type_name) = parameter.type_name().filter(is_untyped) else { return };
    // A launch template also accepts `resolve:ssm:`, and an empty string usually means another one.
    let is_other = |text: &str| text.is_empty() || text.starts_with("resolve:");
    if parameter.default().and_then(Node::text).is_some_and(is_other) {
        return;
    }
    let right = if parameter.is_from_parameter_store() { STORED_IMAGE_ID } else { IMAGE_ID };
    let Some(value) = parameter.value().get("Type") else { return };
    let message = format!(
        "parameter `{}` is the ID of an AMI, but its type `{type_name}` accepts any value",
        parameter.name()
    );
    let finding = cx.finding(wording::place(value), message).with_help(format!("use the type `{right}`"));
    cx.report_with_fix(finding, || {
        let edit = Edit::replace(value.verbatim_text_range().filter(|_| value.tag().is_none())?, right);
        Some(Fix::unsafe_edits(format!("use the type `{right}`"), [edit]))
    });
}
