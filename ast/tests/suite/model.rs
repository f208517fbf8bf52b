//! The concepts of the language, each under its own name.

use cfn_ast::model::{ForEach, Named, References, Section, Target, TransformKind};
use cfn_ast::sub::{Malformed, SegmentKind, segments};
use cfn_ast::syntax::Entry;
use cfn_ast::{Node, Source, Template, Tree};

const TEMPLATE: &str = "\
Transform: [AWS::LanguageExtensions, {Name: AWS::Include, Parameters: {Location: s3://a/b}}]
Parameters:
  Vpc: {Type: 'AWS::EC2::VPC::Id', Default: vpc-1, AllowedValues: [vpc-1, vpc-2]}
  Names: {Type: CommaDelimitedList}
Rules:
  InOneVpc:
    RuleCondition: !Equals [!Ref Vpc, vpc-1]
    Assertions:
      - Assert: {Fn::EachMemberEquals: [{Fn::ValueOfAll: ['AWS::EC2::VPC::Id', Tags.Stage]}, prod]}
        AssertDescription: tagged
      - Assert: {Fn::Contains: [[prod], {Fn::ValueOf: [Vpc, Tags.Stage]}]}
Mappings:
  Sizes:
    Fn::Transform: {Name: Own::Macro}
    prod: {count: 2, zones: [a, b]}
Conditions:
  Fn::ForEach::Wanted: [Name, !Ref Names, {'Is${Name}': !Equals ['${Name}', a]}]
  Same: {Condition: 'Is${Name}'}
Globals:
  Function: {Runtime: python3.13, Timeout: 3}
Resources:
  Fn::ForEach::Queues:
    - Name
    - !Ref Names
    - Queue${Name}:
        Type: AWS::SQS::Queue
        Condition: Is${Name}
        Properties:
          QueueName: queue-&{Name}
          Fn::ForEach::Properties: [Key, [DelaySeconds], {'${Key}': 1}]
      Fn::ForEach::Inner: [Other, [x], {'Topic${Name}${Other}': {Type: 'AWS::SNS::Topic'}}]
  Fn::ForEach::Broken: [Name]
  Function:
    Type: AWS::Serverless::Function
    DependsOn: Queue${Name}
    IgnoreGlobals: [Timeout]
Outputs:
  Arn: {Value: !GetAtt Function.Arn, Description: d, Condition: Same, Export: {Name: e}}
  Fn::ForEach::Arns: [Name, [a], {'Arn${Name}': {Value: !Sub '${Name}', Condition: Same}}]
";

