//! The cases of the rewrite rules' specification, byte for byte through the command.

mod support;

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
    /// The rule that runs; all rewrite rules where none is named.
    rule: Option<String>,
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
    check_all(include_str!("fixtures/rewrite-cases.yaml"));
}

#[test]
fn mistakes_of_other_rewriters_are_not_made() {
    check_all(include_str!("fixtures/rewriter-mistakes.yaml"));
}

#[test]
fn fixes_cut_what_they_replace_and_nothing_beside_it() {
    check_all(include_str!("fixtures/cutting-cases.yaml"));
}

#[test]
fn spellings_of_one_meaning_are_one_for_the_proof() {
    check_all(include_str!("fixtures/one-meaning-cases.yaml"));
}

fn check_all(cases: &str) {
    let Cases { preamble, cases } = serde_yaml::from_str(cases).expect("the cases are well-formed");
    let project = Project::new();
    let mut failures = Vec::new();
    for case in &cases {
        let rule = case.rule.as_deref().unwrap_or("rewrite");
        let input = case.wrap.document(&preamble, &case.input);
        let expected = match case.expected.as_str() {
            "unchanged" => input.clone(),
            changed => case.wrap.document(&preamble, changed),
        };
        let run = project.run_with(&["check", "--isolated", "--select", rule, "--fix", "-"], &input);
        if run.stdout() != expected || run.code() == 2 {
            failures.push(format!("{}\nexpected:\n{expected}\nfound:\n{run}", case.id));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} cases fail:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}
