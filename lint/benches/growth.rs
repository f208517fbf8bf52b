//! How the time of checking and fixing grows: an input for each rule and each fix at one, two and four times its size.
//!
//! `cargo bench -p cfn-tidy --bench growth` prints a table; a factor near 2 in both steps is linear. The inputs are the
//! block YAML fixtures of the rules, each repeated under other names, and templates that are made to be expensive. A word
//! after `--` selects the inputs whose names contain it.
#![allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "the table is the result")]
#![allow(clippy::format_collect, reason = "input is built once")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use cfn_ast::{Node, Source, Template, Tree};
use cfn_tidy::check::{Scope, check};
use cfn_tidy::fix::fix;
use cfn_tidy::rules::REGISTRY;

/// The number of copies of a fixture, or of the repeated parts of another input, at the smallest size.
const COPIES: usize = 100;

/// A step that takes more than this factor for twice the input is marked.
const SUSPICIOUS: f64 = 2.8;

/// Times below this, in milliseconds, are too short to compare.
const SHORTEST: f64 = 4.0;

type Case = (&'static str, fn(usize) -> String);

const MADE: &[Case] = &[
    ("misspelled mapping keys", |count| {
        let keys = lines(count, |n| format!("    Schlüssel{n}: {{a: 1}}\n"));
        let uses = lines(count, |n| format!("  O{n}: {{Value: !FindInMap [M, Schluessel{n}, a]}}\n"));
        format!("Mappings:\n  M:\n{keys}Outputs:\n{uses}")
    }),
    ("misspelled references", |count| {
        let topics = lines(count, |n| format!("  Topic{n}: {{Type: AWS::SNS::Topic}}\n"));
        let uses = lines(count, |n| format!("  O{n}: {{Value: !Ref Tpoic{n}}}\n"));
        format!("Resources:\n{topics}Outputs:\n{uses}")
    }),
    ("undefined references", |count| {
        let topics = lines(count, |n| format!("  Topic{n}: {{Type: AWS::SNS::Topic}}\n"));
        let uses = lines(count, |n| format!("  O{n}: {{Value: !Ref Missing{n}}}\n"));
        format!("Resources:\n{topics}Outputs:\n{uses}")
    }),
    ("one interface group", |count| {
        let names = lines(count, |n| format!("          - P{n}\n"));
        let parameters = lines(count, |n| format!("  P{n}: {{Type: String}}\n  Q{n}: {{Type: String}}\n"));
        format!(
            "Metadata:\n  AWS::CloudFormation::Interface:\n    ParameterGroups:\n      - Parameters:\n{names}\
             Parameters:\n{parameters}Resources: {{}}\n"
        )
    }),
    ("unknown interface names", |count| {
        let names = lines(count, |n| format!("          - Q{n}\n"));
        let parameters = lines(count, |n| format!("  P{n}: {{Type: String}}\n"));
        format!(
            "Metadata:\n  AWS::CloudFormation::Interface:\n    ParameterGroups:\n      - Parameters:\n{names}\
             Parameters:\n{parameters}Resources: {{}}\n"
        )
    }),
    ("nested If of one condition", |count| {
        let depth = count / 16;
        let (open, close) = ("!If [C, ".repeat(depth), ", b]".repeat(depth));
        format!(
            "Conditions: {{C: !Equals [!Ref AWS::Region, a]}}\nOutputs: {{O: {{Value: {open}a{close}}}}}\n"
        )
    }),
    ("nested Not", |count| {
        let depth = count / 16;
        let (open, close) = ("Fn::Not: [{".repeat(depth), "}]".repeat(depth));
        format!("Conditions: {{C: {{{open}Fn::Equals: [!Ref AWS::Region, a]{close}}}}}\n")
    }),
    ("operands of one And", |count| {
        let operands = lines(count, |n| format!("    - !Condition C{n}\n"));
        let conditions = lines(count, |n| format!("  C{n}: !Equals [!Ref AWS::Region, r{n}]\n"));
        format!("Conditions:\n  All: !And\n{operands}{conditions}")
    }),
    ("items of one Join", |count| {
        let items = lines(count, |n| format!("        - größe{n}\n        - !Ref AWS::Region\n"));
        format!("Outputs:\n  O:\n    Value: !Join\n      - ''\n      -\n{items}")
    }),
    ("variables of one Sub", |count| {
        let text = lines(count, |n| format!("${{V{n}}}"));
        let variables = lines(count, |n| format!("        V{n}: größe\n"));
        format!("Outputs:\n  O:\n    Value: !Sub\n      - '{text}'\n      -\n{variables}")
    }),
    ("keys of one mapping, twice", |count| {
        let keys = lines(count, |n| format!("    K{n}: größe\n"));
        format!("Metadata:\n  M:\n{keys}{keys}Resources: {{}}\n")
    }),
    ("one anchor, many aliases", |count| {
        let uses = lines(count, |n| format!("  O{n}: {{Value: *a}}\n"));
        format!("Outputs:\n  First: {{Value: &a größe}}\n{uses}")
    }),
    ("merges of one mapping", |count| {
        let uses = lines(count, |n| format!("  T{n}: {{<<: *a, Description: größe}}\n"));
        format!("Resources:\n  First: &a {{Type: AWS::SNS::Topic}}\n{uses}")
    }),
    ("chain of DependsOn", |count| {
        lines(count, |n| match n {
            0 => "Resources:\n  T0: {Type: AWS::SNS::Topic}\n".to_owned(),
            n => format!("  T{n}: {{Type: AWS::SNS::Topic, DependsOn: [T{}]}}\n", n - 1),
        })
    }),
    ("one DependsOn of all", |count| {
        let all = lines(count, |n| format!("    - T{n}\n"));
        let topics =
            lines(count, |n| format!("  T{n}: {{Type: AWS::SNS::Topic, Properties: {{Name: größe}}}}\n"));
        format!("Resources:\n  Last:\n    Type: AWS::SNS::Topic\n    DependsOn:\n{all}{topics}")
    }),
    ("chain of conditions", |count| {
        lines(count, |n| match n {
            0 => "Conditions:\n  C0: !Equals [!Ref AWS::Region, a]\n".to_owned(),
            n => format!("  C{n}: !Not [!Condition C{}]\n", n - 1),
        })
    }),
    ("suppressions", |count| {
        let outputs = lines(count, |n| {
            format!("  O{n}: {{Value: !GetAtt [T, Größe]}} # cfn-tidy: ignore[long-getatt, needless-join]\n")
        });
        format!("Resources: {{T: {{Type: Custom::T}}}}\nOutputs:\n{outputs}")
    }),
    ("misspelled resource types", |count| {
        let topics = lines(count, |n| format!("  T{n}: {{Type: AWS::SNS::Tpoic}}\n"));
        format!("Resources:\n{topics}")
    }),
    ("misspelled properties", |count| {
        let queues = lines(count, |n| {
            format!("  Q{n}: {{Type: AWS::SQS::Queue, Properties: {{VisiblityTimeout: 60, Größe: 1}}}}\n")
        });
        format!("Resources:\n{queues}")
    }),
    ("properties of the wrong type", |count| {
        let queues = lines(count, |n| {
            format!(
                "  Q{n}: {{Type: AWS::SQS::Queue, Properties: {{VisibilityTimeout: größe, FifoQueue: 3}}}}\n"
            )
        });
        format!("Resources:\n{queues}")
    }),
    ("items of one list with a schema", |count| {
        let tags = lines(count, |n| format!("        - {{Key: größe{n}, Value: {n}, Wert: a}}\n"));
        format!("Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      Tags:\n{tags}")
    }),
    ("equal items of one list", |count| {
        let aliases = lines(count, |_| "          - größe\n".to_owned());
        format!(
            "Resources:\n  D:\n    Type: AWS::CloudFront::Distribution\n    Properties:\n      \
             DistributionConfig:\n        Aliases:\n{aliases}"
        )
    }),
    ("statements of one policy", |count| {
        let statements = lines(count, |n| {
            format!("          - {{Effect: Allow, Action: 's3:Größe{n}', Resource: '*'}}\n")
        });
        format!(
            "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      \
             PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n{statements}"
        )
    }),
    ("equal identifiers", |count| {
        let topics = lines(count, |n| {
            format!("  T{n}: {{Type: AWS::SNS::Topic, Properties: {{TopicName: größe}}}}\n")
        });
        format!("Resources:\n{topics}")
    }),
    ("conditional properties", |count| {
        let conditions = lines(count, |n| format!("  C{n}: !Equals [!Ref AWS::Region, r{n}]\n"));
        let queues = lines(count, |n| {
            format!(
                "  Q{n}: {{Type: AWS::SQS::Queue, Properties: !If [C{n}, {{DelaySeconds: 9000}}, \
                 {{DelaySeconds: !If [C0, größe, 1]}}]}}\n"
            )
        });
        format!("Conditions:\n{conditions}Resources:\n{queues}")
    }),
    ("references between resources", |count| {
        let functions = lines(count, |n| {
            format!(
                "  F{n}: {{Type: AWS::Lambda::Function, Properties: {{Role: !Ref R{n}, Handler: a.b}}}}\n"
            )
        });
        let roles = lines(count, |n| format!("  R{n}: {{Type: AWS::IAM::Role, Properties: {{}}}}\n"));
        format!("Resources:\n{functions}{roles}")
    }),
    ("values of parameters", |count| {
        let parameters = lines(count, |n| format!("  P{n}: {{Type: String, AllowedValues: [a, '60']}}\n"));
        let queues = lines(count, |n| {
            format!("  Q{n}: {{Type: AWS::SQS::Queue, Properties: {{DelaySeconds: !Ref P{n}}}}}\n")
        });
        format!("Parameters:\n{parameters}Resources:\n{queues}")
    }),
    ("one long line of JSON", |count| {
        let topics = lines(count, |n| {
            format!(
                r#""T{n}":{{"Type":"AWS::SNS::Topic","Properties":{{"Name":{{"Fn::Join":["",["größe",{{"Ref":"AWS::Region"}}]]}}}}}},"#
            )
        });
        format!(r#"{{"Resources":{{{topics}"Last":{{"Type":"AWS::SNS::Topic"}}}}}}"#)
    }),
];

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

fn main() {
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    println!("{:58} {:>8} {:>24} {:>24}", "input", "bytes", "check (ms)", "fix (ms)");
    for (name, make) in MADE.iter().filter(|(name, _)| name.contains(&wanted)) {
        let sizes = [1, 2, 4].map(|factor| make(4 * COPIES * factor));
        print_row(name, &sizes);
    }
    for path in fixtures() {
        let name = path.iter().rev().take(2).map(|part| part.to_string_lossy()).collect::<Vec<_>>();
        let name = name.into_iter().rev().collect::<Vec<_>>().join("/");
        let text = fs::read_to_string(&path).expect("a fixture can be read");
        if let Some(fixture) =
            Some(text).filter(|_| name.contains(&wanted)).and_then(|text| Fixture::of(&text))
        {
            print_row(&name, &[1, 2, 4].map(|factor| fixture.repeated(COPIES * factor)));
        }
    }
}

fn print_row(name: &str, sizes: &[String; 3]) {
    let trees = sizes.each_ref().map(|text| {
        let source = Source::new(text.as_str()).expect("an input is below the size limit");
        Tree::parse(source)
    });
    let all = REGISTRY.filtered(|_| true);
    let scope = Scope::new(REGISTRY, &all, &all);
    let checks = trees.each_ref().map(|tree| milliseconds(|| drop(check(tree, scope))));
    let fixes = trees.each_ref().map(|tree| milliseconds(|| drop(fix(tree, scope, true))));
    let mark = if grows_too_fast(&checks) || grows_too_fast(&fixes) { " <--" } else { "" };
    let times = |times: &[f64; 3]| times.map(|time| format!("{time:>8.1}")).concat();
    println!("{name:58} {:>8} {} {}{mark}", sizes[0].len(), times(&checks), times(&fixes));
}

fn grows_too_fast(times: &[f64; 3]) -> bool {
    times[1] >= SHORTEST && times[2] / times[1] > SUSPICIOUS
}

/// The shorter time of two runs; of one, if it is long.
fn milliseconds(run: impl Fn()) -> f64 {
    let once = || {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64() * 1000.0
    };
    let first = once();
    if first > 500.0 { first } else { first.min(once()) }
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("the fixtures can be listed");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    };
    let files = below(&folder).into_iter().flat_map(|folder| below(&folder));
    let yaml: BTreeSet<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    yaml.into_iter().collect()
}

/// A template that can be repeated: the lines of each section, and the names that it declares.
struct Fixture {
    /// What is written once, such as the transform.
    once: String,
    sections: BTreeMap<String, String>,
    names: BTreeSet<String>,
}

const REPEATED: [&str; 6] = ["Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Rules"];

impl Fixture {
    /// `None` if the text is not a template in block style.
    fn of(text: &str) -> Option<Self> {
        let tree = Tree::parse(Source::new(text).ok()?);
        let template = Template::new(&tree).filter(|_| tree.errors().is_empty())?;
        let mut fixture = Self { once: String::new(), sections: BTreeMap::new(), names: BTreeSet::new() };
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let starts: Vec<(usize, Node<'_>, Node<'_>)> = template
            .root()
            .entries()
            .map(|entry| {
                (tree.source().line_index(entry.key.range().start()) as usize, entry.key, entry.value)
            })
            .collect();
        for (index, &(start, key, value)) in starts.iter().enumerate() {
            let end = starts.get(index + 1).map_or(lines.len(), |next| next.0);
            let name = key.text()?;
            if !REPEATED.contains(&name) {
                fixture.once.push_str(&lines.get(start..end)?.concat());
                continue;
            }
            let is_block =
                value.is_mapping() && tree.source().line_index(value.range().start()) as usize > start;
            if !is_block || fixture.sections.contains_key(name) {
                return None;
            }
            fixture.sections.insert(name.to_owned(), lines.get(start + 1..end)?.concat() + "\n");
            fixture.names.extend(value.entries().filter_map(|entry| Some(entry.name()?.to_owned())));
        }
        (!fixture.sections.is_empty()).then_some(fixture)
    }

    /// The template with each declaration so many times under other names.
    fn repeated(&self, copies: usize) -> String {
        let mut text = self.once.clone();
        for (name, body) in &self.sections {
            text.extend([name.as_str(), ":\n"]);
            for copy in 0..copies {
                text.push_str(&self.renamed(body, copy));
            }
        }
        text
    }

    /// The text with a number after each declared name.
    fn renamed(&self, text: &str, copy: usize) -> String {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            let end = rest[start..].find(|c| !is_word(c)).map_or(rest.len(), |length| start + length);
            out.push_str(&rest[..end]);
            // The last part of a type such as `AWS::SNS::Topic` is no declared name.
            if self.names.contains(&rest[start..end]) && !rest[..start].ends_with("::") {
                out.push_str(&copy.to_string());
            }
            rest = &rest[end..];
        }
        out + rest
    }
}
