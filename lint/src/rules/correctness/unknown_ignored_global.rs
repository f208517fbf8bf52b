//! Globals that are ignored and do not exist.

use cfn_ast::model::TransformKind;
use cfn_ast::{Edit, Template};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::names::{slip_of, suggestion};

declare_rule! {
    /// A name in `IgnoreGlobals` that the section `Globals` does not have for resources of this type.
    ///
    /// ## Why
    ///
    /// SAM refuses the template. Most often the name is misspelt, and the property that was meant is not ignored.
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
    /// The fix is unsafe, as the template says something else than before. It is made where one name is at most two
    /// letters away and no other one is as near.
    "unknown-ignored-global" {
        group: Correctness,
        severity: Error,
        fix: Unsafe,
        default: true,
        cfn_lint: ["E3724"],
        hooks: [Template(check)],
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
            let message = format!("`Globals` has no `{name}` for this type{}", suggestion(name, known()));
            cx.report_with_fix(cx.finding(item.range(), message), || {
                let slip = slip_of(name, known())?;
                let edit = Edit::replace(item.verbatim_text_range()?, slip.right);
                Some(Fix::unsafe_edits(format!("write `{}`", slip.right), [edit]))
            });
        }
    }
}
