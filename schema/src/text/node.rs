//! From lines to a schema.

use std::collections::BTreeMap;

use super::lines::Line;
use super::value::{scalar, split, word};
use super::{CHILDREN, DEPENDENCIES, FLAGS, RANGES, TextError, VALUES};
use crate::model::{Argument, Gather, GatherSource, Keyword, Kind, Node, Property, Regional};
use crate::number::Number;
use crate::types::{Type, Types};

/// Reads the schema of a line: `tokens` is what follows the word that says what the schema is to its parent.
pub(super) fn node(line: &Line<'_>, tokens: &str) -> Result<Node, TextError> {
    let (tokens, pattern) = match tokens.strip_prefix("~ ") {
        Some(pattern) => ("", Some(pattern)),
        None => pattern_at_end(tokens),
    };
    // The list before `[]` and its items, from the outermost.
    let mut chain = vec![Node::default()];
    for token in split(tokens, ' ').into_iter().filter(|token| !token.is_empty()) {
        match (token, chain.last_mut()) {
            ("[]", _) => chain.push(Node::default()),
            (token, Some(last)) => read_token(line, token, last)?,
            (_, None) => {}
        }
    }
    let mut node = chain.pop().unwrap_or_default();
    if let Some(pattern) = pattern {
        node.keywords.insert(Keyword::Pattern, Argument::Text(pattern.to_owned()));
    }
    for below in &line.below {
        read_below(below, &mut node)?;
    }
    while let Some(mut list) = chain.pop() {
        list.keywords.insert(Keyword::Items, Argument::Node(Box::new(node)));
        node = list;
    }
    Ok(node)
}

/// Splits off the pattern, which follows ` ~ ` and extends to the end of the line. Neither a word nor, as far as AWS's
/// schemas go, a quoted string contains it.
fn pattern_at_end(tokens: &str) -> (&str, Option<&str>) {
    let mut from = 0;
    for token in split(tokens, ' ') {
        if token == "~" {
            return (&tokens[..from], tokens.get(from + 2..));
        }
        from += token.len() + 1;
    }
    (tokens, None)
}

fn read_token(line: &Line<'_>, token: &str, node: &mut Node) -> Result<(), TextError> {
    let error = |message: &str| line.error(format!("{message} `{token}`"));
    if let Some(reference) = token.strip_prefix('@') {
        node.reference = Some(word(reference).ok_or_else(|| error("the quotes are not complete in"))?);
        return Ok(());
    }
    if let Some((keyword, _)) = FLAGS.iter().find(|(_, word)| *word == token) {
        node.keywords.insert(*keyword, Argument::Flag);
        return Ok(());
    }
    let Some((name, text)) = token.split_once('=') else {
        let types: Option<Vec<Type>> = token.split('|').map(Type::parse).collect();
        let types = types.ok_or_else(|| error("unknown keyword"))?;
        node.keywords.insert(Keyword::Types, Argument::Types(Types::of(types)));
        return Ok(());
    };
    read_value(name, text, node).ok_or_else(|| error("unknown keyword or incomplete value"))
}

/// Reads `name=text`; `None` if it is not understood.
fn read_value(name: &str, text: &str, node: &mut Node) -> Option<()> {
    if let Some((from, to, _)) = RANGES.iter().find(|(_, _, word)| *word == name) {
        let limits = text.split_once("..")?;
        for (keyword, limit) in [(*from, limits.0), (*to, limits.1)] {
            if !limit.is_empty() {
                node.keywords.insert(keyword, limit_argument(keyword, limit)?);
            }
        }
        return Some(());
    }
    if let Some((keyword, _)) = DEPENDENCIES.iter().find(|(_, word)| *word == name) {
        let mut names = names(text)?;
        let first = names.remove(0);
        let argument = node.keywords.entry(*keyword).or_insert(Argument::Dependencies(BTreeMap::new()));
        if let Argument::Dependencies(dependencies) = argument {
            dependencies.insert(first, names);
        }
        return Some(());
    }
    if let Some(keyword) = name.strip_prefix('$') {
        let argument = node.keywords.entry(Keyword::Data).or_insert(Argument::References(BTreeMap::new()));
        if let Argument::References(references) = argument {
            references.insert(keyword.to_owned(), text.to_owned());
        }
        return Some(());
    }
    if name == "pattern" {
        node.keywords.insert(Keyword::Pattern, Argument::Text(word(text)?));
        return Some(());
    }
    let (keyword, _) = VALUES.iter().find(|(_, word)| *word == name)?;
    let argument = match keyword.kind() {
        Kind::Text => Argument::Text(word(text)?),
        Kind::Names => Argument::Names(names(text)?),
        Kind::Scalar => Argument::Scalar(scalar(text)?),
        Kind::Scalars if text.is_empty() => Argument::Scalars(Vec::new()),
        Kind::Scalars => Argument::Scalars(split(text, ',').into_iter().map(scalar).collect::<Option<_>>()?),
        _ => limit_argument(*keyword, text)?,
    };
    node.keywords.insert(*keyword, argument);
    Some(())
}

fn names(text: &str) -> Option<Vec<String>> {
    split(text, ',').into_iter().map(word).collect()
}

fn limit_argument(keyword: Keyword, text: &str) -> Option<Argument> {
    match keyword.kind() {
        Kind::Count => text.parse().ok().map(Argument::Count),
        _ => Number::parse(text).map(Argument::Number),
    }
}

