//! A mistake in one section hides nothing of the others.

use cfn_ast::syntax::SyntaxErrorKind;
use cfn_ast::{Source, Template, Tree};

use crate::laws;

fn read(text: &str) -> Tree {
    let tree = Tree::parse(Source::new(text).unwrap());
    laws::check(&tree, &text);
    tree
}

fn error_lines(tree: &Tree) -> Vec<u32> {
    tree.errors().iter().map(|error| tree.source().line_column(error.range.start()).line).collect()
}

const TWO_MISTAKES: &str = "\
Description: fine
Parameters:
  Stage: {Type: String
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Api:
    Type: AWS::S3::Bucket
   Properties: {}
Outputs:
  Arn:
    Value: !GetAtt Api.Arn
";

#[test]
fn two_mistakes_in_two_sections_are_both_reported() {
    let tree = read(TWO_MISTAKES);
    assert_eq!(error_lines(&tree), [3, 9]);
}

#[test]
fn the_sections_between_and_behind_mistakes_are_in_the_tree() {
    let tree = read(TWO_MISTAKES);
    let template = Template::new(&tree).unwrap();
    let sections: Vec<_> = template.root().entries().filter_map(|entry| entry.name()).collect();
    assert_eq!(sections, ["Description", "Parameters", "Conditions", "Resources", "Outputs"]);
    assert!(template.conditions().contains("IsProd"));
    assert!(template.resources().contains("Api"));
    let output = template.outputs().get("Arn").unwrap().output_value().unwrap();
    assert_eq!(output.source_text(), "!GetAtt Api.Arn");
}

#[test]
fn places_behind_a_mistake_are_those_of_the_source() {
    let text = "\u{feff}A: 'ü'\r\nParameters: [\r\nOutputs: {Ü: 1}\r\n";
    let tree = read(text);
    let outputs = tree.root().unwrap().get("Outputs").unwrap();
    assert_eq!(outputs.source_text(), "{Ü: 1}");
    assert_eq!(error_lines(&tree).len(), 1);
}

#[test]
fn every_second_document_is_reported_and_the_first_one_is_read() {
    let tree = read("A: 1\n---\nB: 2\n---\nC: 3\n");
    let kinds: Vec<_> = tree.errors().iter().map(|error| &error.kind).collect();
    assert_eq!(kinds, [&SyntaxErrorKind::SecondDocument, &SyntaxErrorKind::SecondDocument]);
    assert_eq!(tree.root().unwrap().get("A").unwrap().text(), Some("1"));
    assert_eq!(tree.documents().count(), 3);
}

#[test]
fn a_mistake_in_json_keeps_what_came_before() {
    let tree = read(r#"{"Resources": {"A": {"Type": "T"}}, "Outputs": {"B": ]}}"#);
    assert_eq!(tree.errors().len(), 1);
    let root = tree.root().unwrap();
    assert!(root.get("Resources").and_then(|resources| resources.get("A")).is_some());
}

/// Each of these is one mistake; more than one message for it would teach nothing.
#[test]
fn one_mistake_is_one_message() {
    let cases = [
        "Resources:\n  A:\n    Type: 'x\nOutputs:\n  B: 1\n",
        "Resources:\n  A: [1, 2\nOutputs:\n  B: 1\n",
        "Resources:\n  A:\n  B\n  C: 1\nOutputs:\n  B: 1\n",
        "Resources:\n\tA: 1\nOutputs:\n  B: 1\n",
        "Resources:\n  A: %x\nOutputs:\n  B: 1\n",
        "Resources:\n  A: b: c\nOutputs:\n  B: 1\n",
        "Resources:\n  A: *missing\nOutputs:\n  B: 1\n",
    ];
    for text in cases {
        let tree = read(text);
        assert_eq!(tree.errors().len(), 1, "{text}{:?}", tree.errors());
        assert!(tree.root().unwrap().get("Outputs").is_some(), "{text}");
    }
}
