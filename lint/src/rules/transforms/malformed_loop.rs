//! Loops that CloudFormation cannot expand.

use std::collections::BTreeSet;

use cfn_ast::FunctionName;
use cfn_ast::expansion::Clash;
use cfn_ast::model::{ForEach, TransformKind, ValueShape};
use cfn_ast::syntax::{Entry, NodeId};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An `Fn::ForEach` that CloudFormation cannot expand.
    ///
    /// ## Why
    ///
    /// Loops require the transform `AWS::LanguageExtensions`. Without it, CloudFormation reads `Fn::ForEach::Name` as a
    /// resource, condition, output or property of that name. With it, a loop is a list of three items: the identifier
    /// (the loop's variable), the collection of values, and the body, which is the mapping to repeat. Each key of the body
    /// must contain the variable; otherwise each round would declare the same name.
    ///
    /// A missing transform is not reported if a custom macro processes the template.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Bills]
    ///     - Topic:
    ///         Type: AWS::SNS::Topic
    /// ```
    "malformed-loop" {
        group: Transforms,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E1032", "E0001"],
        hooks: [Template(check)],
        in_expansion: Skip,
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if !template.has_transform(TransformKind::LanguageExtensions) {
        if !template.has_custom_macro() {
            without_transform(template, cx);
        }
        return;
    }
    let bodies = bodies_beside_loops(template);
    for entry in template.malformed_loops() {
        let outside = bodies.get(&entry.key.id()).and_then(|bodies| bodies.first()?.name());
        malformed(
            entry.key,
            "`Fn::ForEach` must be a list of an identifier, a collection and a body",
            &help_for_parts(*entry, outside),
            cx,
        );
    }
    for each in template.loops() {
        check_loop(each, template, cx);
    }
    // An expansion that is too large is reported by `limit-exceeded`.
    if let Ok(Some(expansion)) = cx.expansion() {
        let mut reported = BTreeSet::new();
        for clash in expansion.clashes().iter().filter(|clash| reported.insert(clash.key.node)) {
            report_clash(clash, template, cx);
        }
    }
}

/// The declarations after each malformed loop whose names contain its variable, by the key of the loop. Most likely they
/// are its body, indented wrongly.
pub(crate) fn bodies_beside_loops<'t>(template: &Template<'t>) -> FxHashMap<NodeId, Vec<Entry<'t>>> {
    let loops = template.malformed_loops();
    let keys: FxHashSet<NodeId> = loops.iter().map(|entry| entry.key.id()).collect();
    // Each mapping is searched once, however many loops it contains.
    let mappings: FxHashMap<NodeId, Node<'t>> =
        loops.iter().filter_map(|entry| entry.key.parent()).map(|mapping| (mapping.id(), mapping)).collect();
    let mut bodies: FxHashMap<NodeId, Vec<Entry<'t>>> = FxHashMap::default();
    for mapping in mappings.into_values() {
        let mut before: Option<Entry<'t>> = None;
        for entry in mapping.entries() {
            if keys.contains(&entry.key.id()) {
                before = Some(entry);
                continue;
            }
            let variable = before.and_then(|before| before.value.item(0)).and_then(Node::text);
            let is_body =
                entry.name().zip(variable).is_some_and(|(name, variable)| contains_variable(name, variable));
            if let Some(before) = before.filter(|_| is_body) {
                bodies.entry(before.key.id()).or_default().push(entry);
            }
        }
    }
    bodies
}

/// What to do about a loop that does not have three parts; most often the body is indented wrongly.
fn help_for_parts(entry: Entry<'_>, outside: Option<&str>) -> String {
    let parts: Vec<Node<'_>> = entry.value.items().take(4).collect();
    let last_value = parts.get(1).and_then(|values| values.items().last());
    match (parts.as_slice(), outside) {
        ([_, _], Some(name)) => {
            format!("move `{name}` into the loop, as the third item of its list")
        }
        ([_, _], None) if last_value.is_some_and(|last| last.is_mapping() && last.function().is_none()) => {
            "the body is inside the collection; make it the third item of the loop's list".to_owned()
        }
        ([_, _, _, _], _) => {
            "the body must be one mapping; merge the items after the collection into it".to_owned()
        }
        _ => "write a list of the variable's name, its values, and the mapping to repeat".to_owned(),
    }
}

/// Reports a key that the loop generates twice, or that is already declared.
fn report_clash<'t>(clash: &Clash, template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    // The range of a key in a snippet does not belong to this file.
    if clash.key.snippet.is_some() || clash.other.snippet.is_some() {
        return;
    }
    let (key, other) = (template.tree().node(clash.key.node), template.tree().node(clash.other.node));
    let variable = template.loops_around(key).next().and_then(ForEach::variable);
    let is_constant =
        !variable.zip(key.text()).is_some_and(|(variable, key)| contains_variable(key, variable));
    // A key without the variable is reported once, for all rounds, by `check_loop`.
    if key == other && is_constant {
        return;
    }
    let message = if key == other {
        format!("the loop generates `{}` more than once", clash.name)
    } else {
        format!("the loop generates `{}`, which is already declared", clash.name)
    };
    let finding = cx.finding(key.range(), message).with_cfn_lint("E0001");
    let finding = finding.with_help("choose a key that generates a unique name in each round");
    cx.report(if key == other {
        finding
    } else {
        finding.with_label(other.range(), "already declared here")
    });
}

