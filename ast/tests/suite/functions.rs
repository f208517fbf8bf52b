//! Every function of the language, in every spelling, with the text of each of its parts.

use cfn_ast::model::Intrinsic;
use cfn_ast::{FunctionName, Node, Source, Tree};

/// A function in YAML, the same in JSON, and its parts.
const FUNCTIONS: &[(&str, &str, &str)] = &[
    (
        "!And [!Condition A, !Condition B]",
        r#"{"Fn::And": [{"Condition": "A"}, {"Condition": "B"}]}"#,
        "And: a list",
    ),
    (
        "!Or [!Condition A, !Condition B]",
        r#"{"Fn::Or": [{"Condition": "A"}, {"Condition": "B"}]}"#,
        "Or: a list",
    ),
    ("!Not [!Condition A]", r#"{"Fn::Not": [{"Condition": "A"}]}"#, "Not: Condition"),
    ("!Equals [a, b]", r#"{"Fn::Equals": ["a", "b"]}"#, "Equals: a, b"),
    ("!If [A, b, c]", r#"{"Fn::If": ["A", "b", "c"]}"#, "If: A, b, c"),
    ("!Ref A", r#"{"Ref": "A"}"#, "Ref: A"),
    ("!GetAtt A.B.C", r#"{"Fn::GetAtt": ["A", "B.C"]}"#, "GetAtt: A, B.C"),
    ("!GetAtt [A, B.C]", r#"{"Fn::GetAtt": "A.B.C"}"#, "GetAtt: A, B.C"),
    ("!GetAtt [A, !Ref B]", r#"{"Fn::GetAtt": ["A", {"Ref": "B"}]}"#, "ComputedGetAtt: A, Ref"),
    ("!Sub '${A}'", r#"{"Fn::Sub": "${A}"}"#, "Sub: ${A}"),
    ("!Sub ['${A}', {A: b}]", r#"{"Fn::Sub": ["${A}", {"A": "b"}]}"#, "Sub: ${A}, a mapping"),
    ("!Join [',', [a]]", r#"{"Fn::Join": [",", ["a"]]}"#, "Join: ,, a list"),
    ("!Split [',', a]", r#"{"Fn::Split": [",", "a"]}"#, "Split: ,, a"),
    ("!Select [1, !GetAZs '']", r#"{"Fn::Select": [1, {"Fn::GetAZs": ""}]}"#, "Select: 1, GetAZs"),
    ("!FindInMap [A, b, c]", r#"{"Fn::FindInMap": ["A", "b", "c"]}"#, "FindInMap: A, b, c"),
    (
        "!FindInMap [A, b, c, {DefaultValue: d}]",
        r#"{"Fn::FindInMap": ["A", "b", "c", {"DefaultValue": "d"}]}"#,
        "FindInMap: A, b, c, d",
    ),
    ("!Cidr [a, 2]", r#"{"Fn::Cidr": ["a", 2]}"#, "Cidr: a, 2"),
    ("!Cidr [a, 2, 8]", r#"{"Fn::Cidr": ["a", 2, 8]}"#, "Cidr: a, 2, 8"),
    (
        "!Transform {Name: AWS::Include, Parameters: {Location: a}}",
        r#"{"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "a"}}}"#,
        "Transform: AWS::Include, a mapping",
    ),
    ("!Base64 a", r#"{"Fn::Base64": "a"}"#, "Base64: a"),
    ("!GetAZs a", r#"{"Fn::GetAZs": "a"}"#, "GetAZs: a"),
    ("!ImportValue a", r#"{"Fn::ImportValue": "a"}"#, "ImportValue: a"),
    (
        "!GetStackOutput {StackName: a, OutputName: b}",
        r#"{"Fn::GetStackOutput": {"OutputName": "b", "StackName": "a"}}"#,
        "GetStackOutput: a, b",
    ),
    (
        "!GetStackOutput {StackName: a, OutputName: b, Region: c, RoleArn: d}",
        r#"{"Fn::GetStackOutput": {"StackName": "a", "OutputName": "b", "Region": "c", "RoleArn": "d"}}"#,
        "GetStackOutput: a, b, c, d",
    ),
    ("Fn::Length: [a]", r#"{"Fn::Length": ["a"]}"#, "Length: a list"),
    ("Fn::ToJsonString: {a: b}", r#"{"Fn::ToJsonString": {"a": "b"}}"#, "ToJsonString: a mapping"),
    ("Fn::Contains: [[a], b]", r#"{"Fn::Contains": [["a"], "b"]}"#, "Contains: a list, b"),
    (
        "Fn::EachMemberEquals: [[a], b]",
        r#"{"Fn::EachMemberEquals": [["a"], "b"]}"#,
        "EachMemberEquals: a list, b",
    ),
    (
        "Fn::EachMemberIn: [[a], [b]]",
        r#"{"Fn::EachMemberIn": [["a"], ["b"]]}"#,
        "EachMemberIn: a list, a list",
    ),
    ("Fn::RefAll: AWS::EC2::VPC::Id", r#"{"Fn::RefAll": "AWS::EC2::VPC::Id"}"#, "RefAll: AWS::EC2::VPC::Id"),
    ("Fn::ValueOf: [A, Tags.b]", r#"{"Fn::ValueOf": ["A", "Tags.b"]}"#, "ValueOf: A, Tags.b"),
    ("Fn::ValueOfAll: [A, Tags.b]", r#"{"Fn::ValueOfAll": ["A", "Tags.b"]}"#, "ValueOfAll: A, Tags.b"),
];

/// Functions whose arguments do not fit, and what the error says.
const MALFORMED: &[(&str, &str)] = &[
    ("!GetAtt A", "Fn::GetAtt expects a logical ID and an attribute, as Id.Attribute or as a list of two"),
    ("!If [A, b]", "Fn::If expects a list of a condition's name and two values"),
    ("!Join [a]", "Fn::Join expects a list of a delimiter and a list"),
    ("!Sub [a]", "Fn::Sub expects a string, or a list of a string and a mapping"),
    ("!FindInMap [A, b]", "Fn::FindInMap expects a list of a mapping's name and two keys"),
    ("!FindInMap [A, b, c, d]", "Fn::FindInMap expects a fourth argument with DefaultValue"),
    ("!GetStackOutput {StackName: a}", "Fn::GetStackOutput expects a mapping with StackName and OutputName"),
    ("!Transform {}", "Fn::Transform expects a mapping with the macro's Name"),
    ("!And a", "Fn::And expects a list of conditions"),
];

#[test]
fn every_function_shows_its_parts_whatever_its_spelling() {
    for (yaml, json, expected) in FUNCTIONS {
        for text in [yaml, json] {
            let tree = Tree::parse(Source::new(*text).unwrap());
            let view = tree.root().unwrap().function().unwrap().view().unwrap();
            assert_eq!(&shown(&view), expected, "{text}");
        }
    }
}

#[test]
fn an_argument_that_does_not_fit_is_an_error_at_its_place() {
    for (text, expected) in MALFORMED {
        let tree = Tree::parse(Source::new(*text).unwrap());
        let error = tree.root().unwrap().function().unwrap().view().unwrap_err();
        assert_eq!(&error.to_string(), expected);
        assert_eq!(tree.source().slice(error.node.range()), text.split_once(' ').unwrap().1);
    }
}

#[test]
fn the_long_form_of_condition_is_only_an_operand_of_a_condition_function() {
    let cases = [
        ("!Not [{Condition: A}]", 1),
        ("Fn::Or: [{Condition: A}, {Condition: B}]", 2),
        ("!Not [!Not [{Condition: A}]]", 1),
        ("Fn::Not: {Condition: A}", 0),
        ("!Not [[{Condition: A}]]", 0),
        ("!Not [!If [A, {Condition: A}, {Condition: B}]]", 0),
        ("Fn::Not: [Fn::If: [A, {Condition: A}, {Condition: B}]]", 0),
    ];
    for (text, expected) in cases {
        let tree = Tree::parse(Source::new(text).unwrap());
        let functions = tree.nodes().filter_map(Node::function);
        let found = functions.filter(|function| function.name == FunctionName::Condition).count();
        assert_eq!(found, expected, "{text}");
    }
}

fn shown(view: &Intrinsic<'_>) -> String {
    let parts = match *view {
        Intrinsic::GetAtt(name) => {
            let source = name.logical_id_node.tree().source();
            assert_eq!(source.slice(name.logical_id_range()), name.logical_id);
            assert_eq!(source.slice(name.attribute_range()), name.attribute);
            vec![name.logical_id.to_owned(), name.attribute.to_owned()]
        }
        _ => nodes(view).into_iter().flatten().map(part).collect(),
    };
    let debug = format!("{view:?}");
    let name = debug.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    format!("{name}: {}", parts.join(", "))
}

fn nodes<'t>(view: &Intrinsic<'t>) -> Vec<Option<Node<'t>>> {
    use Intrinsic as I;
    match *view {
        I::And(a)
        | I::Or(a)
        | I::Not(a)
        | I::Condition(a)
        | I::Ref(a)
        | I::Base64(a)
        | I::GetAZs(a)
        | I::ImportValue(a)
        | I::Length(a)
        | I::ToJsonString(a)
        | I::RefAll(a) => vec![Some(a)],
        I::Equals(a, b) => vec![Some(a), Some(b)],
        I::If { condition, then, otherwise } => vec![Some(condition), Some(then), Some(otherwise)],
        I::GetAtt(_) => Vec::new(),
        I::ComputedGetAtt { logical_id, attribute } => vec![Some(logical_id), Some(attribute)],
        I::Sub { template, mapping } => vec![Some(template), mapping],
        I::Join { delimiter, list } => vec![Some(delimiter), Some(list)],
        I::Split { delimiter, source } => vec![Some(delimiter), Some(source)],
        I::Select { index, list } => vec![Some(index), Some(list)],
        I::FindInMap { mapping, top_level_key, second_level_key, default_value } => {
            vec![Some(mapping), Some(top_level_key), Some(second_level_key), default_value]
        }
        I::Cidr { block, count, bits } => vec![Some(block), Some(count), bits],
        I::Transform { name, parameters } => vec![Some(name), parameters],
        I::GetStackOutput { stack_name, output_name, region, role_arn } => {
            vec![Some(stack_name), Some(output_name), region, role_arn]
        }
        I::Contains { list, value } | I::EachMemberEquals { list, value } => vec![Some(list), Some(value)],
        I::EachMemberIn { list, allowed } => vec![Some(list), Some(allowed)],
        I::ValueOf { parameter, attribute } => vec![Some(parameter), Some(attribute)],
        I::ValueOfAll { parameter_type, attribute } => vec![Some(parameter_type), Some(attribute)],
    }
}

fn part(node: Node<'_>) -> String {
    match node.function() {
        Some(function) => function.name.name().to_owned(),
        None if node.is_mapping() => "a mapping".to_owned(),
        None if node.is_sequence() => "a list".to_owned(),
        None => node.text().unwrap().to_owned(),
    }
}
