//! Which conditions can hold together.

use std::fmt::Write;

use cfn_ast::model::evaluate::Inputs;
use cfn_ast::model::{Conditions, Fact, Possibility, Template};
use cfn_ast::{Source, Tree};
use proptest::prelude::*;

/// Whether facts can be true at once in a template; `!Name` says that a condition does not hold.
fn possibilities(template: &str, questions: &[&[&str]]) -> Vec<Possibility> {
    let tree = Tree::parse(Source::new(template).expect("a small source"));
    let template = Template::new(&tree).expect("a template");
    let conditions = Conditions::of(&template);
    questions.iter().map(|facts| conditions.possibility(facts.iter().map(|text| fact(text)))).collect()
}

fn fact(text: &str) -> Fact<'_> {
    match text.strip_prefix('!') {
        Some(condition) => Fact { condition, holds: false },
        None => Fact { condition: text, holds: true },
    }
}

const STAGES: &str = "
Parameters:
  Stage: {Type: String, AllowedValues: [prod, beta, test]}
  Size: {Type: String}
  On: {Type: String, AllowedValues: [true, 'false']}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsBeta: !Equals [beta, !Ref Stage]
  IsTest: {'Fn::Equals': [{Ref: Stage}, test]}
  IsGone: !Equals [!Ref Stage, gone]
  IsLive: !Or [!Condition IsProd, {Condition: IsBeta}]
  IsLarge: !Equals [!Ref Size, large]
  IsSmall: !Equals [!Ref Size, small]
  IsOn: !Equals [!Ref On, true]
  IsOff: !Equals [!Ref On, false]
  Alias: {Condition: IsProd}
  Same: !Equals [!Ref Stage, !Ref Size]
  SameToo: !Equals [!Ref Size, !Ref Stage]
  Loop: !Not [!Condition Pool]
  Pool: !Not [!Condition Loop]
  Broken: !Equals [!Ref Stage]
";

const REGIONS: &str = "
Parameters:
  Stage: {Type: String}
Mappings:
  Regions:
    eu-west-1: {Runner: 'yes'}
    cn-north-1: {Runner: 'no'}
Conditions:
  InIreland: !Equals [!Ref AWS::Region, eu-west-1]
  InChina: !Equals [!Ref AWS::Partition, aws-cn]
  HasRunner: !Equals ['yes', !FindInMap [Regions, !Ref AWS::Region, Runner]]
  Named: !Equals [!Sub 'größe-${AWS::Region}', größe-eu-west-1]
  IsProd: !Equals [!Ref Stage, prod]
  ProdInIreland: !And [!Condition IsProd, !Condition InIreland]
  Switch: !Equals [on, off]
Rules:
  NotInOregon:
    Assertions:
      - Assert: !Not [!Equals [!Ref AWS::Region, us-west-2]]
";

/// The conditions that may be true in a region.
fn possible_in(region: &str) -> Vec<&'static str> {
    let tree = Tree::parse(Source::new(REGIONS).expect("a small source"));
    let template = Template::new(&tree).expect("a template");
    let conditions = Conditions::with_inputs(&template, &Inputs::of_region(region));
    let names = ["InIreland", "InChina", "HasRunner", "Named", "IsProd", "ProdInIreland", "Switch"];
    names.into_iter().filter(|name| conditions.possibility([fact(name)]) != Possibility::Never).collect()
}

#[test]
fn a_region_decides_comparisons() {
    let in_ireland = ["InIreland", "HasRunner", "Named", "IsProd", "ProdInIreland", "Switch"];
    assert_eq!(possible_in("eu-west-1"), in_ireland);
    assert_eq!(possible_in("cn-north-1"), ["InChina", "IsProd", "Switch"]);
    // The mapping does not have this region, so nothing is known of what depends on it.
    assert_eq!(possible_in("us-east-1"), ["HasRunner", "IsProd", "Switch"]);
    assert!(possible_in("us-west-2").is_empty(), "a rule forbids the region");
}

#[test]
fn a_parameter_has_one_value() {
    use Possibility::{Never, Possible};
    let questions: [&[&str]; 6] = [
        &["IsProd", "IsBeta"],
        &["IsProd", "!IsBeta", "IsLive"],
        &["IsLarge", "IsSmall"],
        &["!IsLarge", "!IsSmall"],
        &["Alias", "!IsProd"],
        &["Same", "!SameToo"],
    ];
    assert_eq!(possibilities(STAGES, &questions), [Never, Possible, Never, Possible, Never, Never]);
}

#[test]
fn the_value_is_an_allowed_one() {
    use Possibility::{Never, Possible};
    let questions: [&[&str]; 5] = [
        &["!IsProd", "!IsBeta", "!IsTest"],
        &["!IsLive", "!IsTest"],
        &["IsGone"],
        &["IsOn", "IsOff"],
        &["!IsOff"],
    ];
    assert_eq!(possibilities(STAGES, &questions), [Never, Never, Never, Never, Possible]);
}

