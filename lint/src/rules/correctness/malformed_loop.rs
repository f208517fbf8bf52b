//! Loops that are not repeated.

use std::collections::BTreeSet;

use cfn_ast::expansion::Clash;
use cfn_ast::model::{ForEach, Template, TransformKind, ValueShape};
use cfn_ast::syntax::{Entry, NodeId};
use cfn_ast::{FunctionName, Node};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// A `Fn::ForEach` that CloudFormation does not repeat.
    ///
    /// ## Why
    ///
    /// Loops belong to the transform `AWS::LanguageExtensions`: without it, CloudFormation takes the loop for a resource,
    /// a condition, an output or a property of that name. With it, a loop has to be a list of three: the name of its
    /// variable, the values that the variable goes through, and what is repeated. Each key that is repeated has to hold
    /// the variable, or several declarations would have one name.
    ///
    /// Where a macro other than AWS's own sees the template, a missing transform is no finding.
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
        group: Correctness,
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
        malformed(entry.key, "a loop is a list of three", &help_for_parts(*entry, outside), cx);
    }
    for each in template.loops() {
        check_loop(each, template, cx);
    }
    if let Ok(Some(expansion)) = cx.expansion() {
        let mut reported = BTreeSet::new();
        for clash in expansion.clashes().iter().filter(|clash| reported.insert(clash.key.node)) {
            report_clash(clash, template, cx);
        }
    }
}

/// The declarations behind each malformed loop that have its variable in their names, by the key of the loop: most likely
/// they are its body.
pub(crate) fn bodies_beside_loops<'t>(template: &Template<'t>) -> FxHashMap<NodeId, Vec<Entry<'t>>> {
    let loops = template.malformed_loops();
    let keys: FxHashSet<NodeId> = loops.iter().map(|entry| entry.key.id()).collect();
    // Each mapping is gone through once, however many loops it has.
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
            let is_body = entry.name().zip(variable).is_some_and(|(name, variable)| holds(name, variable));
            if let Some(before) = before.filter(|_| is_body) {
                bodies.entry(before.key.id()).or_default().push(entry);
            }
        }
    }
    bodies
}

/// What to do about a loop that has not three parts; most often the third one is indented as something else.
fn help_for_parts(entry: Entry<'_>, outside: Option<&str>) -> String {
    let parts: Vec<Node<'_>> = entry.value.items().take(4).collect();
    let last_value = parts.get(1).and_then(|values| values.items().last());
    match (parts.as_slice(), outside) {
        ([_, _], Some(name)) => {
            format!("`{name}` is outside of the loop: make it the third item of its list")
        }
        ([_, _], None) if last_value.is_some_and(|last| last.is_mapping() && last.function().is_none()) => {
            "what is repeated is in the list of values: make it the third item of the loop's list".to_owned()
        }
        ([_, _, _, _], _) => "what is repeated is one mapping: make it the third item of the list".to_owned(),
        _ => "write a list of the variable's name, its values, and a mapping of what is repeated".to_owned(),
    }
}

/// A key that is made twice, or is there already.
fn report_clash<'t>(clash: &Clash, template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if clash.key.snippet.is_some() || clash.other.snippet.is_some() {
        return;
    }
    let (key, other) = (template.tree().node(clash.key.node), template.tree().node(clash.other.node));
    let variable = template.loops_around(key).next().and_then(ForEach::variable);
    let is_constant = !variable.zip(key.text()).is_some_and(|(variable, key)| holds(key, variable));
    if key == other && is_constant {
        return;
    }
    let message = format!("the loop makes `{}`, which is there already", clash.name);
    let finding = cx.finding(key.range(), message).with_cfn_lint("E0001");
    let finding = finding.with_help("give each round another name");
    cx.report(if key == other { finding } else { finding.with_label(other.range(), "here") });
}

