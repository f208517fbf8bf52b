//! What generated templates hold: every function in every place where CloudFormation takes it.

use super::{Value, one_of};
use crate::support::Random;

pub(super) const CONDITIONS: [&str; 3] = ["IsProd", "IsTest", "IsEither"];

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(super) fn call(name: &'static str, arguments: Vec<Value>) -> Value {
    Value::Call(name, Box::new(Value::List(arguments)))
}

pub(super) fn single(name: &'static str, argument: Value) -> Value {
    Value::Call(name, Box::new(argument))
}

pub(super) fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.map(|(key, value)| (key.to_owned(), value)).into())
}

/// Makes values that go ever less deep.
pub(super) struct Maker<'r> {
    pub(super) random: &'r mut Random,
    /// Whether loops and the functions that come with them may be used.
    pub(super) is_extended: bool,
}

/// A template with most sections.
pub(super) fn template(random: &mut Random) -> Value {
    let is_extended = random.below(12) == 0;
    let mut maker = Maker { random, is_extended };
    let mut sections = vec![("AWSTemplateFormatVersion", text("2010-09-09"))];
    if maker.one_in(4) {
        sections.push(("Description", maker.text()));
    }
    sections.extend(maker.transform().map(|transform| ("Transform", transform)));
    sections.push(("Parameters", parameters()));
    sections.extend(maker.mappings().map(|mappings| ("Mappings", mappings)));
    sections.push(("Conditions", maker.conditions()));
    if maker.one_in(16) {
        sections.push(("Rules", rules()));
    }
    if maker.one_in(16) {
        sections.push(("Metadata", Value::Map(Vec::new())));
    }
    sections.push(("Resources", maker.resources()));
    if maker.one_in(2) {
        sections.push(("Outputs", maker.outputs()));
    }
    Value::Map(sections.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn parameters() -> Value {
    map([
        ("Env", map([("Type", text("String")), ("Default", text("dev"))])),
        ("Size", map([("Type", text("Number")), ("Default", Value::Word("1"))])),
        ("Zones", map([("Type", text("CommaDelimitedList"))])),
    ])
}

fn rules() -> Value {
    let assertion = call("Fn::Not", vec![call("Fn::Equals", vec![single("Ref", text("Env")), text("ü")])]);
    let assertions = Value::List(vec![map([("Assert", assertion), ("AssertDescription", text("no ü"))])]);
    map([("NotUmlaut", map([("Assertions", assertions)]))])
}

fn policy(resource: Value) -> Value {
    let statement = map([("Effect", text("Allow")), ("Action", text("s3:*")), ("Resource", resource)]);
    map([("Version", text("2012-10-17")), ("Statement", Value::List(vec![statement]))])
}

impl Maker<'_> {
    pub(super) fn one_in(&mut self, times: usize) -> bool {
        self.random.below(times) == 0
    }

    fn transform(&mut self) -> Option<Value> {
        if self.is_extended {
            return Some(text("AWS::LanguageExtensions"));
        }
        match self.random.below(24) {
            0 => Some(map([
                ("Name", text("AWS::Include")),
                ("Parameters", map([("Location", self.string(2))])),
            ])),
            1 => Some(text("AWS::Serverless-2016-10-31")),
            2 => Some(text("Macro")),
            3 => Some(Value::List(vec![text("AWS::Serverless-2016-10-31")])),
            _ => None,
        }
    }

    fn mappings(&mut self) -> Option<Value> {
        let entry = |value| map([("eu-west-1", map([("Size", value), ("Other", text("x"))]))]);
        match self.random.below(8) {
            0 => None,
            1 => Some(single("Fn::Transform", self.include())),
            2 => {
                let unused = self.text();
                Some(map([("Regions", entry(text("m7g.large"))), ("Unused", entry(unused))]))
            }
            _ => Some(map([("Regions", entry(text("m7g.large")))])),
        }
    }

    fn include(&mut self) -> Value {
        let location = self.string(2);
        map([("Name", text("AWS::Include")), ("Parameters", map([("Location", location)]))])
    }

    fn conditions(&mut self) -> Value {
        let equals = call("Fn::Equals", vec![single("Ref", text("Env")), text("prod")]);
        let (test, either) = (self.condition(2), self.condition(3));
        let mut entries = vec![("IsProd".to_owned(), equals), ("IsTest".to_owned(), test)];
        entries.push(("IsEither".to_owned(), either));
        if self.one_in(3) {
            entries.push(("Unused".to_owned(), self.condition(2)));
        }
        if self.one_in(4) {
            let looks_up = call("Fn::FindInMap", vec![text("Unused"), text("eu-west-1"), text("Size")]);
            let base = single("Condition", text("UnusedBase"));
            let outer = call("Fn::And", vec![base, call("Fn::Equals", vec![looks_up, text("x")])]);
            entries.push(("UnusedBase".to_owned(), self.condition(1)));
            entries.push(("UnusedOuter".to_owned(), outer));
        }
        Value::Map(entries)
    }

    /// A condition that names only one that is declared before all others, so that there are no circles.
    fn condition(&mut self, depth: usize) -> Value {
        let kind = if depth == 0 { self.random.below(3) } else { self.random.below(7) };
        let operands = |maker: &mut Self| -> Vec<Value> {
            (0..2 + maker.random.below(2)).map(|_| maker.condition(depth - 1)).collect()
        };
        match kind {
            0 => call("Fn::Equals", vec![single("Ref", text("Env")), text("test")]),
            1 => call("Fn::Equals", vec![self.string_of_condition(), self.string_of_condition()]),
            2 => single("Condition", text("IsProd")),
            3 => call("Fn::And", operands(self)),
            4 => call("Fn::Or", operands(self)),
            _ => call("Fn::Not", vec![self.condition(depth - 1)]),
        }
    }

    /// A string without resources, which conditions cannot refer to.
    pub(super) fn string_of_condition(&mut self) -> Value {
        match self.random.below(6) {
            0 => text("ü"),
            1 => single("Ref", text("AWS::Region")),
            2 => single("Fn::Sub", text("${Env}-x")),
            3 => call("Fn::Join", vec![text("-"), Value::List(vec![single("Ref", text("Env")), text("ü")])]),
            4 => call("Fn::Select", vec![Value::Word("0"), Value::List(vec![text("a"), text("b")])]),
            _ => single("Ref", text("Env")),
        }
    }

    fn resources(&mut self) -> Value {
        let mut thing = vec![("Type".to_owned(), text("Custom::Thing"))];
        if self.one_in(3) {
            thing.push(("Condition".to_owned(), text(one_of(self.random, &CONDITIONS))));
        }
        if self.one_in(2) {
            thing.push(("DependsOn".to_owned(), self.depends_on()));
        }
        if self.one_in(4) {
            let key = if self.one_in(2) { "AWS::CloudFormation::Designer" } else { "Note" };
            let entries = vec![(key.to_owned(), map([("id", text("ü"))]))];
            thing.push(("Metadata".to_owned(), Value::Map(entries)));
        }
        let properties = self.properties();
        thing.push(("Properties".to_owned(), properties));
        let name = self.string(3);
        let mut entries = vec![
            ("Bucket".to_owned(), map([("Type", text("AWS::S3::Bucket"))])),
            ("Queue".to_owned(), map([("Type", text("AWS::SQS::Queue"))])),
            (
                "Topic".to_owned(),
                map([("Type", text("AWS::SNS::Topic")), ("Properties", map([("DisplayName", name)]))]),
            ),
        ];
        let url = map([("TemplateURL", text("https://x/y"))]);
        let nested = map([("Type", text("AWS::CloudFormation::Stack")), ("Properties", url)]);
        entries.push(("Nested".to_owned(), nested));
        let place = self.random.below(entries.len() + 1);
        entries.insert(place, ("Thing".to_owned(), Value::Map(thing)));
        if self.is_extended {
            entries.push(self.repeated());
        }
        Value::Map(entries)
    }

    fn repeated(&mut self) -> (String, Value) {
        let name = self.string(3);
        let body = map([(
            "Loop${Name}",
            map([("Type", text("AWS::SNS::Topic")), ("Properties", map([("DisplayName", name)]))]),
        )]);
        let values = Value::List(vec![text("A"), text("B")]);
        ("Fn::ForEach::Loop".to_owned(), Value::List(vec![text("Name"), values, body]))
    }

    fn depends_on(&mut self) -> Value {
        match self.random.below(3) {
            0 => text("Bucket"),
            1 => Value::List(vec![text("Bucket"), text("Queue")]),
            _ => Value::List(vec![text("Queue")]),
        }
    }

    fn properties(&mut self) -> Value {
        let mut entries = vec![("ServiceToken".to_owned(), self.string(2))];
        for place in 0..=self.random.below(5) {
            let value = match self.random.below(8) {
                3 if self.one_in(4) => policy(self.string(2)),
                0 => self.list(3),
                1 => Value::Map(vec![("Inner".to_owned(), self.string(2)), ("ü".to_owned(), self.string(2))]),
                2 => Value::List(vec![map([("Key", self.string(2)), ("Value", self.string(2))])]),
                _ => self.string(4),
            };
            entries.push((format!("P{place}"), value));
        }
        if self.one_in(16) {
            entries.push(("Fn::Transform".to_owned(), self.include()));
        }
        Value::Map(entries)
    }

    fn outputs(&mut self) -> Value {
        let value = self.string(3);
        let name = self.string(2);
        let export = map([("Value", value), ("Export", map([("Name", name)]))]);
        let other = self.string(2);
        map([("Out", export), ("Last", map([("Value", other)]))])
    }
}
