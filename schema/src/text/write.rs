//! From the facts to text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::value::{push_quoted, push_scalar, push_word};
use super::{CHILDREN, DEPENDENCIES, FLAGS, PATH_FACTS, RANGES, VALUES};
use crate::model::{
    Argument, CheckFacts, Gather, Keyword, LifecycleStatus, Node, PropertyPath, Region, Regional, TypeFacts,
};
use crate::types::Types;

/// The regions, one a line.
pub fn write_regions(regions: &[Region]) -> String {
    let line = |region: &Region| format!("{}{}\n", region.name, if region.assumed { " assumed" } else { "" });
    regions.iter().map(line).collect()
}

/// The types of one file. `regions` are all regions that are not assumed.
pub fn write_types(types: &[TypeFacts], regions: &[Region]) -> String {
    let mut out = String::new();
    let most = most_common(types.iter().map(|facts| write_region_set(facts.regions.as_deref(), regions)));
    let _ = writeln!(out, "regions {most}");
    for facts in types {
        let _ = writeln!(out, "{}", facts.name);
        let own = write_region_set(facts.regions.as_deref(), regions);
        if own != most {
            let _ = writeln!(out, " regions {own}");
        }
        write_facts(&mut out, facts);
        write_node(&mut out, 1, "properties", &facts.root);
        write_definitions(&mut out, facts);
    }
    out
}

/// The constraints of one file.
pub fn write_checks(checks: &[CheckFacts]) -> String {
    let mut out = String::new();
    for check in checks {
        let _ = writeln!(out, "{}", check.id);
        for (name, path) in &check.places {
            let path = if path.is_empty() { String::new() } else { format!(" {}", write_path(path)) };
            let _ = writeln!(out, " at {name}{path}");
        }
        if let Some(name) = &check.lowercase {
            let _ = writeln!(out, " lowercase {name}");
        }
        write_node(&mut out, 1, "schema", &check.schema.root);
        write_definitions(&mut out, &check.schema);
    }
    out
}

fn write_definitions(out: &mut String, facts: &TypeFacts) {
    for (name, node) in &facts.definitions {
        let mut slot = String::from("@");
        push_word(&mut slot, name);
        write_node(out, 1, &slot, node);
    }
}

/// The most frequent one, and of several the first by name, so that the result does not depend on the order.
fn most_common(values: impl Iterator<Item = String>) -> String {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    let best = counts.iter().max_by_key(|(value, count)| (**count, std::cmp::Reverse(*value)));
    best.map(|(value, _)| value.clone()).unwrap_or_default()
}

/// `all`, `all but` those that are missing, or the list, whichever is short.
fn write_region_set(set: Option<&[String]>, regions: &[Region]) -> String {
    let Some(set) = set else { return "all".to_owned() };
    let known = || regions.iter().filter(|region| !region.assumed).map(|region| region.name.as_str());
    let missing: Vec<&str> = known().filter(|name| !set.iter().any(|other| other == name)).collect();
    match missing.len() {
        0 => "all".to_owned(),
        count if count < set.len() => format!("all but {}", missing.join(" ")),
        _ => set.join(" "),
    }
}

fn write_facts(out: &mut String, facts: &TypeFacts) {
    for (fact, word) in PATH_FACTS {
        if let Some(paths) = facts.paths.get(&fact) {
            let paths: Vec<String> = paths.iter().map(write_path).collect();
            let _ = writeln!(out, " {word} {}", paths.join(" "));
        }
    }
    if let Some(taggable) = facts.taggable {
        let _ = writeln!(out, " taggable {}", if taggable { "yes" } else { "no" });
    }
    if let Some((status, date)) = &facts.lifecycle {
        let word =
            LifecycleStatus::ALL.iter().find(|(other, _)| other == status).map_or("", |(_, word)| word);
        let _ = writeln!(out, " lifecycle {word} {}", if date.is_empty() { "unknown" } else { date });
    }
    if facts.deletes_first {
        out.push_str(" deletes-first\n");
    }
    if facts.all_attributes {
        out.push_str(" all-attributes\n");
    }
}

