//! A lossless syntax tree for CloudFormation and SAM templates.

pub mod edit;
pub mod layer;
mod range;
pub mod source;
pub mod syntax;
pub mod value;

pub use edit::{Edit, EditSet};
pub use range::TextRange;
pub use source::Source;
pub use syntax::{Node, NodeKind, Tree};
