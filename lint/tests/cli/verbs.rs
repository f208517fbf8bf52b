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

    `!GetAtt Bucket.Arn` says the same in fewer characters and on one line, and reads like the `${Bucket.Arn}` of
    `Fn::Sub`. In JSON the list is the documented form, so JSON templates are left alone.

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

    CloudFormation cuts the name at its first period, so the fix is made only where the logical ID has none. A list
    with a function in it, with other than two items, or with a placeholder of `Fn::ForEach` is no finding; one
    with a comment in it is reported without a fix.

    Group: rewrite. Default: on. Fix: fix.
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
    assert!(cfn_tidy::rules::RULES.iter().all(|rule| listed.contains(rule.name)));
    assert!(listed.lines().any(|line| line.contains("long-getatt") && line.contains("on")));
}

#[test]
fn shells_and_readers_of_manuals_are_served() {
    assert!(run(&["completions", "bash"]).stdout().contains("cfn-tidy"));
    assert!(run(&["man"]).stdout().contains(".TH cfn-tidy"));
}

#[test]
fn help_reads_well() {
    assert_snapshot!(run(&["--help"]), @"
    exit code: 0
    ----- stdout
    Find what is wrong or clumsy in CloudFormation and SAM templates, and fix it without changing what
    they mean

    Usage: cfn-tidy [OPTIONS] <COMMAND>

    Commands:
      check        Check templates, and fix them with --fix
      rule         Explain a rule
      config       Show the configuration that holds for a path
      completions  Print a completion script for a shell
      man          Print the manual page
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Global options:
          --color <WHEN>
              When to use colour

              Possible values:
              - auto:   Where the output is a terminal
              - always: Always
              - never:  Never
              
              [default: auto]

    `cfn-tidy PATH` is short for `cfn-tidy check PATH`.

    Exit codes:
      0  no errors or warnings remain (see --fail-level)
      1  errors or warnings remain
      2  wrong usage, or a file could not be read, fixed or written
    ");
    assert_snapshot!(run(&["check", "-h"]), @"
    exit code: 0
    ----- stdout
    Check templates, and fix them with --fix

    Usage: cfn-tidy check [OPTIONS] [PATH]...

    Arguments:
      [PATH]...  Files and folders to check, or - for standard input [default: .]

    Options:
          --fix                    Apply the safe fixes
          --unsafe-fixes           Apply, or with --diff show, the unsafe fixes too
          --fix-only               Apply fixes, but do not report what remains
          --diff                   Show what --fix would change as a diff, and change nothing
          --add-ignore             Add a comment to each finding that makes cfn-tidy ignore it
          --watch                  Run again whenever a file changes, until interrupted
          --show-fixes             List every fix that was applied
          --exit-non-zero-on-fix   Exit with 1 when something was fixed, even if nothing remains
      -e, --exit-zero              Exit with 0 even if findings remain
          --fail-level <SEVERITY>  Exit with 1 only for findings of at least this severity [default:
                                   warning] [possible values: note, warning, error]
      -h, --help                   Print help (see more with '--help')

    Rules:
          --select <RULE>          Run only these rules, groups or ids of cfn-lint (comma-separated; ALL
                                   for all)
          --extend-select <RULE>   Run these rules or groups, too
          --ignore <RULE>          Do not run these rules or groups
          --fixable <RULE>         Fix only findings of these rules or groups
          --unfixable <RULE>       Do not fix findings of these rules or groups
          --baseline <FILE>        Pass over the findings that this file accepts
          --write-baseline <FILE>  Write a file that accepts all findings that are there

    Files:
          --stdin-filename <NAME>     The name of what comes through standard input, for messages and
                                      configuration
          --exclude <PATTERN>         Leave out what matches these patterns, instead of the configured
                                      ones (as in .gitignore, comma-separated)
          --extend-exclude <PATTERN>  Leave out what matches these patterns, too
          --force-exclude             Leave out excluded files even if they are named themselves
          --templates-only            Leave out files that are no templates even if they are named
                                      themselves
          --no-respect-gitignore      Look into files that .gitignore excludes, too
          --max-file-size <BYTES>     Refuse files that are larger

    Configuration:
          --config <FILE>  Use this configuration file instead of the nearest cfn-tidy.toml
          --isolated       Use no configuration file

    Output:
          --output-format <FORMAT>  How to print the findings [default: full] [possible values: full,
                                    concise, json, json-lines, sarif, github, gitlab, junit]
      -o, --output-file <FILE>      Print the findings into this file instead of to standard output
          --no-fold                 Print every note; without this, the notes of one rule in a file are
                                    printed as one, with their number
          --statistics              Count the findings per rule instead of listing them
      -q, --quiet                   Print the findings and nothing else

    Global options:
          --color <WHEN>  When to use colour [default: auto] [possible values: auto, always, never]
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

      tip: a similar subcommand exists: 'check'

    Usage: cfn-tidy [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(project.run(&["missing.yaml"]), @"
    exit code: 2
    ----- stderr
    error: missing.yaml: no such file or folder
    ");
}