fn with_template(check: impl Fn(&Template<'_>)) {
    let tree = Tree::parse(Source::new(TEMPLATE).unwrap());
    assert_eq!(tree.errors(), []);
    check(&Template::new(&tree).unwrap());
}

fn text(node: Option<Node<'_>>) -> &str {
    node.unwrap().source_text()
}

#[test]
fn parameters_tell_their_type_default_and_allowed_values() {
    with_template(|template| {
        let parameter = template.parameters().get("Vpc").unwrap();
        assert_eq!(parameter.type_name(), Some("AWS::EC2::VPC::Id"));
        assert_eq!(text(parameter.default()), "vpc-1");
        assert_eq!(parameter.allowed_values().filter_map(Node::text).collect::<Vec<_>>(), ["vpc-1", "vpc-2"]);
    });
}

#[test]
fn rules_tell_their_condition_and_assertions() {
    with_template(|template| {
        let rule = template.rules().get("InOneVpc").unwrap();
        assert_eq!(text(rule.rule_condition()), "!Equals [!Ref Vpc, vpc-1]");
        let assertions: Vec<_> = rule.assertions().collect();
        assert_eq!(assertions.len(), 2);
        assert_eq!(text(assertions[0].assert_description), "tagged");
        assert!(assertions[1].assert.unwrap().function().unwrap().name.is_rule_function());
    });
}

#[test]
fn mappings_are_tables_of_two_keys() {
    with_template(|template| {
        let mapping = template.mappings().get("Sizes").unwrap();
        assert_eq!(mapping.top_level_keys().map(|named| named.name).collect::<Vec<_>>(), ["prod"]);
        assert_eq!(text(mapping.find("prod", "zones")), "[a, b]");
        assert_eq!(mapping.find("prod", "none"), None);
        assert!(mapping.is_included());
    });
}

#[test]
fn outputs_tell_their_parts() {
    with_template(|template| {
        let output = template.outputs().get("Arn").unwrap();
        assert_eq!(text(output.output_value()), "!GetAtt Function.Arn");
        let parts = [output.description(), output.condition(), output.export_name()];
        assert_eq!(parts.map(text), ["d", "Same", "e"]);
    });
}

#[test]
fn transforms_are_found_at_the_top_and_in_functions() {
    with_template(|template| {
        let [extensions, include] = template.transforms() else { panic!() };
        assert_eq!(extensions.kind(), TransformKind::LanguageExtensions);
        assert_eq!(include.kind(), TransformKind::Include);
        assert_eq!(text(include.parameters.unwrap().get("Location")), "s3://a/b");
        let [own] = template.transform_functions() else { panic!() };
        assert_eq!((own.name, own.kind()), ("Own::Macro", TransformKind::Custom));
    });
}

#[test]
fn globals_hold_for_resources_that_do_not_ignore_them() {
    with_template(|template| {
        let globals = template.globals().unwrap();
        let function = template.resources().get("Function").unwrap();
        assert_eq!(text(globals.property(function, "Runtime")), "python3.13");
        assert_eq!(globals.property(function, "Timeout"), None);
        assert_eq!(globals.properties("AWS::SQS::Queue"), None);
    });
}

#[test]
fn loops_are_known_by_what_they_make() {
    with_template(|template| {
        let names =
            |loops: Vec<&ForEach<'_>>| loops.iter().map(|each| each.name.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            names(template.loops().iter().collect()),
            ["Wanted", "Queues", "Properties", "Inner", "Arns"]
        );
        assert_eq!(names(template.loops_in(Section::Resources).collect()), ["Queues", "Inner"]);
        let declared = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            declared(&mut template.resources_in_loops().map(|resource| resource.logical_id())),
            ["Queue${Name}", "Topic${Name}${Other}"]
        );
        assert_eq!(
            declared(&mut template.conditions_in_loops().map(|named: Named<'_>| named.name)),
            ["Is${Name}"]
        );
        assert_eq!(declared(&mut template.outputs_in_loops().map(|output| output.name())), ["Arn${Name}"]);
        let headers = template.loops().iter().flat_map(|each| [each.identifier, each.collection]);
        assert!(
            headers
                .zip([0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
                .all(|(node, place)| { template.loop_with_header(node) == Some(&template.loops()[place]) })
        );
        assert!(template.loops().iter().all(|each| template.loop_with_header(each.body).is_none()));
        let broken: Vec<_> = template.malformed_loops().iter().filter_map(Entry::name).collect();
        assert_eq!(broken, ["Fn::ForEach::Broken"]);
    });
}

/// Path and name of each use.
fn uses(target: Target<'_>) -> Vec<String> {
    let tree = Tree::parse(Source::new(TEMPLATE).unwrap());
    let template = Template::new(&tree).unwrap();
    let references = References::of(&template);
    let found = references.to(target);
    found
        .map(|found| format!("{} {}", found.context().display_path(), tree.source().slice(found.range())))
        .collect()
}

#[test]
fn uses_in_rules_and_loops_are_found() {
    assert_eq!(
        uses(Target::Parameter("Vpc")),
        [
            "Rules/InOneVpc/RuleCondition/0 Vpc",
            "Rules/InOneVpc/Assertions/1/Assert/Fn::Contains/1/Fn::ValueOf/0 Vpc"
        ]
    );
    assert_eq!(uses(Target::Resource("Queue${Name}")), ["Resources/Function/DependsOn Queue${Name}"]);
    assert_eq!(
        uses(Target::Condition("Is${Name}")),
        [
            "Conditions/Same/Condition Is${Name}",
            "Resources/Fn::ForEach::Queues/2/Queue${Name}/Condition Is${Name}"
        ]
    );
    assert_eq!(
        uses(Target::Condition("Same")),
        ["Outputs/Arn/Condition Same", "Outputs/Fn::ForEach::Arns/2/Arn${Name}/Condition Same"]
    );
    assert_eq!(
        uses(Target::LoopVariable("Name")),
        [
            "Conditions/Fn::ForEach::Wanted/2/Is${Name} Name",
            "Conditions/Fn::ForEach::Wanted/2/Is${Name}/0 Name",
            "Resources/Fn::ForEach::Queues/2/Queue${Name} Name",
            "Resources/Fn::ForEach::Queues/2/Queue${Name}/Condition Name",
            "Resources/Fn::ForEach::Queues/2/Queue${Name}/Properties/QueueName Name",
            "Resources/Fn::ForEach::Queues/2/Fn::ForEach::Inner/2/Topic${Name}${Other} Name",
            "Outputs/Fn::ForEach::Arns/2/Arn${Name} Name",
            "Outputs/Fn::ForEach::Arns/2/Arn${Name}/Value Name",
        ]
    );
}

/// The string of a `Fn::Sub` in every quoting, with what is wrong in it as it is written in the source.
const MALFORMED: &[(&str, Malformed, &str)] = &[
    ("!Sub a ${} b", Malformed::Empty, "${}"),
    ("!Sub '${!}'", Malformed::Empty, "${!}"),
    ("!Sub 'it''s ${A b}'", Malformed::BadName, "${A b}"),
    ("!Sub \"\\x41\\n${A-b}\"", Malformed::BadName, "${A-b}"),
    ("!Sub \"\\x24{A,b}\"", Malformed::BadName, "\\x24{A,b}"),
    ("!Sub \"\\u00e9${A\"", Malformed::Unclosed, "${A"),
    ("!Sub |\n  é\n  ${A${B}}\n", Malformed::Nested, "${A${B}"),
    ("!Sub >\n  x\n  y\n\n  ${a\n  b}\n", Malformed::BadName, "${a\n  b}"),
    ("- {\"Fn::Sub\": \"\\\"${é}\"}", Malformed::BadName, "${é}"),
    ("{\"Fn::Sub\": [\"\\ud83d\\ude00 ${A/B}\", {}]}", Malformed::BadName, "${A/B}"),
];

#[test]
fn what_is_malformed_in_a_sub_has_its_place() {
    for (source, kind, written) in MALFORMED {
        let tree = Tree::parse(Source::new(*source).unwrap());
        assert_eq!(tree.errors(), [], "{source}");
        let is_template = |node: &Node<'_>| node.text().is_some_and(|text| text.contains("${"));
        let node = tree.nodes().find(is_template).unwrap();
        let malformed: Vec<_> = segments(node.text().unwrap())
            .into_iter()
            .filter_map(|segment| match segment.kind {
                SegmentKind::Malformed(kind) => {
                    Some((kind, tree.source().slice(node.text_range(segment.range))))
                }
                _ => None,
            })
            .collect();
        assert_eq!(malformed, [(*kind, *written)], "{source}");
    }
}
