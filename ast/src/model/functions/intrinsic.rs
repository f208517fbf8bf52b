//! The functions with their arguments, named as in AWS's reference.

use crate::model::functions::function::FunctionName;
use crate::range::TextRange;
use crate::syntax::Node;

/// A function with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intrinsic<'t> {
    /// `Fn::And` with the list of its conditions.
    And(Node<'t>),
    /// `Fn::Or` with the list of its conditions.
    Or(Node<'t>),
    /// `Fn::Not` with its condition.
    Not(Node<'t>),
    /// `Fn::Equals` with the two values.
    Equals(Node<'t>, Node<'t>),
    /// `Condition` with the name.
    Condition(Node<'t>),
    /// `Fn::If`
    If {
        /// The name of the condition.
        condition: Node<'t>,
        /// The value if the condition is true.
        then: Node<'t>,
        /// The value if the condition is false.
        otherwise: Node<'t>,
    },
    /// `Ref` with the name.
    Ref(Node<'t>),
    /// `Fn::GetAtt` with literal parts, as one string or as a list of two.
    GetAtt(GetAttName<'t>),
    /// `Fn::GetAtt` with a function in it, which only `AWS::LanguageExtensions` resolves.
    ComputedGetAtt {
        /// The logical ID.
        logical_id: Node<'t>,
        /// The attribute.
        attribute: Node<'t>,
    },
    /// `Fn::Sub`
    Sub {
        /// The string with its variables.
        template: Node<'t>,
        /// The values of variables, if the argument is a list.
        mapping: Option<Node<'t>>,
    },
    /// `Fn::Join`
    Join {
        /// The string between the items.
        delimiter: Node<'t>,
        /// A list, or a function that returns one.
        list: Node<'t>,
    },
    /// `Fn::Split`
    Split {
        /// The string at which the source is split.
        delimiter: Node<'t>,
        /// The string to split.
        source: Node<'t>,
    },
    /// `Fn::Select`
    Select {
        /// The index, counted from 0.
        index: Node<'t>,
        /// A list, or a function that returns one.
        list: Node<'t>,
    },
    /// `Fn::FindInMap`
    FindInMap {
        /// The name of the mapping.
        mapping: Node<'t>,
        /// The top-level key.
        top_level_key: Node<'t>,
        /// The second-level key.
        second_level_key: Node<'t>,
        /// The value if a key is missing, which `AWS::LanguageExtensions` accepts as a fourth argument,
        /// `{DefaultValue: …}`.
        default_value: Option<Node<'t>>,
    },
    /// `Fn::Cidr`
    Cidr {
        /// The address block.
        block: Node<'t>,
        /// The number of blocks to create.
        count: Node<'t>,
        /// The bits of each block.
        bits: Option<Node<'t>>,
    },
    /// `Fn::Transform`
    Transform {
        /// The name of the macro.
        name: Node<'t>,
        /// The parameters of the macro.
        parameters: Option<Node<'t>>,
    },
    /// `Fn::Base64` with the string.
    Base64(Node<'t>),
    /// `Fn::GetAZs` with the region, which may be empty.
    GetAZs(Node<'t>),
    /// `Fn::ImportValue` with the name of the export.
    ImportValue(Node<'t>),
    /// `Fn::GetStackOutput`
    GetStackOutput {
        /// The name of the other stack.
        stack_name: Node<'t>,
        /// The logical ID of its output.
        output_name: Node<'t>,
        /// The region of that stack.
        region: Option<Node<'t>>,
        /// The role to read it with.
        role_arn: Option<Node<'t>>,
    },
    /// `Fn::Length` with the list.
    Length(Node<'t>),
    /// `Fn::ToJsonString` with the mapping or list.
    ToJsonString(Node<'t>),
    /// `Fn::Contains` of rules.
    Contains {
        /// The strings.
        list: Node<'t>,
        /// The string that must be one of them.
        value: Node<'t>,
    },
    /// `Fn::EachMemberEquals` of rules.
    EachMemberEquals {
        /// The strings.
        list: Node<'t>,
        /// The string that each must be equal to.
        value: Node<'t>,
    },
    /// `Fn::EachMemberIn` of rules.
    EachMemberIn {
        /// The strings to check.
        list: Node<'t>,
        /// The strings that each must be one of.
        allowed: Node<'t>,
    },
    /// `Fn::RefAll` of rules with the type of the parameters.
    RefAll(Node<'t>),
    /// `Fn::ValueOf` of rules.
    ValueOf {
        /// The name of the parameter.
        parameter: Node<'t>,
        /// The attribute of the resource that the parameter identifies.
        attribute: Node<'t>,
    },
    /// `Fn::ValueOfAll` of rules.
    ValueOfAll {
        /// The type of the parameters.
        parameter_type: Node<'t>,
        /// The attribute of the resources that they identify.
        attribute: Node<'t>,
    },
}

/// The two parts of a `Fn::GetAtt`. CloudFormation splits the string form at its first period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetAttName<'t> {
    /// The logical ID.
    pub logical_id: &'t str,
    /// The attribute, which may contain periods.
    pub attribute: &'t str,
    /// The scalar of the logical ID in the list form, or that of both parts in the string form.
    pub logical_id_node: Node<'t>,
    /// The scalar of the attribute in the list form, or that of both parts in the string form.
    pub attribute_node: Node<'t>,
}

impl<'t> GetAttName<'t> {
    /// Whether the parts are the items of a list.
    pub fn is_list(&self) -> bool {
        self.logical_id_node != self.attribute_node
    }

    /// The range of bytes of the logical ID in the source.
    pub fn logical_id_range(&self) -> TextRange {
        self.logical_id_node.text_range(0..self.logical_id.len())
    }

    /// The range of bytes of the attribute in the source.
    pub fn attribute_range(&self) -> TextRange {
        let start = if self.is_list() { 0 } else { self.logical_id.len() + 1 };
        self.attribute_node.text_range(start..start + self.attribute.len())
    }
}

/// The error of an argument that does not have the shape that its function needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} expects {expected}", function.key())]
pub struct MalformedArgument<'t> {
    /// The function.
    pub function: FunctionName,
    /// The argument at fault.
    pub node: Node<'t>,
    /// The shape that the function needs, as a noun phrase.
    pub expected: &'static str,
}
