//! What changes nothing in a template, and what only looks so.

use cfn_ast::meaning::same_meaning;
use cfn_ast::{Source, Tree};

const CONDITIONS: &str =
    "Conditions:\n  A: !Equals [!Ref AWS::Region, a]\n  B: !Equals [!Ref AWS::Region, b]\n";
const USED: &str = "  X: {Type: T::T::X, Condition: A}\n  Y: {Type: T::T::Y, Condition: B}\n";

fn tree(text: &str) -> Tree {
    Tree::parse(Source::new(text).expect("the text is short"))
}

fn is_same(before: &str, after: &str) -> bool {
    same_meaning(&tree(before), &tree(after)).is_ok()
}

/// A property of a resource, with two used conditions, a parameter, a list parameter and a topic around it.
fn property(value: &str) -> String {
    format!(
        "{CONDITIONS}Parameters:\n  P: {{Type: String}}\n  L: {{Type: CommaDelimitedList}}\nResources:\n{USED}  \
         Topic: {{Type: AWS::SNS::Topic}}\n  R:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: {value}\n"
    )
}

#[test]
fn functions_mean_what_they_give() {
    let cases = [
        ("!If [A, x, x]", "x", true),
        ("!If [A, x, y]", "x", false),
        ("!If [A, !Ref P, !Sub '${P}']", "!Ref P", true),
        ("!If [A, !If [A, x, y], z]", "!If [A, x, z]", true),
        ("!If [A, z, !If [A, x, y]]", "!If [A, z, y]", true),
        ("!If [A, z, !If [A, x, y]]", "!If [A, z, x]", false),
        ("!If [A, !If [B, x, y], z]", "!If [A, x, z]", false),
        ("!If [A, [!If [A, x, y]], z]", "!If [A, [x], z]", true),
        ("!Select [1, [x, y]]", "y", true),
        ("!Select [0, [x, y]]", "y", false),
        ("!Select [0, [!Ref P, y]]", "!Ref P", true),
        ("!Select [1, [!Ref Topic, y]]", "y", false),
        ("!Select [0, [!Ref Topic, y]]", "!Ref Topic", true),
        ("!Select [1, [!If [A, x, !Ref AWS::NoValue], y, z]]", "y", false),
        ("!Select [0, [!Ref L, y]]", "!Ref L", false),
        ("!Select [0, !GetAZs {Ref: AWS::Region}]", "!Select [0, !GetAZs '']", true),
        ("!Select [0, !GetAZs {Ref: P}]", "!Select [0, !GetAZs '']", false),
        ("!GetAZs {'Fn::If': [A, {Ref: AWS::Region}, {Ref: AWS::Region}]}", "!GetAZs ''", true),
    ];
    for (before, after, same) in cases {
        assert_eq!(is_same(&property(before), &property(after)), same, "{before} -> {after}");
    }
}

#[test]
fn lists_mean_what_their_branches_and_splits_give() {
    let cases = [
        ("!Join [',', !Split [',', !Ref P]]", "!Ref P", true),
        ("!Join ['-', !Split [',', !Ref P]]", "!Ref P", false),
        ("!Join [',', !Split [',', !Ref L]]", "!Ref L", false),
        ("!Join [',', !Split [',', 'ü,b']]", "'ü,b'", true),
        ("!Join [',', !Split [',', 1]]", "1", false),
        ("!Join [',', !Split [',', !Join ['', [a, b]]]]", "ab", true),
        ("!Join [',', !Split [',', !Join ['', [a, !Ref P]]]]", "!Sub 'a${P}'", true),
        ("!Join [',', !Split [',', !If [A, !Ref P, !Ref P]]]", "!Ref P", true),
        ("!Join [',', !Split [',', !If [A, !Ref P, !Ref L]]]", "!If [A, !Ref P, !Ref L]", false),
        ("!Join [',', !If [A, [ü], [ü]]]", "ü", true),
        ("!Join [',', !If [A, [1], [1]]]", "!Join [',', [1]]", true),
        ("!Join [',', !If [A, [x], [y]]]", "x", false),
        ("!Join [',', [!If [A, 1, 1], ü]]", "'1,ü'", true),
        ("!Join [',', [!If [A, 010, 010], ü]]", "'010,ü'", false),
        ("!Join [',', {'Fn::If': [A, !Split [',', !Ref P], !Split [',', !Ref P]]}]", "!Ref P", true),
        ("!Join [',', {'Fn::If': [A, !Split [',', !Ref P], !Split ['-', !Ref P]]}]", "!Ref P", false),
        ("!Join [',', !If [A, !Ref L, !Ref L]]", "!Join [',', !Ref L]", true),
        ("!If [A, !Join [',', !If [A, [x], [y]]], z]", "!If [A, x, z]", true),
        ("!If [A, z, !Join [',', !If [A, [x], [y]]]]", "!If [A, z, y]", true),
        ("!Select [1, !If [A, [x, y], [x, y]]]", "y", true),
        ("!Select [1, !If [A, [x, y], [x, z]]]", "y", false),
        ("!Join ['', !Split ['', !Ref P]]", "!Ref P", false),
    ];
    for (before, after, same) in cases {
        assert_eq!(is_same(&property(before), &property(after)), same, "{before} -> {after}");
    }
}

