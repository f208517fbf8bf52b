use insta::assert_snapshot;

use crate::support::Project;

const TEMPLATE: &str = "Resources: {A: {Type: Custom::B}}\nOutputs: {C: {Value: !GetAtt [A, D]}}\n";

fn found(project: &Project, arguments: &[&str]) -> usize {
    let run = project.run(&[&["check", "-q", "--output-format", "concise"], arguments].concat());
    assert_eq!(run.stderr(), "");
    run.stdout().lines().count()
}

#[test]
fn the_nearest_file_up_to_the_repository_holds() {
    let project = Project::new();
    project.file("cfn-tidy.toml", "ignore = ['ALL']\n");
    project.file("app/a.yaml", TEMPLATE).file("other/b.yaml", TEMPLATE).file("repo/c.yaml", TEMPLATE);
    project.file("other/cfn-tidy.toml", "").file("repo/.git/HEAD", "");
    assert_eq!(found(&project, &["app/a.yaml"]), 0);
    assert_eq!(found(&project, &["other/b.yaml"]), 1);
    assert_eq!(found(&project, &["repo/c.yaml"]), 1);
    assert_eq!(found(&project, &["."]), 2);
    assert_eq!(found(&project, &["--isolated", "app/a.yaml"]), 1);
    assert_eq!(found(&project, &["--config", "cfn-tidy.toml", "other/b.yaml"]), 0);
}

#[test]
fn standard_input_is_configured_by_its_name() {
    let project = Project::new();
    project.file("app/cfn-tidy.toml", "ignore = ['ALL']\n");
    assert_eq!(project.run_with(&["check", "--fail-level", "note", "-"], TEMPLATE).code(), 1);
    assert_eq!(project.run_with(&["check", "--stdin-filename", "app/x.yaml", "-"], TEMPLATE).code(), 0);
}

#[test]
fn standard_input_can_be_excluded_by_its_name() {
    let project = Project::new();
    project.file("cfn-tidy.toml", "extend-exclude = ['vendored/']\n");
    let run = |arguments: &[&str]| {
        let name = ["check", "--fail-level", "note", "--stdin-filename", "vendored/x.yaml", "-"];
        project.run_with(&[&name, arguments].concat(), TEMPLATE)
    };
    assert_eq!(run(&[]).code(), 1);
    assert_eq!(run(&["--force-exclude"]).code(), 0);
    assert_eq!(run(&["--force-exclude", "--fix"]).stdout(), TEMPLATE);
}

#[test]
fn the_command_line_outweighs_the_file() {
    let project = Project::new();
    project.file("a.yaml", TEMPLATE).file("cfn-tidy.toml", "ignore = ['long-getatt']\n");
    assert_eq!(found(&project, &[]), 0);
    assert_eq!(found(&project, &["--select", "long-getatt"]), 1);
    assert_eq!(found(&project, &["--select", "ALL"]), 0);
    assert_eq!(found(&project, &["--extend-select", "long-getatt"]), 1);
}

#[test]
fn rules_can_be_ignored_per_file() {
    let project = Project::new();
    project.file("a.yaml", TEMPLATE).file("old/b.yaml", TEMPLATE);
    project.file("cfn-tidy.toml", "[per-file-ignores]\n'old/' = ['rewrite']\n");
    assert_eq!(found(&project, &[]), 1);
    assert_eq!(found(&project, &["old/b.yaml"]), 0);
}

