//! The argument of a function that a node is in.

use crate::model::functions::function::{Function, FunctionName};
use crate::syntax::Node;

/// The argument of a function that contains a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionSlot<'t> {
    /// The function.
    pub function: Function<'t>,
    /// The index in the function's list of arguments, counted from 0; `None` if the argument is not a list.
    pub argument: Option<usize>,
    /// Whether the node is the argument itself rather than a part of it.
    pub is_whole: bool,
}

impl<'t> FunctionSlot<'t> {
    /// Returns the slot of a node in the innermost function around it; `None` outside of functions.
    pub fn of(node: Node<'t>) -> Option<Self> {
        let function = node.enclosing_function()?;
        Some(Self::within(function, node))
    }

    /// Returns the slot of a node in one of the functions around it.
    pub fn within(function: Function<'t>, node: Node<'t>) -> Self {
        let found = function.items().enumerate().find(|(_, item)| item.contains(node));
        let whole = found.map_or(function.argument, |(_, item)| item);
        Self { function, argument: found.map(|(index, _)| index), is_whole: whole.id() == node.id() }
    }

    /// The name of the function.
    pub fn name(&self) -> FunctionName {
        self.function.name
    }
}
