//! The cases of the rewrite rules' specification, byte for byte through the command.

mod cases;
mod support;

use cases::{FILES, cases};
use support::Project;

#[test]
fn every_case_of_the_specification_holds() {
    check_all(FILES[0]);
}

#[test]
fn mistakes_of_other_rewriters_are_not_made() {
    check_all(FILES[1]);
}

#[test]
fn fixes_cut_what_they_replace_and_nothing_beside_it() {
    check_all(FILES[2]);
}

#[test]
fn spellings_of_one_meaning_are_one_for_the_proof() {
    check_all(FILES[3]);
}

fn check_all(file: &str) {
    let cases = cases(file);
    let project = Project::new();
    let mut failures = Vec::new();
    for case in &cases {
        let arguments = ["check", "--isolated", "--select", &case.rule, "--fix", "-"];
        let run = project.run_with(&arguments, &case.input);
        if run.stdout() != case.expected || run.code() == 2 {
            failures.push(format!("{}\nexpected:\n{}\nfound:\n{run}", case.id, case.expected));
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
