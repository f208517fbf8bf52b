//! Rules, which check parameters before a stack is made (AWS CloudFormation User Guide, "Rules").

use crate::model::section::{Named, declared_by_name};
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
    /// What has to hold.
    pub assert: Option<Node<'t>>,
    /// What people are told where it does not.
    pub assert_description: Option<Node<'t>>,
}

declared_by_name!(Rule);

impl<'t> Rule<'t> {
    /// The function that says when the assertions are checked; without one they always are.
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
