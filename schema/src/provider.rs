//! From provider schemas, as AWS's registry publishes them in JSON, to the facts; and from a table to such schemas.

mod cycle;
mod error;
mod inline;
mod keyword;
mod node;
mod pointer;
mod regional;
mod special;
mod type_facts;
mod write;
mod write_keywords;

use serde_json::Value;

pub use error::{ProviderError, ProviderErrors};
pub use regional::transpose;
pub use write::{write, write_schema};

use crate::model::{Node, TypeFacts};

/// Reads a provider schema: a JSON object with `typeName` and `properties`.
///
/// Descriptions, handlers, examples and other things that say nothing about a template are left out; README.md lists
/// them. `$ref` may lead anywhere within the document. Unknown keywords are returned beside the facts.
pub fn read(json: &str) -> Result<(TypeFacts, Vec<String>), ProviderErrors> {
    let document: Value = serde_json::from_str(json).map_err(ProviderError::from)?;
    read_value(&document)
}

/// Reads a provider schema that is already parsed, see [`read`].
pub fn read_value(document: &Value) -> Result<(TypeFacts, Vec<String>), ProviderErrors> {
    type_facts::read(document)
}

/// Reads a schema that is not a resource type's, such as a constraint: its root and the definitions that it refers to.
pub fn read_schema(document: &Value) -> Result<(TypeFacts, Vec<String>), ProviderErrors> {
    let mut reader = node::Reader::new(document);
    let root: Node = reader.node(document, &pointer::Place::default());
    let definitions = reader.definitions();
    let facts = TypeFacts { root, definitions, ..TypeFacts::default() };
    cycle::report(&facts, &mut reader);
    Ok((facts, reader.finish()?))
}
