//! Corrections of the source, by hand, each with its reason.
//!
//! Std only, because the build script includes it.

use crate::assemble::find;
use crate::model::{Argument, Keyword, Node, Property, Scalar, TypeFacts};
use crate::text::{self, TextError};

/// Applies the lines of `overrides.txt`. A line is `TYPE WHAT CHANGE # REASON`:
///
/// * `AWS::A::B read-only -Path # …` removes a path from a fact, `+Path` adds one;
/// * `AWS::A::B schema Path/To/Property -word # …` removes a keyword, and any other word sets one. The words are those of
///   the text format, `any` removes all, and `+Name` adds a property that accepts everything; `.` is the schema of the
///   type, `*` in the path is the items of a list or the values of a mapping, and `@Name` at its beginning a definition. Of
///   several alternatives, the first one that has the path is changed; `Name=Value` in the path is the one whose property
///   `Name` has this value only.
///
/// A line that changes nothing is an error: the source has been corrected, and the line can be removed.
pub(crate) fn apply(text: &str, types: &mut [TypeFacts]) -> Result<(), TextError> {
    for (index, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let error = |message: String| TextError { line: index + 1, message };
        let (change, reason) =
            line.split_once(" # ").ok_or_else(|| error("the reason is missing".to_owned()))?;
        if reason.trim().is_empty() {
            return Err(error("the reason is missing".to_owned()));
        }
        let mut words = change.splitn(3, ' ');
        let (Some(name), Some(what), Some(rest)) = (words.next(), words.next(), words.next()) else {
            return Err(error("expected a type, what is changed, and the change".to_owned()));
        };
        let facts = find(types, name).ok_or_else(|| error(format!("unknown type `{name}`")))?;
        let before = facts.clone();
        match what {
            "schema" => change_schema(facts, rest),
            fact => change_paths(facts, fact, rest),
        }
        .ok_or_else(|| error(format!("`{rest}` is not a change of `{what}`")))?;
        if *facts == before {
            return Err(error("changes nothing: the source says the same by now".to_owned()));
        }
    }
    Ok(())
}

/// Removes or adds paths of a fact.
fn change_paths(facts: &mut TypeFacts, word: &str, changes: &str) -> Option<()> {
    let fact = text::path_fact(word)?;
    let paths = facts.paths.entry(fact).or_default();
    for change in changes.split(' ') {
        let path = text::path(change.get(1..)?);
        match change.chars().next() {
            Some('-') => paths.retain(|other| *other != path),
            Some('+') => paths.push(path),
            _ => return None,
        }
    }
    if paths.is_empty() {
        facts.paths.remove(&fact);
    }
    Some(())
}

/// Changes keywords of one schema.
fn change_schema(facts: &mut TypeFacts, change: &str) -> Option<()> {
    let (path, changes) = change.split_once(' ')?;
    let mut segments = if path == "." { Vec::new() } else { text::path(path) };
    let mut node = match segments.first().and_then(|first| first.strip_prefix('@')) {
        Some(definition) => {
            let node = facts.definitions.get_mut(definition)?;
            segments.remove(0);
            node
        }
        None => &mut facts.root,
    };
    node = reach(node, &segments)?;
    if changes == "any" {
        *node = Node::default();
        return Some(());
    }
    if changes.starts_with('+') {
        return changes.split(' ').try_for_each(|word| add_property(node, word.strip_prefix('+')?));
    }
    let added: Vec<&str> = changes.split(' ').filter(|word| !word.starts_with('-')).collect();
    for word in changes.split(' ').filter_map(|word| word.strip_prefix('-')) {
        node.keywords.retain(|keyword, _| text::keyword_word(*keyword) != Some(word));
    }
    node.keywords.extend(text::keywords(&added.join(" "))?.keywords);
    Some(())
}

/// Adds a property to an object, or to the first alternative that is one; `None` if it has the property already.
fn add_property(node: &mut Node, name: &str) -> Option<()> {
    for argument in node.keywords.values_mut() {
        match argument {
            Argument::Properties(properties) => {
                let property = Property { required: false, node: Node::default() };
                return properties.insert(name.to_owned(), property).is_none().then_some(());
            }
            Argument::Nodes(branches) => {
                if let Some(done) = branches.iter_mut().find_map(|branch| add_property(branch, name)) {
                    return Some(done);
                }
            }
            _ => {}
        }
    }
    None
}

/// Returns the first schema at a path, also below alternatives.
fn reach<'n>(node: &'n mut Node, path: &[String]) -> Option<&'n mut Node> {
    let Some((segment, rest)) = path.split_first() else { return Some(node) };
    for (keyword, argument) in &mut node.keywords {
        let found = match argument {
            Argument::Node(below) if is_item(*keyword, segment) => reach(below, rest),
            Argument::Properties(properties) => match properties.get_mut(segment) {
                Some(property) => reach(&mut property.node, rest),
                None => None,
            },
            Argument::Nodes(branches) if is_composition(*keyword) => reach_branch(branches, path),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn reach_branch<'n>(branches: &'n mut [Node], path: &[String]) -> Option<&'n mut Node> {
    let (first, rest) = path.split_first()?;
    if let Some((name, value)) = first.split_once('=') {
        let is_meant = |branch: &&mut Node| has_only_value(branch, name, value);
        return branches.iter_mut().find(is_meant).and_then(|branch| reach(branch, rest));
    }
    branches.iter_mut().find_map(|branch| reach(branch, path))
}

/// Whether a schema has a property with one value only.
fn has_only_value(node: &Node, name: &str, value: &str) -> bool {
    let property = node.properties().and_then(|properties| properties.get(name));
    let allowed = property.and_then(|property| property.node.keywords.get(&Keyword::Enumeration));
    matches!(allowed, Some(Argument::Scalars(values)) if *values == [Scalar::Text(value.to_owned())])
}

fn is_item(keyword: Keyword, segment: &str) -> bool {
    segment == "*" && matches!(keyword, Keyword::Items | Keyword::Additional)
}

fn is_composition(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::AllOf | Keyword::AnyOf | Keyword::OneOf)
}
