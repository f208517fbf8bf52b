//! The cases of the rewrite rules' specification, byte for byte through the command.

#![allow(clippy::print_stdout, reason = "how many cases still wait for their rule belongs to the result")]

mod support;

use std::collections::BTreeMap;

use cfn_tidy::select::rule_named;
use serde::Deserialize;
use support::Project;

#[derive(Deserialize)]
struct Cases {
    preamble: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    rule: String,
    wrap: Wrap,
    input: String,
    expected: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Wrap {
    /// The case is the end of the preamble's last resource.
    Props,
    /// The case is a whole document.
    None,
}

impl Wrap {
    fn document(self, preamble: &str, text: &str) -> String {
        let indent =
            |line: &str| if line.trim().is_empty() { line.to_owned() } else { format!("      {line}") };
        match self {
            Self::None => text.to_owned(),
            Self::Props => preamble.to_owned() + &text.split_inclusive('\n').map(indent).collect::<String>(),
        }
    }
}

#[test]
fn every_case_of_the_specification_holds() {
    let text = include_str!("fixtures/rewrite-cases.yaml");
    let Cases { preamble, cases } = serde_yaml::from_str(text).expect("the cases are well-formed");
    let project = Project::new();
    let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for case in &cases {
        if rule_named(&case.rule).is_none() {
            *waiting.entry(&case.rule).or_default() += 1;
            continue;
        }
        let input = case.wrap.document(&preamble, &case.input);
        let expected = match case.expected.as_str() {
            "unchanged" => input.clone(),
            changed => case.wrap.document(&preamble, changed),
        };
        let run = project.run_with(&["check", "--isolated", "--select", &case.rule, "--fix", "-"], &input);
        if run.stdout() != expected || run.code() == 2 {
            failures.push(format!("{}\nexpected:\n{expected}\nfound:\n{run}", case.id));
        }
    }
    println!("{} cases, waiting for their rules: {waiting:?}", cases.len());
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
}
