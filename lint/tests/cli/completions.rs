//! Completion scripts, in a real Bash.

use end_to_end::bash::completed;

use crate::support::Project;

#[test]
fn bash_completes_subcommands_options_values_and_rules() {
    let script = Project::new().run(&["completions", "bash"]).stdout();
    let cases: [(&[&str], &[&str]); 13] = [
        (&["cfn-tidy", "ch"], &["check"]),
        (&["cfn-tidy", "check", "--fix-"], &["--fix-only"]),
        (&["cfn-tidy", "check", "--diff", "--stat"], &["--statistics"]),
        (&["cfn-tidy", "check", "--output-format", "js"], &["json", "json-lines"]),
        (&["cfn-tidy", "check", "--fail-level", "e"], &["error"]),
        (&["cfn-tidy", "check", "--select", "long-"], &["long-form-function", "long-getatt"]),
        (&["cfn-tidy", "check", "--ignore", "portab"], &["portability"]),
        (&["cfn-tidy", "rule", "long-g"], &["long-getatt"]),
        (&["cfn-tidy", "config", "show", "--iso"], &["--isolated"]),
        (&["cfn-tidy", "check", "--region", "eu-isoe"], &["eu-isoe-west-1"]),
        (&["cfn-tidy", "schema", "Alexa"], &["Alexa::ASK::Skill"]),
        (
            &["cfn-tidy", "schema", "AWS", "::", "SNS", "::", "T"],
            &["Topic", "TopicInlinePolicy", "TopicPolicy"],
        ),
        (&["cfn-tidy", "schema", "--output-format", "j"], &["json"]),
    ];
    for (words, expected) in cases {
        let Some(found) = completed(&script, words).expect("Bash runs") else { return };
        assert_eq!(found, expected, "{words:?}");
    }
}

#[test]
fn every_shell_knows_the_names_of_rules_and_types() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Project::new().run(&["completions", shell]).stdout();
        assert!(script.contains("exit-non-zero-on-fix"), "{shell}");
        // Elvish and PowerShell scripts offer no values at all.
        if matches!(shell, "bash" | "fish" | "zsh") {
            assert!(
                cfn_tidy::rules::REGISTRY.rules().iter().all(|rule| script.contains(rule.name)),
                "{shell}"
            );
        }
        // Fish scripts offer no positional values. In Zsh, a colon would begin a description.
        let topic = match shell {
            "bash" => "AWS::SNS::TopicPolicy",
            "zsh" => r"AWS\:\:SNS\:\:TopicPolicy",
            _ => continue,
        };
        assert!(script.contains(topic), "{shell}");
    }
}
