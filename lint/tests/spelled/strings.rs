//! Strings and lists of strings, by every function that returns one.

use super::values::{CONDITIONS, Maker, call, map, single, text};
use super::{Value, one_of};

/// Texts that are easily cut, escaped or quoted wrongly.
const TEXTS: [&str; 40] = [
    "a",
    "b",
    "text",
    "two words",
    "arn:aws:s3:::",
    "/",
    "",
    " ",
    "-",
    "x,y",
    "[x]",
    "{x}",
    "a: b",
    "a #b",
    "it's",
    "\"q\"",
    "back\\slash",
    "ü",
    "日本",
    "🙂 x",
    "123",
    "0123",
    "true",
    "yes",
    "null",
    "2012-10-17",
    "12:30",
    "$",
    "${",
    "${!Own}",
    "{{resolve:ssm:a}}",
    "one\ntwo\n",
    "one\ntwo",
    "one\n\ntwo\n",
    "one\n\n\n",
    "#!/bin/sh\necho ü # no comment\n",
    " indented\ntext\n",
    "one \ntwo\n",
    "tab\there",
    "a\n  b\n   \n",
];

const WORDS: [&str; 8] = ["1", "0", "42", "true", "1.5", "010", "012345670123", "098765432109"];
const DELIMITERS: [&str; 8] = ["", "", ",", "-", "/", " ", "\n", "ü"];
const NAMES: [&str; 9] =
    ["Env", "Env", "Size", "Bucket", "Queue", "AWS::Region", "AWS::AccountId", "AWS::StackName", "Thing"];
