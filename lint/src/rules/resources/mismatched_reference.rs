//! References to something else than their property expects.

use cfn_ast::model::{Form, Intrinsic};
use cfn_ast::{Edit, FunctionName};
use cfn_schema::Name;
use cfn_schema::validate::{Problem, ReturnValue, return_values};

use super::{formats, wording};
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A reference that returns something else than its property expects, such as a name instead of an ARN.
    ///
    /// ## Why
    ///
    /// The service rejects the value when the resource is created or updated, and CloudFormation rolls the stack back.
    /// `Ref` returns the name of some resources and the ARN of others; the other one is an attribute for `Fn::GetAtt`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Code: {ZipFile: ''}
    ///       Handler: index.handler
    ///       Role: !ImportValue role
    ///       Runtime: nodejs24.x
    ///       VpcConfig:
    ///         SecurityGroupIds: [!GetAtt Group.VpcId]
    ///         SubnetIds: [!ImportValue subnet]
    ///   Group:
    ///     Type: AWS::EC2::SecurityGroup
    ///     Properties:
    ///       GroupDescription: workers
    ///       VpcId: !ImportValue vpc
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Code: {ZipFile: ''}
    ///       Handler: index.handler
    ///       Role: !ImportValue role
    ///       Runtime: nodejs24.x
    ///       VpcConfig:
    ///         SecurityGroupIds: [!Ref Group]
    ///         SubnetIds: [!ImportValue subnet]
    ///   Group:
    ///     Type: AWS::EC2::SecurityGroup
    ///     Properties:
    ///       GroupDescription: workers
    ///       VpcId: !ImportValue vpc
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix refers to the same resource by `Ref` or by the attribute that has the format. It is safe if `Ref` and the
    /// attributes have it once, and is only made for the short forms of the functions.
    "mismatched-reference" {
        group: Resources,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E1041", "E1040", "E3017", "E3018"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
        depends_on: [Parameters, Mappings, Conditions, Globals, Resources],
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    if let Problem::WrongReference { found, expected } = &mismatch.problem {
        report(mismatch, found, *expected, cx);
    }
}

fn report<'t>(
    mismatch: &Mismatch<'_, 't>,
    found: &[String],
    expected_name: Name,
    cx: &mut RuleContext<'_, 't>,
) {
    let node = mismatch.node;
    let Some(function) = node.resolved().function() else { return };
    let id = if function.name == cfn_ast::FunctionName::Ref { "E1041" } else { "E1040" };
    let expected = formats::noun(&wording::name(mismatch.schema, expected_name));
    let message = match found {
        [] => format!("{} must be {expected}", wording::property(node)),
        [found, ..] => {
            format!("{} must be {expected}, not {}", wording::property(node), formats::noun(found))
        }
    };
    let finding = cx
        .finding(wording::place(node), message)
        .with_cfn_lint(id)
        .with_cfn_lint_offset(offset_of_value(node));
    let format = mismatch.schema.table().text(expected_name);
    let logical_id = logical_id_of(function).unwrap_or_default();
    let values = return_values(cx.template(), cx.catalog(), logical_id, &format);
    let is_certain = mismatch.composition.is_none();
    cx.report_with_fix(wording::located(finding, mismatch), || {
        other_reference(function, &values, is_certain)
    });
}

/// The resource that a `Ref` or `Fn::GetAtt` refers to.
fn logical_id_of(function: Function<'_>) -> Option<&str> {
    match function.view().ok()? {
        Intrinsic::Ref(name) => name.text(),
        Intrinsic::GetAtt(name) => Some(name.logical_id),
        _ => None,
    }
}

/// Refers to the same resource by the only reference that returns one of the values.
fn other_reference(function: Function<'_>, values: &[ReturnValue], is_certain: bool) -> Option<Fix> {
    let node = function.node;
    let tag = node.tag_range().filter(|_| function.form == Form::Short)?;
    let (logical_id, text) = (logical_id_of(function)?, function.argument.verbatim_text_range()?);
    let written = match values {
        [ReturnValue::Ref, ..] => (FunctionName::Ref, logical_id.to_owned()),
        [ReturnValue::Attribute(attribute)] => (FunctionName::GetAtt, format!("{logical_id}.{attribute}")),
        _ => return None,
    };
    let (name, argument) = written;
    let tag_text = format!("!{}", name.name());
    let message = format!("write `{tag_text} {argument}`");
    let edits = [Edit::replace(tag, tag_text), Edit::replace(text, argument)];
    Some(Fix::correction_if(is_certain, message, edits))
}
