//! Scalars whose type depends on the version of YAML.

use crate::range::TextRange;
use crate::syntax::{Format, Node, Scalar, Tree};

/// A scalar that readers of YAML 1.1 and 1.2 read differently: `yes`, `0755`, `1e3`. JSON can say only one of both, which
/// is that of YAML 1.1, as CloudFormation reads it (AWS CloudFormation User Guide, "CloudFormation template formats").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retyped {
    /// The bytes of the scalar.
    pub range: TextRange,
    /// What CloudFormation reads.
    pub kind: &'static str,
}

/// Returns these scalars of a tree that is converted to JSON.
pub(super) fn find(tree: &Tree) -> Vec<Retyped> {
    if tree.format() == Format::Json {
        return Vec::new();
    }
    tree.nodes().filter_map(of).collect()
}

fn of(node: Node<'_>) -> Option<Retyped> {
    // Keys and the arguments of tags are strings in any version.
    if node.is_key() || node.local_tag().is_some() {
        return None;
    }
    let (old, new) = (node.scalar()?, node.core_scalar()?);
    let is_same = old == new
        || matches!((&old, &new), (Scalar::Float(a), Scalar::Float(b)) if a.is_nan() && b.is_nan());
    let kind = match old {
        Scalar::Null => "null",
        Scalar::Bool(true) => "true",
        Scalar::Bool(false) => "false",
        Scalar::Int(_) => "an integer",
        Scalar::Float(_) => "a number",
        Scalar::Text(_) => "a string",
    };
    (!is_same).then_some(Retyped { range: node.range(), kind })
}
