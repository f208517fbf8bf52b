//! Parameters of the macro Uselatest that it rejects.

use cfn_ast::layer::{Age, BlockedVersions};
use cfn_ast::model::{Transform, TransformKind};
use cfn_ast::syntax::Entry;

use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, nearest, typo_of, write_name};

declare_rule! {
    /// A parameter that the macro Uselatest does not know, or whose value it cannot read.
    ///
    /// ## Why
    ///
    /// The macro rejects the template: a misspelled `MinimumAge` or `Block` would otherwise be ignored, and the
    /// deployment would use exactly the version that it should not use. Values that a function returns are not checked,
    /// because they are not known before the deployment.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Transform:
    ///   Name: Uselatest
    ///   Parameters:
    ///     MinimumAg: 3d
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Layers: [tools]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Transform:
    ///   Name: Uselatest
    ///   Parameters:
    ///     MinimumAge: 3d
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Layers: [tools]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the name that is at most two letters away, if no other name is as close. It is unsafe, because the
    /// parameter has an effect from then on.
    "invalid-macro-parameter" {
        group: Layers,
        severity: Error,
        fix: Unsafe,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
    }
}

/// The parameters of the macro, each with a test of a literal value and what the macro expects. The macro reads them in
/// `macro/src/expand/options.rs`.
const PARAMETERS: [Parameter; 11] = [
    Parameter {
        name: "Pinned",
        shape: Shape::Single,
        accepts: |text| matches!(text, "keep" | "upgrade"),
        expected: "`keep` or `upgrade`",
    },
    Parameter {
        name: "Compatibility",
        shape: Shape::Single,
        accepts: |text| matches!(text, "check" | "ignore"),
        expected: "`check` or `ignore`",
    },
    Parameter {
        name: "OnMissing",
        shape: Shape::Single,
        accepts: |text| matches!(text, "fail" | "keep"),
        expected: "`fail` or `keep`",
    },
    Parameter {
        name: "Report",
        shape: Shape::Single,
        accepts: |text| matches!(text, "true" | "false"),
        expected: "`true` or `false`",
    },
    Parameter { name: "Exclude", shape: Shape::List, accepts: is_not_empty, expected: "a list of patterns" },
    Parameter {
        name: "MinimumAge",
        shape: Shape::PerLayer,
        accepts: is_age,
        expected: "an age such as `12h`, `3d` or `2w`, or a mapping of patterns of layers to ages",
    },
    Parameter {
        name: "Behind",
        shape: Shape::PerLayer,
        accepts: is_number,
        expected: "a number of versions, or a mapping of patterns of layers to numbers",
    },
    Parameter {
        name: "Block",
        shape: Shape::List,
        accepts: is_block,
        expected: "a list of blocked versions, such as `tools:7`, `vendor-*:<12`, `tools:>9` or `tools`",
    },
    Parameter { name: "Layer", shape: Shape::Any, accepts: is_not_empty, expected: "a layer" },
    Parameter { name: "Runtime", shape: Shape::Single, accepts: is_not_empty, expected: "a runtime" },
    Parameter {
        name: "Architecture",
        shape: Shape::Single,
        accepts: |text| matches!(text, "arm64" | "x86_64"),
        expected: "`arm64` or `x86_64`",
    },
];

struct Parameter {
    name: &'static str,
    shape: Shape,
    accepts: fn(&str) -> bool,
    expected: &'static str,
}

/// How the values of a parameter are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// One text.
    Single,
    /// A list of texts, or one text.
    List,
    /// One text for all layers, or a mapping of patterns to texts.
    PerLayer,
    /// Whatever `Layers` may contain.
    Any,
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let calls = template.transforms().iter().chain(template.transform_functions());
    for call in calls.filter(|call| call.kind() == TransformKind::Uselatest) {
        check_call(call, cx);
    }
}

fn check_call<'t>(call: &Transform<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(parameters) = call.parameters.map(Node::resolved) else { return };
    // A function or an alias of something else may bring any name.
    if parameters.function().is_some() {
        return;
    }
    for entry in parameters.entries() {
        let Some(name) = entry.name() else { continue };
        match PARAMETERS.iter().find(|parameter| parameter.name == name) {
            Some(parameter) => check_value(parameter, entry, cx),
            None => report_unknown(name, entry, parameters, cx),
        }
    }
}

fn report_unknown<'t>(name: &str, entry: Entry<'t>, parameters: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let known = || PARAMETERS.iter().map(|parameter| parameter.name);
    let message = format!("unknown parameter `{name}` of the macro {}", cx.tree().macro_name());
    let help = did_you_mean(&nearest(name, known())).unwrap_or_else(|| {
        format!("the parameters of the macro are {}", known().collect::<Vec<_>>().join(", "))
    });
    let key = entry.key;
    cx.report_with_fix(cx.finding(key.range(), message).with_help(help), || {
        // A second key of the same name would be a syntax error.
        let typo = typo_of(name, known()).filter(|typo| parameters.get(typo.right).is_none())?;
        let edit = write_name(key.tree().source(), key.verbatim_text_range()?, typo.right)?;
        Some(Fix::unsafe_edits(format!("write `{}`", typo.right), [edit]))
    });
}

fn check_value<'t>(parameter: &Parameter, entry: Entry<'t>, cx: &mut RuleContext<'_, 't>) {
    let value = entry.value.resolved();
    if parameter.shape == Shape::Any || value.function().is_some() {
        return;
    }
    let mut parts = Vec::new();
    if value.is_mapping() && parameter.shape == Shape::PerLayer {
        parts.extend(value.entries().map(|entry| entry.value));
    } else if value.is_sequence() && parameter.shape == Shape::List {
        parts.extend(value.items());
    } else {
        parts.push(value);
    }
    for part in parts.into_iter().filter(|part| part.resolved().function().is_none()) {
        if !part.resolved().text().is_some_and(parameter.accepts) {
            let Parameter { name, expected, .. } = parameter;
            let message = format!("invalid value of the macro parameter `{name}`");
            cx.report(cx.finding(part.range(), message).with_help(format!("expected {expected}")));
        }
    }
}

fn is_not_empty(text: &str) -> bool {
    !text.is_empty()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<usize>().is_ok()
}

fn is_age(text: &str) -> bool {
    text.parse::<Age>().is_ok()
}

fn is_block(text: &str) -> bool {
    text.parse::<BlockedVersions>().is_ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::PARAMETERS;

    #[test]
    fn the_parameters_are_those_of_the_macro() {
        let checked: BTreeSet<_> = PARAMETERS.iter().map(|parameter| parameter.name).collect();
        assert_eq!(checked, BTreeSet::from(cfn_ast::layer::PARAMETERS));
    }
}
