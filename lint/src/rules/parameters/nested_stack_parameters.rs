//! Parameters that are passed to a nested stack, compared with those that its template declares.

use cfn_ast::model::{NestedStack, TransformKind};

use crate::rule::referenced_files::NestedTemplate;
use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, nearest, typo_of, write_name};

declare_rule! {
    /// A nested stack with a parameter that its template does not declare, or without one that it requires.
    ///
    /// ## Why
    ///
    /// The deployment fails at the nested stack. The nested template is checked if `TemplateURL`, or `Location` in SAM, is
    /// the path of a local file, as it is before `aws cloudformation package` or SAM uploads it.
    ///
    /// ## Example
    ///
    /// If `network.yaml` declares a parameter `Cidr`:
    ///
    /// ```yaml
    /// Resources:
    ///   Network:
    ///     Type: AWS::CloudFormation::Stack
    ///     Properties:
    ///       TemplateURL: network.yaml
    ///       Parameters:
    ///         Cidrs: 10.0.0.0/16
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the parameter that is at most two letters away, if no other one is as close and it is not passed
    /// yet. It is safe if one lowercase letter inside a longer word is wrong, or two neighbours are swapped, and no other
    /// parameter is within two letters. Otherwise it is unsafe.
    "nested-stack-parameters" {
        group: Parameters,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E3043"],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if template.has_transform(TransformKind::Custom) {
        return;
    }
    for stack in NestedStack::of_files(template) {
        let Some(nested) = cx.nested_template(stack.path) else { continue };
        for given in stack.choices() {
            check_given(&stack, given, nested, cx);
        }
        if stack.parameters.is_none() {
            report_missing(stack.location, |_| false, &stack, nested, cx);
        }
    }
}

fn check_given<'t>(
    stack: &NestedStack<'t>,
    given: Node<'t>,
    nested: &NestedTemplate,
    cx: &mut RuleContext<'_, 't>,
) {
    for entry in given.entries() {
        let Some(name) = entry.name().filter(|&name| !nested.parameters.contains_key(name)) else { continue };
        let missing =
            || nested.parameters.keys().map(String::as_str).filter(|known| given.get(known).is_none());
        let message = format!("`{}` has no parameter `{name}`", stack.path);
        let help = did_you_mean(&nearest(name, missing()))
            .unwrap_or_else(|| "remove it, or declare it in the nested template".to_owned());
        let finding = cx.finding(entry.key.range(), message).with_help(help);
        // cfn-lint reports the parameters as a whole if they are a branch of `Fn::If`.
        let finding = match stack.parameters.filter(|parameters| parameters.value != given) {
            Some(parameters) => finding.with_cfn_lint_offset(parameters.key.range().start()),
            None => finding,
        };
        cx.report_with_fix(finding, || {
            let typo = typo_of(name, nested.parameters.keys().map(String::as_str))?;
            let typo = Some(typo).filter(|typo| given.get(typo.right).is_none())?;
            let edit = write_name(entry.key.tree().source(), entry.key.verbatim_text_range()?, typo.right)?;
            Some(Fix::correction_if(typo.is_certain_name(), format!("write `{}`", typo.right), [edit]))
        });
    }
    let place = given.key().or(stack.parameters.map(|entry| entry.key)).unwrap_or(given);
    report_missing(place, |name| given.get(name).is_some(), stack, nested, cx);
}

fn report_missing<'t>(
    place: Node<'t>,
    is_given: impl Fn(&str) -> bool,
    stack: &NestedStack<'t>,
    nested: &NestedTemplate,
    cx: &mut RuleContext<'_, 't>,
) {
    for (name, _) in nested.parameters.iter().filter(|(name, has_default)| !**has_default && !is_given(name))
    {
        let message = format!("missing parameter `{name}`, which `{}` requires", stack.path);
        cx.report(
            cx.finding(place.range(), message)
                .with_help("pass this parameter, or add a `Default` in the nested template"),
        );
    }
}
