//! Aliases of SAM functions that are not updated when the macro Uselatest finds newer layers.

use cfn_ast::Edit;
use cfn_ast::edit::insert_entry_after;
use cfn_ast::model::TransformKind;
use cfn_ast::syntax::{Entry, Format, Scalar};

use crate::rules::kit::lambda_layers::{functions, global, is_serverless};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A function with `AutoPublishAlias` whose alias is not updated when the macro Uselatest finds newer layers.
    ///
    /// ## Why
    ///
    /// SAM publishes a new version of the function, and points the alias to it, if it detects a change. It detects a
    /// new layer version only if the macro runs first, `Transform: [Uselatest, AWS::Serverless-2016-10-31]`, and only
    /// with `AutoPublishAliasAllProperties: true`. Otherwise the deployment succeeds, but the alias still runs with
    /// the old layer.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Transform:
    ///   - Uselatest
    ///   - AWS::Serverless-2016-10-31
    /// Resources:
    ///   Function:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       AutoPublishAlias: live
    ///       Layers:
    ///         - tools
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Transform:
    ///   - Uselatest
    ///   - AWS::Serverless-2016-10-31
    /// Resources:
    ///   Function:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       AutoPublishAlias: live
    ///       AutoPublishAliasAllProperties: true
    ///       Layers:
    ///         - tools
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: from then on, SAM publishes a new version whenever any property changes. The fix does not
    /// change the order of the transforms, which the rule `transform-order` reports.
    "alias-behind-layers" {
        group: Layers,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
    }
}

const ALL_PROPERTIES: &str = "AutoPublishAliasAllProperties";

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let index_of = |kind| template.transforms().iter().position(|transform| transform.kind() == kind);
    let (Some(uselatest), Some(serverless)) =
        (index_of(TransformKind::Uselatest), index_of(TransformKind::Serverless))
    else {
        return;
    };
    let serverless_functions: Vec<Resource<'t>> = functions(template).filter(is_serverless).collect();
    let has_layers = |function: &Resource<'t>| {
        function.property("Layers").is_some() || global(template, "Layers").is_some()
    };
    let mut aliases: Vec<Entry<'t>> = Vec::new();
    for function in serverless_functions.iter().filter(|function| has_layers(function)) {
        let own = function.properties().and_then(|properties| properties.entry("AutoPublishAlias"));
        let alias = own.or_else(|| global(template, "AutoPublishAlias").and_then(|(key, _)| key.own_entry()));
        let Some(alias) = alias.filter(|alias| !aliases.contains(alias)) else { continue };
        aliases.push(alias);
        check_alias(function, alias, uselatest < serverless, cx);
    }
}

fn check_alias<'t>(
    function: &Resource<'t>,
    alias: Entry<'t>,
    is_in_order: bool,
    cx: &mut RuleContext<'_, 't>,
) {
    let own = function.property(ALL_PROPERTIES);
    let setting = own.or_else(|| global(cx.template(), ALL_PROPERTIES).map(|(_, value)| value));
    let is_on = setting.is_some_and(is_true_or_computed);
    if is_on && is_in_order {
        return;
    }
    let name = cx.tree().macro_name();
    let message = format!("alias is not updated when {name} finds a newer layer version");
    let finding = cx.finding(alias.range(), message);
    if is_on {
        return cx.report(finding.with_help(format!("list `{name}` before `AWS::Serverless-2016-10-31`")));
    }
    let entry = match cx.tree().format() {
        Format::Json => format!("\"{ALL_PROPERTIES}\": true"),
        Format::Yaml => format!("{ALL_PROPERTIES}: true"),
    };
    let set = format!("set `{entry}`");
    let finding = if is_in_order {
        finding.with_help(set.as_str())
    } else {
        finding.with_help_beside_fix(format!("{set}, and list `{name}` before `AWS::Serverless-2016-10-31`"))
    };
    cx.report_with_fix(finding, || {
        let edit = match setting {
            Some(absent) if absent.range().is_empty() => Edit::insert(absent.range().end(), " true"),
            Some(off) => Edit::replace(off.range(), "true"),
            None => insert_entry_after(alias, ALL_PROPERTIES, "true")?,
        };
        Some(Fix::unsafe_edits(set, [edit]))
    });
}

fn is_true_or_computed(setting: Node<'_>) -> bool {
    setting.function().is_some()
        || setting.scalar() == Some(Scalar::Bool(true))
        || setting.text() == Some("true")
}
