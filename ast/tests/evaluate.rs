//! What functions and conditions give before a deployment.

use cfn_ast::model::PseudoParameter;
use cfn_ast::model::evaluate::{Evaluator, Inputs, Unknown, Value};
use cfn_ast::{Source, Template, Tree};

const TEMPLATE: &str = r"
Parameters:
  Name: {Type: String}
  Stage: {Type: String, Default: dev}
  Size: {Type: Number, Default: 3}
  Names: {Type: CommaDelimitedList}
  Zones: {Type: List<String>, Default: 'a, b ,c'}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /layers/tools}
  Secret: {Type: String}
Mappings:
  Layers:
    eu-central-1: {tools: tools-eu, list: [a, b], 7: seven}
    us-east-1: {tools: tools-us}
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsProd: !Not [!Condition IsDev]
  Never: !And [!Condition IsDev, Condition: IsProd]
  Always: {Condition: IsDev}
  Open: !Equals [!Ref Queue, x]
  OpenButTrue: !Or [!Condition Open, !Condition IsDev]
  OpenButFalse: !And [!Condition Open, !Condition IsProd]
  Round: !Not [!Condition About]
  About: !Not [!Condition Round]
  Same: !Equals [!Ref Names, [x, y]]
  Wrong: yes
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Fn::ForEach::Each:
    - Id
    - [A, B]
    - F${Id}: {Type: AWS::Lambda::Function, Properties: {Value: !Ref Id}}
Value: PLACE
";

fn inputs() -> Inputs {
    let mut inputs = Inputs::new().with_defaults();
    inputs.set_parameter("Name", Value::Text("tools".into()));
    inputs.set_parameter("Names", Value::List(vec![Value::Text("x".into()), Value::Text("y".into())]));
    inputs.set_parameter("Stored", Value::Text("/layers/tools".into()));
    inputs.set_parameter("Secret", Value::Text("{{resolve:secretsmanager:a}}".into()));
    inputs.set_pseudo_parameter(PseudoParameter::Region, "eu-central-1");
    inputs.set_pseudo_parameter(PseudoParameter::AccountId, "123456789012");
    inputs.set_pseudo_parameter(PseudoParameter::Partition, "aws");
    inputs
}

/// The value as text, lists in brackets; or the reason.
fn evaluated(text: &str) -> String {
    let tree = Tree::parse(Source::new(TEMPLATE.replace("PLACE", text)).expect("short"));
    assert!(tree.errors().is_empty(), "{text}: {:?}", tree.errors());
    let template = Template::new(&tree).expect("a mapping");
    let inputs = inputs();
    let node = template.root().get("Value").expect("it is there");
    show(&Evaluator::new(&template, &inputs).value(node))
}

fn show(evaluation: &Result<Value, Unknown>) -> String {
    match evaluation {
        Ok(Value::Text(text)) => text.clone(),
        Ok(Value::List(items)) => {
            let items: Vec<_> = items.iter().map(|item| show(&Ok(item.clone()))).collect();
            format!("[{}]", items.join(" "))
        }
        Ok(Value::NoValue) => "nothing".to_owned(),
        Err(unknown) => format!("? {unknown}"),
    }
}

