//! Files that are parts of a larger template.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::support::Project;

/// A part of a template that uses `undefined` names of other parts, and `declared` ones of its own.
fn part(undefined: usize, declared: usize) -> String {
    let mut text = "Conditions:\n  Ungenutzt: !Equals [ä, !Ref AWS::Region]\nResources:\n".to_owned();
    for index in 0..undefined {
        writeln!(
            text,
            "  T{index}: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: !Ref Größe{index}}}}}"
        )
        .expect("a string can be written to");
    }
    for index in 0..declared {
        writeln!(text, "  D{index}: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: !Ref T{index}}}}}")
            .expect("a string can be written to");
    }
    text
}

fn check(project: &Project, more: &[&str]) -> String {
    project.run(&[&["check", "-q", "--output-format", "concise"], more].concat()).stdout()
}

#[test]
fn a_part_of_a_template_is_one_finding() {
    let project = Project::new();
    project.file("part.yaml", part(12, 3));
    assert_snapshot!(check(&project, &["part.yaml"]), @"
    part.yaml:1:1: error[undefined-reference]: file looks like a part of a larger template: 12 of 15 names are not declared in it
    ");
    let help = project.run(&["check", "-q", "--select", "undefined-reference", "part.yaml"]).stdout();
    assert!(help.contains("list it under `fragments` in cfn-tidy.toml"), "{help}");
}

#[test]
fn a_template_with_few_undefined_names_is_not_a_part() {
    let project = Project::new();
    let undefined = |text: &str| {
        let run = project.run_with(&["check", "-q", "--output-format", "concise", "-"], text);
        run.stdout().lines().filter(|line| line.contains("[undefined-reference]")).count()
    };
    assert_eq!(undefined(&part(10, 9)), 1);
    assert_eq!(undefined(&part(9, 0)), 9);
    assert_eq!(undefined(&part(10, 10)), 10);
    assert_eq!(undefined(&format!("Parameters: {{Ä: {{Type: String}}}}\n{}", part(12, 3))), 12);
}

#[test]
fn parts_can_be_listed() {
    let project = Project::new();
    project
        .file("parts/one.yaml", part(12, 3))
        .file("parts/two.yaml", part(2, 1))
        .file("app.yaml", part(2, 1));
    project.file("cfn-tidy.toml", "fragments = ['parts/']\n");
    assert_eq!(check(&project, &["parts"]), "");
    assert_eq!(check(&project, &["app.yaml"]).lines().count(), 3);
    project.file("cfn-tidy.toml", "fragments = [\n  'a{']\n");
    assert_snapshot!(project.run(&["check", "app.yaml"]), @"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:2: invalid path pattern `a{`: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
    ");
}