/// Reads a line below a schema: a child, or a property.
fn read_below(line: &Line<'_>, parent: &mut Node) -> Result<(), TextError> {
    let first = split(line.text, ' ')[0];
    let rest = line.text[first.len()..].trim_start();
    match first {
        ":lookup" => return read_lookup(line, rest, parent),
        ":regional" => {
            parent.keywords.insert(Keyword::Regional, Argument::Regional(read_regional(line, rest)?));
            return Ok(());
        }
        ":gather" => {
            let gather = Argument::Gather(Box::new(read_gather(line)?));
            parent.keywords.insert(Keyword::Gather, gather);
            return Ok(());
        }
        _ => {}
    }
    if let Some((keyword, _)) = CHILDREN.iter().find(|(_, word)| *word == first) {
        return read_child(line, *keyword, rest, parent);
    }
    let (name, required) = match first.strip_suffix('!') {
        Some(name) => (name, true),
        None => (first, false),
    };
    let name = word(name).filter(|_| !first.starts_with([':', '[', '{']));
    let name = name.ok_or_else(|| line.error(format!("unknown keyword `{first}`")))?;
    let property = Property { required, node: node(line, rest)? };
    let argument =
        parent.keywords.entry(Keyword::Properties).or_insert(Argument::Properties(BTreeMap::new()));
    if let Argument::Properties(properties) = argument
        && properties.insert(name, property).is_some()
    {
        return Err(line.error(format!("duplicate property `{first}`")));
    }
    Ok(())
}

fn read_child(line: &Line<'_>, keyword: Keyword, rest: &str, parent: &mut Node) -> Result<(), TextError> {
    match keyword.kind() {
        Kind::Nodes => {
            let child = node(line, rest)?;
            let argument = parent.keywords.entry(keyword).or_insert(Argument::Nodes(Vec::new()));
            if let Argument::Nodes(children) = argument {
                children.push(child);
            }
        }
        Kind::NamedNodes => {
            let name = split(rest, ' ')[0];
            let child = node(line, rest[name.len()..].trim_start())?;
            let name = word(name).ok_or_else(|| line.error("the quotes of the name are not complete"))?;
            let argument = parent.keywords.entry(keyword).or_insert(Argument::NamedNodes(BTreeMap::new()));
            if let Argument::NamedNodes(children) = argument {
                children.insert(name, child);
            }
        }
        _ => {
            let child = Argument::Node(Box::new(node(line, rest)?));
            parent.keywords.insert(keyword, child);
        }
    }
    Ok(())
}

fn read_lookup(line: &Line<'_>, rest: &str, parent: &mut Node) -> Result<(), TextError> {
    let pair = |line: &Line<'_>, text: &str| {
        let (key, value) = text.split_once(' ').ok_or_else(|| line.error("expected two words"))?;
        Ok((key.to_owned(), value.to_owned()))
    };
    let (keyword, pointer) = pair(line, rest)?;
    let values = line.below.iter().map(|below| pair(below, below.text)).collect::<Result<_, _>>()?;
    let argument = parent.keywords.entry(Keyword::Lookup).or_insert(Argument::Lookups(BTreeMap::new()));
    if let Argument::Lookups(lookups) = argument {
        lookups.insert(keyword, (pointer, values));
    }
    Ok(())
}

fn read_regional(line: &Line<'_>, rest: &str) -> Result<Regional, TextError> {
    let list = |names: &str| names.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut regional = Regional { regions: list(rest), ..Regional::default() };
    for below in &line.below {
        let values = split(below.text, ' ')[0];
        let set = below.text[values.len()..].trim_start();
        let set = match set.strip_prefix("all but ") {
            _ if set == "all" => regional.regions.clone(),
            Some(missing) => {
                let missing = list(missing);
                regional.regions.iter().filter(|region| !missing.contains(region)).cloned().collect()
            }
            None => list(set),
        };
        for value in names(values).ok_or_else(|| below.error("incomplete values"))? {
            regional.values.insert(value, set.clone());
        }
    }
    Ok(regional)
}

fn read_gather(line: &Line<'_>) -> Result<Gather, TextError> {
    let mut gather = Gather::default();
    for below in &line.below {
        let mut words = below.text.split(' ');
        match words.next() {
            Some(":schema") => gather.schema = node(below, below.text[":schema".len()..].trim_start())?,
            Some(":source") => {
                let name = words.next().ok_or_else(|| below.error("the name is missing"))?;
                gather.sources.insert(name.to_owned(), read_source(below, words)?);
            }
            _ => return Err(below.error("expected `:source` or `:schema`")),
        }
    }
    Ok(gather)
}

fn read_source<'a>(line: &Line<'a>, words: impl Iterator<Item = &'a str>) -> Result<GatherSource, TextError> {
    let mut source = GatherSource::default();
    for word in words {
        match word.split_once('=') {
            Some(("type", text)) => source.resource_type = Some(text.to_owned()),
            Some(("at", text)) => source.reference = Some(text.to_owned()),
            _ => return Err(line.error(format!("unknown word `{word}`"))),
        }
    }
    for below in &line.below {
        let mut words = below.text.splitn(3, ' ');
        let (Some(key), Some(path)) = (words.next(), words.next()) else {
            return Err(below.error("expected a key and a path"));
        };
        source.properties.insert(key.to_owned(), (path.to_owned(), words.next().and_then(scalar)));
    }
    Ok(source)
}
