//! From text to the facts.

use std::collections::BTreeSet;

use super::lines::{Line, trees};
use super::node::node;
use super::value::word;
use super::{PATH_FACTS, TextError};
use crate::model::{CheckFacts, LifecycleStatus, PropertyPath, Region, TypeFacts};

/// Reads the regions, as [`write_regions`](super::write_regions) writes them.
pub fn regions(text: &str) -> Result<Vec<Region>, TextError> {
    let read = |line: &Line<'_>| match line.text.split_once(' ') {
        None => Ok(Region { name: line.text.to_owned(), assumed: false }),
        Some((name, "assumed")) => Ok(Region { name: name.to_owned(), assumed: true }),
        Some((_, other)) => Err(line.error(format!("unknown word `{other}`"))),
    };
    trees(text)?.iter().map(read).collect()
}

/// Reads the types of one file, as [`write_types`](super::write_types) writes them.
pub fn types(text: &str, regions: &[Region]) -> Result<Vec<TypeFacts>, TextError> {
    let mut default = None;
    let mut types = Vec::new();
    for line in trees(text)? {
        if let Some(set) = line.text.strip_prefix("regions ") {
            default = region_set(&line, set, regions)?;
            continue;
        }
        let mut facts =
            TypeFacts { name: line.text.to_owned(), regions: default.clone(), ..TypeFacts::default() };
        for below in &line.below {
            read_fact(below, &mut facts, regions)?;
        }
        types.push(facts);
    }
    Ok(types)
}

/// Reads the constraints of one file, as [`write_checks`](super::write_checks) writes them.
pub fn checks(text: &str) -> Result<Vec<CheckFacts>, TextError> {
    let mut checks = Vec::new();
    for line in trees(text)? {
        let mut check = CheckFacts { id: line.text.to_owned(), ..CheckFacts::default() };
        check.schema.name.clone_from(&check.id);
        for below in &line.below {
            let (first, rest) = below.text.split_once(' ').unwrap_or((below.text, ""));
            match first {
                "at" => {
                    let (name, inner) = rest.split_once(' ').unwrap_or((rest, ""));
                    let inner = if inner.is_empty() { Vec::new() } else { path(inner) };
                    check.places.push((name.to_owned(), inner));
                }
                "lowercase" => check.lowercase = Some(rest.to_owned()),
                "schema" => check.schema.root = node(below, rest)?,
                _ => read_fact(below, &mut check.schema, &[])?,
            }
        }
        checks.push(check);
    }
    Ok(checks)
}

fn read_fact(line: &Line<'_>, facts: &mut TypeFacts, regions: &[Region]) -> Result<(), TextError> {
    let (first, rest) = line.text.split_once(' ').unwrap_or((line.text, ""));
    if let Some((fact, _)) = PATH_FACTS.iter().find(|(_, word)| *word == first) {
        facts.paths.insert(*fact, rest.split(' ').map(path).collect());
        return Ok(());
    }
    match first {
        "regions" => facts.regions = region_set(line, rest, regions)?,
        "taggable" => facts.taggable = Some(rest == "yes"),
        "lifecycle" => facts.lifecycle = Some(lifecycle(line, rest)?),
        "deletes-first" => facts.deletes_first = true,
        "all-attributes" => facts.all_attributes = true,
        "properties" => facts.root = node(line, rest)?,
        _ => {
            let definition = first.strip_prefix('@').map(|_| definition(line)).transpose()?;
            let (name, rest) = definition.ok_or_else(|| line.error(format!("unknown fact `{first}`")))?;
            facts.definitions.insert(name, node(line, rest)?);
        }
    }
    Ok(())
}

/// The name of a definition and what follows it.
fn definition<'a>(line: &Line<'a>) -> Result<(String, &'a str), TextError> {
    let text = &line.text[1..];
    let name = super::value::split(text, ' ')[0];
    let rest = text[name.len()..].trim_start();
    Ok((word(name).ok_or_else(|| line.error("the quoted name is not complete"))?, rest))
}

fn lifecycle(line: &Line<'_>, text: &str) -> Result<(LifecycleStatus, String), TextError> {
    let (status, date) = text.split_once(' ').unwrap_or((text, ""));
    let known = LifecycleStatus::ALL.iter().find(|(_, word)| *word == status);
    let (status, _) = known.ok_or_else(|| line.error(format!("unknown status `{status}`")))?;
    Ok((*status, if date == "unknown" { String::new() } else { date.to_owned() }))
}

/// Reads a path, with the escapes of `write_path`.
pub(crate) fn path(text: &str) -> PropertyPath {
    let unescape = |segment: &str| segment.replace("~2", " ").replace("~1", "/").replace("~0", "~");
    text.split('/').map(unescape).collect()
}

/// Reads `all`, `all but` some, or a list.
fn region_set(line: &Line<'_>, text: &str, regions: &[Region]) -> Result<Option<Vec<String>>, TextError> {
    if text == "all" {
        return Ok(None);
    }
    let (all_but, names) = match text.strip_prefix("all but ") {
        Some(names) => (true, names),
        None => (false, text),
    };
    let mut listed = BTreeSet::new();
    for name in names.split(' ').filter(|name| !name.is_empty()) {
        listed.insert(name);
    }
    let known: Vec<&str> =
        regions.iter().filter(|region| !region.assumed).map(|region| region.name.as_str()).collect();
    if let Some(unknown) = listed.iter().find(|name| !known.contains(name)) {
        return Err(line.error(format!("unknown region `{unknown}`")));
    }
    let wanted = known.into_iter().filter(|name| listed.contains(name) != all_but);
    Ok(Some(wanted.map(str::to_owned).collect()))
}
