//! `Fn::FindInMap` with keys that the mapping does not contain.

use std::cell::OnceCell;

use cfn_ast::FunctionName;
use cfn_ast::model::{Intrinsic, Mapping, PseudoParameter};
use rustc_hash::FxHashMap;

use crate::cfn_lint::id_of_argument;
use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, may_compare, nearest, typo_of, write_name};

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
        group: Functions,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: [
            "E1011", "E1015", "E1016", "E1017", "E1018", "E1019", "E1021", "E1022", "E1024", "E1028", "E1030",
            "E1031", "E1033", "E6101", "E8003", "E8004", "E8005", "E8006", "E1005", "E8007", "E1010", "E1020",
            "E1701",
        ],
        hooks: [Template(check)],
        skips: [CustomMacros],
        depends_on: [Parameters, Mappings],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if template.mappings().is_empty() {
        return;
    }
    let mut mappings: FxHashMap<&str, Keys<'t>> = FxHashMap::default();
    let functions = template.tree().nodes().flat_map(Node::functions_here);
    let functions: Vec<_> = functions.filter(|function| function.name == FunctionName::FindInMap).collect();
    for function in &functions {
        let Ok(Intrinsic::FindInMap { mapping, top_level_key, second_level_key, default_value: None }) =
            function.view()
        else {
            continue;
        };
        let mapping = literal(mapping).filter(|_| template.loops_around(function.node).next().is_none());
        let Some(mapping) = mapping.and_then(|name| template.mappings().get(name)) else { continue };
        let keys = mappings.entry(mapping.name()).or_insert_with(|| Keys::of(mapping, functions.len()));
        check_keys(*function, top_level_key, second_level_key, keys, cx);
    }
}

/// The keys of a mapping, collected once for all functions that use it.
struct Keys<'t> {
    mapping: Mapping<'t>,
    names: Vec<&'t str>,
    rows: FxHashMap<&'t str, Node<'t>>,
    /// The second-level keys of all rows, sorted; `None` if a row is not a mapping of known keys.
    second_level: OnceCell<Option<Vec<&'t str>>>,
    /// Whether unknown keys are compared with those of the mapping.
    may_suggest: bool,
}

impl<'t> Keys<'t> {
    /// Collects the keys of a mapping in a template with so many `FindInMap`.
    fn of(mapping: &Mapping<'t>, functions: usize) -> Self {
        let rows = || mapping.top_level_keys();
        let names: Vec<&str> = rows().map(|row| row.name).collect();
        Self {
            mapping: *mapping,
            may_suggest: may_compare(functions, names.len()),
            names,
            rows: rows().map(|row| (row.name, row.value)).collect(),
            second_level: OnceCell::new(),
        }
    }

    /// Returns the second-level keys of all rows.
    fn in_all_rows(&self) -> Option<&[&'t str]> {
        let all = self
            .second_level
            .get_or_init(|| second_level_keys(self.mapping.top_level_keys().map(|row| row.value)));
        all.as_deref()
    }
}

/// Returns the keys of rows, sorted; `None` if one is not a mapping of known keys.
fn second_level_keys<'t>(rows: impl Iterator<Item = Node<'t>>) -> Option<Vec<&'t str>> {
    let mut known: Vec<&str> = Vec::new();
    for row in rows {
        if !row.is_mapping() || row.get("Fn::Transform").is_some() {
            return None;
        }
        known.extend(row.entries().filter_map(|entry| entry.name()));
    }
    known.sort_unstable();
    known.dedup();
    Some(known)
}

fn check_keys<'t>(
    function: Function<'t>,
    top_level_key: Node<'t>,
    second_level_key: Node<'t>,
    keys: &Keys<'t>,
    cx: &mut RuleContext<'_, 't>,
) {
    // A mapping without any keys is reported where it is declared.
    if keys.mapping.is_included() || keys.names.is_empty() {
        return;
    }
    let in_rows;
    let known = match possible_keys(top_level_key, cx.template()) {
        Some(wanted) => {
            let rows: Vec<Node<'t>> = wanted.iter().filter_map(|key| keys.rows.get(key).copied()).collect();
            if rows.is_empty() {
                return report(function, top_level_key, keys, &keys.names, cx);
            }
            in_rows = second_level_keys(rows.into_iter());
            in_rows.as_deref()
        }
        None => keys.in_all_rows(),
    };
    let Some(known) = known.filter(|known| !known.is_empty()) else { return };
    let Some(wanted) = possible_keys(second_level_key, cx.template()) else { return };
    if !wanted.iter().any(|key| known.binary_search(key).is_ok()) {
        report(function, second_level_key, keys, known, cx);
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
    keys: &Keys<'t>,
    known: &[&str],
    cx: &mut RuleContext<'_, 't>,
) {
    let mapping = &keys.mapping;
    let known = if keys.may_suggest { known } else { &[] };
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
