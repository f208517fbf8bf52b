//! Rules, which validate parameters before a stack is created (AWS CloudFormation User Guide, "Rules").

use crate::model::declarations::declaration::{Named, declared_by_name};
use crate::syntax::Node;

/// A rule of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule<'t> {
    declaration: Named<'t>,
}

/// One assertion of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assertion<'t> {
    /// The mapping of the assertion.
    pub node: Node<'t>,
    /// The condition that must be true.
    pub assert: Option<Node<'t>>,
    /// The message that is shown if it is false.
    pub assert_description: Option<Node<'t>>,
}

declared_by_name!(Rule);

impl<'t> Rule<'t> {
    /// The condition under which the assertions are checked; `None` if they always are.
    pub fn rule_condition(&self) -> Option<Node<'t>> {
        self.value().get("RuleCondition")
    }

    /// The assertions in the order of the source.
    pub fn assertions(&self) -> impl Iterator<Item = Assertion<'t>> {
        let assertions = self.value().get("Assertions").into_iter().flat_map(Node::items);
        assertions.map(|node| Assertion {
            node,
            assert: node.get("Assert"),
            assert_description: node.get("AssertDescription"),
        })
    }
}