fn without_transform<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let malformed = template.malformed_loops().iter().map(|entry| entry.key);
    for key in template.loops().iter().map(|each| each.key).chain(malformed) {
        let message = "`Fn::ForEach` requires the transform `AWS::LanguageExtensions`";
        let transform = notation::entry(cx.tree(), "Transform", "AWS::LanguageExtensions");
        cx.report(cx.finding(key.range(), message).with_help(format!("add `{transform}`")));
    }
}

fn check_loop<'t>(each: &ForEach<'t>, template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(variable) = each.variable().filter(|_| each.identifier.tag_range().is_none()) else {
        let help = "write a name of letters and digits";
        return malformed(each.identifier, "the identifier of a loop must be a literal string", help, cx);
    };
    let mut outer = template.loops_around(each.key);
    if let Some(outer) = outer.find(|outer| outer.variable() == Some(variable)) {
        let message = format!("`{variable}` is already the variable of the enclosing loop");
        let finding = cx.finding(each.identifier.range(), message).with_cfn_lint("E0001");
        let finding = finding.with_help("use a different variable in each loop");
        return cx.report(finding.with_label(outer.identifier.range(), "the variable of the enclosing loop"));
    }
    check_collection(each.collection, template, cx);
    if !each.body.is_mapping() {
        let help = format!("write a mapping with `${{{variable}}}` in each key");
        return malformed(each.body, "the body of a loop must be a mapping", &help, cx);
    }
    // A body that is repeated once, or an unknown number of times, need not generate several names.
    if has_several_values(each.collection) {
        check_names(each, variable, cx);
    }
}

fn check_collection<'t>(collection: Node<'t>, template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let is_function = |node: Node<'t>| node.function().is_some() || node.is_alias();
    // A function or a tag may return any collection, so only literal lists are checked.
    let is_list = collection.function().is_none() && collection.tag().is_none();
    let items = collection.items().filter(|_| is_list);
    for item in items.filter(|item| (item.is_sequence() || item.is_mapping()) && !is_function(*item)) {
        let help = "write a string, or a function that returns one";
        malformed(item, "a value of a collection must be a string", help, cx);
    }
    if !collection.is_sequence() && !is_function(collection) {
        let help = "write a list, or a function that returns one when the transform runs";
        malformed(collection, "the collection of a loop must be a list", help, cx);
    }
    if returns_one_string(collection, template) {
        let help = "write a list, or reference a parameter of type `CommaDelimitedList`";
        let message = "the collection of a loop must be a list, but this `Ref` returns a string";
        malformed(collection, message, help, cx);
    }
}

/// Reports the declarations of a body that each round would declare again.
fn check_names<'t>(each: &ForEach<'t>, variable: &str, cx: &mut RuleContext<'_, 't>) {
    for declared in each.declarations().filter(|declared| !contains_variable(declared.name, variable)) {
        let message = format!(
            "`{}` does not contain the loop variable `${{{variable}}}`, so each round declares the same name",
            declared.name
        );
        let finding = cx
            .finding(declared.key.range(), message)
            .with_cfn_lint("E0001")
            .with_help(format!("put `${{{variable}}}` into the name"))
            .with_label(each.collection.range(), "one round for each of these values");
        cx.report(finding);
    }
}

/// Whether a collection is a reference to a parameter that is not a list, or to a resource.
fn returns_one_string<'t>(collection: Node<'t>, template: &Template<'t>) -> bool {
    let function = collection.function().filter(|function| function.name == FunctionName::Ref);
    let name = function.and_then(|function| function.argument.text());
    name.is_some_and(|name| {
        let is_variable = template.loops_around(collection).any(|each| each.variable() == Some(name));
        !is_variable && template.shape_of_ref(name) == ValueShape::Text
    })
}

/// Whether a collection is a literal list of at least two different values.
fn has_several_values(collection: Node<'_>) -> bool {
    let mut texts = collection.items().filter(|item| item.tag().is_none()).filter_map(Node::text);
    let first = texts.next();
    collection.tag().is_none() && texts.any(|text| Some(text) != first)
}

/// Whether a key contains the variable, as `${Name}` or, for the value without its non-alphanumeric characters, `&{Name}`.
pub(crate) fn contains_variable(key: &str, variable: &str) -> bool {
    let is_named = |rest: &str| rest.strip_prefix(variable).is_some_and(|rest| rest.starts_with('}'));
    key.match_indices(['$', '&']).any(|(at, _)| key[at + 1..].strip_prefix('{').is_some_and(is_named))
}

fn malformed<'t>(node: Node<'t>, message: &str, help: &str, cx: &mut RuleContext<'_, 't>) {
    cx.report(cx.finding(node.range(), message).with_cfn_lint("E0001").with_help(help));
}
