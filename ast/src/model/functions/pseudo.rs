//! Pseudo parameters, which CloudFormation itself defines.

use crate::model::functions::function::FunctionName;
use crate::syntax::Node;

/// A pseudo parameter (AWS CloudFormation User Guide, "Pseudo parameters reference").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the pseudo parameter of that name in AWS's reference")]
pub enum PseudoParameter {
    AccountId,
    NoValue,
    NotificationArns,
    Partition,
    Region,
    StackId,
    StackName,
    UrlSuffix,
}

const ALL: [(PseudoParameter, &str); 8] = [
    (PseudoParameter::AccountId, "AWS::AccountId"),
    (PseudoParameter::NoValue, "AWS::NoValue"),
    (PseudoParameter::NotificationArns, "AWS::NotificationARNs"),
    (PseudoParameter::Partition, "AWS::Partition"),
    (PseudoParameter::Region, "AWS::Region"),
    (PseudoParameter::StackId, "AWS::StackId"),
    (PseudoParameter::StackName, "AWS::StackName"),
    (PseudoParameter::UrlSuffix, "AWS::URLSuffix"),
];

impl PseudoParameter {
    /// Returns the pseudo parameter with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        ALL.iter().find(|(_, known)| *known == name).map(|(pseudo, _)| *pseudo)
    }

    /// The name, including `AWS::`.
    pub fn name(self) -> &'static str {
        ALL[self as usize].1
    }

    /// Returns every pseudo parameter.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(|(pseudo, _)| *pseudo)
    }

    /// Whether a reference to it evaluates to a string. `AWS::NoValue` removes the property, and
    /// `AWS::NotificationARNs` is a list.
    pub fn is_string(self) -> bool {
        !matches!(self, Self::NoValue | Self::NotificationArns)
    }
}

impl Node<'_> {
    /// Whether the node is `!Ref AWS::NoValue`, which removes the property or item.
    pub fn is_no_value(self) -> bool {
        self.function().is_some_and(|function| {
            function.name == FunctionName::Ref
                && function.argument.text() == Some(PseudoParameter::NoValue.name())
        })
    }
}
