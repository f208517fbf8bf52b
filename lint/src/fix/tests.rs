//! Rules of [`broken`] that break their promises, and what catches them.

mod broken;

use std::sync::LazyLock;

use cfn_ast::{Source, Tree};
use insta::assert_snapshot;

use super::{Applicability, Fix, FixError, Fixed, fix, verify_offered};
use crate::check::{Scope, check};
use crate::rule::Registry;
use crate::rules;

/// The rules of cfn-tidy, and those that break their promises.
static REGISTRY: LazyLock<Registry> =
    LazyLock::new(|| Registry::new(Vec::leak([rules::REGISTRY.rules(), &broken::RULES].concat())));

fn run(rules: &[&str], text: &str, also_unsafe: bool) -> Result<Fixed, FixError> {
    let tree = Tree::parse(Source::new(text).expect("it is small"));
    let rules = REGISTRY.filtered(|rule| rules.contains(&rule.name));
    fix(&tree, Scope::new(*REGISTRY, &rules, &rules), also_unsafe)
}

fn refusal(rules: &[&str], text: &str, also_unsafe: bool) -> FixError {
    let mut refused = run(rules, text, also_unsafe).expect("the other fixes are applied").refused;
    assert_eq!(refused.len(), 1);
    refused.remove(0)
}

fn report(rules: &[&str], text: &str) -> String {
    refusal(rules, text, false).bug_report().expect("the rule is at fault")
}

fn text(fixed: Fixed) -> String {
    fixed.tree.expect("something was fixed").source().text().to_owned()
}

