//! The values of `Fn::If`.

#[cfg(feature = "conditions")]
use crate::model::conditions::Fact;
use crate::model::functions::function::FunctionName;
use crate::model::functions::intrinsic::Intrinsic;
use crate::syntax::Node;

/// The arguments of a `Fn::If` whose condition is a name.
#[derive(Clone, Copy, Debug)]
pub struct Branches<'t> {
    /// The name of the condition.
    pub condition: &'t str,
    /// The value if the condition is true.
    pub then: Node<'t>,
    /// The value if it is false.
    pub otherwise: Node<'t>,
}

impl<'t> Branches<'t> {
    /// Returns the arguments of a node that is a well-formed `Fn::If`, or an alias of one.
    pub fn of(node: Node<'t>) -> Option<Self> {
        let function = node.resolved().function().filter(|function| function.name == FunctionName::If)?;
        let Ok(Intrinsic::If { condition, then, otherwise }) = function.view() else { return None };
        let condition = condition.text().filter(|_| condition.tag().is_none())?;
        Some(Self { condition, then, otherwise })
    }

    /// Returns each value with the fact that leads to it.
    #[cfg(feature = "conditions")]
    pub fn with_facts(self) -> [(Node<'t>, Fact<'t>); 2] {
        let fact = |holds| Fact { condition: self.condition, holds };
        [(self.then, fact(true)), (self.otherwise, fact(false))]
    }
}