/// The segments with slashes between them, with the escapes of JSON pointers and `~2` for a space.
fn write_path(path: &PropertyPath) -> String {
    let escape = |segment: &String| segment.replace('~', "~0").replace('/', "~1").replace(' ', "~2");
    path.iter().map(escape).collect::<Vec<_>>().join("/")
}

/// Writes a line for the node and lines for what is below it. `slot` is what the node is to its parent.
pub(super) fn write_node(out: &mut String, depth: usize, slot: &str, node: &Node) {
    out.extend(std::iter::repeat_n(' ', depth));
    out.push_str(slot);
    let mut node = node;
    // A list of which only the items have something below continues on the same line.
    loop {
        let inline = inline_items(node);
        let pattern = write_tokens(out, node);
        let Some(items) = inline else {
            if let Some(pattern) = pattern {
                let _ = write!(out, " ~ {pattern}");
            }
            break;
        };
        out.push_str(" []");
        node = items;
    }
    out.push('\n');
    write_below(out, depth + 1, node);
}

/// The items, if the node has no other child and no pattern, which has to be at the end of a line.
fn inline_items(node: &Node) -> Option<&Node> {
    let has_others = node.children().nth(1).is_some()
        || node.keywords.contains_key(&Keyword::Lookup)
        || node.keywords.contains_key(&Keyword::Regional)
        || node.keywords.contains_key(&Keyword::Pattern);
    match node.keywords.get(&Keyword::Items) {
        Some(Argument::Node(items)) if !has_others => Some(items),
        _ => None,
    }
}

/// Writes the keywords that are on the node's line; returns the pattern if it can be written as it is.
fn write_tokens<'n>(out: &mut String, node: &'n Node) -> Option<&'n str> {
    if let Some(reference) = &node.reference {
        out.push_str(" @");
        push_word(out, reference);
    }
    let argument = |keyword: Keyword| node.keywords.get(&keyword);
    if let Some(Argument::Types(types)) = argument(Keyword::Types) {
        let _ = write!(out, " {}", write_type_set(*types));
    }
    for (keyword, word) in FLAGS {
        if argument(keyword).is_some() {
            let _ = write!(out, " {word}");
        }
    }
    for (from, to, word) in RANGES {
        let (from, to) = (argument(from).map(limit), argument(to).map(limit));
        if from.is_some() || to.is_some() {
            let _ = write!(out, " {word}={}..{}", from.unwrap_or_default(), to.unwrap_or_default());
        }
    }
    for (keyword, word) in VALUES {
        if let Some(argument) = argument(keyword) {
            let _ = write!(out, " {word}=");
            push_argument(out, argument);
        }
    }
    for (keyword, word) in DEPENDENCIES {
        if let Some(Argument::Dependencies(dependencies)) = argument(keyword) {
            for (name, others) in dependencies {
                let _ = write!(out, " {word}=");
                push_list(out, std::iter::once(name).chain(others), |out, name| push_word(out, name));
            }
        }
    }
    if let Some(Argument::References(references)) = argument(Keyword::Data) {
        for (keyword, pointer) in references {
            let _ = write!(out, " ${keyword}={pointer}");
        }
    }
    match argument(Keyword::Pattern) {
        Some(Argument::Text(text)) if text.contains('\n') || text.trim() != text => {
            out.push_str(" pattern=");
            push_quoted(out, text);
            None
        }
        Some(Argument::Text(text)) => Some(text),
        _ => None,
    }
}

fn write_type_set(types: Types) -> String {
    types.iter().map(crate::types::Type::as_str).collect::<Vec<_>>().join("|")
}

