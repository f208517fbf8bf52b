//! `correctness`, the name that selects several groups at once.

use std::collections::BTreeSet;

use cfn_tidy::rule::{Group, GroupAlias};
use cfn_tidy::rules::REGISTRY;

use crate::support::Project;

/// A template with a finding of `structure` and one of `references`.
const TEMPLATE: &str = "Resources:\n  Größe: &ä\n    Type: AWS::SNS::Topic\n  Thema:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: !Ref Fehlt}\n";

/// The names of the rules with a finding.
fn found(project: &Project, arguments: &[&str]) -> BTreeSet<String> {
    project.file("template.yaml", TEMPLATE);
    let all = [&["check", "-q", "--output-format", "concise", "template.yaml"], arguments].concat();
    let lines = project.run(&all).stdout();
    let name = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    lines.lines().filter_map(name).collect()
}

fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

#[test]
fn correctness_selects_its_groups_on_the_command_line() {
    let found = |arguments: &[&str]| found(&Project::new(), arguments);
    let all = names(["invalid-name", "undefined-reference", "yaml-alias"]);
    assert_eq!(found(&["--select", "correctness"]), all);
    assert_eq!(found(&["--select", "references"]), names(["undefined-reference"]));
    assert_eq!(found(&["--ignore", "correctness"]), names([]));
    // A group is more specific than a name for several groups.
    assert_eq!(found(&["--select", "structure", "--ignore", "correctness"]), names(["invalid-name"]));
    let but_structure = found(&["--select", "correctness", "--ignore", "structure"]);
    assert_eq!(but_structure, names(["undefined-reference", "yaml-alias"]));
}

#[test]
fn correctness_selects_its_groups_in_the_configuration() {
    let project = Project::new();
    project.file("cfn-tidy.toml", "ignore = ['correctness']\nextend-select = ['structure']\n");
    assert_eq!(found(&project, &[]), names(["invalid-name"]));
    project.file("cfn-tidy.toml", "[per-file-ignores]\n'*.yaml' = ['correctness']\n");
    assert_eq!(found(&project, &[]), names([]));
}

#[test]
fn correctness_suppresses_its_groups() {
    let project = Project::new();
    let with_comment = TEMPLATE.replace("Fehlt}", "Fehlt}  # cfn-tidy: ignore[correctness]");
    let with_metadata = format!("{TEMPLATE}Metadata: {{cfn-tidy: {{ignore: [correctness]}}}}\n");
    for (template, expected) in [(with_comment, "invalid-name yaml-alias"), (with_metadata, "")] {
        let run = ["check", "-q", "--select", "correctness,tidy", "--output-format", "concise", "-"];
        let lines = project.run_with(&run, &template).stdout();
        let name = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
        let found: BTreeSet<String> = lines.lines().filter_map(name).collect();
        assert_eq!(found.into_iter().collect::<Vec<_>>().join(" "), expected);
    }
}

#[test]
fn every_group_and_every_name_for_several_has_rules() {
    for group in Group::ALL {
        assert!(REGISTRY.rules().iter().any(|rule| rule.group == group), "{}", group.name());
    }
    for alias in GroupAlias::ALL {
        let groups = Group::ALL.into_iter().filter(|group| alias.contains(*group));
        assert!(groups.count() > 1, "{}", alias.name());
    }
}