const ATTRIBUTES: [[&str; 2]; 5] = [
    ["Bucket", "Arn"],
    ["Bucket", "DomainName"],
    ["Queue", "QueueName"],
    ["Nested", "Outputs.Url"],
    ["Thing", "Anything"],
];
impl Maker<'_> {
    pub(super) fn text(&mut self) -> Value {
        text(TEXTS[self.random.below(TEXTS.len())])
    }

    /// A value that is one string.
    pub(super) fn string(&mut self, depth: usize) -> Value {
        if depth == 0 || self.one_in(6) {
            return self.leaf();
        }
        match self.random.below(16) {
            0..4 => self.join(depth),
            4 => self.sub_with_map(depth),
            5 => {
                let items = self.strings(depth - 1);
                let index = ["0", "1", "2", "3"][self.random.below(items.len())];
                call("Fn::Select", vec![Value::Word(index), Value::List(items)])
            }
            6 => call("Fn::Select", vec![Value::Word("0"), self.list(depth - 1)]),
            7 | 8 => self.choice(depth, Self::string),
            9 => {
                let name = self.string_of_condition();
                single("Fn::ImportValue", if self.one_in(2) { self.choice_of(name) } else { name })
            }
            10 => single("Fn::Base64", self.string(depth - 1)),
            11 => {
                let region = self.region();
                call("Fn::FindInMap", vec![text("Regions"), region, text("Size")])
            }
            12 => self.rejoined(depth),
            13 if self.is_extended => single("Fn::ToJsonString", map([("k", self.string(depth - 1))])),
            13 if self.one_in(20) => single("Fn::Rain::Embed", text("ü.txt")),
            14 if self.one_in(4) => {
                let region = self.region();
                let region = self.choice_of(region);
                call("Fn::FindInMap", vec![text("Regions"), region, text("Other")])
            }
            _ => self.leaf(),
        }
    }

    fn region(&mut self) -> Value {
        if self.one_in(2) { single("Ref", text("AWS::Region")) } else { text("eu-west-1") }
    }

    fn leaf(&mut self) -> Value {
        match self.random.below(12) {
            0..4 => self.text(),
            4 => Value::Word(WORDS[self.random.below(WORDS.len())]),
            5..7 => single("Ref", text(one_of(self.random, &NAMES))),
            7 | 8 => {
                let parts = ATTRIBUTES[self.random.below(ATTRIBUTES.len())];
                call("Fn::GetAtt", parts.map(text).to_vec())
            }
            _ => single("Fn::Sub", text(&self.sub_text(false))),
        }
    }

    fn sub_text(&mut self, has_own: bool) -> String {
        let mut out = String::new();
        for _ in 0..=self.random.below(3) {
            match self.random.below(8) {
                0 if has_own => out.push_str("${Own}"),
                1 if has_own => out.push_str("${Other}"),
                0..2 => out.push_str("${Env}"),
                2 => out.push_str("${Bucket.Arn}"),
                3 => out.push_str("${AWS::Region}"),
                4 => out.push_str("${!Literal}"),
                _ => out.push_str(&TEXTS[self.random.below(TEXTS.len())].replace(['$', '{', '}'], "")),
            }
        }
        out
    }

    fn sub_with_map(&mut self, depth: usize) -> Value {
        let mut entries = vec![("Own".to_owned(), self.string(depth - 1))];
        if self.one_in(2) {
            entries.push(("Other".to_owned(), self.string(depth - 1)));
        }
        if self.one_in(4) {
            entries.push(("Third".to_owned(), self.leaf()));
        }
        call("Fn::Sub", vec![text(&self.sub_text(true)), Value::Map(entries)])
    }

    fn strings(&mut self, depth: usize) -> Vec<Value> {
        (0..=self.random.below(4)).map(|_| self.string(depth)).collect()
    }

    fn join(&mut self, depth: usize) -> Value {
        let delimiter = text(one_of(self.random, &DELIMITERS));
        let list = match self.random.below(10) {
            0 => self.list(depth - 1),
            1 => Value::List(vec![self.string(depth - 1)]),
            2 => Value::List(Vec::new()),
            3..6 => Value::List(self.strings(depth - 1)),
            _ => Value::List((0..2 + self.random.below(3)).map(|_| self.leaf()).collect()),
        };
        call("Fn::Join", vec![delimiter, list])
    }

    /// What is split and joined again.
    fn rejoined(&mut self, depth: usize) -> Value {
        let delimiter = one_of(self.random, &[",", "-", "ü"]);
        let source = self.string(depth - 1);
        call("Fn::Join", vec![text(delimiter), call("Fn::Split", vec![text(delimiter), source])])
    }

    /// A choice between a value and the same, or another one.
    fn choice_of(&mut self, value: Value) -> Value {
        let name = text(one_of(self.random, &CONDITIONS));
        let otherwise = if self.one_in(2) { value.clone() } else { text("eu-west-1") };
        call("Fn::If", vec![name, value, otherwise])
    }

    /// A choice, often between equal branches or inside of one with the same condition.
    fn choice(&mut self, depth: usize, make: fn(&mut Self, usize) -> Value) -> Value {
        let name = text(one_of(self.random, &CONDITIONS));
        let mut then = make(self, depth - 1);
        let mut otherwise = if self.one_in(3) { then.clone() } else { make(self, depth - 1) };
        if self.one_in(8) {
            otherwise = single("Ref", text("AWS::NoValue"));
        }
        if self.one_in(3) {
            let inner = make(self, depth - 1);
            then = call("Fn::If", vec![name.clone(), then, inner]);
        }
        call("Fn::If", vec![name, then, otherwise])
    }

    /// A value that is a list of strings.
    pub(super) fn list(&mut self, depth: usize) -> Value {
        if depth == 0 {
            return Value::List(vec![self.leaf()]);
        }
        match self.random.below(8) {
            0 => self.choice(depth, Self::list),
            1 => call("Fn::Split", vec![text(","), self.string(depth - 1)]),
            2 => {
                let own = single("Ref", text("AWS::Region"));
                single("Fn::GetAZs", if self.one_in(2) { own } else { text("") })
            }
            3 => single("Ref", text("Zones")),
            4 => call("Fn::Cidr", vec![text("10.0.0.0/16"), Value::Word("6"), Value::Word("5")]),
            _ => Value::List(self.strings(depth - 1)),
        }
    }
}