#[test]
fn macros_and_loops_see_functions_as_they_are_written() {
    let in_macro = |value: &str| format!("Transform: Mine\n{}", property(value));
    assert!(!is_same(&in_macro("!If [A, x, x]"), &in_macro("x")));
    let in_loop = |value: &str| {
        format!(
            "Transform: AWS::LanguageExtensions\n{CONDITIONS}Resources:\n{USED}  Fn::ForEach::L:\n    - N\n    - \
             [a]\n    - 'R${{N}}': {{Type: T::T::R, Properties: {{V: {value}}}}}\n"
        )
    };
    assert!(!is_same(&in_loop("!If [A, x, x]"), &in_loop("x")));
}

#[test]
fn conditions_mean_their_truth() {
    let condition =
        |value: &str| format!("{CONDITIONS}  C: {value}\nResources:\n{USED}  Z: {{Condition: C}}\n");
    let cases = [
        ("!Not [!Not [!Equals [a, b]]]", "!Equals [a, b]", true),
        ("!Not [!Equals [a, b]]", "!Equals [a, b]", false),
        ("!And [!Equals [a, b]]", "!Equals [a, b]", true),
        (
            "!And [!Condition A, !And [!Condition B, !Condition A]]",
            "!And [!Condition A, !Condition B, !Condition A]",
            true,
        ),
        (
            "!Or [!Condition A, !Or [!Condition B, !Condition A]]",
            "!Or [!Condition A, !Condition B, !Condition A]",
            true,
        ),
        (
            "!Or [!Condition A, !And [!Condition B, !Condition A]]",
            "!Or [!Condition A, !Condition B, !Condition A]",
            false,
        ),
    ];
    for (before, after, same) in cases {
        assert_eq!(is_same(&condition(before), &condition(after)), same, "{before} -> {after}");
    }
}

#[test]
fn a_dependency_that_the_properties_have_anyway_is_none_more() {
    let resource = |kind: &str, value: &str, more: &str| {
        format!(
            "{CONDITIONS}Resources:\n{USED}  Topic: {{Type: AWS::SNS::Topic}}\n  R:\n    Type: {kind}\n    Properties:\n      \
             V: {value}\n{more}"
        )
    };
    let cases = [
        ("AWS::SQS::Queue", "!Ref Topic", true),
        ("AWS::SQS::Queue", "!Sub 'x-${Topic.TopicName}'", true),
        ("AWS::SQS::Queue", "!If [A, !Ref Topic, !GetAtt Topic.TopicName]", true),
        ("AWS::SQS::Queue", "!If [A, !Ref Topic, x]", false),
        ("AWS::SQS::Queue", "Topic", false),
        ("AWS::SQS::Queue", "!Sub ['${V}', {V: !Ref Topic}]", true),
        ("AWS::Serverless::Function", "!Ref Topic", false),
    ];
    for (kind, value, same) in cases {
        let before = resource(kind, value, "    DependsOn: [Topic]\n");
        assert_eq!(is_same(&before, &resource(kind, value, "")), same, "{kind}: {value}");
        let twice = resource(kind, value, "    DependsOn: [X, Topic]\n");
        assert_eq!(is_same(&twice, &resource(kind, value, "    DependsOn: X\n")), same, "{kind}: {value}");
    }
}

#[test]
fn declarations_that_nothing_can_name_say_nothing() {
    let resource = "Resources:\n  R: {Type: T::T::R, Condition: A, Properties: {V: !FindInMap [M, a, b]}}\n";
    let declared = "Conditions:\n  A: !Equals [a, !Ref AWS::Region]\nMappings:\n  M: {a: {b: c}}\n";
    let unused = "Conditions:\n  A: !Equals [a, !Ref AWS::Region]\n  B: !Not [!Condition C]\n  C: !Equals [!FindInMap [N, a, b], c]\n\
                  Mappings:\n  M: {a: {b: c}}\n  N: {a: {b: c}}\n";
    let template =
        |transform: &str, declared: &str, more: &str| format!("{transform}{declared}{resource}{more}");
    let cases = [
        ("", "", true),
        ("Transform: AWS::Serverless-2016-10-31\n", "", true),
        ("Transform: Mine\n", "", false),
        ("Transform: AWS::Include\n", "", false),
        ("", "  S: {Properties: {V: !If [B, 1, 2]}}\n", false),
        ("", "  S: {Properties: {V: B}}\n", false),
        ("", "  Fn::ForEach::L: [N, [a], {'R${N}': {Type: T::T::R}}]\n", false),
        ("", "  Fn::Transform: {Name: AWS::Include, Parameters: {Location: l}}\n", false),
    ];
    for (transform, more, same) in cases {
        let (before, after) = (template(transform, unused, more), template(transform, declared, more));
        assert_eq!(is_same(&before, &after), same, "{transform}{more}");
    }
    let computed = "Outputs: {O: {Value: !FindInMap [!Ref AWS::Region, a, b]}}\n";
    assert!(!is_same(&template("", "Mappings:\n  Z: {a: {b: c}}\n", computed), &template("", "", computed)));
}

