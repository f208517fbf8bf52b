//! `Fn::FindInMap` with keys that the mapping does not contain.

use cfn_ast::model::{Intrinsic, Mapping, PseudoParameter, Template};
use cfn_ast::{Function, FunctionName, Node};

use crate::cfn_lint::id_of_argument;
use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::names::{did_you_mean, nearest, typo_of, write_name};

declare_rule! {
    /// A `FindInMap` with a key that the mapping does not contain.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the template or, if the key comes from a parameter, the deployment fails.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Mappings:
    ///   Sizes:
    ///     prod:
    ///       Instance: m7g.large
    /// Outputs:
    ///   Size:
    ///     Value: !FindInMap [Sizes, production, Instance]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the key that is at most two letters away, if no other key is as close. It is safe if one lowercase
    /// letter inside a longer word is wrong, or two neighbours are swapped, and no other key is within two letters.
    /// Otherwise it is unsafe: a key may be missing from the mapping.
    "undefined-mapping-key" {
        group: Correctness,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: [
            "E1011", "E1015", "E1016", "E1017", "E1018", "E1019", "E1021", "E1022", "E1024", "E1028", "E1030",
            "E1031", "E1033", "E6101", "E8003", "E8004", "E8005", "E8006", "E1005", "E8007", "E1010", "E1020",
            "E1701",
        ],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::FindInMap || cx.template().has_custom_macro() {
        return;
    }
    let Ok(Intrinsic::FindInMap { mapping, top_level_key, second_level_key, default_value: None }) =
        function.view()
    else {
        return;
    };
    let mapping = literal(mapping).filter(|_| cx.template().loops_around(function.node).next().is_none());
    let Some(mapping) = mapping.and_then(|name| cx.template().mappings().get(name)).copied() else { return };
    let all: Vec<&str> = mapping.top_level_keys().map(|named| named.name).collect();
    // A mapping without any keys is reported where it is declared.
    if mapping.is_included() || all.is_empty() {
        return;
    }
    let known = match possible_keys(top_level_key, cx.template()) {
        Some(wanted) => {
            let known: Vec<&str> = wanted.into_iter().filter(|key| all.contains(key)).collect();
            if known.is_empty() {
                return report(function, top_level_key, &mapping, &all, cx);
            }
            known
        }
        None => all,
    };
    second_level(function, second_level_key, &mapping, &known, cx);
}

fn second_level<'t>(
    function: Function<'t>,
    key: Node<'t>,
    mapping: &Mapping<'t>,
    top_level_keys: &[&str],
    cx: &mut RuleContext<'_, 't>,
) {
    let Some(wanted) = possible_keys(key, cx.template()) else { return };
    let rows = mapping.top_level_keys().filter(|row| top_level_keys.contains(&row.name));
    let mut known: Vec<&str> = Vec::new();
    for row in rows {
        if !row.value.is_mapping() || row.value.get("Fn::Transform").is_some() {
            return;
        }
        known.extend(row.value.entries().filter_map(|entry| entry.name()));
    }
    if !known.is_empty() && !wanted.iter().any(|key| known.contains(key)) {
        known.sort_unstable();
        known.dedup();
        report(function, key, mapping, &known, cx);
    }
}

/// The values that a key can have: itself, or those that its parameter allows; `None` if they are not known before the
/// deployment, as for pseudo parameters and other functions.
fn possible_keys<'t>(key: Node<'t>, template: &Template<'t>) -> Option<Vec<&'t str>> {
    if let Some(text) = literal(key) {
        return Some(vec![text]);
    }
    let Ok(Intrinsic::Ref(name)) = key.function()?.view() else { return None };
    let name = literal(name).filter(|name| PseudoParameter::from_name(name).is_none())?;
    let parameter = template.parameters().get(name)?;
    let allowed: Vec<&str> = parameter.allowed_values().filter_map(Node::text).collect();
    (!allowed.is_empty()).then_some(allowed)
}

fn literal(node: Node<'_>) -> Option<&str> {
    node.text().filter(|_| node.tag().is_none())
}

fn report<'t>(
    function: Function<'t>,
    key: Node<'t>,
    mapping: &Mapping<'t>,
    known: &[&str],
    cx: &mut RuleContext<'_, 't>,
) {
    let id = id_of_argument(function, cx.template());
    let wanted = literal(key);
    let message = match wanted {
        Some(wanted) => format!("mapping `{}` has no key `{wanted}`", mapping.name()),
        None => format!("mapping `{}` has none of the keys that this parameter allows", mapping.name()),
    };
    let finding = cx.finding_at(key, message).with_cfn_lint(id);
    let finding = finding.with_label(mapping.key().range(), "the mapping");
    let Some(wanted) = wanted else {
        return cx.report(finding.with_help("add the missing keys, or change `AllowedValues`"));
    };
    let help = did_you_mean(&nearest(wanted, known.iter().copied()))
        .unwrap_or_else(|| format!("add `{wanted}` to the mapping, or write one of its keys"));
    cx.report_with_fix(finding.with_help(help), || {
        let typo = typo_of(wanted, known.iter().copied())?;
        let edit = write_name(key.tree().source(), key.text_range(0..wanted.len()), typo.right)?;
        Some(Fix::correction_if(typo.is_certain_name(), format!("write `{}`", typo.right), [edit]))
    });
}