fn without_transform<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let malformed = template.malformed_loops().iter().map(|entry| entry.key);
    for key in template.loops().iter().map(|each| each.key).chain(malformed) {
        let message = "`Fn::ForEach` is not repeated without the transform `AWS::LanguageExtensions`";
        cx.report(cx.finding(key.range(), message).with_help("add `Transform: AWS::LanguageExtensions`"));
    }
}

fn check_loop<'t>(each: &ForEach<'t>, template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let is_function = |node: Node<'t>| node.function().is_some() || node.is_alias();
    let Some(variable) = each.variable().filter(|_| each.identifier.tag_range().is_none()) else {
        let help = "write the name as a text of letters and digits";
        return malformed(each.identifier, "the variable of a loop is a name", help, cx);
    };
    let mut outer = template.loops_around(each.key);
    if let Some(outer) = outer.find(|outer| outer.variable() == Some(variable)) {
        let message = format!("`{variable}` is the variable of the loop around this one, too");
        let finding = cx.finding(each.identifier.range(), message).with_cfn_lint("E0001");
        let finding = finding.with_help("give each loop a variable of its own");
        return cx.report(finding.with_label(outer.identifier.range(), "the variable of the outer loop"));
    }
    let is_list = each.collection.function().is_none() && each.collection.tag().is_none();
    let items = each.collection.items().filter(|_| is_list);
    for item in items.filter(|item| item.is_sequence() || (item.is_mapping() && !is_function(*item))) {
        malformed(item, "a loop goes through texts", "write a text, or a function that gives one", cx);
    }
    if !each.collection.is_sequence() && !is_function(each.collection) {
        let help = "write a list, or a function that gives one when the template is transformed";
        malformed(each.collection, "a loop goes through a list", help, cx);
    }
    if gives_one_text(each.collection, template) {
        let help = "write a list, or refer to a parameter of type `CommaDelimitedList`";
        malformed(each.collection, "a loop goes through a list, and this is one text", help, cx);
    }
    if !each.body.is_mapping() {
        let help = "write a mapping with the variable in each key";
        return malformed(each.body, "a loop repeats a mapping", help, cx);
    }
    if !goes_through_several(each.collection) {
        return;
    }
    for declared in each.declarations().filter(|declared| !holds(declared.name, variable)) {
        let message = format!("`{}` is repeated without `${{{variable}}}` in its name", declared.name);
        let finding = cx
            .finding(declared.key.range(), message)
            .with_cfn_lint("E0001")
            .with_help(format!("put `${{{variable}}}` into the name, so that each round makes another one"))
            .with_label(each.collection.range(), "each of these makes one of the same name");
        cx.report(finding);
    }
}

/// Whether a collection refers to a parameter that is no list, or to a resource.
fn gives_one_text<'t>(collection: Node<'t>, template: &Template<'t>) -> bool {
    let function = collection.function().filter(|function| function.name == FunctionName::Ref);
    let name = function.and_then(|function| function.argument.text());
    name.is_some_and(|name| {
        let is_variable = template.loops_around(collection).any(|each| each.variable() == Some(name));
        !is_variable && template.shape_of_ref(name) == ValueShape::Text
    })
}

/// Whether a collection is written out and has more than one value.
fn goes_through_several(collection: Node<'_>) -> bool {
    let mut texts = collection.items().filter(|item| item.tag().is_none()).filter_map(Node::text);
    let first = texts.next();
    collection.tag().is_none() && texts.any(|text| Some(text) != first)
}

/// Whether the variable stands in a key, as `${Name}` or, with everything but letters and digits left out, as `&{Name}`.
pub(crate) fn holds(key: &str, variable: &str) -> bool {
    let is_named = |rest: &str| rest.strip_prefix(variable).is_some_and(|rest| rest.starts_with('}'));
    key.match_indices(['$', '&']).any(|(at, _)| key[at + 1..].strip_prefix('{').is_some_and(is_named))
}

fn malformed<'t>(place: Node<'t>, message: &str, help: &str, cx: &mut RuleContext<'_, 't>) {
    cx.report(cx.finding(place.range(), message).with_cfn_lint("E0001").with_help(help));
}