fn limit(argument: &Argument) -> String {
    match argument {
        Argument::Count(count) => count.to_string(),
        Argument::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn push_argument(out: &mut String, argument: &Argument) {
    match argument {
        Argument::Text(text) => push_word(out, text),
        Argument::Names(names) => push_list(out, names, |out, name| push_word(out, name)),
        Argument::Scalar(scalar) => push_scalar(out, scalar),
        Argument::Scalars(scalars) => push_list(out, scalars, push_scalar),
        other => out.push_str(&limit(other)),
    }
}

fn push_list<'n, T: 'n>(
    out: &mut String,
    elements: impl IntoIterator<Item = &'n T>,
    push: impl Fn(&mut String, &T),
) {
    for (index, element) in elements.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push(out, element);
    }
}

/// Writes the lines of the children.
fn write_below(out: &mut String, depth: usize, node: &Node) {
    for (keyword, word) in CHILDREN {
        match node.keywords.get(&keyword) {
            Some(Argument::Node(child)) => write_node(out, depth, word, child),
            Some(Argument::Nodes(children)) => {
                for child in children {
                    write_node(out, depth, word, child);
                }
            }
            Some(Argument::NamedNodes(children)) => {
                for (name, child) in children {
                    let mut slot = format!("{word} ");
                    push_quoted(&mut slot, name);
                    write_node(out, depth, &slot, child);
                }
            }
            _ => {}
        }
    }
    if let Some(Argument::Lookups(lookups)) = node.keywords.get(&Keyword::Lookup) {
        for (keyword, (pointer, values)) in lookups {
            let _ = writeln!(out, "{:depth$}:lookup {keyword} {pointer}", "");
            for (key, value) in values {
                let _ = writeln!(out, "{:depth$} {key} {value}", "");
            }
        }
    }
    if let Some(Argument::Regional(regional)) = node.keywords.get(&Keyword::Regional) {
        write_regional(out, depth, regional);
    }
    if let Some(Argument::Gather(gather)) = node.keywords.get(&Keyword::Gather) {
        write_gather(out, depth, gather);
    }
    for (name, property) in node.properties().into_iter().flatten() {
        let mut slot = String::new();
        push_word(&mut slot, name);
        if property.required {
            slot.push('!');
        }
        write_node(out, depth, &slot, &property.node);
    }
}

/// Writes the regions in which the enumeration applies, and a line for the values that are allowed in the same regions.
fn write_regional(out: &mut String, depth: usize, regional: &Regional) {
    let _ = writeln!(out, "{:depth$}:regional {}", "", regional.regions.join(" "));
    let mut by_set: BTreeMap<&[String], Vec<&String>> = BTreeMap::new();
    for (value, set) in &regional.values {
        by_set.entry(set).or_default().push(value);
    }
    let mut lines: Vec<_> = by_set.into_iter().map(|(set, values)| (values, set)).collect();
    lines.sort();
    for (values, set) in lines {
        let _ = write!(out, "{:depth$} ", "");
        push_list(out, values, |out, value| push_word(out, value));
        let missing: Vec<&str> =
            regional.regions.iter().filter(|region| !set.contains(region)).map(String::as_str).collect();
        let _ = match missing.len() {
            0 => writeln!(out, " all"),
            count if count < set.len() => writeln!(out, " all but {}", missing.join(" ")),
            _ => writeln!(out, " {}", set.join(" ")),
        };
    }
}

/// Writes what is gathered, a line for each resource, and what it has to fit.
fn write_gather(out: &mut String, depth: usize, gather: &Gather) {
    let _ = writeln!(out, "{:depth$}:gather", "");
    for (name, source) in &gather.sources {
        let _ = write!(out, "{:depth$} :source {name}", "");
        if let Some(resource_type) = &source.resource_type {
            let _ = write!(out, " type={resource_type}");
        }
        if let Some(reference) = &source.reference {
            let _ = write!(out, " at={reference}");
        }
        out.push('\n');
        for (key, (path, default)) in &source.properties {
            let _ = write!(out, "{:depth$}  {key} {path}", "");
            if let Some(default) = default {
                out.push(' ');
                push_scalar(out, default);
            }
            out.push('\n');
        }
    }
    write_node(out, depth + 1, ":schema", &gather.schema);
}
