use insta::assert_snapshot;

use crate::support::Project;

const JSON: &str = r#"{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}"#;
const YAML: &str = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n";

fn project() -> Project {
    let project = Project::new();
    project.file("größe.json", JSON);
    project
}

#[test]
fn a_file_is_printed_in_the_other_notation() {
    assert_snapshot!(project().run(&["convert", "größe.json"]), @"
    exit code: 0
    ----- stdout
    Resources:
      Topic:
        Type: AWS::SNS::Topic
    ");
    let run = project().run_with(&["convert"], YAML);
    assert_eq!((run.code(), run.stdout().starts_with("{\n  \"Resources\": {\n")), (0, true), "{run}");
}

#[test]
fn a_result_is_written_beside_its_source() {
    let project = project();
    assert_snapshot!(project.run(&["convert", "--write", "größe.json"]), @"
    exit code: 0
    ----- stderr
    Converted größe.json to größe.yaml.
    ");
    assert_eq!((project.read("größe.yaml"), project.read("größe.json")), (YAML.to_owned(), JSON.to_owned()));
    // There is nothing to do for a second run.
    assert_snapshot!(project.run(&["convert", "--write", "größe.json"]), @"exit code: 0");
}

#[test]
fn a_source_is_removed_only_after_its_result_is_there() {
    let project = project();
    project.file("größe.yaml", "Resources: {} # written by hand\n");
    assert_snapshot!(project.run(&["convert", "--write", "--remove", "größe.json"]), @"
    exit code: 2
    ----- stderr
    error: größe.yaml: exists and differs from the result; pass --diff to see how, or --force to replace it
    ");
    assert_eq!(project.read("größe.json"), JSON);
    assert_snapshot!(project.run(&["convert", "--write", "--remove", "--force", "größe.json"]), @"
    exit code: 0
    ----- stderr
    Converted größe.json to größe.yaml.
    Removed größe.json.
    ");
    assert!(!project.path("größe.json").exists());
    assert_eq!(project.read("größe.yaml"), YAML);
}

#[test]
fn a_file_that_is_its_own_result_is_not_removed() {
    let project = Project::new();
    project.file("app.yaml", "Resources: {'Topic': {Type: AWS::SNS::Topic}}\n");
    assert_eq!(project.run(&["convert", "--to", "yaml", "--write", "--remove", "app.yaml"]).code(), 0);
    assert_eq!(project.read("app.yaml"), YAML);
}

#[test]
fn a_diff_writes_nothing() {
    let project = project();
    project.file("größe.yaml", YAML.replace("Topic:", "Thema:"));
    assert_snapshot!(project.run(&["convert", "--diff", "größe.json"]), @"
    exit code: 1
    ----- stdout
    --- größe.yaml
    +++ größe.yaml
    @@ -1,3 +1,3 @@
     Resources:
    -  Thema:
    +  Topic:
         Type: AWS::SNS::Topic
    ");
    assert_eq!(project.run(&["convert", "--diff", "--output", "none.yaml", "größe.json"]).code(), 1);
    assert!(!project.path("none.yaml").exists());
}

#[test]
fn a_check_compares_and_can_write() {
    let project = project();
    assert_snapshot!(project.run(&["convert", "--check", "größe.json"]), @"
    exit code: 1
    ----- stderr
    Would convert größe.json to größe.yaml.
    ");
    assert!(!project.path("größe.yaml").exists());
    assert_eq!(project.run(&["convert", "--check", "--write", "größe.json"]).code(), 1);
    assert_eq!(project.read("größe.yaml"), YAML);
    assert_eq!(project.run(&["convert", "--check", "größe.json"]).code(), 0);
}

#[test]
fn the_templates_of_a_folder_are_converted_into_another_one() {
    let project = project();
    project.file("in/deep/a.json", JSON).file("in/b.yaml", YAML).file("in/package.json", "{\"name\": \"x\"}");
    assert_snapshot!(project.run(&["convert", "--output-dir", "out", "in"]), @"
    exit code: 2
    ----- stderr
    error: a folder can contain templates in both notations; pass --to yaml or --to json
    ");
    assert_snapshot!(project.run(&["convert", "--to", "yaml", "--output-dir", "out", "in"]), @"
    exit code: 0
    ----- stderr
    Converted in/deep/a.json to out/deep/a.yaml.
    ");
    assert_eq!(project.read("out/deep/a.yaml"), YAML);
    assert!(!project.path("out/b.yaml").exists() && !project.path("out/package.yaml").exists());
}

#[test]
fn one_failure_does_not_keep_the_others() {
    let project = project();
    project.file("broken.json", "{\"Resources\": {\"A\": 1,}}").file("same.template", JSON);
    project.file("same.json", JSON);
    let run = project.run(&[
        "convert",
        "--to",
        "yaml",
        "--write",
        "broken.json",
        "größe.json",
        "same.json",
        "same.template",
        "none.json",
    ]);
    assert_snapshot!(run, @"
    exit code: 2
    ----- stderr
    error: none.json: no such file or folder
    error: broken.json:1:23: invalid JSON: expected a key in double quotes; a comma may not follow the last entry
    error: same.yaml: would be the result of same.template as well
    error: same.yaml: would be the result of same.json as well
    Converted größe.json to größe.yaml.
    3 of 4 files not converted.
    ");
    assert_eq!(project.read("größe.yaml"), YAML);
}

#[test]
fn comments_are_refused_or_left_out_with_their_places() {
    let text = "Resources: {} # größe\n# the end\n";
    let project = Project::new();
    assert_snapshot!(project.run_with(&["convert", "-j"], text), @"
    exit code: 2
    ----- stderr
    error: <stdin>:1:15: JSON has no comments, and the document has 2; pass --drop-comments to leave them out
    ");
    assert_snapshot!(project.run_with(&["convert", "-j", "--drop-comments"], text), @r#"
    exit code: 0
    ----- stdout
    {
      "Resources": {}
    }
    ----- stderr
    warning: <stdin>:1:15: left out `# größe`
    warning: <stdin>:2:1: left out `# the end`
    "#);
}

#[test]
fn a_type_that_depends_on_the_version_of_yaml_is_a_warning() {
    let project = Project::new();
    assert_snapshot!(project.run_with(&["convert", "--to", "json"], "A: [yes, 0755, 1e3]\n"), @r#"
    exit code: 0
    ----- stdout
    {
      "A": [
        true,
        493,
        "1e3"
      ]
    }
    ----- stderr
    warning: <stdin>:1:5: `yes` is true to CloudFormation, but not to readers of YAML 1.2
    warning: <stdin>:1:10: `0755` is an integer to CloudFormation, but not to readers of YAML 1.2
    warning: <stdin>:1:16: `1e3` is a string to CloudFormation, but not to readers of YAML 1.2
    "#);
}

#[test]
fn the_configuration_sets_the_layout() {
    let project = Project::new();
    project.file("cfn-tidy.toml", "indent = 4\nindent-sequences = false\n");
    project.file("app.json", r#"{"Resources": {"A": {"DependsOn": ["B", "C"]}}}"#);
    assert_snapshot!(project.run(&["convert", "app.json"]), @"
    exit code: 0
    ----- stdout
    Resources:
        A:
            DependsOn:
            - B
            - C
    ");
    project.file("cfn-tidy.toml", "indent = 1\n");
    assert_snapshot!(project.run(&["convert", "app.json"]), @"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:1: `indent` must be a number from 2 to 8
    ");
}

#[test]
fn arguments_that_contradict_each_other_are_refused() {
    let project = project();
    project.file("other.json", JSON);
    for (arguments, message) in [
        (vec!["größe.json", "other.json"], "several files cannot be printed"),
        (vec!["-", "--write"], "standard input has no name"),
        (vec!["-", "--diff"], "standard input has no file to compare with"),
        (vec!["größe.json", "--remove"], "pass --write, --output or --output-dir"),
        (vec!["größe.json", "other.json", "--output", "a.yaml"], "the result of one file only"),
        (vec!["größe.json", "--from", "yaml"], "größe.json: is JSON, not YAML"),
        (vec!["größe.json", "--indent", "1"], "invalid value '1'"),
        (vec!["größe.json", "-j", "-y"], "cannot be used with"),
    ] {
        let run = project.run(&[vec!["convert"], arguments].concat());
        assert_eq!(run.code(), 2, "{run}");
        assert!(run.stderr().contains(message), "{run}");
    }
}
