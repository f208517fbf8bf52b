use insta::assert_snapshot;

use crate::support::Project;

fn run(arguments: &[&str]) -> crate::support::Run {
    Project::new().run(arguments)
}

#[test]
fn a_rule_is_explained() {
    assert_snapshot!(run(&["rule", "long-getatt"]), @"
    exit code: 0
    ----- stdout
    # long-getatt

    A `GetAtt` in YAML that is written as a list of two names.

    ## Why

    `!GetAtt Bucket.Arn` is shorter, fits on one line, and reads like `${Bucket.Arn}` in a `Sub`. In JSON the list
    is the documented form, so JSON templates are not checked.

    ## Example

    ```yaml
    Outputs:
      Arn:
        Value: !GetAtt [Bucket, Arn]
    ```

    becomes

    ```yaml
    Outputs:
      Arn:
        Value: !GetAtt Bucket.Arn
    ```

    ## Fix safety

    CloudFormation splits the dotted name at its first period, so a list is reported only if the logical ID
    contains no period. Also not reported are lists that contain a function or a placeholder of `Fn::ForEach`, and
    lists that do not have exactly two items. There is no fix if a comment would be lost.

    Group: rewrite. Default: on. Fix: safe.
    ");
    assert!(run(&["rule", "W1053"]).stdout().starts_with("# dynamic-reference-spaces\n"));
    assert_snapshot!(run(&["rule", "long-getattt"]), @"
    exit code: 2
    ----- stderr
    error: unknown rule `long-getattt`; did you mean `long-getatt`?
    `cfn-tidy rule` lists all rules.
    ");
}

#[test]
fn rules_are_listed_for_programs() {
    let rules: serde_json::Value =
        serde_json::from_str(&run(&["rule", "--all", "--output-format", "json"]).stdout())
            .expect("it is JSON");
    let names: Vec<_> = rules.as_array().into_iter().flatten().map(|rule| &rule["name"]).collect();
    assert!(names.iter().any(|name| *name == "long-getatt"));
    let one: serde_json::Value =
        serde_json::from_str(&run(&["rule", "long-getatt", "--output-format", "json"]).stdout())
            .expect("it is JSON");
    assert_eq!(one["group"], "rewrite");
}

#[test]
fn every_rule_is_listed_in_one_line() {
    let listed = run(&["rule", "--all"]).stdout();
    assert!(cfn_tidy::rules::REGISTRY.rules().iter().all(|rule| listed.contains(rule.name)));
    assert!(listed.lines().any(|line| line.contains("long-getatt") && line.contains("on")));
}

#[test]
fn help_reads_well() {
    assert_snapshot!(run(&["--help"]), @"
    exit code: 0
    ----- stdout
    A linter for CloudFormation and SAM templates whose fixes keep the template's meaning

    Usage: cfn-tidy [OPTIONS] <COMMAND>

    Commands:
      check        Check templates, and fix them with --fix
      convert      Convert templates between JSON and YAML with the same meaning
      rule         Explain a rule, or list all rules
      schema       Show what is known of a resource type, or list all types
      config       Show the configuration that applies to a path
      init         Write a configuration, hooks for pre-commit and a CI job
      server       Run the language server for editors on standard input and output
      completions  Print a completion script for a shell
      man          Print the manual page of cfn-tidy or of a subcommand
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Global options:
          --color <WHEN>
              When to color the output

              Possible values:
              - auto:   If the output is a terminal
              - always: Always
              - never:  Never
              
              [default: auto]

    `cfn-tidy PATH` is short for `cfn-tidy check PATH`.

    Exit codes:
      0  no errors or warnings remain (see --fail-level)
      1  errors or warnings remain
      2  invalid usage, or a file could not be read, fixed or written
    ");
    assert_snapshot!(run(&["check", "-h"]), @"
    exit code: 0
    ----- stdout
    Check templates, and fix them with --fix

    Usage: cfn-tidy check [OPTIONS] [PATH]...

    Arguments:
      [PATH]...  Files and folders to check, or - for standard input [default: .]

    Options:
          --fix                    Apply safe fixes
          --unsafe-fixes           Include unsafe fixes in what --fix applies and --diff shows
          --fix-only               Apply fixes without reporting the remaining findings
          --diff                   Print what --fix would change as a diff, without writing any file
          --add-ignore             Suppress every current finding by adding a comment to its line
          --watch                  Rerun whenever a file changes
          --show-fixes             List each fix that was applied
          --exit-non-zero-on-fix   Exit with 1 if any fix was applied, even if no findings remain
      -e, --exit-zero              Exit with 0 even if findings remain
          --fail-level <SEVERITY>  Exit with 1 only for findings of at least this severity [default:
                                   warning] [possible values: note, warning, error]
          --macro-name <NAME>      Name under which the macro Uselatest is deployed [default: Uselatest]
      -h, --help                   Print help (see more with '--help')

    Rules:
          --select <RULE>          Run only these rules, groups or cfn-lint IDs (comma-separated; ALL
                                   for every rule)
          --extend-select <RULE>   Also run these rules or groups
          --ignore <RULE>          Disable these rules or groups
          --fixable <RULE>         Apply only fixes of these rules or groups
          --unfixable <RULE>       Never apply fixes of these rules or groups
          --baseline <FILE>        Hide the findings recorded in this file
          --write-baseline <FILE>  Record all current findings in this file, for use with --baseline

    Files:
          --stdin-filename <NAME>     The file name of standard input, for messages and for finding its
                                      configuration
          --exclude <PATTERN>         Skip paths that match these patterns, replacing the configured
                                      ones (.gitignore syntax, comma-separated)
          --extend-exclude <PATTERN>  Also skip paths that match these patterns
          --force-exclude             Skip excluded files even if passed explicitly
          --templates-only            Skip files that are not templates even if passed explicitly
          --no-respect-gitignore      Check files even if .gitignore excludes them
          --max-file-size <BYTES>     Fail on files larger than this

    Resource types:
          --schema <PATH>    Also use the schemas of resource types in this file, folder or pattern (can
                             be repeated)
          --region <REGION>  Require that resource types are available in this region (can be repeated)

    Configuration:
          --config <FILE>  Use this configuration file instead of the nearest cfn-tidy.toml
          --isolated       Ignore all configuration files

    Output:
          --output-format <FORMAT>  The format to print findings in [default: full] [possible values:
                                    full, concise, json, json-lines, sarif, github, gitlab, junit]
      -o, --output-file <FILE>      Write findings to this file instead of standard output
          --no-fold                 Print every note instead of folding the notes of each rule in a file
                                    into one
          --statistics              Print the number of findings per rule instead of the findings
      -q, --quiet                   Print findings only, without the summary

    Global options:
          --color <WHEN>  When to color the output [default: auto] [possible values: auto, always,
                          never]
    ");
}

#[test]
fn a_path_without_a_verb_is_checked() {
    let project = crate::support::Project::new();
    project.file("app.yaml", "Resources: {Topic: {Type: AWS::SNS::Topic}}\n").file("größe/b.yaml", "- a\n");
    for arguments in [
        &["app.yaml"][..],
        &["--color", "never", "app.yaml"],
        &["--color=never", "-q", "app.yaml"],
        &["--fix", "."],
        &["größe"],
        &["config", "."],
        &["config", "app.yaml"],
        &["rule"],
    ] {
        assert_eq!(project.run(arguments).code(), 0, "{arguments:?}");
    }
    assert_eq!(project.run_with(&["-"], "Resources: {}\n").code(), 0);
    assert_snapshot!(project.run(&["chek"]), @"
    exit code: 2
    ----- stderr
    error: unrecognized subcommand 'chek'

      tip: some similar subcommands exist: 'schema', 'check'

    Usage: cfn-tidy [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(project.run(&["missing.yaml"]), @"
    exit code: 2
    ----- stderr
    error: missing.yaml: no such file or folder
    ");
}
