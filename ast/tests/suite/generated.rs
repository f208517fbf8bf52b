//! Templates made by chance, written in YAML and JSON in every style.

mod print;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) use print::{Functions, Style, json, yaml};

/// A value of a template, without its spelling.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Int(u16),
    Bool(bool),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    /// A function with its argument in the long form.
    Function(&'static str, Box<Value>),
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn call(name: &'static str, arguments: Vec<Value>) -> Value {
    Value::Function(name, Box::new(Value::List(arguments)))
}

/// Texts that readers of YAML could take for something else, and plain ones.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    let telling = select(vec![
        "",
        " ",
        "yes",
        "~",
        "null",
        "0755",
        "1_0",
        "12:30",
        "1e3",
        "<<",
        "=",
        "y",
        "-",
        "a: b",
        "a #b",
        "#",
        "'",
        "\"",
        "\\",
        "a\nb",
        "a\n",
        "a\n\nb\n",
        "two\nlines\n\n",
        " a\n b",
        "é ☃ 😀",
        "\u{2028}",
        "\t",
        "{a}",
        "[",
        "!Ref x",
        "&a",
        "*a",
        "%",
        "@",
        "`",
        "|",
        ">",
        "?",
        ":",
        "a:",
        "2012-10-17",
        "${",
        "$",
        "{{resolve:ssm:a}}",
    ]);
    prop_oneof![2 => telling.prop_map(str::to_owned), 2 => "[a-zA-Z0-9 ./:_-]{0,20}", 1 => any::<String>()]
}

fn keys() -> impl Strategy<Value = String> {
    let telling = select(vec!["yes", "1", "a b", "<<", "é", "a: b", "#", "Name", "Layers", "Type", "~"]);
    prop_oneof![3 => "[A-Za-z][A-Za-z0-9]{0,7}", 1 => telling.prop_map(str::to_owned)]
}

fn names() -> impl Strategy<Value = &'static str> {
    select(vec!["Stage", "Zones", "Bucket", "Queue", "AWS::Region", "AWS::NoValue", "Missing"])
}

fn sub() -> impl Strategy<Value = String> {
    let variables = vec!["${Stage}", "${Bucket.Arn}", "${!Escaped}", "${AWS::Region}", "${Own}", "${Queue}"];
    let literal = texts().prop_map(|text| text.replace(['$', '{', '}'], ""));
    let part = prop_oneof![select(variables).prop_map(str::to_owned), literal];
    vec(part, 0..5).prop_map(|parts| parts.concat())
}

fn leaves() -> impl Strategy<Value = Value> {
    let attributes = select(vec![["Bucket", "Arn"], ["Queue", "QueueName"], ["Nested", "Outputs.A.B"]]);
    prop_oneof![
        3 => texts().prop_map(Value::Text),
        1 => any::<u16>().prop_map(Value::Int),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => names().prop_map(|name| Value::Function("Ref", Box::new(text(name)))),
        1 => attributes.prop_map(|parts| call("Fn::GetAtt", parts.map(text).to_vec())),
        1 => sub().prop_map(|string| Value::Function("Fn::Sub", Box::new(text(string)))),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    leaves().prop_recursive(4, 24, 4, |inner| {
        let lists = vec(inner.clone(), 0..4).prop_map(Value::List);
        let one = || inner.clone().prop_map(Box::new);
        let condition = select(vec!["IsProd", "IsOther"]).prop_map(text);
        prop_oneof![
            2 => lists.clone(),
            3 => btree_map(keys(), inner.clone(), 0..4).prop_map(|map| Value::Map(map.into_iter().collect())),
            1 => (condition, inner.clone(), inner.clone()).prop_map(|(c, a, b)| call("Fn::If", vec![c, a, b])),
            1 => (texts(), lists.clone()).prop_map(|(d, list)| call("Fn::Join", vec![text(d), list])),
            1 => (0..3_u16, lists).prop_map(|(i, list)| call("Fn::Select", vec![Value::Int(i), list])),
            1 => (texts(), inner.clone()).prop_map(|(d, source)| call("Fn::Split", vec![text(d), source])),
            1 => (sub(), inner.clone()).prop_map(|(string, own)| {
                call("Fn::Sub", vec![text(string), Value::Map(vec![("Own".to_owned(), own)])])
            }),
            1 => one().prop_map(|value| Value::Function("Fn::Base64", value)),
            1 => one().prop_map(|value| Value::Function("Fn::ImportValue", value)),
            1 => one().prop_map(|value| Value::Function("Fn::ToJsonString", value)),
        ]
    })
}

fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn resource(type_name: &'static str) -> impl Strategy<Value = Value> {
    let depends_on = prop_oneof![Just(text("Queue")), Just(Value::List(vec![text("Bucket"), text("Queue")]))];
    (values(), proptest::option::of(depends_on), any::<bool>()).prop_map(
        move |(value, depends_on, is_conditional)| {
            let mut attributes = vec![("Type", text(type_name)), ("Properties", map(vec![("Value", value)]))];
            attributes.extend(depends_on.map(|names| ("DependsOn", names)));
            attributes.extend(is_conditional.then(|| ("Condition", text("IsProd"))));
            map(attributes)
        },
    )
}

fn conditions() -> impl Strategy<Value = Value> {
    let equals = || (leaves(), leaves()).prop_map(|(a, b)| call("Fn::Equals", vec![a, b]));
    let is_prod = || Value::Function("Condition", Box::new(text("IsProd")));
    let other = prop_oneof![
        Just(call("Fn::Not", vec![is_prod()])),
        equals().prop_map(move |equals| call("Fn::And", vec![is_prod(), equals])),
    ];
    (equals(), other).prop_map(|(equals, other)| map(vec![("IsProd", equals), ("IsOther", other)]))
}

/// A template with most sections.
pub(crate) fn templates() -> impl Strategy<Value = Value> {
    let resources = (resource("AWS::S3::Bucket"), resource("AWS::SQS::Queue"));
    (texts(), conditions(), resources, values()).prop_map(
        |(description, conditions, (bucket, queue), output)| {
            map(vec![
                ("Description", text(description)),
                (
                    "Parameters",
                    map(vec![
                        ("Stage", map(vec![("Type", text("String")), ("Default", text("prod"))])),
                        ("Zones", map(vec![("Type", text("CommaDelimitedList"))])),
                    ]),
                ),
                ("Conditions", conditions),
                ("Resources", map(vec![("Bucket", bucket), ("Queue", queue)])),
                ("Outputs", map(vec![("Out", map(vec![("Value", output)]))])),
            ])
        },
    )
}
