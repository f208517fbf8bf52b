//! What a nested stack is given, and what its template asks for.

use cfn_ast::model::{NestedStack, TransformKind};
use cfn_ast::{Edit, Node, Template};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::names::{slip_of, suggestion};
use crate::neighbours::Neighbour;

declare_rule! {
    /// A nested stack that is given a parameter which its template does not have, or not given one which it needs.
    ///
    /// ## Why
    ///
    /// The deployment fails when it comes to the nested stack. Templates are looked at where `TemplateURL`, or `Location` in
    /// SAM, is the path of a file; `aws cloudformation package` and SAM put them into a bucket.
    ///
    /// ## Example
    ///
    /// Where `network.yaml` has a parameter `Cidr`:
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
    /// A name is put right where one parameter is at most two letters away, no other one is as near, and it is not given
    /// yet. That is safe where a single small letter inside of a longer word is wrong, or two have changed places, and no other
    /// parameter is within two; otherwise it is unsafe.
    "nested-stack-parameters" {
        group: Correctness,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E3043"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if template.has_transform(TransformKind::Custom) {
        return;
    }
    for stack in NestedStack::of_files(template) {
        let Some(nested) = cx.neighbour(stack.path) else { continue };
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
    nested: &Neighbour,
    cx: &mut RuleContext<'_, 't>,
) {
    for entry in given.entries() {
        let Some(name) = entry.name().filter(|&name| !nested.parameters.contains_key(name)) else { continue };
        let missing =
            || nested.parameters.keys().map(String::as_str).filter(|known| given.get(known).is_none());
        let message = format!("`{}` has no parameter `{name}`{}", stack.path, suggestion(name, missing()));
        let finding = cx.finding(entry.key.range(), message);
        // cfn-lint knows no branches of `Fn::If` here.
        let finding = match stack.parameters.filter(|parameters| parameters.value != given) {
            Some(parameters) => finding.with_cfn_lint_offset(parameters.key.range().start()),
            None => finding,
        };
        cx.report_with_fix(finding, || {
            let slip = slip_of(name, nested.parameters.keys().map(String::as_str))?;
            let slip = Some(slip).filter(|slip| given.get(slip.right).is_none())?;
            let edit = Edit::replace(entry.key.verbatim_text_range()?, slip.right);
            Some(Fix::correction_if(slip.is_certain_name(), format!("write `{}`", slip.right), [edit]))
        });
    }
    let place = given.key().or(stack.parameters.map(|entry| entry.key)).unwrap_or(given);
    report_missing(place, |name| given.get(name).is_some(), stack, nested, cx);
}

fn report_missing<'t>(
    place: Node<'t>,
    is_given: impl Fn(&str) -> bool,
    stack: &NestedStack<'t>,
    nested: &Neighbour,
    cx: &mut RuleContext<'_, 't>,
) {
    for (name, _) in nested.parameters.iter().filter(|(name, has_default)| !**has_default && !is_given(name))
    {
        let message = format!("`{}` needs the parameter `{name}`", stack.path);
        cx.report(cx.finding(place.range(), message).with_help("add it, or give it a default there"));
    }
}
