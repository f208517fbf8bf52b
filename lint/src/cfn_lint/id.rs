//! Under which id cfn-lint reports what is wrong with a function.

use cfn_ast::model::{FunctionSlot, Place, Template};
use cfn_ast::{Function, FunctionName, Node};

/// The id for a fault in the arguments of a function: that of the outermost function around it, as cfn-lint has it,
/// where the branches of `Fn::If` do not count. `Ref` keeps its own, and all faults in the value of an output have one.
pub(crate) fn id_of_argument(function: Function<'_>, template: &Template<'_>) -> &'static str {
    if Place::of(function.node, template) == Place::OutputValue {
        return "E6101";
    }
    let mut id = own_id(function.name);
    if keeps_id(function.name) {
        return id;
    }
    for outer in function.node.enclosing_functions().filter(|outer| !is_branch(*outer, function.node)) {
        id = own_id(outer.name);
        if keeps_id(outer.name) && outer.name != FunctionName::Ref {
            break;
        }
    }
    id
}

/// The function that a value is an argument of, where the branches of `Fn::If` do not count.
pub(crate) fn holder(value: Node<'_>) -> Option<Function<'_>> {
    value.enclosing_functions().find(|outer| !is_branch(*outer, value))
}

/// Whether a node stands in a branch of this function.
pub(crate) fn is_branch<'t>(outer: Function<'t>, node: Node<'t>) -> bool {
    outer.name == FunctionName::If
        && FunctionSlot::within(outer, node).argument.is_some_and(|place| place > 0)
}

fn keeps_id(function: FunctionName) -> bool {
    matches!(function, FunctionName::Ref | FunctionName::Length | FunctionName::ToJsonString)
}

/// The id of cfn-lint's rule for the function.
pub(crate) fn own_id(function: FunctionName) -> &'static str {
    match function {
        FunctionName::And => "E8004",
        FunctionName::Base64 => "E1021",
        FunctionName::Cidr => "E1024",
        FunctionName::Condition => "E8007",
        FunctionName::Equals => "E8003",
        FunctionName::FindInMap => "E1011",
        FunctionName::GetAtt => "E1010",
        FunctionName::GetAZs => "E1015",
        FunctionName::GetStackOutput => "E1033",
        FunctionName::If => "E1028",
        FunctionName::ImportValue => "E1016",
        FunctionName::Join => "E1022",
        FunctionName::Length => "E1030",
        FunctionName::Not => "E8005",
        FunctionName::Or => "E8006",
        FunctionName::Ref => "E1020",
        FunctionName::Select => "E1017",
        FunctionName::Split => "E1018",
        FunctionName::Sub => "E1019",
        FunctionName::ToJsonString => "E1031",
        FunctionName::Transform => "E1005",
        FunctionName::Contains
        | FunctionName::EachMemberEquals
        | FunctionName::EachMemberIn
        | FunctionName::RefAll
        | FunctionName::ValueOf
        | FunctionName::ValueOfAll => "E1701",
    }
}
