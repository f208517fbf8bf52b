//! From a declaration to its uses, and where each of them stands.

use cfn_ast::model::{Reference, References, Section, Target};
use cfn_ast::{Source, Template, Tree};

const TEMPLATE: &str = "\
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsBoth: !And [!Condition IsProd, Condition: IsProd]
Parameters:
  Stage: {Type: String}
Mappings:
  Sizes: {prod: {count: 2}}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Condition: IsProd
  Function:
    Type: AWS::Lambda::Function
    DependsOn: [Bucket]
    Properties:
      Layers:
        - !If [IsProd, !GetAtt Bucket.Arn, {Ref: Bucket}]
      Name:
        Fn::Sub:
          - \"x-${Stage}-${Own}-${Bucket.Arn}\"
          - Own: !FindInMap [Sizes, !Ref Stage, count]
";

/// Path, function and bytes of each use of a declaration.
fn uses(target: Target<'_>) -> Vec<String> {
    let tree = Tree::parse(Source::new(TEMPLATE).unwrap());
    let template = Template::new(&tree).unwrap();
    let references = References::of(&template);
    let show = |path: String, function: Option<cfn_ast::Function<'_>>, range| {
        let function = function.map_or("-", |function| function.name.key());
        format!("{path} {function} {}", tree.source().slice(range))
    };
    let found = references.iter().filter(|reference| reference.target == target);
    found.map(|found| show(found.context().display_path(), found.function(), found.range())).collect()
}

#[test]
fn a_resource_knows_its_uses() {
    let expected = [
        "Resources/Function/DependsOn/0 - Bucket",
        "Resources/Function/Properties/Layers/0/1 Fn::GetAtt Bucket",
        "Resources/Function/Properties/Layers/0/2/Ref Ref Bucket",
        "Resources/Function/Properties/Name/Fn::Sub/0 Fn::Sub Bucket",
    ];
    assert_eq!(uses(Target::Resource("Bucket")), expected);
}

#[test]
fn a_condition_knows_its_uses() {
    let expected = [
        "Conditions/IsBoth/0 Condition IsProd",
        "Conditions/IsBoth/1/Condition Condition IsProd",
        "Resources/Bucket/Condition - IsProd",
        "Resources/Function/Properties/Layers/0/0 Fn::If IsProd",
    ];
    assert_eq!(uses(Target::Condition("IsProd")), expected);
}

#[test]
fn a_parameter_and_a_mapping_know_their_uses() {
    let expected = [
        "Conditions/IsProd/0 Ref Stage",
        "Resources/Function/Properties/Name/Fn::Sub/0 Fn::Sub Stage",
        "Resources/Function/Properties/Name/Fn::Sub/1/Own/1 Ref Stage",
    ];
    assert_eq!(uses(Target::Parameter("Stage")), expected);
    assert_eq!(
        uses(Target::Mapping("Sizes")),
        ["Resources/Function/Properties/Name/Fn::Sub/1/Own/0 Fn::FindInMap Sizes"]
    );
}

#[test]
fn a_use_knows_its_section_declaration_and_property() {
    let tree = Tree::parse(Source::new(TEMPLATE).unwrap());
    let template = Template::new(&tree).unwrap();
    let references = References::of(&template);
    let uses = references.to(Target::Resource("Bucket"));
    let context =
        uses.map(Reference::context).find(|context| context.path_starts_with(&["Properties"])).unwrap();
    assert_eq!(context.section(), Some(Section::Resources));
    assert_eq!(context.declaration(), Some("Function"));
    assert_eq!(context.path(), ["Properties", "Layers"]);
}
