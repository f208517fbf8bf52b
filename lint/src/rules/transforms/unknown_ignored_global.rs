//! Names in `IgnoreGlobals` that `Globals` does not contain.

use cfn_ast::model::TransformKind;

use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, nearest, typo_of, write_name};

declare_rule! {
    /// A name in `IgnoreGlobals` that the section `Globals` does not define for resources of this type.
    ///
    /// ## Why
    ///
    /// SAM rejects the template. Most often the name is misspelled, so the intended property would not be ignored.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Transform: AWS::Serverless-2016-10-31
    /// Globals:
    ///   Function:
    ///     Timeout: 5
    /// Resources:
    ///   Function:
    ///     Type: AWS::Serverless::Function
    ///     IgnoreGlobals: [TimeOut]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Transform: AWS::Serverless-2016-10-31
    /// Globals:
    ///   Function:
    ///     Timeout: 5
    /// Resources:
    ///   Function:
    ///     Type: AWS::Serverless::Function
    ///     IgnoreGlobals: [Timeout]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the name that is at most two letters away, if no other name is as close. It is unsafe, because the
    /// meaning of the template changes.
    "unknown-ignored-global" {
        group: Transforms,
        severity: Error,
        fix: Unsafe,
        default: true,
        cfn_lint: ["E3724"],
        hooks: [Template(check)],
        depends_on: [Globals],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if !template.has_transform(TransformKind::Serverless) || template.has_transform(TransformKind::Custom) {
        return;
    }
    let Some(globals) = template.globals() else { return };
    for resource in template.resources() {
        let properties = resource.type_name().and_then(|name| globals.properties(name));
        let Some(properties) = properties.filter(|properties| properties.is_mapping()) else { continue };
        let Some(ignored) = resource.attribute("IgnoreGlobals") else { continue };
        let known = || properties.entries().filter_map(|entry| entry.name());
        for item in ignored.items().filter(|item| item.tag().is_none()) {
            let Some(name) = item.text().filter(|&name| !known().any(|known| known == name)) else {
                continue;
            };
            let message = format!("`{name}` is not defined in `Globals` for this resource type");
            let help = did_you_mean(&nearest(name, known()))
                .unwrap_or_else(|| "remove it, or write the name of a global property".to_owned());
            cx.report_with_fix(cx.finding(item.range(), message).with_help(help), || {
                let typo = typo_of(name, known())?;
                let edit = write_name(item.tree().source(), item.verbatim_text_range()?, typo.right)?;
                Some(Fix::unsafe_edits(format!("write `{}`", typo.right), [edit]))
            });
        }
    }
}
