//! From all texts of the repository to what the table is made from.
//!
//! Std only, because the build script includes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::model::{Lists, PathFact, Source, TypeFacts};
use crate::overrides;
use crate::text::{self, TextError};

/// The texts of `schema/data`.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// `date.txt`.
    pub date: String,
    /// `regions.txt`.
    pub regions: String,
    /// `sam.txt` and the files of `aws`: name and text.
    pub types: Vec<(String, String)>,
    /// `constraints.txt` and the files of `checks`: name and text.
    pub checks: Vec<(String, String)>,
    /// `runtimes.txt`, `stateful.txt` and `expiring.txt`.
    pub lists: [String; 3],
    /// `actions.txt`.
    pub actions: String,
    /// `attributes.txt`.
    pub attributes: String,
    /// `overrides.txt`.
    pub overrides: String,
}

/// A text that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssembleError {
    /// The file below `schema/data`.
    pub file: String,
    /// What is wrong.
    pub error: TextError,
}

impl fmt::Display for AssembleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.error)
    }
}

impl std::error::Error for AssembleError {}

/// Reads the texts, adds the attributes and applies the overrides.
pub fn assemble(texts: &Texts) -> Result<Source, AssembleError> {
    let in_file = |file: &str| {
        let file = file.to_owned();
        move |error| AssembleError { file, error }
    };
    let regions = text::regions(&texts.regions).map_err(in_file("regions.txt"))?;
    let mut types = Vec::new();
    for (file, content) in &texts.types {
        types.extend(text::types(content, &regions).map_err(in_file(file))?);
    }
    let mut checks = Vec::new();
    for (file, content) in &texts.checks {
        checks.extend(text::checks(content).map_err(in_file(file))?);
    }
    types.sort_by(|a, b| a.name.cmp(&b.name));
    add_attributes(&texts.attributes, &mut types).map_err(in_file("attributes.txt"))?;
    overrides::apply(&texts.overrides, &mut types).map_err(in_file("overrides.txt"))?;
    Ok(Source { date: texts.date.trim().to_owned(), regions, types, checks, lists: lists(texts) })
}

/// Reads the lists: a line is a key and its values.
fn lists(texts: &Texts) -> Lists {
    let lines = |text: &str| {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let list = |text: &str| {
        let mut list = BTreeMap::new();
        for line in lines(text) {
            let mut words = line.split(' ').map(str::to_owned);
            list.insert(words.next().unwrap_or_default(), words.collect());
        }
        list
    };
    let [runtimes, stateful, expiring] = &texts.lists;
    let mut actions = BTreeSet::new();
    for line in lines(&texts.actions) {
        let (service, names) = line.split_once(' ').unwrap_or((&line, ""));
        actions.extend(names.split(' ').map(|name| format!("{service}:{name}")));
    }
    Lists { runtimes: list(runtimes), stateful: list(stateful), expiring: list(expiring), actions }
}

/// Adds what `Fn::GetAtt` returns besides the read-only properties: a line is a type and paths, or `*` for every property.
fn add_attributes(text: &str, types: &mut [TypeFacts]) -> Result<(), TextError> {
    for (index, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let error = |message: String| TextError { line: index + 1, message };
        let mut words = line.split(' ');
        let name = words.next().unwrap_or_default();
        let facts = find(types, name).ok_or_else(|| error(format!("unknown type `{name}`")))?;
        for word in words {
            if word == "*" {
                facts.all_attributes = true;
            } else {
                let path = word.split('/').map(str::to_owned).collect();
                facts.paths.entry(PathFact::Attributes).or_default().push(path);
            }
        }
    }
    Ok(())
}

/// The type of this name; `types` are sorted.
pub(crate) fn find<'t>(types: &'t mut [TypeFacts], name: &str) -> Option<&'t mut TypeFacts> {
    let index = types.binary_search_by(|facts| facts.name.as_str().cmp(name)).ok()?;
    types.get_mut(index)
}