#[test]
fn a_declaration_that_anything_left_names_is_missed() {
    let resources =
        "Resources:\n  R: {Type: T::T::R, Condition: Used, Properties: {V: !FindInMap [M, a, b]}}\n";
    let template = |conditions: &str, mappings: &str, more: &str| {
        let used = "  Used: !Equals [a, !Ref AWS::Region]\n";
        format!("Conditions:\n{used}{conditions}Mappings:\n  M: {{a: {{b: c}}}}\n{mappings}{resources}{more}")
    };
    let inner = "  Größe: !Equals [b, !Ref AWS::Region]\n";
    let outer = "  Outer: !And [!Condition Größe, !Condition Used]\n";
    let both = format!("{inner}{outer}");
    let looks_up = "  Outer: !Equals [!FindInMap [N, a, b], c]\n";
    let mapping = "  N: {a: {b: c}}\n";
    // What is there before, what is left of it, what else the template holds, and whether it means the same.
    let cases = [
        ((both.as_str(), ""), ("", ""), "", true),
        ((&both, ""), (inner, ""), "", true),
        ((&both, ""), (outer, ""), "", false),
        ((looks_up, mapping), ("", ""), "", true),
        ((looks_up, mapping), ("", mapping), "", true),
        ((looks_up, mapping), (looks_up, ""), "", false),
        ((inner, ""), ("", ""), "  S: {Type: T::T::R, Condition: Grösse}\n", false),
        ((inner, ""), ("", ""), "  S: {Type: T::T::R, Properties: {V: !If [Grösse, 1, 2]}}\n", false),
        ((inner, ""), ("", ""), "  S: {Type: T::T::R, Properties: {V: !FindInMap [MM, a, b]}}\n", true),
        (("", mapping), ("", ""), "  S: {Type: T::T::R, Properties: {V: !FindInMap [MM, a, b]}}\n", false),
        ((inner, mapping), ("", ""), "  S: !Rain::Module r.yaml\n", false),
        ((inner, mapping), ("", ""), "  S: {Type: T::T::R, Properties: {Fn::Include: s.yaml}}\n", false),
        ((inner, mapping), ("", ""), "  Fn::Include: s.yaml\n", false),
    ];
    for ((conditions, mappings), (conditions_left, mappings_left), more, same) in cases {
        let before = template(conditions, mappings, more);
        let after = template(conditions_left, mappings_left, more);
        assert_eq!(is_same(&before, &after), same, "{before}\n{after}");
    }
}

#[test]
fn what_the_designer_drew_and_empty_sections_say_nothing() {
    let cases = [
        ("Metadata: {AWS::CloudFormation::Designer: {a: b}}\nResources: {}\n", "Resources: {}\n", true),
        ("Metadata: {Designer: {a: b}}\nResources: {}\n", "Resources: {}\n", false),
        (
            "Resources: {R: {Metadata: {AWS::CloudFormation::Designer: {id: a}}}}\n",
            "Resources: {R: {}}\n",
            true,
        ),
        (
            "Resources: {R: {Metadata: {AWS::CloudFormation::Designer: {id: a}, B: c}}}\n",
            "Resources: {R: {}}\n",
            false,
        ),
        ("Parameters: {}\nOutputs:\nResources: {}\n", "Resources: {}\n", true),
        ("Resources: {}\n", "Outputs: {}\n", false),
        ("Transform: Mine\nOutputs: {}\nResources: {}\n", "Transform: Mine\nResources: {}\n", false),
    ];
    for (before, after, same) in cases {
        assert_eq!(is_same(before, after), same, "{before} -> {after}");
    }
}

#[test]
fn a_section_that_is_no_mapping_says_something() {
    let template = |conditions: &str, mappings: &str| {
        format!("Conditions: {conditions}\n{mappings}Resources:\n  R: {{Type: T::T::R}}\n")
    };
    let mappings = "Mappings:\n  M: {a: {b: c}}\n";
    assert!(is_same(&template("[a]", mappings), &template("[a]", "")));
    assert!(!is_same(&template("[a]", mappings), &template("[b]", "")));
    assert!(!is_same(&template("[a]", mappings), &template("[b]", mappings)));
}

#[test]
fn a_section_with_a_tag_says_something_beside_conditions_and_alone() {
    let resources = "Resources:\n  R: {Type: T::T::R}\n";
    let conditions = "Conditions:\n  Unused: !Equals [!Ref AWS::Region, ü]\n";
    for section in ["!Include m.json", "!Rain::Module {m: {a: {b: c}}}", "{'Fn::Include': m.json}"] {
        for rest in [resources.to_owned(), format!("{conditions}{resources}")] {
            let with_section = format!("Mappings: {section}\n{rest}");
            assert!(!is_same(&with_section, &rest), "{with_section}");
            assert!(is_same(&with_section, &with_section), "{with_section}");
        }
    }
}