#[test]
fn what_is_not_understood_is_not_known_but_hides_no_contradiction() {
    use Possibility::{Never, Unknown};
    let questions: [&[&str]; 4] = [&["Loop"], &["Broken"], &["Missing"], &["Missing", "IsProd", "!IsLive"]];
    assert_eq!(possibilities(STAGES, &questions), [Unknown, Unknown, Unknown, Never]);
}

#[test]
fn rules_limit_the_parameters() {
    let rules = "
Rules:
  LiveIsLarge:
    RuleCondition: !Or [!Equals [!Ref Stage, prod], !Equals [!Ref Stage, beta]]
    Assertions:
      - Assert: !Equals [!Ref Size, large]
  Known:
    Assertions:
      - Assert: !Not [!Equals [!Ref Size, huge]]
      - Assert: {'Fn::Contains': [[large, small], !Ref Size]}
";
    let questions: [&[&str]; 3] =
        [&["IsProd", "!IsLarge"], &["IsTest", "!IsLarge"], &["!IsLarge", "!IsSmall"]];
    let expected = [Possibility::Never, Possibility::Possible, Possibility::Never];
    assert_eq!(possibilities(&format!("{STAGES}{rules}"), &questions), expected);
}

/// Many conditions that each need all others: what takes too much work is not known, and takes no more time.
#[test]
fn hostile_conditions_end() {
    let mut text = "Conditions:\n".to_owned();
    for place in 0..400 {
        let _ =
            writeln!(text, "  A{place}: !Equals [!Ref P{place}, x]\n  B{place}: !Equals [!Ref Q{place}, x]");
    }
    let pairs = |sign| {
        let both = move |place| format!("!{sign} [!Condition A{place}, !Condition B{place}]");
        (0..400).map(both).collect::<Vec<_>>().join(", ")
    };
    let _ = writeln!(text, "  All: !And [{}]\n  Any: !Or [{}]", pairs("Or"), pairs("And"));
    for place in 1..60 {
        let (before, own) = (format!("!Condition X{}", place - 1), format!("!Condition A{place}"));
        let _ =
            writeln!(text, "  X{place}: !Or [!And [{before}, !Not [{own}]], !And [!Not [{before}], {own}]]");
    }
    text.push_str("  X0: !Condition A0\n");
    let names: Vec<String> = (0..400).map(|place| format!("A{place}")).collect();
    let mut facts: Vec<&str> = names.iter().map(String::as_str).collect();
    facts.push("Any");
    let answers = possibilities(&text, &[&["All", "!A0", "!B0"], &["X59"], &["X20", "!A20", "!X19"], &facts]);
    assert_eq!(answers[0], Possibility::Never);
    assert_eq!(answers[2], Possibility::Never);
    assert_eq!(answers[3], Possibility::Unknown, "more facts than are looked at");
}

/// A condition of three parameters with three values each, in the text of a template.
fn condition() -> impl Strategy<Value = String> {
    let equals = (0..3usize, 0..3usize)
        .prop_map(|(parameter, value)| format!("!Equals [!Ref P{parameter}, v{value}]"));
    equals.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|operand| format!("!Not [{operand}]")),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("!And [{}]", all.join(", "))),
            prop::collection::vec(inner, 2..4).prop_map(|any| format!("!Or [{}]", any.join(", "))),
        ]
    })
}

proptest! {
    /// The answer is that of trying every value: the allowed ones, or those compared and one more.
    #[test]
    fn answers_are_those_of_trying_all_values(conditions in prop::collection::vec(condition(), 1..4), holds in any::<[bool; 3]>()) {
        let mut text = "Parameters:\n  P0: {Type: String, AllowedValues: [v0, v1, v2]}\n  P1: {Type: String, AllowedValues: [v0, v1]}\n  P2: {Type: String}\nConditions:\n".to_owned();
        for (place, condition) in conditions.iter().enumerate() {
            let _ = writeln!(text, "  C{place}: {condition}");
        }
        let names = ["C0", "C1", "C2"];
        let facts: Vec<_> = (0..conditions.len()).map(|place| Fact { condition: names[place], holds: holds[place] }).collect();
        let tree = Tree::parse(Source::new(text.clone()).expect("a small source"));
        let template = Template::new(&tree).expect("a template");
        let found = Conditions::of(&template).possibility(facts.clone());
        let expected = if can_be_tried(&template, &facts) { Possibility::Possible } else { Possibility::Never };
        prop_assert_eq!(found, expected, "{}", text);
    }
}

fn can_be_tried(template: &Template<'_>, facts: &[Fact<'_>]) -> bool {
    use cfn_ast::model::evaluate::{Evaluator, Inputs, Value};
    let values = [&["v0", "v1", "v2"][..], &["v0", "v1"], &["v0", "v1", "v2", "other"]];
    values[0].iter().any(|first| {
        values[1].iter().any(|second| {
            values[2].iter().any(|third| {
                let mut inputs = Inputs::new();
                for (name, value) in ["P0", "P1", "P2"].into_iter().zip([first, second, third]) {
                    inputs.set_parameter(name, Value::Text((*value).to_owned()));
                }
                let evaluator = Evaluator::new(template, &inputs);
                facts.iter().all(|fact| evaluator.condition(fact.condition) == Ok(fact.holds))
            })
        })
    })
}
