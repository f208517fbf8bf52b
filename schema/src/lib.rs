//! What AWS's CloudFormation resource types look like, in one table that is read in place.
//!
//! [`Table::aws`] is compiled in. [`Table::resource_type`] finds a type, [`ResourceType::root`] is the schema of its
//! properties, and [`Schema::keywords`] says what that one schema requires; its children are handles.
//!
//! ```
//! use cfn_schema::{Table, Type};
//!
//! let table = Table::aws();
//! let topic = table.resource_type("AWS::SNS::Topic").expect("AWS has topics");
//! let name = table.name("TopicName").expect("a property of topics");
//! let property = topic.root().property(name).expect("a property of topics");
//! assert!(property.schema.keywords().types.allows(Type::String));
//! ```
//!
//! A name of a template is looked up once, with [`Table::name`]; afterwards numbers are compared.

mod assemble;
mod catalog;
mod encode;
pub mod format;
mod layout;
pub mod model;
mod number;
mod overrides;
pub mod pattern;
pub mod provider;
pub mod registry;
mod table;
pub mod text;
mod type_pattern;
mod types;
pub mod validate;

pub use assemble::{AssembleError, Texts, assemble};
pub use catalog::Catalog;
pub use encode::{EncodeError, encode};
pub use model::Source;
pub use number::Number;
pub use table::{
    Additional, Attribute, Check, DataReference, Dependencies, DependentSchemas, Enumeration, Gather,
    GatherProperty, GatherSource, Keywords, KnownAction, Lifecycle, LifecycleStatus, Lookup, Name, Names,
    Path, Paths, PatternProperties, Properties, Property, RegionSet, RegionalEnumeration, ResourceType,
    Runtime, Scalar, Schema, Schemas, Table, TableError, Tagging,
};
pub use type_pattern::{TypePattern, TypePatternError};
pub use types::{Type, Types};
