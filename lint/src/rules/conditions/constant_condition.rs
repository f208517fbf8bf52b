//! `Fn::Equals` with a constant result.

use cfn_ast::meaning::same_value;
use cfn_ast::model::evaluate::{Evaluator, Inputs};
use cfn_ast::model::{Context, Intrinsic, Section};

use crate::cfn_lint::offset_of_value;
use crate::rules::kit::editing::is_read_as_written;
use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An `Equals` whose result does not depend on any parameter.
    ///
    /// ## Why
    ///
    /// The condition is always true or always false, so part of the template is always or never used. Often one side was
    /// meant to be a reference.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProd: !Equals [Stage, prod]
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    /// ```
    "constant-condition" {
        group: Conditions,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W8003"],
        hooks: [Function(check)],
        functions: [Equals],
        depends_on: Template,
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Equals(left, right)) = function.view() else { return };
    let is_condition = Context::of(function.node).section() == Some(Section::Conditions);
    if !is_condition || is_read_as_written(function.node, cx.template()) {
        return;
    }
    let Some(truth) = truth(left, right, cx) else { return };
    let finding = cx.finding(function.node.range(), format!("comparison is always {truth}"));
    let finding = finding.with_cfn_lint_offset(offset_of_value(function.node));
    let names_parameter = [left, right]
        .iter()
        .filter_map(|side| side.as_str())
        .find(|name| cx.template().parameters().contains(name));
    cx.report(match names_parameter {
        Some(name) => {
            let reference = notation::reference(cx.tree(), name);
            finding.with_help(format!("`{name}` is a literal string here; did you mean `{reference}`?"))
        }
        None => finding.with_help("compare with a parameter, or remove the condition if it is not needed"),
    });
}

fn truth<'t>(left: Node<'t>, right: Node<'t>, cx: &RuleContext<'_, 't>) -> Option<bool> {
    let inputs = Inputs::new();
    let evaluator = Evaluator::new(cx.template(), &inputs);
    if let (Ok(left), Ok(right)) = (evaluator.value(left), evaluator.value(right)) {
        return Some(left == right);
    }
    same_value(cx.template(), left, right).then_some(true)
}