#[test]
fn every_problem_of_a_file_is_named_with_its_line() {
    let project = Project::new();
    project.file(
        "cfn-tidy.toml",
        "select = ['long-getatt', 'long-getat']\nignore = ['nothing']\n[per-file-ignores]\n'a{' = ['rewrites']\n",
    );
    assert_snapshot!(project.run(&["check"]), @"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:1: unknown rule or group `long-getat`; did you mean `long-getatt`?
    error: [folder]/cfn-tidy.toml:2: unknown rule or group `nothing`
    error: [folder]/cfn-tidy.toml:4: invalid path pattern `a{`: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
    error: [folder]/cfn-tidy.toml:4: unknown rule or group `rewrites`; did you mean `rewrite`?
    ");
    project.file("cfn-tidy.toml", "\nselct = []\nmax-file-size = 'big'\nextend_exclude = []\n");
    assert_snapshot!(project.run(&["check"]), @r#"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:2: unknown key `selct`; did you mean `select`?
    error: [folder]/cfn-tidy.toml:3: `max-file-size` must be a whole number, not a string
    error: [folder]/cfn-tidy.toml:4: unknown key `extend_exclude`; did you mean `extend-exclude`?
    "#);
    project.file("cfn-tidy.toml", "select = [\n");
    assert_snapshot!(project.run(&["check"]), @"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:1: unclosed array, expected `]`
    ");
    assert_snapshot!(project.run(&["check", "--config", "missing.toml"]), @"
    exit code: 2
    ----- stderr
    error: [folder]/missing.toml: cannot read the configuration file: No such file or directory (os error 2)
    ");
}

#[test]
fn a_value_of_a_wrong_type_is_named_in_the_words_of_toml() {
    let project = Project::new();
    let lines = [
        "select = 'größe'",
        "ignore = [1, 'unused', true]",
        "exclude = { 'größe' = 1 }",
        "force-exclude = 'yes'",
        "max-file-size = -1",
        "fail-level = 'eror'",
        "output-format = 'größe'",
        "baseline = 2026-10-20",
        "macro-name = []",
        "per-file-ignores.'größe/' = 'unused'",
    ];
    project.file("cfn-tidy.toml", lines.join("\n"));
    let run = project.run(&["check"]);
    assert_snapshot!(run, @"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:1: `select` must be a list, not a string
    error: [folder]/cfn-tidy.toml:2: `ignore` must contain only strings, not a number
    error: [folder]/cfn-tidy.toml:2: `ignore` must contain only strings, not a boolean
    error: [folder]/cfn-tidy.toml:3: `exclude` must be a list, not a table
    error: [folder]/cfn-tidy.toml:4: `force-exclude` must be `true` or `false`, not a string
    error: [folder]/cfn-tidy.toml:5: `max-file-size` must not be negative
    error: [folder]/cfn-tidy.toml:6: `eror` is not a valid value of `fail-level`; did you mean `error`?
    error: [folder]/cfn-tidy.toml:7: `größe` is not a valid value of `output-format`; use one of `full`, `concise`, `json`, `json-lines`, `sarif`, `github`, `gitlab`, `junit`
    error: [folder]/cfn-tidy.toml:8: `baseline` must be a string, not a date
    error: [folder]/cfn-tidy.toml:9: `macro-name` must be a string, not a list
    error: [folder]/cfn-tidy.toml:10: `größe/` must be a list, not a string
    ");
    for line in lines {
        project.file("cfn-tidy.toml", line);
        let error = project.run(&["check"]).stderr();
        for foreign in ["u64", "usize", "expected", "sequence", "variant", "invalid type"] {
            assert!(!error.contains(foreign), "{line}: {error}");
        }
    }
}

#[test]
fn what_holds_for_a_path_can_be_shown() {
    let project = Project::new();
    assert!(project.run(&["config", "show"]).stdout().contains("no configuration file"));
    project.file("cfn-tidy.toml", "select = ['long-getatt']\n");
    assert_snapshot!(project.run(&["config", "show"]), @r#"
    exit code: 0
    ----- stdout
    # from [folder]/cfn-tidy.toml
    select = [
      "long-getatt",
    ]
    fixable = [
      "long-getatt",
    ]
    exclude = [
      ".git",
      ".hg",
      ".svn",
      ".venv",
      "venv",
      "node_modules",
      "site-packages",
      ".aws-sam",
      ".serverless",
      ".terraform",
      "cdk.out",
      "target",
    ]
    fragments = []
    force-exclude = false
    respect-gitignore = true
    max-file-size = 10000000
    unsafe-fixes = false
    fail-level = "warning"
    output-format = "full"
    indent = 2
    indent-sequences = true
    macro-name = "Uselatest"
    schemas = []
    types = []
    "#);
    project.file("cfn-tidy.toml", "select = ['operand-count']\nignore = ['E8004']\n");
    let shown = project.run(&["config", "show"]).stdout();
    assert!(shown.contains("\nselect = [\n  \"E8006\",\n]\nfixable = [\n  \"E8006\",\n]\n"), "{shown}");
    project.file("cfn-tidy.toml", "select = []\nexclude = ['x']\n");
    assert_snapshot!(project.run(&["config", "show", "sub/app.yaml"]), @r#"
    exit code: 0
    ----- stdout
    # from [folder]/cfn-tidy.toml
    select = []
    fixable = []
    exclude = [
      "x",
    ]
    fragments = []
    force-exclude = false
    respect-gitignore = true
    max-file-size = 10000000
    unsafe-fixes = false
    fail-level = "warning"
    output-format = "full"
    indent = 2
    indent-sequences = true
    macro-name = "Uselatest"
    schemas = []
    types = []
    "#);
}

#[test]
fn the_configuration_can_name_the_output_format() {
    let project = Project::new();
    project
        .file("app.yaml", "Resources: {A: {Type: Custom::B}}\nOutputs: {C: {Value: !GetAtt [A, D]}}\n")
        .file("cfn-tidy.toml", "output-format = 'json-lines'\nselect = ['long-getatt']\n")
        .file("sub/app.yaml", "Resources: {}\n")
        .file("sub/cfn-tidy.toml", "output-format = 'github'\n");
    assert!(project.run(&["check"]).stdout().starts_with("{\"filename\""));
    let concise = project.run(&["check", "--output-format", "concise"]);
    assert!(concise.stdout().starts_with("app.yaml:2:"), "{concise}");
    assert!(project.run(&["check", "--isolated"]).stdout().contains("--> app.yaml"));
    project.file("cfn-tidy.toml", "output-format = 'xml'\n");
    assert_snapshot!(project.run(&["check"]), @"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:1: `xml` is not a valid value of `output-format`; use one of `full`, `concise`, `json`, `json-lines`, `sarif`, `github`, `gitlab`, `junit`
    ");
}

/// A function with a pinned layer, whose alias stays behind, and a macro that is deployed under another name.
const OTHER_NAME: &str = "Transform: [AWS::Serverless-2016-10-31, LatestLayers]
Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      AutoPublishAlias: live
      Layers:
        - arn:aws:lambda:eu-central-1:123456789012:layer:tools:7
";

#[test]
fn the_macro_can_have_another_name() {
    let project = Project::new();
    project.file("app.yaml", OTHER_NAME);
    let check = |arguments: &[&str]| {
        project.run(&[&["check", "--output-format", "concise", "--select", "layers"], arguments].concat())
    };
    assert_snapshot!(check(&[]), @"
    exit code: 0
    ----- stderr
    All checks passed in 1 file.
    ");
    assert_snapshot!(check(&["--macro-name", "LatestLayers"]), @"
    exit code: 1
    ----- stdout
    app.yaml:7:7: warning[alias-behind-layers]: alias is not updated when LatestLayers finds a newer layer version [unsafe fix]
    app.yaml:9:64: note[layer-pinned-with-uselatest]: layer is pinned to version 7, so LatestLayers does not update it [unsafe fix]
    ----- stderr
    Found 2 findings (1 below the fail level).
    2 fixable with --fix --unsafe-fixes.
    ");
    project.file("cfn-tidy.toml", "macro-name = 'LatestLayers'\n");
    assert_snapshot!(check(&["app.yaml"]), @"
    exit code: 1
    ----- stdout
    app.yaml:7:7: warning[alias-behind-layers]: alias is not updated when LatestLayers finds a newer layer version [unsafe fix]
    app.yaml:9:64: note[layer-pinned-with-uselatest]: layer is pinned to version 7, so LatestLayers does not update it [unsafe fix]
    ----- stderr
    Found 2 findings (1 below the fail level).
    2 fixable with --fix --unsafe-fixes.
    ");
    project.file("app.yaml", OTHER_NAME.replace("LatestLayers", "123456789012::LatestLayers"));
    assert_eq!(check(&[]).code(), 1);
    project.file("app.yaml", OTHER_NAME.replace(", LatestLayers", "").replace(":7", ""));
    assert_snapshot!(project.run(&["check", "--select", "layers"]), @"
    exit code: 1
    ----- stdout
    error[layer-unqualified-without-uselatest]: layer ARN has no version, but Lambda only accepts layer version ARNs
     --> app.yaml:9:11
      |
    9 |         - arn:aws:lambda:eu-central-1:123456789012:layer:tools
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: use the ARN of a layer version, or add the macro `LatestLayers` to `Transform`
    ----- stderr
    Found 1 finding.
    ");
    // The proof of a fix knows the macro as well.
    project.file("app.yaml", OTHER_NAME);
    assert_eq!(project.run(&["check", "--select", "layers", "--fix", "--unsafe-fixes", "-q"]).code(), 1);
    assert!(project.read("app.yaml").contains("layer:tools:7+"), "{}", project.read("app.yaml"));
    project.file("cfn-tidy.toml", "macro-name = '123456789012::LatestLayers'\n");
    assert_snapshot!(check(&[]), @"
    exit code: 2
    ----- stderr
    error: [folder]/cfn-tidy.toml:1: `123456789012::LatestLayers` cannot be the name of a macro
    ");
}