#[test]
fn what_is_known_is_evaluated() {
    let cases = [
        ("text", "text"),
        ("24", "24"),
        ("yes", "true"),
        ("!Ref Name", "tools"),
        ("{Ref: Name}", "tools"),
        ("!Ref Stage", "dev"),
        ("!Ref Size", "3"),
        ("!Ref Names", "[x y]"),
        ("!Ref Zones", "[a b c]"),
        ("!Ref AWS::NoValue", "nothing"),
        (
            "!Sub 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:layer:${Name}'",
            "arn:aws:lambda:eu-central-1:123456789012:layer:tools",
        ),
        ("!Sub ['${a}-${Name}-${!Name}', {a: !Ref Stage}]", "dev-tools-${Name}"),
        ("!Sub ['${Name}', {Name: other}]", "other"),
        ("!Join ['-', [a, !Ref Name, 3]]", "a-tools-3"),
        ("!Join ['', !Ref Names]", "xy"),
        ("!Join ['-', [a, !Ref AWS::NoValue, b]]", "a-b"),
        ("!Split [',', 'a,b,']", "[a b ]"),
        ("!Select [1, !Split ['-', 'a-b']]", "b"),
        ("!Select ['0', !Ref Names]", "x"),
        ("!Select [0, [a, !GetAtt Queue.Arn]]", "a"),
        ("!Select [0, [!Ref AWS::NoValue, b]]", "b"),
        ("!FindInMap [Layers, !Ref AWS::Region, tools]", "tools-eu"),
        ("!FindInMap [Layers, us-east-1, tools]", "tools-us"),
        ("!FindInMap [Layers, eu-central-1, list]", "[a b]"),
        ("!FindInMap [Layers, eu-central-1, 7]", "seven"),
        ("!FindInMap [Layers, eu-west-1, tools, {DefaultValue: none}]", "none"),
        ("!If [IsDev, a, !Ref Queue]", "a"),
        ("!If [IsProd, !Ref Queue, b]", "b"),
        ("!If [Never, a, b]", "b"),
        ("!If [Always, a, b]", "a"),
        ("!If [OpenButTrue, a, b]", "a"),
        ("!If [OpenButFalse, a, b]", "b"),
        ("!If [Same, a, b]", "a"),
        ("[a, !If [IsDev, !Ref AWS::NoValue, x], b]", "[a b]"),
        ("{Fn::Length: !Ref Names}", "2"),
    ];
    for (text, expected) in cases {
        assert_eq!(evaluated(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_known_has_its_reason() {
    let cases = [
        ("!Ref Queue", "? it depends on the resource `Queue`"),
        ("!GetAtt Queue.Arn", "? it depends on the resource `Queue`"),
        ("!Sub '${Queue.Arn}'", "? it depends on the resource `Queue`"),
        ("!Ref Stored", "? the value of parameter `Stored` is in the Parameter Store"),
        ("!Ref Secret", "? it contains a dynamic reference"),
        ("!Sub '{{resolve:ssm:${Name}}}'", "? it contains a dynamic reference"),
        ("!Ref AWS::StackName", "? `AWS::StackName` is only known when the stack is deployed"),
        ("!Ref Nothing", "? `Nothing` is not declared"),
        ("!ImportValue x", "? `Fn::ImportValue` is only evaluated when the stack is deployed"),
        ("!If [Open, a, a]", "? condition `Open` is not known"),
        ("!If [Round, a, b]", "? condition `Round` is not known"),
        ("!If [Wrong, a, b]", "? condition `Wrong` is not known"),
        ("!If [None, a, b]", "? condition `None` is not known"),
        ("!FindInMap [Layers, eu-west-1, tools]", "? mapping `Layers` has no such key"),
        ("!FindInMap [None, a, b]", "? mapping `None` has no such key"),
        ("!Select [7, [a]]", "? the argument of `Fn::Select` is malformed"),
        ("!Select [x, [a]]", "? the argument of `Fn::Select` is malformed"),
        ("!Sub '${Names}'", "? the argument of `Fn::Sub` is malformed"),
        ("!Sub '${'", "? the argument of `Fn::Sub` is malformed"),
        ("!Join [a]", "? the argument of `Fn::Join` is malformed"),
        ("!Split ['', abc]", "? the argument of `Fn::Split` is malformed"),
        ("!Unheard x", "? it contains an unknown function"),
        ("{a: b}", "? it contains an object"),
        ("1.10", "? it contains a number with a fraction"),
        ("~", "? it contains null"),
    ];
    for (text, expected) in cases {
        assert_eq!(evaluated(text), expected, "{text}");
    }
}

#[test]
fn a_parameter_without_a_value_is_not_known() {
    let tree = Tree::parse(Source::new(TEMPLATE).expect("short"));
    let template = Template::new(&tree).expect("a mapping");
    let nothing = Inputs::new();
    let unknown = Evaluator::new(&template, &nothing).condition("IsDev");
    assert_eq!(unknown, Err(Unknown::Parameter("Stage".into())));
    assert_eq!(Evaluator::new(&template, &inputs()).condition("IsDev"), Ok(true));
}

#[test]
fn the_variable_of_a_loop_is_not_known() {
    let tree = Tree::parse(Source::new(TEMPLATE).expect("short"));
    let template = Template::new(&tree).expect("a mapping");
    let resource = template.resources_in_loops().next().expect("one");
    let inputs = inputs();
    let value = Evaluator::new(&template, &inputs).value(resource.property("Value").expect("it is there"));
    assert_eq!(value, Err(Unknown::LoopVariable("Id".into())));
}

/// Texts that would take for ever, or all memory, without a bound.
#[test]
fn every_evaluation_ends() {
    use std::fmt::Write;
    let mut doubling = "Value: &v0 [a]\n".to_owned();
    let mut growing = "\"x\"".to_owned();
    let mut conditions = "Conditions:\n  C0: !Equals [a, a]\n".to_owned();
    for level in 0..60 {
        let _ = writeln!(doubling, "V{0}: &v{0} [*v{1}, *v{1}]", level + 1, level);
        growing = format!("{{\"Fn::Sub\": [\"${{a}}${{a}}\", {{\"a\": {growing}}}]}}");
    }
    for level in 0..5_000 {
        let _ = writeln!(conditions, "  C{0}: !Or [!Condition C{1}, !Condition C{1}]", level + 1, level);
    }
    let cases = [
        doubling.replace("Value:", "V0:").replace("V60:", "Value:"),
        format!("Value: {growing}"),
        format!("{conditions}Value: !If [C5000, a, b]\n"),
        "Value: &a [*a]\n".to_owned(),
        "Value: &a !If [C, *a, *a]\nConditions: {C: !Equals [a, a]}\n".to_owned(),
    ];
    for text in cases {
        let tree = Tree::parse(Source::new(text).expect("short"));
        let Some(template) = Template::new(&tree) else { continue };
        let Some(node) = template.root().get("Value") else { continue };
        let inputs = inputs();
        let value = Evaluator::new(&template, &inputs).value(node);
        let reasons = [Unknown::TooComplex, Unknown::Condition("C5000".into())];
        assert!(value.as_ref().is_err_and(|reason| reasons.contains(reason)), "{}", show(&value));
    }
}

#[test]
fn values_are_not_shown_for_debugging() {
    let mut inputs = Inputs::new();
    inputs.set_parameter("Password", Value::Text("s3cr3t".into()));
    let shown = format!("{inputs:?}");
    assert!(shown.contains("Password") && !shown.contains("s3cr3t"), "{shown}");
}