#[test]
fn a_fix_that_changes_the_meaning_is_refused_and_its_rule_named() {
    assert_snapshot!(report(&["long-getatt", "changes-meaning"], "A: !GetAtt [B, C]\nKey: before\nD: 1\n"), @r#"
    This is a bug in cfn-tidy, not in your template. Please report the text between the lines at
    https://github.com/uselatest/uselatest/issues, after making sure that it contains no secrets.
    ----
    cfn-tidy 0.1.0: a fix of changes-meaning failed verification and was left out: the meaning at Key would change from "before" to "after"
    before:
    Key: before

    after:
    Key: after

    ----
    "#);
}

#[test]
fn a_fix_among_too_many_to_try_each_is_found_by_its_rule() {
    let others: Vec<String> = (0..30).map(|number| format!("Größe{number}: !GetAtt [B, C]\n")).collect();
    let others = others.concat();
    let rules = ["long-getatt", "changes-meaning"];
    let text = others + "Key: before\n";
    assert_eq!(refusal(&rules, &text, false).rules(), ["changes-meaning"]);
    let fixed = run(&rules, &text, false).expect("the other fixes are applied").applied;
    assert_eq!(fixed.len(), 30);
}

#[test]
fn a_correction_that_changes_more_than_a_name_is_left_to_the_author() {
    let left = run(&["corrects-too-much"], "A: 1\nKey: before\n", false).expect("nothing is refused");
    let fix = left.remaining.first().and_then(|finding| finding.fix.as_ref());
    assert_eq!(fix.map(Fix::applicability), Some(Applicability::Unsafe));
    assert!(left.tree.is_none());
}

#[test]
fn a_correction_that_brings_another_error_is_left_to_the_author() {
    let template = |name: &str| {
        format!(
            "Resources:
  Bucket: {{Type: AWS::S3::Bucket, DependsOn: Topic}}
  Topic: {{Type: AWS::SNS::Topic, DependsOn: Bukcet}}
  Queue: {{Type: AWS::SQS::Queue, Properties: {{QueueName: !GetAtt {name}.TopicName}}}}
"
        )
    };
    let fixed = run(&["undefined-reference"], &template("Tpoic"), false).expect("it is fixed");
    let left: Vec<_> = fixed.remaining.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    assert_eq!(left.iter().map(|fix| fix.applicability()).collect::<Vec<_>>(), [Applicability::Unsafe]);
    assert_eq!(text(fixed), template("Topic"));
}

#[test]
fn a_correction_of_what_an_alias_repeats_is_left_to_the_author() {
    let template = "Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Topic: {Type: AWS::SNS::Topic, DependsOn: &name Bukcet, Properties: {TopicName: *name}}
";
    assert!(run(&["undefined-reference"], template, false).expect("nothing is refused").tree.is_none());
}

#[test]
fn a_correction_waits_until_nothing_can_repeat_the_name() {
    let template = "Parameters: &unused\n  Größe: {Type: CommaDelimitedLst}\n";
    let fixed = run(&["unknown-parameter-type", "yaml-alias"], template, false).expect("nothing is refused");
    assert_eq!(text(fixed), "Parameters:\n  Größe: {Type: CommaDelimitedList}\n");
}

#[test]
fn a_fix_that_brings_a_hidden_error_to_light_is_left_to_the_author() {
    let template = "\
Resources:
  Topic: {Type: &hidden AWS::SNS::Topic, DeletionPolicy: *hidden, Properties: {TopicName: &ü ü, DisplayName: *ü}}
";
    let fixed = run(&["yaml-alias"], template, false).expect("nothing is refused");
    assert!(fixed.refused.is_empty());
    assert_eq!(
        text(fixed),
        "\
Resources:
  Topic: {Type: &hidden AWS::SNS::Topic, DeletionPolicy: *hidden, Properties: {TopicName: ü, DisplayName: ü}}
"
    );
}

#[test]
fn a_declined_fix_is_tried_again_after_others() {
    let template = |first: &str, merged: &str, depends_on: &str| {
        format!(
            "Conditions:
  IsEu: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  First: {first}{{Type: AWS::SNS::Topic, Condition: IsEu}}
  Second: {{{merged}}}
  Queue: {{Type: AWS::SQS::Queue, {depends_on}Properties: {{QueueName: !GetAtt Second.TopicName}}}}
"
        )
    };
    let before = template("&ü ", "<<: *ü", "DependsOn: Second, ");
    let rules = ["merge-key", "yaml-alias", "redundant-depends-on"];
    let fixed = run(&rules, &before, false).expect("nothing is refused");
    assert_eq!(text(fixed), template("", "Type: AWS::SNS::Topic, Condition: IsEu", ""));
}

#[test]
fn fixes_that_bring_an_error_to_light_in_one_order_only_are_no_bug() {
    let template = |conditions: &str| {
        format!("Conditions:\n{conditions}Resources:\n  Topic: {{Type: AWS::SNS::Topic, Condition: IsEu}}\n")
    };
    // The fix of the line before keeps the unused condition until the next round. By then its string is a name, which is not
    // declared, and could be a typo for the condition.
    let before =
        template("  IsEu: {Fn::Equals: [!Ref AWS::Region, ü]}\n  IsUnused: {Condition: !Sub größe}\n");
    let rules = ["sub-without-variables", "unused-condition", "long-form-function"];
    let fixed = run(&rules, &before, false).expect("it is fixed");
    assert!(fixed.refused.is_empty(), "{:?}", fixed.refused);
    assert_eq!(text(fixed), template("  IsEu: !Equals [!Ref AWS::Region, ü]\n"));
}

#[test]
fn corrections_are_tried_together_and_in_halves() {
    let wrong =
        (0..500).fold(String::new(), |text, i| text + &format!("  T{i}: {{Tpye: AWS::SNS::Topic}}\n"));
    let circle =
        "  Bucket: {Type: AWS::S3::Bucket, DependsOn: Topic}\n  Topic: {Type: A, DependsOn: Bukcet}\n";
    let text = format!("Resources:\n{wrong}{circle}");
    let fixed = run(&["undefined-reference", "unknown-attribute"], &text, false).expect("it is fixed");
    assert_eq!(fixed.applied.len(), 500);
}

#[test]
fn a_fix_that_loses_a_comment_is_refused() {
    assert_snapshot!(report(&["loses-comment"], "A: 1 # kept\nKey: 1 # lost\n"), @"
    This is a bug in cfn-tidy, not in your template. Please report the text between the lines at
    https://github.com/uselatest/uselatest/issues, after making sure that it contains no secrets.
    ----
    cfn-tidy 0.1.0: a fix of loses-comment failed verification and was left out: the comment `# lost` would be lost
    before:
    Key: 1 # lost

    after:
    Key: 1

    ----
    ");
}

#[test]
fn a_fix_that_brings_an_error_is_declined() {
    let left = run(&["repeats-key"], "Key: before\n", false).expect("nothing is refused");
    let fix = left.remaining.first().and_then(|finding| finding.fix.as_ref());
    assert_eq!(fix.map(Fix::applicability), Some(Applicability::Unsafe));
    assert!(left.tree.is_none() && left.refused.is_empty());
}

#[test]
fn a_fix_that_breaks_the_syntax_is_refused() {
    assert_snapshot!(report(&["breaks-syntax"], "Key: before\n"), @"
    This is a bug in cfn-tidy, not in your template. Please report the text between the lines at
    https://github.com/uselatest/uselatest/issues, after making sure that it contains no secrets.
    ----
    cfn-tidy 0.1.0: a fix of breaks-syntax failed verification and was left out: the fixed text is not valid: line 1: invalid YAML: unclosed `[`
    before:
    Key: before

    after:
    Key: [

    ----
    ");
    let refused = refusal(&["breaks-syntax-unsafely"], "Key: before\n", true);
    assert_snapshot!(refused, @"a fix of breaks-syntax-unsafely failed verification and was left out: the fixed text is not valid: line 1: invalid YAML: unclosed `[`");
}

#[test]
fn fixes_that_never_end_are_refused() {
    assert_snapshot!(report(&["never-ends"], "Key: before\n"), @"
    This is a bug in cfn-tidy, not in your template. Please report the text between the lines at
    https://github.com/uselatest/uselatest/issues, after making sure that it contains no secrets.
    ----
    cfn-tidy 0.1.0: the fixes of never-ends do not converge and were left out
    ----
    ");
}

#[test]
fn a_refused_fix_does_not_cost_those_of_other_rules() {
    let text_before = "A: !GetAtt [B, C] # ü\nKey: before # lost\nZ: !GetAtt [B, D]\n";
    for broken in ["changes-meaning", "loses-comment", "breaks-syntax", "never-ends"] {
        let fixed = run(&["long-getatt", broken], text_before, false).expect("the others are applied");
        assert_eq!(fixed.refused.iter().map(FixError::rules).collect::<Vec<_>>(), [[broken]]);
        assert!(fixed.remaining.iter().any(|finding| finding.rule.name == broken && finding.fix.is_none()));
        assert_eq!(text(fixed), "A: !GetAtt B.C # ü\nKey: before # lost\nZ: !GetAtt B.D\n", "{broken}");
    }
    let all = ["long-getatt", "changes-meaning", "loses-comment"];
    let fixed = run(&all, text_before, false).expect("the others are applied");
    assert_eq!(fixed.refused.len(), 2);
    assert_eq!(text(fixed), "A: !GetAtt B.C # ü\nKey: before # lost\nZ: !GetAtt B.D\n");
}

#[test]
fn fixes_that_collide_wait_for_the_next_round() {
    let fixed = run(&["long-getatt", "collides"], "A: !GetAtt [B, C]\n", false).expect("it is fixed");
    assert_eq!(
        fixed.applied.iter().map(|fix| fix.rule.name).collect::<Vec<_>>(),
        ["collides", "long-getatt"]
    );
    assert_eq!(text(fixed), "\"A\": !GetAtt B.C\n");
}

#[test]
fn unsafe_fixes_come_after_the_safe_ones_and_may_change_the_meaning() {
    assert!(
        run(&["changes-meaning-unsafely"], "Key: before\n", false).expect("nothing is done").tree.is_none()
    );
    let rules = ["long-getatt", "changes-meaning-unsafely"];
    let fixed = run(&rules, "A: !GetAtt [B, C]\nKey: before\n", true).expect("it is fixed");
    assert_eq!(fixed.applied.iter().map(|fix| fix.rule.name).collect::<Vec<_>>(), rules);
    assert_eq!(text(fixed), "A: !GetAtt B.C\nKey: after\n");
}

/// The rules of the findings whose fixes are offered as safe.
fn offered(rules: &[&str], text: &str) -> Vec<&'static str> {
    let tree = Tree::parse(Source::new(text).expect("it is small"));
    let rules = REGISTRY.filtered(|rule| rules.contains(&rule.name));
    let scope = Scope::new(*REGISTRY, &rules, &rules);
    let mut findings = check(&tree, scope);
    verify_offered(&tree, &mut findings, scope);
    let is_safe = |fix: &Fix| fix.applicability() == Applicability::Safe;
    findings
        .iter()
        .filter(|finding| finding.fix.as_ref().is_some_and(is_safe))
        .map(|finding| finding.rule.name)
        .collect()
}

#[test]
fn what_is_offered_as_safe_is_proven_alone() {
    let rules = ["long-getatt", "changes-meaning", "loses-comment", "repeats-key", "corrects-too-much"];
    assert_eq!(offered(&rules, "A: !GetAtt [B, C]\nKey: before # lost\n"), ["long-getatt"]);
}

#[test]
fn what_is_offered_as_safe_in_a_large_template_is_proven_by_declaration() {
    let resource = |i: usize| {
        let key = if i.is_multiple_of(97) { "before" } else { "other" };
        format!(
            "  R{i}:\n    Type: Custom::Größe\n    Properties: {{A: !GetAtt [R, B], C: !GetAtt [R, D], Key: {key}}}\n"
        )
    };
    let text =
        (0..300).fold("Resources:\n  R: {Type: Custom::R}\n".to_owned(), |text, i| text + &resource(i));
    let text = text + "Outputs: {O: {Value: !GetAtt [R, B]}}\nKey: before\n";
    assert_eq!(offered(&["long-getatt", "changes-meaning"], &text), vec!["long-getatt"; 601]);
}
