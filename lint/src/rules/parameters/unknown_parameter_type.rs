//! Parameter types that do not exist.

use cfn_ast::foreign;
use cfn_ast::model::ParameterType;

use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, nearest, typo_of, write_name};

declare_rule! {
    /// A parameter type that does not exist.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the whole template. The type of a parameter is `String`, `Number`, a list type, or an
    /// AWS-specific type that refers to something in the account.
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
    /// The fix writes the type that is at most two letters away, if no other type is as close. It is safe if one letter
    /// is wrong and no other type is within two letters, and unsafe otherwise.
    "unknown-parameter-type" {
        group: Parameters,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E2002"],
        hooks: [Parameter(check)],
    }
}

fn check<'t>(parameter: Parameter<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(node) = parameter.value().get("Type").filter(|node| node.tag().is_none()) else { return };
    let Some(name) = node.as_str().filter(|name| !name.is_empty()) else { return };
    if ParameterType::of(name) != ParameterType::Unknown || foreign::has_variable(name) {
        return;
    }
    let types: Vec<String> = ParameterType::documented().collect();
    let known = || types.iter().map(String::as_str);
    let message = format!("`{name}` is not a valid parameter type");
    let finding = cx.finding(node.range(), message).with_help(help(name, known()));
    cx.report_with_fix(finding, || {
        let typo = typo_of(name, known())?;
        let edit = write_name(node.tree().source(), node.verbatim_text_range()?, typo.right)?;
        Some(Fix::correction_if(typo.is_certain_word(), format!("write `{}`", typo.right), [edit]))
    });
}

fn help<'c>(name: &str, known: impl Iterator<Item = &'c str>) -> String {
    match name.to_ascii_lowercase().as_str() {
        "bool" | "boolean" => "use `String` with the `AllowedValues` `'true'` and `'false'`".to_owned(),
        "int" | "integer" | "float" => "use `Number`".to_owned(),
        "list" | "array" => "use `CommaDelimitedList`".to_owned(),
        _ => did_you_mean(&nearest(name, known)).unwrap_or_else(|| {
            "use `String`, `Number`, `CommaDelimitedList` or an AWS-specific type".to_owned()
        }),
    }
}
