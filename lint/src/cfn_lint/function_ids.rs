//! The IDs under which cfn-lint reports errors in functions.

use cfn_ast::model::{EvaluatedPart, FunctionSlot, Template};
use cfn_ast::{Function, FunctionName, Node};

/// Returns the ID for an error in the arguments of a function. As in cfn-lint, it is that of the outermost enclosing
/// function, ignoring the branches of `Fn::If`. `Ref` has its own ID, and all errors in the value of an output share one.
pub(crate) fn id_of_argument(function: Function<'_>, template: &Template<'_>) -> &'static str {
    if EvaluatedPart::of(function.node, template) == EvaluatedPart::OutputValue {
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

/// Returns the function that a value is an argument of, ignoring the branches of `Fn::If`.
pub(crate) fn holder(value: Node<'_>) -> Option<Function<'_>> {
    value.enclosing_functions().find(|outer| !is_branch(*outer, value))
}

/// Whether a node is in a branch of a `Fn::If`.
pub(crate) fn is_branch<'t>(outer: Function<'t>, node: Node<'t>) -> bool {
    outer.name == FunctionName::If
        && FunctionSlot::within(outer, node).argument.is_some_and(|place| place > 0)
}

fn keeps_id(function: FunctionName) -> bool {
    matches!(function, FunctionName::Ref | FunctionName::Length | FunctionName::ToJsonString)
}

/// Returns the ID of cfn-lint's rule for a function.
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
