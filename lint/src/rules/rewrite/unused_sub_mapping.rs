//! Variables of `Fn::Sub` that its string does not use.

use cfn_ast::edit::FunctionText;
use cfn_ast::model::{Intrinsic, PseudoParameter, Target, ValueShape};

use super::trivial_join::is_literal;
use crate::rules::kit::editing::{Verdict, drop_entries, single_entry_names, variables_of, verdict};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A variable in the mapping of a `Sub` that the string does not use.
    ///
    /// ## Why
    ///
    /// It has no effect on the string, but CloudFormation still evaluates it, and what it refers to looks used.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Sub ['${Id}', {Id: !ImportValue topic-id, Stage: !Ref Stage}]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Sub ['${Id}', {Id: !ImportValue topic-id}]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is safe if the value is a literal, a parameter or a pseudo parameter. It is unsafe for other values: a
    /// reference to a resource is also a dependency, and an import fails if the export is missing. It is also unsafe in
    /// templates with a custom macro and inside `Fn::ForEach`. There is no fix if the string uses an undeclared
    /// variable, which may be a typo for this one.
    "unused-sub-mapping" {
        group: Rewrite,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W1019"],
        hooks: [Function(check)],
        functions: [Sub],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Sub { template, mapping: Some(mapping) }) = function.view() else { return };
    let verdict = verdict(function, cx.template());
    let (Some(_), Some(entries)) = (FunctionText::of(function), single_entry_names(mapping)) else { return };
    if verdict == Verdict::Never {
        return;
    }
    let Some(used) = variables_of(template.text().unwrap_or_default()) else { return };
    let undeclared = undeclared_variable(template, cx);
    for (name, entry) in entries.into_iter().filter(|(name, _)| !used.contains(name)) {
        let finding = cx.finding(entry.key.range(), format!("variable `{name}` is not used in the string"));
        // A typo in a use makes the declaration look unused.
        if let Some(other) = undeclared {
            let help = format!("not fixed because the undeclared `${{{other}}}` may mean this variable");
            cx.report(finding.with_help(help));
            continue;
        }
        let is_safe = verdict == Verdict::Safe && has_no_effect(entry.value, cx);
        let applicability = if is_safe { Applicability::Safe } else { Applicability::Unsafe };
        cx.report_with_fix(finding.with_help("remove it"), || {
            let edits = drop_entries(function, template, mapping, &[entry], &[])?;
            Some(Fix::new(applicability, format!("remove the variable `{name}`"), edits))
        });
    }
}

/// A variable of the string that is not declared anywhere.
fn undeclared_variable<'t>(template: Node<'t>, cx: &RuleContext<'_, 't>) -> Option<&'t str> {
    let uses = cx.references().within(template).iter();
    let mut undeclared = uses.filter(|reference| reference.target == Target::Undeclared);
    undeclared.find_map(|reference| Some(reference.name).filter(|name| !cx.template().may_generate(name)))
}

/// Whether evaluating the value has no effect: it cannot fail, and it is not a dependency on a resource.
fn has_no_effect(value: Node<'_>, cx: &RuleContext<'_, '_>) -> bool {
    let Some(function) = value.function() else { return value.as_str().is_some() && is_literal(value) };
    let Ok(Intrinsic::Ref(name)) = function.view() else { return false };
    let Some(name) = name.text().filter(|_| name.tag().is_none()) else { return false };
    let is_input = cx.template().parameters().contains(name) || PseudoParameter::from_name(name).is_some();
    is_input && cx.template().shape_of_ref(name) == ValueShape::Text
}
