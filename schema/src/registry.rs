//! Resource types that users describe: provider schemas as the CloudFormation registry returns them, and changes of
//! known types.

mod document;
mod error;
mod merge;
mod module;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::encode::{EncodeError, encode};
use crate::model::{PathFact, Region, Source, TypeFacts};
use crate::provider;
use crate::table::{ResourceType, Table};
use document::{Content, Parsed, parse, type_name_in};

pub use error::{Problem, RegistryError};

/// The text of a file.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// The name of the file, for messages about others.
    pub name: &'d str,
    /// Its content.
    pub json: &'d str,
}

/// What becomes of documents.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The types of the documents without problems; `None` if there are none.
    pub table: Option<Table>,
    /// The types that documents with problems are about, as far as that is known. They exist, and that is all.
    pub unclear: BTreeSet<String>,
    /// The problems, by document.
    pub problems: Vec<Problem>,
}

/// Compiles documents into a table.
///
/// A document is a provider schema, what `aws cloudformation describe-type` returns, or
/// `{"typeName": "AWS::SNS::Topic", "merge": {…}}`, whose argument is merged into the schema of that type as a JSON merge
/// patch ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)), in the order of the documents. The schema is the one of
/// another document, or else of [`Table::aws`].
pub fn compile(documents: &[Document<'_>]) -> Compiled {
    let mut compiler = Compiler::default();
    for (index, document) in documents.iter().enumerate() {
        compiler.read(index, document, documents);
    }
    compiler.merge();
    compiler.finish()
}

/// A type that is being compiled.
struct Draft {
    schema: Value,
    /// The document that describes the type, or the last one that changes it.
    document: usize,
    /// Whether [`Table::aws`] describes the type, and documents change that.
    is_change: bool,
}

#[derive(Default)]
struct Compiler {
    drafts: BTreeMap<String, Draft>,
    /// The changes in the order of the documents.
    changes: Vec<(usize, String, Value)>,
    compiled: Compiled,
}

impl Compiler {
    fn problem(&mut self, document: usize, type_name: Option<&str>, error: RegistryError) {
        self.compiled.unclear.extend(type_name.map(str::to_owned));
        self.compiled.problems.push(Problem { document, error });
    }

    fn read(&mut self, index: usize, document: &Document<'_>, all: &[Document<'_>]) {
        let parsed = match parse(document.json) {
            Ok(parsed) => parsed,
            Err(error) => return self.problem(index, type_name_in(document.json).as_deref(), error),
        };
        let Parsed { type_name, content, problems } = parsed;
        for problem in problems {
            self.problem(index, Some(&type_name), problem);
        }
        match content {
            Content::Change(change) => self.changes.push((index, type_name, change)),
            Content::Schema(schema) => {
                if let Some(other) = self.drafts.get(&type_name) {
                    let other = all[other.document].name.to_owned();
                    let error = RegistryError::DuplicateType { type_name: type_name.clone(), other };
                    self.problem(index, Some(&type_name), error);
                    self.facts(&type_name, &Draft { schema, document: index, is_change: false });
                    return;
                }
                self.drafts.insert(type_name, Draft { schema, document: index, is_change: false });
            }
        }
    }

    /// Makes the changes.
    fn merge(&mut self) {
        for (index, type_name, change) in std::mem::take(&mut self.changes) {
            // A change of something unclear is unclear.
            if self.compiled.unclear.contains(&type_name) {
                continue;
            }
            let known = Table::aws().resource_type(&type_name).map(provider::write);
            let draft = match (self.drafts.remove(&type_name), known) {
                (Some(draft), _) => draft,
                (None, Some(schema)) => Draft { schema, document: index, is_change: true },
                (None, None) => {
                    let error = RegistryError::UnknownType { type_name: type_name.clone() };
                    self.problem(index, Some(&type_name), error);
                    continue;
                }
            };
            let schema = merge::merge(draft.schema, &change);
            self.drafts.insert(type_name, Draft { schema, document: index, ..draft });
        }
    }

    fn finish(mut self) -> Compiled {
        let mut origins = BTreeMap::new();
        let mut source = Source { regions: regions(), ..Source::default() };
        for (type_name, draft) in std::mem::take(&mut self.drafts) {
            let facts = self.facts(&type_name, &draft);
            if let Some(facts) = facts.filter(|_| !self.compiled.unclear.contains(&type_name)) {
                origins.insert(type_name, draft.document);
                source.types.push(facts);
            }
        }
        self.encode(source, &origins);
        self.compiled.problems.sort_by_key(|problem| problem.document);
        self.compiled
    }

    /// The facts of a type; `None` after a problem.
    fn facts(&mut self, type_name: &str, draft: &Draft) -> Option<TypeFacts> {
        match provider::read_value(&draft.schema) {
            Ok((mut facts, _)) => {
                if let Some(known) = Table::aws().resource_type(type_name) {
                    adopt(known, draft.is_change, &mut facts);
                }
                Some(facts)
            }
            Err(errors) => {
                for error in errors.0 {
                    let error = if draft.is_change { error.below("/merge") } else { error };
                    self.problem(draft.document, Some(type_name), error.into());
                }
                None
            }
        }
    }

    /// Writes the table without the types that cannot be written.
    fn encode(&mut self, mut source: Source, origins: &BTreeMap<String, usize>) {
        while !source.types.is_empty() {
            let error = match encode(&source) {
                Ok(bytes) => {
                    self.compiled.table = Table::read(bytes).ok();
                    return;
                }
                Err(error) => error,
            };
            let type_name = error.resource_type().map(str::to_owned);
            let before = source.types.len();
            source.types.retain(|facts| Some(&facts.name) != type_name.as_ref());
            let document = type_name.as_ref().and_then(|name| origins.get(name)).copied();
            self.problem(document.unwrap_or_default(), type_name.as_deref(), error.into());
            if source.types.len() == before {
                return;
            }
        }
    }
}

impl EncodeError {
    /// The type that cannot be written; `None` if the table as a whole cannot.
    fn resource_type(&self) -> Option<&str> {
        match self {
            Self::UnknownDefinition { resource_type, .. }
            | Self::Cycle { resource_type }
            | Self::DuplicateType { resource_type }
            | Self::TooDeep { resource_type }
            | Self::TypeTooLarge { resource_type } => Some(resource_type),
            Self::TooLarge => None,
        }
    }
}

/// The regions that AWS's table knows about.
fn regions() -> Vec<Region> {
    Table::aws().regions().map(|name| Region { name: name.to_owned(), assumed: false }).collect()
}

/// Adds what no provider schema says of a type that AWS's table knows: what `Fn::GetAtt` returns besides the read-only
/// properties, and for a change where the type is available.
fn adopt(known: ResourceType<'_>, is_change: bool, facts: &mut TypeFacts) {
    facts.all_attributes = known.has_all_attributes();
    let attributes: Vec<Vec<String>> =
        known.more_attributes().iter().map(|path| path.segments().collect()).collect();
    if !attributes.is_empty() {
        facts.paths.insert(PathFact::Attributes, attributes);
    }
    if is_change {
        let available = Table::aws().regions().filter(|region| known.is_in_region(region) == Some(true));
        facts.regions = Some(available.map(str::to_owned).collect());
    }
}
