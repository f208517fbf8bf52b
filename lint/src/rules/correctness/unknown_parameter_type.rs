//! Types of parameters that CloudFormation does not take.

use cfn_ast::foreign;
use cfn_ast::model::ParameterType;
use cfn_ast::{Edit, Template};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::names::{slip_of, suggestion};

declare_rule! {
    /// A type that no parameter can have.
    ///
    /// ## Why
    ///
    /// CloudFormation refuses the whole template. A parameter is a string, a number, a list of them, or one of the types
    /// that name something in the account.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Size:
    ///     Type: Nubmer
    /// Resources: {}
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Size:
    ///     Type: Number
    /// Resources: {}
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the type that is at most two letters away, where no other one is as near. It is safe where a single
    /// letter is wrong and no other type is within two, and unsafe otherwise.
    "unknown-parameter-type" {
        group: Correctness,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E2002"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for parameter in template.parameters() {
        let Some(node) = parameter.value().get("Type").filter(|node| node.tag().is_none()) else { continue };
        let Some(name) = node.as_str().filter(|name| !name.is_empty()) else { continue };
        if ParameterType::of(name) != ParameterType::Unknown || foreign::has_variable(name) {
            continue;
        }
        let types: Vec<String> = ParameterType::documented().collect();
        let known = || types.iter().map(String::as_str);
        let message = format!("`{name}` is no type of a parameter{}", suggestion(name, known()));
        cx.report_with_fix(cx.finding(node.range(), message), || {
            let slip = slip_of(name, known())?;
            let edit = Edit::replace(node.verbatim_text_range()?, slip.right);
            Some(Fix::correction_if(slip.is_certain_word(), format!("write `{}`", slip.right), [edit]))
        });
    }
}
