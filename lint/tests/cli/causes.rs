//! One mistake is one finding: what follows from it is not reported.

use std::path::Path;

use crate::support::{Project, files_below};

/// Marks the line of a finding in the templates of `fixtures/causes`.
const MARK: &str = "# found";

#[test]
fn one_mistake_is_one_finding() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/causes");
    let files = files_below(&folder);
    assert!(files.len() > 10, "the templates are there");
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a template can be read");
        let marked = text.lines().enumerate().filter(|(_, line)| line.contains(MARK));
        let expected: Vec<String> = marked.map(|(index, _)| (index + 1).to_string()).collect();
        let run = Project::new().run_with(&["check", "-q", "--output-format", "concise", "-"], &text);
        let stdout = run.stdout();
        let lines = stdout.lines().map(|line| line.split(':').nth(1).unwrap_or_default().to_owned());
        assert_eq!(lines.collect::<Vec<_>>(), expected, "{}: {run}", path.display());
    }
}

#[test]
fn fixes_leave_what_is_at_a_wrong_level() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/causes");
    for path in files_below(&folder) {
        let text = std::fs::read_to_string(&path).expect("a template can be read");
        for flags in [&["check", "-q", "--fix", "-"][..], &["check", "-q", "--fix", "--unsafe-fixes", "-"]] {
            assert_eq!(Project::new().run_with(flags, &text).stdout(), text, "{}", path.display());
        }
    }
}

#[test]
fn all_names_that_are_equally_near_are_suggested() {
    let template =
        "Resources: {Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub 'ä-${AWS::Stack}'}}}\n";
    let project = Project::new();
    let run = project.run_with(&["check", "-q", "-"], template);
    assert!(run.stdout().contains("did you mean `AWS::StackId` or `AWS::StackName`?"), "{run}");
    assert_eq!(
        project.run_with(&["check", "-q", "--fix", "--unsafe-fixes", "-"], template).stdout(),
        template
    );
}

#[test]
fn the_help_names_what_the_keys_belong_to() {
    for (name, help) in [
        ("attributes-beside-logical-id.yaml", "make it an attribute of `Bucket`"),
        ("attributes-of-parameters-and-outputs.yaml", "make it an attribute of `Stage`"),
        ("body-of-loop.yaml", "make it an attribute of `Topic${Name}`"),
        ("body-beside-loop.yaml", "move `Topic${Name}` into the loop, as the third item of its list"),
        ("resources-as-sections.yaml", "make it a resource below `Resources`"),
        ("resource-in-resource.yaml", "make it a resource"),
        ("section-in-section.yaml", "make it a section"),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/causes").join(name);
        let text = std::fs::read_to_string(&path).expect("a template can be read");
        let run = Project::new().run_with(&["check", "-q", "-"], &text);
        assert!(run.stdout().contains(help), "{name}: {run}");
    }
}

#[test]
fn a_misspelled_attribute_is_not_also_missing() {
    let project = Project::new();
    let found = |template: &str, more: &[&str]| {
        let arguments = [&["check", "-q", "--output-format", "concise"][..], more, &["-"]].concat();
        project.run_with(&arguments, template).stdout()
    };
    for template in [
        "Resources:\n  Größe: &g\n    Typ: AWS::SNS::Topic\n",
        "Resources:\n  A:\n    Type: Custom::Ä\nOutputs:\n  B:\n    Vaule: ä\n",
        "Resorces:\n  A:\n    Type: Custom::Ä\n",
        "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::All:\n    - N\n    - [a, b]\n    - T${N}:\n        Tpye: Custom::Ä\n",
    ] {
        let both = found(template, &["--select", "missing-attribute,unknown-attribute"]);
        assert!(!both.contains("missing-attribute") && both.contains("unknown-attribute"), "{both}");
        // Where the unknown attribute is not reported, the missing one is.
        let missing = found(template, &["--select", "missing-attribute"]);
        assert!(missing.contains("missing-attribute"), "{missing}");
    }
    let output = "Resources:\n  A:\n    Type: Custom::Ä\nOutputs:\n  B:\n    Vaule: ä\n";
    let fixed = project.run_with(&["check", "-q", "--fix", "-"], output).stdout();
    assert_eq!(fixed, output.replace("Vaule", "Value"));
    let unlike = found("Resources:\n  A:\n    Größe: 1\n", &[]);
    assert!(unlike.contains("missing-attribute") && unlike.contains("unknown-attribute"), "{unlike}");
}
