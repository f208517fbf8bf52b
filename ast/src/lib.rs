//! A lossless syntax tree for CloudFormation and SAM templates.

pub mod edit;
pub mod layer;
pub mod meaning;
pub mod model;
mod range;
pub mod source;
pub mod sub;
pub mod syntax;
pub mod value;
pub mod write;

pub use edit::{Edit, EditSet};
pub use model::{Function, FunctionName, Template};
pub use range::TextRange;
pub use source::Source;
pub use syntax::{Node, NodeKind, Tree};
