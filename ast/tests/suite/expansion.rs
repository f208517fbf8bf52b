//! Loops repeated, snippets put in, and each node back at the place that it comes from.

use cfn_ast::expansion::{Expansion, ExpansionOptions, Snippets, TooLarge};
use cfn_ast::{Source, Template, Tree};

fn tree(text: &str) -> Tree {
    let tree = Tree::parse(Source::new(text).unwrap());
    assert_eq!(tree.errors(), []);
    tree
}

/// The expansion, every node of which is where it comes from.
pub(crate) fn expand(tree: &Tree, snippets: &Snippets) -> Result<Option<Expansion>, TooLarge> {
    let expansion = Expansion::of(&Template::new(tree).unwrap(), ExpansionOptions { loops: true, snippets })?;
    if let Some(expansion) = &expansion {
        every_node_is_where_it_comes_from(expansion, tree, snippets);
    }
    Ok(expansion)
}

/// Bytes of a node lead to the bytes of its origin, and bytes of a text to the same bytes of that text.
fn every_node_is_where_it_comes_from(expansion: &Expansion, source: &Tree, snippets: &Snippets) {
    for node in expansion.tree().nodes() {
        let origin = expansion.origin(node.id());
        let place = expansion.location(node.range(), source, snippets).unwrap();
        let tree = place.snippet.map_or(source, |included| snippets.get(&included.path).unwrap());
        let from = tree.node(origin.node);
        assert_eq!(place.range, from.range(), "{node:?}");
        if let Some(text) = node.text().filter(|text| origin.is_verbatim && text.len() > 1) {
            assert_eq!(Some(text), from.resolved().text());
            let middle = text.char_indices().nth(1).map_or(text.len(), |(at, _)| at);
            if middle < text.len() && !from.is_alias() {
                let part = node.text_range(middle..text.len());
                let place = expansion.location(part, source, snippets).unwrap();
                assert_eq!(place.range, from.text_range(middle..text.len()), "{text:?}");
            }
        }
    }
}

/// The entries of a section of the expansion, a line each.
fn section(source: &str, name: &str) -> String {
    let expansion = expand(&tree(source), &Snippets::new()).unwrap().unwrap();
    let section = expansion.tree().root().unwrap().get(name).unwrap();
    section
        .entries()
        .map(|entry| format!("{}: {}\n", entry.key.source_text(), entry.value.source_text()))
        .collect()
}

#[test]
fn loops_are_repeated_for_each_value() {
    let resources = section(
        "Transform: AWS::LanguageExtensions
Resources:
  First: {Type: AWS::SNS::Topic}
  Fn::ForEach::Topics:
    - Name
    - [orders, bills-eu]
    - Topic&{Name}:
        Type: AWS::SNS::Topic
        Properties:
          TopicName: !Ref Name
          DisplayName: !Sub '${Name} of ${AWS::StackName}'
          Tags: [{Key: name, Value: !Sub '${Name}'}]
      Fn::ForEach::Queues:
        - Place
        - [1, 2]
        - Queue&{Name}${Place}:
            Type: AWS::SQS::Queue
            DependsOn: Topic&{Name}
            Properties:
              Fn::ForEach::Properties: [Key, [QueueName], {'${Key}': '${Name}${!Name}'}]
",
        "Resources",
    );
    insta::assert_snapshot!(resources);
}

#[test]
fn loops_go_through_what_is_known() {
    let conditions = section(
        "Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: 'x, y'}
  Others: {Type: CommaDelimitedList}
Mappings:
  Rooms: {a: {Doors: [l, r]}, b: {Doors: [m]}}
Conditions:
  Fn::ForEach::FromDefault: [Name, !Ref Names, {'Is${Name}': !Equals [!Ref Name, x]}]
  Fn::ForEach::Unknown: [Other, !Ref Others, {'Is${Other}': !Equals [!Ref Other, x]}]
  Fn::ForEach::Empty: [None, [], {'Is${None}': !Equals [!Ref None, x]}]
  Fn::ForEach::Rooms:
    - Room
    - [a, b]
    - Fn::ForEach::Doors:
      - Door
      - !FindInMap [Rooms, !Ref Room, Doors]
      - Is${Room}${Door}: !Equals [!Ref AWS::Region, !Ref Door]
Resources: {}
",
        "Conditions",
    );
    insta::assert_snapshot!(conditions);
}

