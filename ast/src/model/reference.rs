//! References to declarations, in both directions.

mod finder;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::model::context::Context;
use crate::model::functions::function::{Function, FunctionName};
use crate::model::functions::pseudo::PseudoParameter;
use crate::model::template::Template;
use crate::range::TextRange;
use crate::syntax::Node;

/// The kind of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// `Ref`
    Ref,
    /// `Fn::GetAtt`
    GetAtt,
    /// A variable of `Fn::Sub` without an attribute.
    SubVariable,
    /// A variable of `Fn::Sub` with an attribute.
    SubAttribute,
    /// `DependsOn`
    DependsOn,
    /// The attribute `Condition` of a resource, output or other declaration.
    ConditionAttribute,
    /// The condition of `Fn::If`.
    IfCondition,
    /// The function `Condition`, or a condition that only refers to another one.
    ConditionFunction,
    /// The mapping of `Fn::FindInMap`.
    FindInMap,
    /// The parameter of `Fn::ValueOf`.
    ValueOf,
    /// `${Identifier}` or `&{Identifier}` in the body of a `Fn::ForEach`, in a key or a string.
    ForEachVariable,
}

impl ReferenceKind {
    /// The function with this kind of reference; `None` for attributes and loop variables.
    pub fn function_name(self) -> Option<FunctionName> {
        Some(match self {
            Self::Ref => FunctionName::Ref,
            Self::GetAtt => FunctionName::GetAtt,
            Self::SubVariable | Self::SubAttribute => FunctionName::Sub,
            Self::IfCondition => FunctionName::If,
            Self::ConditionFunction => FunctionName::Condition,
            Self::FindInMap => FunctionName::FindInMap,
            Self::ValueOf => FunctionName::ValueOf,
            Self::DependsOn | Self::ConditionAttribute | Self::ForEachVariable => return None,
        })
    }
}

/// The declaration that a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target<'t> {
    /// A parameter.
    Parameter(&'t str),
    /// A pseudo parameter.
    Pseudo(PseudoParameter),
    /// A resource, by its logical ID, or by its key in the body of a `Fn::ForEach`.
    Resource(&'t str),
    /// A condition, by its name, or by its key in the body of a `Fn::ForEach`.
    Condition(&'t str),
    /// A mapping.
    Mapping(&'t str),
    /// The variable of a `Fn::ForEach` around the reference.
    LoopVariable(&'t str),
    /// A key of the mapping of the same `Fn::Sub`.
    SubMapping(Node<'t>),
    /// Not declared in the template.
    Undeclared,
}

/// A reference: one use of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'t> {
    /// The kind of the reference.
    pub kind: ReferenceKind,
    /// The name, without an attribute.
    pub name: &'t str,
    /// The attribute of a `Fn::GetAtt`, or of a variable of `Fn::Sub`.
    pub attribute: Option<&'t str>,
    /// The scalar that contains the name.
    pub node: Node<'t>,
    /// The declaration that the name refers to.
    pub target: Target<'t>,
    range: TextRange,
}

impl<'t> Reference<'t> {
    /// The range of bytes of the name in the source.
    pub fn range(&self) -> TextRange {
        self.range
    }

    /// The function that contains the reference; `None` for `DependsOn`, the attribute `Condition`, and loop variables.
    pub fn function(&self) -> Option<Function<'t>> {
        let name = self.kind.function_name()?;
        // The node of an argument may hide its tag, which is a function that can be the one in question.
        let written = self.node.tree().node(self.node.id());
        written.functions_here().chain(written.enclosing_functions()).find(|function| function.name == name)
    }

    /// The context of the reference: its section, its declaration and the keys below it.
    pub fn context(&self) -> Context<'t> {
        Context::of(self.node)
    }
}

/// The number of targets to reserve.
const FEW_TARGETS: usize = 64;

/// All references in a template, in the order of the source.
#[derive(Clone, Debug)]
pub struct References<'t> {
    all: Vec<Reference<'t>>,
    /// Indices in `all`, grouped by target and in order within each group.
    order: Vec<u32>,
    /// The beginning and end of each target's group in `order`.
    by_target: FxHashMap<Target<'t>, (u32, u32)>,
}

impl<'t> References<'t> {
    /// Finds all references in a template.
    pub fn of(template: &Template<'t>) -> Self {
        let mut all = finder::find(template);
        all.sort_by_key(|reference| (reference.node.id(), reference.range.start()));
        let capacity = all.len().min(FEW_TARGETS);
        let mut by_target: FxHashMap<_, (u32, u32)> =
            FxHashMap::with_capacity_and_hasher(capacity, FxBuildHasher);
        // A counting sort: first the size of each group, then its beginning, then its members.
        for reference in &all {
            by_target.entry(reference.target).or_default().1 += 1;
        }
        let mut begin = 0;
        for (start, end) in by_target.values_mut() {
            let count = *end;
            (*start, *end, begin) = (begin, begin, begin + count);
        }
        let mut order = vec![0; all.len()];
        for (index, reference) in all.iter().enumerate() {
            if let Some((_, end)) = by_target.get_mut(&reference.target) {
                order[*end as usize] = index as u32;
                *end += 1;
            }
        }
        Self { all, order, by_target }
    }

    /// Returns all references.
    pub fn iter(&self) -> std::slice::Iter<'_, Reference<'t>> {
        self.all.iter()
    }

    /// Returns the references to one declaration.
    pub fn to(&self, target: Target<'t>) -> impl Iterator<Item = &Reference<'t>> {
        let (start, end) = self.by_target.get(&target).copied().unwrap_or_default();
        self.order[start as usize..end as usize].iter().map(|&index| &self.all[index as usize])
    }

    /// Returns the references in a node or below it.
    pub fn within(&self, node: Node<'t>) -> &[Reference<'t>] {
        let first = self.all.partition_point(|reference| reference.node.id() < node.id());
        let inside = self.all[first..].partition_point(|reference| node.contains(reference.node));
        &self.all[first..first + inside]
    }
}

impl<'a, 't> IntoIterator for &'a References<'t> {
    type Item = &'a Reference<'t>;
    type IntoIter = std::slice::Iter<'a, Reference<'t>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
