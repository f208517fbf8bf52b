//! The table of the language: what functions take and give, and where they stand.

use cfn_ast::model::{EvaluatedPart, FunctionSet, Kinds};
use cfn_ast::{FunctionName, Node, Source, Template, Tree};

fn tree(text: &str) -> Tree {
    Tree::parse(Source::new(text).expect("the text is short"))
}

fn template(tree: &Tree) -> Template<'_> {
    Template::new(tree).expect("it is a mapping")
}

/// The node behind a path of keys, `Resources/Topic/Properties`.
fn at<'t>(tree: &'t Tree, path: &str) -> Node<'t> {
    let root = tree.root().expect("there is a root");
    path.split('/').fold(root, |node, key| node.get(key).unwrap_or_else(|| panic!("{path} is there")))
}

#[test]
fn a_set_has_the_functions_that_were_put_in() {
    let all: Vec<_> = FunctionName::all().collect();
    for &name in &all {
        let alone = FunctionSet::of(&[name]);
        assert_eq!(alone.iter().collect::<Vec<_>>(), [name]);
        assert!(!FunctionSet::ALL.without(alone).contains(name));
    }
    assert_eq!(FunctionSet::of(&all).iter().count(), all.len());
}

#[test]
fn every_signature_takes_something_and_names_its_page() {
    for name in FunctionName::all() {
        let signature = name.signature();
        assert!(signature.whole.is_some() || signature.list.is_some(), "{name:?}");
        assert!(!signature.page.is_empty(), "{name:?}");
        if let Some(list) = &signature.list {
            assert!(list.least <= list.most && list.arguments.len() <= list.most, "{name:?}");
        }
    }
}

#[test]
fn condition_functions_give_conditions() {
    for name in FunctionName::all().filter(|name| name.is_condition_function()) {
        assert_eq!(name.signature().returns, Kinds::CONDITION, "{name:?}");
    }
}

#[test]
fn language_extensions_widen_what_an_argument_accepts() {
    let sub_of = |text: &str| {
        let tree = tree(text);
        let list = FunctionName::FindInMap.signature().list.as_ref().expect("it takes a list");
        list.arguments[0].functions_in(&template(&tree)).contains(FunctionName::Sub)
    };
    assert!(!sub_of("Resources: {}"));
    assert!(sub_of("Transform: AWS::LanguageExtensions"));
}

#[test]
fn functions_are_evaluated_in_some_places_only() {
    let text = "
Transform: AWS::Serverless-2016-10-31
Metadata: {Any: a}
Parameters: {Name: {Default: a}}
Mappings: {Sizes: {a: {b: c}}}
Conditions: {IsBig: a}
Rules: {Rule: {RuleCondition: a, Assertions: {Assert: a, AssertDescription: a}}}
Globals: {Function: {Runtime: a}}
Resources:
  Topic: {Type: a, Condition: a, DeletionPolicy: a, Properties: {Name: a}, Metadata: {Any: a}, UpdatePolicy: {Any: a}}
Outputs: {Topic: {Value: a, Description: a, Export: {Name: a}}}
";
    let tree = tree(text);
    let template = template(&tree);
    let places = [
        ("Metadata/Any", EvaluatedPart::None),
        ("Parameters/Name/Default", EvaluatedPart::None),
        ("Mappings/Sizes/a/b", EvaluatedPart::None),
        ("Conditions/IsBig", EvaluatedPart::Condition),
        ("Rules/Rule/RuleCondition", EvaluatedPart::Rule),
        ("Rules/Rule/Assertions/Assert", EvaluatedPart::Rule),
        ("Rules/Rule/Assertions/AssertDescription", EvaluatedPart::None),
        ("Globals/Function/Runtime", EvaluatedPart::Resource),
        ("Resources/Topic/Type", EvaluatedPart::None),
        ("Resources/Topic/Condition", EvaluatedPart::None),
        ("Resources/Topic/DeletionPolicy", EvaluatedPart::Extended),
        ("Resources/Topic/Properties/Name", EvaluatedPart::Resource),
        ("Resources/Topic/Metadata/Any", EvaluatedPart::Resource),
        ("Resources/Topic/UpdatePolicy/Any", EvaluatedPart::Resource),
        ("Outputs/Topic/Value", EvaluatedPart::OutputValue),
        ("Outputs/Topic/Description", EvaluatedPart::None),
        ("Outputs/Topic/Export/Name", EvaluatedPart::ExportName),
    ];
    for (path, place) in places {
        assert_eq!(EvaluatedPart::of(at(&tree, path), &template), place, "{path}");
    }
}

#[test]
fn what_is_given_is_known_as_far_as_the_template_tells() {
    let text = "
Parameters: {Name: {Type: String}, Zones: {Type: CommaDelimitedList}}
Resources: {Topic: {Type: AWS::SNS::Topic}}
Outputs:
  Text: !Ref Name
  List: !Ref Zones
  Resource: !Ref Topic
  Attribute: !GetAtt Topic.TopicArn
  Unknown: !GetAtt Topic.Nothing
  Split: !Split [a, b]
  Join: !Join [a, [b]]
";
    let tree = tree(text);
    let template = template(&tree);
    let given = |name: &str| {
        let function = at(&tree, &format!("Outputs/{name}")).function().expect("it is a function");
        Kinds::returned_by(function, &template)
    };
    for (name, is_string, is_list) in [
        ("Text", true, false),
        ("List", false, true),
        ("Resource", true, false),
        ("Attribute", true, false),
        ("Unknown", true, true),
        ("Split", false, true),
        ("Join", true, false),
    ] {
        assert_eq!(given(name).meets(Kinds::STRING), is_string, "{name}");
        assert_eq!(given(name).meets(Kinds::LIST), is_list, "{name}");
    }
}