#[test]
fn functions_are_resolved_where_only_the_transform_reads_them() {
    let resources = section(
        "Transform: AWS::LanguageExtensions
Parameters:
  Policy: {Type: String, Default: Retain}
Mappings:
  Stages: {prod: {Policy: Snapshot}}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    DeletionPolicy: !Ref Policy
    UpdateReplacePolicy: !FindInMap [Stages, prod, Policy]
    Properties:
      DelaySeconds: !Select [{Fn::Length: [a, b]}, [1, 2, 3]]
      QueueName: {'Fn::ToJsonString': {'Fn::Length': [a]}}
",
        "Resources",
    );
    insta::assert_snapshot!(resources);
}

#[test]
fn a_key_that_is_there_already_clashes() {
    let tree = tree(
        "Transform: AWS::LanguageExtensions
Resources:
  Topica: {Type: AWS::SNS::Topic}
  Fn::ForEach::Topics: [Name, [a, b], {'Topic${Name}': {Type: AWS::SNS::Topic}}]
  Fn::ForEach::Others: [Name, [b], {'Topic${Name}': {Type: AWS::SQS::Queue}}]
",
    );
    let expansion = expand(&tree, &Snippets::new()).unwrap().unwrap();
    let clashes: Vec<_> = expansion.clashes().iter().map(|clash| clash.name.as_str()).collect();
    assert_eq!(clashes, ["Topica", "Topicb"]);
    assert!(expansion.is_certain());
}

#[test]
fn snippets_take_the_place_of_their_transforms() {
    let tree = tree(
        "Transform: [{Name: AWS::Include, Parameters: {Location: sections.yaml}}, AWS::Serverless-2016-10-31]
Resources:
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: resources.json}}
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Tags: !Transform {Name: AWS::Include, Parameters: {Location: list.yaml}}
      Role: !Transform {Name: AWS::Include, Parameters: {Location: elsewhere.yaml}}
",
    );
    let mut snippets = Snippets::new();
    for (path, text) in [
        ("sections.yaml", "Parameters:\n  Stage: {Type: String}\n"),
        ("resources.json", r#"{"Queue": {"Type": "AWS::SQS::Queue"}}"#),
        ("list.yaml", "- a\n- Fn::Transform: {Name: AWS::Include, Parameters: {Location: list.yaml}}\n"),
    ] {
        snippets.add(path, self::tree(text));
    }
    let expansion = expand(&tree, &snippets).unwrap().unwrap();
    insta::assert_snapshot!(expansion.tree().source().text().replace("}, \"", "},\n\""));
}

#[test]
fn nothing_is_expanded_that_a_custom_macro_sees() {
    let text =
        "Transform: [Mine, AWS::LanguageExtensions]\nResources:\n  Fn::ForEach::A: [B, [c], {'${B}': {}}]\n";
    assert!(expand(&tree(text), &Snippets::new()).unwrap().is_none());
    let without = text.replace("Mine, ", "");
    assert!(expand(&tree(&without), &Snippets::new()).unwrap().is_some());
}

#[test]
fn nothing_is_expanded_that_contains_itself() {
    let text = "Transform: AWS::LanguageExtensions
Resources:
  Topic: &a {Type: AWS::SNS::Topic, Properties: {<<: *a , TopicName: ü}}
  Fn::ForEach::A: [B, [c], {'${B}': {Type: AWS::SNS::Topic}}]
";
    // What does not depend on the error is checked in spite of it.
    let recursive = Tree::parse(Source::new(text).unwrap());
    assert!(expand(&recursive, &Snippets::new()).unwrap().is_none());
    let without = text.replace("<<: *a ,", "");
    assert!(expand(&tree(&without), &Snippets::new()).unwrap().is_some());
}

#[test]
fn an_expansion_is_never_much_larger_than_cloudformation_takes() {
    let hundred = (0..100).map(|i| format!("v{i}")).collect::<Vec<_>>().join(", ");
    for body in ["{'${A}${B}${C}${D}': {Type: 'AWS::SNS::Topic'}}", "{}"] {
        let nested = ["A", "B", "C", "D"].iter().rev().fold(body.to_owned(), |body, name| {
            format!("{{'Fn::ForEach::{name}': [{name}, [{hundred}], {body}]}}")
        });
        let text = format!("Transform: AWS::LanguageExtensions\nResources: {nested}\n");
        assert_eq!(expand(&tree(&text), &Snippets::new()).unwrap_err(), TooLarge);
    }
}
